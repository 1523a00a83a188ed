//! SeaORM's migrator runs them, through autogen.

use autogen_schema::Dialect;

use super::{FIRST, SECOND, THIRD, on_sqlite, runnable};
use crate::support::{Base, Database, SERVERS, Sandbox};

#[test]
fn sea_orms_migrator_runs_them_on_sqlite() {
    let sandbox = runnable("sqlite://app.db", Dialect::Sqlite);
    runs(&sandbox, &|sql| sandbox.query(sql));
}

#[test]
fn sea_orms_migrator_runs_them_on_servers() {
    for database in SERVERS.map(|dialect| Database::new(dialect, "migrator")) {
        let sandbox = runnable(&database.url(), database.dialect());
        runs(&sandbox, &|sql| database.query(sql));
    }
}

fn runs(sandbox: &Sandbox, query: &dyn Fn(&str) -> Vec<String>) {
    let versions = || query("SELECT version FROM seaql_migrations ORDER BY version");
    sandbox.run(&["upgrade", SECOND]).exits(0).complains("by 2 migrations");
    assert_eq!(versions(), [FIRST, SECOND]);
    sandbox.run(&["upgrade"]).exits(0).complains(&format!("Running upgrade {SECOND} -> {THIRD}, Add phone number"));
    sandbox.run(&["upgrade", "--strict"]).exits(0).complains("Nothing to do");
    let file = format!("migration/src/{THIRD}.rs");
    sandbox.edit(&file, ".string()", ".text()");
    let told = format!("`{file}` was edited after `{THIRD}` was applied, and does not run again");
    sandbox.run(&["upgrade"]).exits(0).complains(&told);
    sandbox.run(&["upgrade", "--strict"]).exits(2).complains(&told);
    sandbox.run(&["doctor"]).exits(1).prints(&told);
    sandbox.edit(&file, ".text()", ".string()");
    sandbox.run(&["check"]).exits(0);
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub fax: Option<String>,");
    let planned = ["--from=history", "--from=database"].map(|from| sandbox.run(&["-m", "Fax", "--dry-run", from]));
    planned[0].exits(0).prints("ColumnDef::new(\"fax\").string()");
    let method = |text: &str| text.split_once("use sea_orm_migration").unwrap().1.to_owned();
    assert_eq!(method(&planned[0].stdout), method(&planned[1].stdout));
    sandbox.edit("src/users.rs", "    pub fax: Option<String>,\n", "");
    sandbox.run(&["current"]).exits(0).prints(THIRD);
    sandbox.run(&["downgrade"]).exits(0).complains("by 1 migration");
    assert_eq!(versions(), [FIRST, SECOND]);
    sandbox.run(&["downgrade", "base"]).exits(0).complains("by 2 migrations");
    assert_eq!(versions(), Vec::<String>::new());
    sandbox.run(&["upgrade"]).exits(0);
    assert_eq!(versions(), [FIRST, SECOND, THIRD]);
    sandbox.run(&["check"]).exits(0);
}

/// SeaORM takes no lock; autogen does for it.
#[test]
fn each_migration_runs_once_whoever_else_does() {
    for dialect in Dialect::ALL {
        let base = Base::new(dialect, "together");
        // The file is there, so that nobody finds it half made.
        base.sql("CREATE TABLE earlier (id int);");
        let sandbox = runnable(&base.url(), dialect);
        let children: Vec<_> = (0..6).map(|_| sandbox.start(&["upgrade"])).collect();
        let outcomes: Vec<_> = children.into_iter().map(|child| sandbox.wait(child)).collect();
        for outcome in &outcomes {
            outcome.exits(0);
        }
        let upgraded = outcomes.iter().filter(|outcome| outcome.stderr.contains("by 3 migrations")).count();
        assert_eq!(upgraded, 1, "{dialect}");
        assert_eq!(base.query("SELECT version FROM seaql_migrations ORDER BY version"), [FIRST, SECOND, THIRD]);
    }
}

/// What the program does is held against the headers and what was there before, with rows in every table.
#[test]
fn migrations_are_verified() {
    let sandbox = on_sqlite();
    let verified = sandbox.run(&["verify"]);
    verified.exits(0).prints("m20260104_030405_a_phone_is_required");
    let file = "migration/src/m20260104_030405_a_phone_is_required.rs";
    sandbox.edit(file, "default unsaid -> 'none'", "default unsaid -> 'some'");
    let other = sandbox.run(&["verify", "m20260104"]);
    other
        .exits(1)
        .complains(&format!("{file}:10:1"))
        .complains("column users.phone is not as it is said to be after the upgrade");
    // Where the way back leads nowhere, each migration is tried on a database anew, the first one too.
    sandbox.edit(file, "default unsaid -> 'some'", "default unsaid -> 'none'");
    let program = sandbox.read("run-migrations");
    sandbox.write("run-migrations", format!("[ \"$1\" = up ] || exit 0\n{program}"));
    let stuck = sandbox.run(&["verify"]);
    stuck.exits(1).complains("0 revisions proven: up, down, up, with rows, 5 failed");
    stuck.complains(&format!("the downgrade fails: the program of the migration crate does not undo `{FIRST}`"));
    for database in SERVERS.map(|dialect| Database::new(dialect, "verified")) {
        let sandbox = runnable(&database.url(), database.dialect());
        sandbox.run(&["verify"]).exits(0).prints(THIRD);
    }
}

/// Without a database, the program says what the migrations build, and is not asked again until a source changes.
#[test]
fn what_migrations_build_is_kept() {
    let sandbox = runnable("sqlite://app.db", Dialect::Sqlite);
    sandbox.edit("autogen.toml", "database_url = \"sqlite://app.db\"\n", "");
    sandbox.run(&["check"]).exits(0);
    let program = sandbox.read("run-migrations");
    // Built from the same sources, it is the same program.
    let indirectly = "\"-c\", 'exec /bin/sh run-migrations \"$0\" \"$@\"'";
    sandbox.edit("autogen.toml", "\"run-migrations\"", indirectly);
    sandbox.run(&["check"]).exits(0);
    sandbox.write("run-migrations", "echo no migrations here >&2; exit 3\n");
    sandbox.run(&["check"]).exits(0);
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub fax: Option<String>,");
    sandbox.run(&["check"]).exits(1).prints("added column `users.fax`");
    sandbox.run(&["-m", "Fax", "--dry-run"]).exits(0).prints("ColumnDef::new(\"fax\").string()");
    sandbox.edit("migration/src/lib.rs", "pub struct Migrator;", "/// Another.\npub struct Migrator;");
    let failed = sandbox.run(&["check"]);
    failed.exits(2).complains("the migrations do not run on an empty scratch database: exit status: 3");
    failed.complains("no migrations here").complains("with a database that has them");
    sandbox.write("run-migrations", program);
    let fourth = "m20260102_030406_fax";
    sandbox.run_with(&["-m", "Fax"], &[("SOURCE_DATE_EPOCH", "1767323046")]).exits(0).prints("proven: up, down, up");
    let older = sandbox.run(&["check"]);
    older
        .exits(2)
        .complains(&format!("the program of the migration crate does not run `{fourth}`, which its source has"));
}

/// A table that others refer to is replaced: their rows stay, and so do foreign keys afterwards.
#[test]
fn a_table_is_replaced_under_its_children() {
    let sandbox = on_sqlite();
    let before = "m20260103_030405_posts_have_authors";
    sandbox.run(&["upgrade", before]).exits(0).complains("by 4 migrations");
    sandbox.sql("INSERT INTO users (name) VALUES ('ada'), ('bob'); INSERT INTO posts (name, author_id) VALUES ('p', 1), ('q', 2);");
    let rows = || sandbox.query("SELECT name || ' ' || coalesce(author_id, '') FROM posts ORDER BY id");
    let dump = || sandbox.query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name");
    let made = dump();
    for (by_hand, undone, told) in [
        (
            "CREATE INDEX by_hand ON users (name);",
            "DROP INDEX by_hand;",
            "users has an index or a trigger that this migration does not know, and would lose: by_hand",
        ),
        (
            "ALTER TABLE users ADD COLUMN fax text;",
            "ALTER TABLE users DROP COLUMN fax;",
            "users has a column that this migration does not know, and would lose: fax",
        ),
    ] {
        sandbox.sql(by_hand);
        let before = dump();
        sandbox.run(&["upgrade"]).exits(2).complains(told);
        assert_eq!((rows(), dump()), (vec!["p 1".to_owned(), "q 2".to_owned()], before));
        sandbox.sql(undone);
    }
    let upgraded = sandbox.run(&["upgrade"]);
    upgraded.exits(0).complains("fills users.phone with 'none' where it is NULL");
    assert_eq!(rows(), ["p 1", "q 2"]);
    assert_eq!(sandbox.query("SELECT name || ' ' || phone FROM users"), ["ada none", "bob none"]);
    let replaced = dump();
    assert_ne!(replaced, made);
    sandbox.run(&["downgrade"]).exits(0);
    assert_eq!((rows(), dump()), (vec!["p 1".to_owned(), "q 2".to_owned()], made));
    sandbox.run(&["upgrade"]).exits(0);
    assert_eq!((rows(), dump()), (vec!["p 1".to_owned(), "q 2".to_owned()], replaced));
    assert_eq!(sandbox.query("SELECT \"table\" FROM pragma_foreign_key_check"), Vec::<String>::new());
}
