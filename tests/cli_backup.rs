//! Backups, and that they can be brought back.

use std::process::Command;

use autogen_schema::Dialect;

use crate::support::{Database, SERVERS, Sandbox};

#[test]
fn a_copy_of_sqlite_is_brought_back_by_the_command_that_is_told() {
    let sandbox = Sandbox::upgraded();
    sandbox.sql("INSERT INTO users VALUES (1, 'Ann''s')");
    sandbox.run(&["backup", "it's here.db"]).says(
        r#"
        exit 0
        --- stdout
        Wrote it's here.db
        --- stderr

        hint: this brings it back: sqlite3 app.db '.restore "it'\''s here.db"'
    "#,
    );
    sandbox.sql("DELETE FROM users");
    let restored = Command::new("sh")
        .args(["-c", r#"sqlite3 app.db '.restore "it'\''s here.db"'"#])
        .current_dir(sandbox.path(""))
        .status();
    assert!(restored.unwrap().success());
    assert_eq!(sandbox.query("SELECT name FROM users"), ["Ann's"]);
}

#[test]
fn nothing_is_overwritten_and_nothing_is_left() {
    let sandbox = Sandbox::upgraded();
    sandbox.write("taken.db", "mine");
    sandbox.refuses(
        &["backup", "taken.db"],
        r"
        exit 2
        --- stderr
        error: `taken.db` is there already, and stays

        hint: name another file
    ",
    );
    sandbox.refuses(
        &["backup", "nowhere/x.db"],
        r"
        exit 2
        --- stderr
        error: cannot write `nowhere/.x.db.partial`: No such file or directory (os error 2)
    ",
    );
    let sandbox = Sandbox::new();
    sandbox.refuses(
        &["backup"],
        r"
        exit 2
        --- stderr
        error: database `app.db` does not exist

        hint: `autogen upgrade` makes it
    ",
    );
}

#[test]
fn a_backup_comes_before_what_runs() {
    let sandbox = Sandbox::upgraded();
    sandbox.sql("INSERT INTO users VALUES (1, 'Ann')");
    sandbox.run(&["upgrade", "--backup"]).exits(0).complains("Nothing to do");
    sandbox.revision("bbbb", "aaaa", "-- autogen: upgrade\nDELETE FROM users;\n-- autogen: downgrade\n");
    sandbox.run(&["upgrade", "--backup"]).says(
        r#"
        exit 0
        --- stderr
        Backed up to app-20251122T092800Z.db
        This brings it back: sqlite3 app.db '.restore "app-20251122T092800Z.db"'
        Running upgrade aaaa -> bbbb, bbbb
        Upgraded sqlite://app.db by 1 revision
    "#,
    );
    std::fs::rename(sandbox.path("app-20251122T092800Z.db"), sandbox.path("app.db")).unwrap();
    assert_eq!(sandbox.query("SELECT name FROM users"), ["Ann"]);
    // Without a backup nothing runs.
    sandbox.run(&["upgrade", "--backup=src"]).exits(2).complains("`src` is there already, and stays");
    assert_eq!(sandbox.query("SELECT revision FROM autogen_version"), ["aaaa"]);
}

fn project(database: &Database, url: &str) -> Sandbox {
    let sandbox = Sandbox::on(database.dialect(), url);
    sandbox.revision(
        "aaaa",
        "",
        "-- autogen: upgrade\nCREATE TABLE t (a int);\n-- autogen: downgrade\nDROP TABLE t;\n",
    );
    sandbox
}

#[test]
fn a_servers_backup_is_brought_back_by_the_command_that_is_told() {
    for dialect in SERVERS {
        let database = Database::new(dialect, "backup");
        let sandbox = project(&database, &database.url());
        let path = std::env::var("PATH").unwrap();
        let run = |args: &[&str]| sandbox.run_with(args, &[("PATH", &path)]);
        run(&["upgrade"]).exits(0);
        database.sql("INSERT INTO t VALUES (7)");
        let before = database.dump();
        run(&["backup", "b"]).exits(0);
        let json = run(&["backup", "c", "--format", "json"]).stdout;
        let restore = json.split_once("\"restore\": \"").unwrap().1.split_once("\"\n").unwrap().0.to_owned();
        run(&["downgrade", "base"]).exits(0);
        let restored = Command::new("sh").args(["-c", &restore]).current_dir(sandbox.path("")).status();
        assert!(restored.unwrap().success(), "{restore}");
        assert_eq!(database.dump(), before);
        assert_eq!(database.query("SELECT a FROM t"), ["7"]);
        assert!(restore.ends_with(" c"), "{restore}");
    }
}

/// The program is a script here that shows what it is given.
#[test]
fn a_password_is_in_the_environment_alone() {
    for dialect in SERVERS {
        let database = Database::new(dialect, "secret_backup");
        let url = database.url().replacen("postgres@", "postgres:s3cr%40t@", 1).replacen("root@", "root:s3cr%40t@", 1);
        let sandbox = project(&database, &url);
        let (program, variable) =
            if dialect == Dialect::Postgres { ("pg_dump", "PGPASSWORD") } else { ("mariadb-dump", "MYSQL_PWD") };
        let script = format!(
            "#!/bin/sh\n[ \"$1\" = --version ] && exit 0\necho \"$@\" >&2\necho \"${variable}\" > seen\nexit 1\n"
        );
        sandbox.write(&format!("bin/{program}"), script);
        let bin = sandbox.path("bin");
        std::fs::set_permissions(bin.join(program), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let path = format!("{}:/usr/bin:/bin", bin.display());
        let outcome = sandbox.run_with(&["backup"], &[("PATH", &path)]);
        outcome.exits(2).complains("the backup failed: --");
        assert_eq!(sandbox.read("seen"), "s3cr@t\n");
        let said = outcome.to_string();
        assert!(!said.contains("s3cr"), "{said}");
        let left: Vec<_> =
            sandbox.files().into_keys().filter(|path| path.extension().is_some_and(|e| e == "partial")).collect();
        assert!(left.is_empty(), "{left:?}");
        let outcome = sandbox.run_with(&["backup"], &[("PATH", "/nowhere")]);
        outcome.exits(2).complains("it comes with the client programs of the database, and must be on PATH");
    }
}
