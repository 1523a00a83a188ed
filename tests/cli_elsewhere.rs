//! A database that another checkout was at, and files that were edited after they were applied.

use autogen_schema::Dialect;

use crate::support::{Database, Sandbox};

fn project(dialect: Dialect) -> (Sandbox, Option<Database>) {
    let sandbox = Sandbox::new();
    let database = (dialect != Dialect::Sqlite).then(|| Database::new(dialect, "elsewhere"));
    let url = database.as_ref().map_or_else(|| "sqlite://app.db".to_owned(), Database::url);
    let config = format!("entities = [\"src\"]\ndirectory = \"migrations\"\ndialects = [\"{dialect}\"]\n");
    sandbox.write("autogen.toml", format!("{config}database_url = \"{url}\"\n"));
    let table = |name: &str| {
        format!("-- autogen: upgrade\nCREATE TABLE {name} (a int);\n\n-- autogen: downgrade\nDROP TABLE {name};\n")
    };
    sandbox.revision("aaaa", "", &table("a")).revision("bbbb", "aaaa", &table("b"));
    (sandbox, database)
}

#[test]
fn a_revision_of_another_checkout_is_explained_and_undone() {
    for dialect in Dialect::ALL {
        let (sandbox, database) = project(dialect);
        sandbox.run(&["upgrade"]).exits(0);
        sandbox.remove("migrations/versions/bbbb.sql");
        sandbox.revision("cccc", "aaaa", "-- autogen: upgrade\n\n-- autogen: downgrade\n");
        let told = "`bbbb` \"bbbb\" upon `aaaa`, applied 2025-11-22T09:28:00Z";
        let undo = "or undo it: `autogen downgrade aaaa`, by the downgrade that the database keeps of it";
        let current = sandbox.run(&["current"]);
        current.exits(0).complains(&format!("no file is here for {told}")).complains(undo);
        let upgrade = sandbox.run(&["upgrade"]);
        upgrade.exits(2).complains(undo);
        upgrade.complains(&format!("can't locate revision identified by `bbbb`, which the database has: {told}"));
        assert_eq!(sandbox.run(&["upgrade", "--dry-run"]).stderr, upgrade.stderr);
        sandbox.run(&["check"]).exits(2).complains(&format!("no file is here for {told}"));

        let before = sandbox.run(&["downgrade", "aaaa", "--dry-run", "-v"]);
        assert!(before.stdout.contains("DROP TABLE b;"), "{before}");
        sandbox.run(&["downgrade", "aaaa"]).exits(0);
        sandbox.run(&["upgrade"]).exits(0);
        let tables = match &database {
            Some(database) => database.dump(),
            None => sandbox.query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").concat(),
        };
        let is_there =
            |name: &str| ["", "public.", "`"].iter().any(|quote| tables.contains(&format!("TABLE {quote}{name}")));
        assert!(is_there("a") && !is_there("b "), "{tables}");
    }
}

/// What the database keeps is for revisions without a file: a file is newer than that.
#[test]
fn a_file_goes_before_what_the_database_keeps() {
    let (sandbox, _) = project(Dialect::Sqlite);
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.edit("migrations/versions/bbbb.sql", "DROP TABLE b;", "ALTER TABLE b RENAME TO kept;");
    sandbox.run(&["downgrade"]).exits(0);
    assert_eq!(sandbox.query("SELECT name FROM sqlite_master WHERE name = 'kept'"), ["kept"]);
}

#[test]
fn an_edited_file_is_told_of_and_refused_on_demand() {
    for dialect in Dialect::ALL {
        let (sandbox, _database) = project(dialect);
        sandbox.write("src/users.rs", "").remove("src/users.rs").write("src/empty.rs", "");
        sandbox.run(&["upgrade", "aaaa"]).exits(0);
        // White space is nobody's intent.
        sandbox.edit("migrations/versions/aaaa.sql", "(a int);\n", "(a int);  \r\n");
        sandbox.run(&["upgrade", "--strict", "aaaa"]).exits(0);
        sandbox.edit("migrations/versions/aaaa.sql", "(a int)", "(a int, edited int)");
        let warning = "`migrations/versions/aaaa.sql` was edited after `aaaa` was applied, and does not run again";
        sandbox.run(&["current"]).exits(0).complains(warning);
        let strict = sandbox.run(&["upgrade", "--strict"]);
        strict.exits(2).complains(warning).complains("error: a revision was edited after the database had applied it");
        assert!(sandbox.run(&["current"]).stdout.starts_with("aaaa"), "{dialect}");
        sandbox.run(&["upgrade"]).exits(0).complains(warning);
    }
}

#[test]
fn a_check_tells_of_edited_files() {
    let sandbox = Sandbox::upgraded();
    sandbox.run(&["check", "--strict"]).exits(0);
    sandbox.edit("migrations/versions/aaaa_first.sql", "-- autogen: upgrade\n", "-- autogen: upgrade\n-- a remark\n");
    let warning = "warning: the file of `aaaa` was edited after that was applied, and does not run again";
    sandbox.run(&["check"]).exits(0).complains(warning);
    sandbox.run(&["check", "--strict"]).exits(1).complains(warning);
    let short = sandbox.run(&["check", "--strict", "--format", "short"]);
    assert_eq!(
        short.stdout,
        "migrations/versions/aaaa_first.sql:1:1: error[edited-revision]: the file of `aaaa` was edited after that was applied, and does not run again\n"
    );
}
