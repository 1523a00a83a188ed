//! The commands that show something and change nothing.

use crate::support::{Sandbox, USERS};

/// A history with a fork: `aaaa` and `bbbb` are applied, `cccc` is beside `bbbb`.
fn forked() -> Sandbox {
    let sandbox = Sandbox::upgraded();
    sandbox.revision("bbbb", "aaaa", "-- autogen: upgrade\n\n-- autogen: downgrade\n");
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.revision("cccc", "aaaa", "-- autogen: upgrade\n\n-- autogen: downgrade\n");
    sandbox
}

#[test]
fn history() {
    let sandbox = forked();
    sandbox.run(&["history"]).says(
        r"
        exit 0
        --- stdout
        aaaa -> cccc (head), cccc
        aaaa -> bbbb (head), bbbb
        <base> -> aaaa (branchpoint), First
    ",
    );
    sandbox.run(&["history", "-i"]).says(
        r"
        exit 0
        --- stdout
        aaaa -> cccc (head), cccc
        aaaa -> bbbb (head) (current), bbbb
        <base> -> aaaa (branchpoint), First
    ",
    );
    sandbox.run(&["history", "-r", "-1:bbbb"]).says(
        r"
        exit 0
        --- stdout
        aaaa -> bbbb (head), bbbb
        <base> -> aaaa (branchpoint), First
    ",
    );
    sandbox.run(&["history", "-r", "aaaa:current", "--format", "short"]).says(
        r"
        exit 0
        --- stdout
        bbbb
        aaaa
    ",
    );
    sandbox.run(&["history", "-v", "-r", "bbbb:bbbb"]).says(
        r"
        exit 0
        --- stdout
        Rev: bbbb (head)
        Parent: aaaa
        Path: migrations/versions/bbbb.sql

            bbbb
    ",
    );
    sandbox.run(&["history", "-i", "-r", "aaaa:aaaa", "--format", "json"]).says(
        r#"
        exit 0
        --- stdout
        {
          "version": 1,
          "revisions": [
            {
              "revision": "aaaa",
              "revises": [],
              "depends": [],
              "branch": [],
              "message": "First",
              "created": "2025-11-22T09:28:00Z",
              "path": "migrations/versions/aaaa_first.sql",
              "head": false,
              "current": false
            }
          ]
        }
    "#,
    );
    sandbox.refuses(
        &["history", "-r", "aaaa"],
        r"
        exit 2
        --- stderr
        error: history range requires [start]:[end], [start]:, or :[end]
    ",
    );
}

#[test]
fn heads_branches_current() {
    let sandbox = forked();
    sandbox.run(&["heads"]).says(
        r"
        exit 0
        --- stdout
        bbbb (head), bbbb
        cccc (head), cccc
        --- stderr

        hint: `autogen merge` joins them
    ",
    );
    sandbox.run(&["branches"]).says(
        r"
        exit 0
        --- stdout
        aaaa (branchpoint)
            -> bbbb (head)
            -> cccc (head)
    ",
    );
    sandbox.run(&["branches", "--format", "json"]).says(
        r#"
        exit 0
        --- stdout
        {
          "version": 1,
          "branches": [
            {
              "revision": "aaaa",
              "into": [
                "bbbb",
                "cccc"
              ]
            }
          ]
        }
    "#,
    );
    sandbox.run(&["current"]).says(
        r"
        exit 0
        --- stdout
        bbbb (head), bbbb
        --- stderr

        hint: the database lacks 1 revision: `autogen upgrade`
    ",
    );
    sandbox.run(&["current", "-v"]).says(
        r"
        exit 0
        --- stdout
        Rev: bbbb (head)
        Parent: aaaa
        Path: migrations/versions/bbbb.sql

            bbbb
        --- stderr
        Current revisions of sqlite://app.db:

        hint: the database lacks 1 revision: `autogen upgrade`
    ",
    );
    sandbox.run(&["current", "--format", "short", "-q"]).says(
        r"
        exit 0
        --- stdout
        bbbb
    ",
    );
}

#[test]
fn show() {
    let sandbox = forked();
    sandbox.run(&["show", "aaaa"]).says(
        r"
        exit 0
        --- stdout
        Rev: aaaa (branchpoint)
        Parent: <base>
        Branches into: bbbb, cccc
        Created: 2025-11-22T09:28:00Z
        Path: migrations/versions/aaaa_first.sql

            First
    ",
    );
    sandbox.run(&["show", "current", "--format", "short"]).says(
        r"
        exit 0
        --- stdout
        bbbb
    ",
    );
    sandbox.refuses(&["show"], r"
        exit 2
        --- stderr
        error: multiple head revisions are present for given argument `head`; please specify a specific target revision, `<branchname>@head` to narrow to a specific head, or `heads` for all heads

        hint: the heads are `bbbb`, `cccc`; `autogen merge heads` joins them
    ");
}

#[test]
fn nothing_yet() {
    let sandbox = Sandbox::new();
    for (args, says) in [
        (
            ["history"],
            r"
            exit 0
            --- stderr
            There are no revisions
        ",
        ),
        (
            ["heads"],
            r"
            exit 0
            --- stderr
            There are no revisions
        ",
        ),
        (
            ["branches"],
            r"
            exit 0
            --- stderr
            The revisions do not branch
        ",
        ),
        (
            ["show"],
            r"
            exit 0
            --- stderr
            There is no revision to show
        ",
        ),
    ] {
        let before = sandbox.files();
        sandbox.run(&args).says(says);
        sandbox.unchanged(&before);
    }
}

#[test]
fn check() {
    let sandbox = Sandbox::upgraded();
    sandbox.run(&["check"]).says(
        r"
        exit 0
        --- stdout
        No new upgrade operations detected.
    ",
    );
    sandbox.write("src/posts.rs", USERS.replace("\"users\"", "\"posts\""));
    sandbox.edit("src/users.rs", "    pub name: String,", "    #[sea_orm(indexed)]\n    pub name: Option<String>,");
    sandbox.run(&["check"]).says(
        r"
        exit 1
        --- stdout
        New upgrade operations detected:
          added table `posts` (2 columns)
          changed column `users.name`: not null -> null
          added index `users(name)`
        --- stderr

        hint: `autogen -m MESSAGE` writes them into a revision
    ",
    );
    sandbox.run(&["check", "--format", "short"]).says(
        r"
        exit 1
        --- stdout
        src/posts.rs:5:12: warning[pending-change]: added table `posts` (2 columns)
        src/users.rs:8:15: warning[pending-change]: added index `users(name)`
        src/users.rs:9:9: warning[pending-change]: changed column `users.name`: not null -> null
    ",
    );
    sandbox.run(&["check", "--format", "json"]).says(
        r#"
        exit 1
        --- stdout
        {
          "version": 1,
          "status": "findings",
          "problems": [],
          "changes": [
            "+ table posts (id integer not null auto-increment, name string not null, key (id))",
            "~ column users.name not null -> null",
            "+ index users(name)"
          ],
          "drift": [],
          "pending": [],
          "unknown_revisions": [],
          "edited_revisions": [],
          "withheld": [],
          "unknown_types": [],
          "claims": [],
          "notes": [],
          "unmanaged": [],
          "diagnostics": []
        }
    "#,
    );
}

#[test]
fn check_lists_what_is_unmanaged() {
    let sandbox = Sandbox::upgraded();
    sandbox.run(&["check", "-v"]).says(
        r"
        exit 0
        --- stdout
        No new upgrade operations detected.
        --- stderr
        Read 1 table from 1 file
        Read 1 revision
    ",
    );
    sandbox.run(&["revision", "-m", "By hand", "--rev-id", "bbbb"]).exits(0);
    sandbox.edit(
        "migrations/versions/bbbb_by_hand.sql",
        "-- autogen: upgrade\n",
        "-- autogen: upgrade\nCREATE INDEX by_hand ON users (name);\nCREATE TABLE other (id integer);\n",
    );
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.run(&["check"]).exits(0);
    sandbox.run(&["check", "-v"]).says(
        r"
        exit 0
        --- stdout
        Unmanaged, and left alone:
          table other
          index by_hand on users
        No new upgrade operations detected.
        --- stderr
        Read 1 table from 1 file
        Read 2 revisions
    ",
    );
}

#[test]
fn check_without_a_database_looks_at_the_history() {
    let sandbox = Sandbox::upgraded();
    sandbox.write("autogen.toml", "entities = [\"src\"]\n").remove("app.db");
    sandbox.run(&["check"]).exits(0);
    sandbox.edit("src/users.rs", "pub name: String", "pub name: Option<String>");
    sandbox.run(&["check"]).says(
        r"
        exit 1
        --- stdout
        New upgrade operations detected:
          changed column `users.name`: not null -> null
        --- stderr

        hint: `autogen -m MESSAGE` writes them into a revision
    ",
    );
}

#[test]
fn diff() {
    let sandbox = Sandbox::upgraded();
    sandbox.run(&["diff"]).says(
        r"
        exit 0
        --- stderr
        No differences
    ",
    );
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub age: Option<i32>,");
    sandbox.run(&["diff"]).says(
        r#"
        exit 1
        --- stdout
        --- history
        +++ entities
        @@ -1,4 +1,5 @@
         CREATE TABLE "users" (
             "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
        -    "name" varchar NOT NULL
        +    "name" varchar NOT NULL,
        +    "age" integer
         );
    "#,
    );
    sandbox.sql("CREATE INDEX by_hand ON users (name)");
    sandbox.run(&["diff", "--from", "history", "--to", "database"]).says(
        r#"
        exit 1
        --- stdout
        --- history
        +++ database
        @@ -2,3 +2,4 @@
             "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
             "name" varchar NOT NULL
         );
        +CREATE INDEX by_hand ON users (name);
    "#,
    );
    sandbox.write("schema.sql", "CREATE TABLE users (id integer); CREATE VIEW v AS SELECT id FROM users;");
    sandbox.run(&["diff", "--from", "empty", "--to", "schema.sql"]).says(
        r#"
        exit 1
        --- stdout
        --- empty
        +++ schema.sql
        @@ -0,0 +1,5 @@
        +CREATE TABLE "users" (
        +    id integer
        +);
        +
        +CREATE VIEW v AS SELECT id FROM users;
    "#,
    );
    sandbox.refuses(
        &["diff", "--to", "nonsense"],
        r"
        exit 2
        --- stderr
        error: cannot read `nonsense`: No such file or directory (os error 2)

        hint: a side is `entities`, `history`, `database`, `empty`, a database URL, or a file of SQL
    ",
    );
    sandbox.refuses(
        &["diff", "--to", "sqlite://missing.db"],
        r"
        exit 2
        --- stderr
        error: database `missing.db` does not exist

        hint: `autogen upgrade` makes it
    ",
    );
}

/// What a history builds is built once, where there is a folder to keep it in, and again when the history is another one.
#[test]
fn a_check_knows_what_a_history_builds_by_its_content() {
    let sandbox = Sandbox::upgraded();
    sandbox.write("target/CACHEDIR.TAG", "");
    let kept = || {
        let files = std::fs::read_dir(sandbox.path("target/autogen")).unwrap().map(|entry| entry.unwrap().path());
        let mut kept = files.filter(|path| path.extension().is_some_and(|extension| extension == "txt"));
        let path = kept.next().unwrap();
        assert_eq!(kept.next(), None, "one file for a project");
        (path.clone(), std::fs::read_to_string(path).unwrap())
    };
    // Who asks for more is not told what the check before found.
    let check = || sandbox.run(&["check", "-v"]);
    check().exits(0);
    let (path, known) = kept();
    // It is believed: of a history that it says builds what the database has, nothing more is asked.
    check().exits(0);
    assert_eq!(kept().1, known);

    // The database is another one.
    let sql = |statement: &str| {
        let ran = std::process::Command::new("sqlite3").arg(sandbox.path("app.db")).arg(statement).status().unwrap();
        assert!(ran.success(), "{statement}");
    };
    sql("CREATE TABLE by_hand (a)");
    check().exits(1).prints("table by_hand is in the database alone");
    sql("DROP TABLE by_hand");
    check().exits(0);

    // The history is another one: it would have made an index.
    let revision = "migrations/versions/aaaa_first.sql";
    let text = sandbox.read(revision);
    sandbox.edit(revision, "-- autogen: upgrade\n", "-- autogen: upgrade\nCREATE TABLE more (a);\n");
    check().exits(1).prints("table more is missing from the database");
    sandbox.write(revision, text);
    check().exits(0);

    // What is not what was written is not believed.
    std::fs::write(&path, "something else").unwrap();
    check().exits(0);
    assert_eq!(kept().1, known);
}

/// What a long history builds on SQLite is kept for what follows on it, and believed while it is whole and its history is the same.
#[test]
fn what_a_long_history_builds_is_built_once() {
    let sandbox = Sandbox::new();
    sandbox.write("target/CACHEDIR.TAG", "");
    sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    let kept = || {
        let files = std::fs::read_dir(sandbox.path("target/autogen")).into_iter().flatten();
        let mut kept =
            files.map(|entry| entry.unwrap().path()).filter(|path| path.extension() == Some("sqlite".as_ref()));
        let path = kept.next();
        assert_eq!(kept.next(), None, "one file for a project");
        path
    };
    let next = |expected: &str| {
        sandbox.run(&["-m", "Next", "--dry-run"]).exits(0).prints(expected);
    };
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub phone: Option<String>,");
    next("+ column users.phone");
    assert_eq!(kept(), None, "a short history is built again");

    let revision = "migrations/versions/aaaa_first.sql";
    let long = format!("-- autogen: upgrade\n{}", "-- why this is so\n".repeat(2_000));
    sandbox.edit(revision, "-- autogen: upgrade\n", &long);
    next("+ column users.phone");
    let path = kept().unwrap();
    let known = std::fs::read(&path).unwrap();
    let written = || std::fs::metadata(&path).unwrap().modified().unwrap();
    let first = written();
    next("+ column users.phone");
    assert_eq!(written(), first, "it was not built again");

    // What is not whole is not believed.
    let mut broken = known.clone();
    *broken.last_mut().unwrap() ^= 1;
    for content in [&broken[..], &known[..known.len() / 2], b"", b"something else\n"] {
        std::fs::write(&path, content).unwrap();
        next("+ column users.phone");
        assert_eq!(std::fs::read(&path).unwrap(), known);
    }

    // The history is another one, which has the column already.
    sandbox.edit(revision, "\"name\" varchar NOT NULL", "\"name\" varchar NOT NULL, \"phone\" varchar NULL");
    sandbox.run(&["-m", "Next", "--dry-run"]).exits(0).complains("No changes in schema detected.");
    assert_ne!(std::fs::read(&path).unwrap(), known);
}
