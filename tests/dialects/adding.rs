//! A dialect that a project gets later.

use autogen_schema::Dialect;

use super::stage::Stage;
use crate::cli_json::Documents;
use crate::support::USERS;

/// A project that was for SQLite alone, whose revisions make, change, rename and drop.
fn grown(name: &str) -> Stage {
    let stage = Stage::new(name);
    stage.configure(&[Dialect::Sqlite]);
    stage.sandbox.write("src/users.rs", USERS);
    stage.migrate("First", "aaaa");
    let fields = "    #[sea_orm(unique)]\n    pub name: String,\n    #[sea_orm(default_value = 3, indexed)]\n    pub stars: i32,\n    pub fax: Option<String>,";
    stage.sandbox.edit("src/users.rs", "    pub name: String,", fields);
    stage.migrate("Add some", "bbbb");
    stage.sandbox.edit(
        "src/users.rs",
        "    pub fax: Option<String>,",
        "    #[sea_orm(renamed_from = \"fax\")]\n    pub phone: Option<String>,",
    );
    stage.migrate("Rename the fax", "cccc");
    stage.sandbox.revision(
        "dddd",
        "cccc",
        "-- autogen: upgrade\nUPDATE users SET stars = 4 WHERE stars IS NULL;\n\n-- autogen: downgrade\n",
    );
    stage.sandbox.edit("src/users.rs", "    #[sea_orm(default_value = 3, indexed)]\n    pub stars: i32,\n", "");
    stage.migrate("Drop the stars", "eeee");
    stage
}

#[test]
fn revisions_from_before_get_sections_that_do_the_same() {
    let stage = grown("extend");
    stage.on(Dialect::Sqlite, &["upgrade"]).exits(0);
    stage.configure(&Dialect::ALL);
    stage.run(&["-m", "Next"]).exits(2).complains("`autogen extend postgres`");
    stage.run(&["extend", "postgres"]).exits(2).complains("no section names mysql: is it new as well?");
    let outcome = stage.run(&["extend", "postgres", "mysql"]);
    outcome.exits(0).complains("dddd: it lists no changes: on postgres it does nothing");
    outcome.complains("5 revisions serve postgres, mysql too");
    let text = stage.sandbox.read("migrations/versions/aaaa_first.sql");
    assert!(
        text.contains("-- autogen: upgrade sqlite\nCREATE TABLE \"users\"")
            && text.contains("-- autogen: upgrade mysql\nCREATE TABLE `users`"),
        "{text}"
    );
    assert!(text.contains("-- autogen: downgrade sqlite postgres\n"), "{text}");

    stage.run(&["verify"]).exits(0);
    // The database that has them has what it had.
    let outcome = stage.on(Dialect::Sqlite, &["upgrade"]);
    outcome.exits(0).complains("Nothing to do");
    assert!(!outcome.stderr.contains("was edited"), "{outcome}");
    stage.everywhere(&["upgrade"]);
    stage.everywhere(&["check"]);
    let outcome = stage.run(&["extend", "postgres", "mysql", "--format", "json"]);
    let document = Documents::default().take("extend", outcome.exits(0));
    assert_eq!(document["paths"], serde_json::json!([]));
    stage.run(&["extend", "postgres", "mysql"]).exits(0).complains("Nothing to do");
    stage.everywhere(&["downgrade", "base"]);
    assert_eq!(stage.postgres.query("SELECT relname FROM pg_class WHERE relname = 'users'"), Vec::<String>::new());
}

#[test]
fn a_new_dialect_must_be_one_of_the_project() {
    let stage = grown("refuse");
    let before = stage.sandbox.files();
    stage.run(&["extend", "postgres"]).exits(2).complains("`postgres` is no dialect of the project");
    stage.run(&["extend", "sqlite"]).exits(2).complains("a dialect must be left that the revisions were made for");
    stage.sandbox.unchanged(&before);
}
