//! `autogen -m … --from database`: planning from what is there, when the history cannot be built again.

use crate::support::Sandbox;

/// A database at its heads, whose history takes a table that nothing makes.
fn with_a_history_that_cannot_be_built() -> Sandbox {
    let sandbox = Sandbox::upgraded();
    sandbox.sql("CREATE TABLE legacy (name TEXT)");
    let sections = "-- autogen: upgrade\nINSERT INTO users (name) SELECT name FROM legacy;\n\n-- autogen: downgrade\n";
    sandbox.revision("bbbb", "aaaa", sections);
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.sql("DROP TABLE legacy");
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub phone_number: Option<String>,");
    sandbox
}

#[test]
fn a_revision_is_planned_from_the_database_and_proven_on_a_copy_of_it() {
    let sandbox = with_a_history_that_cannot_be_built();
    sandbox.sql("CREATE TABLE beside (id INTEGER PRIMARY KEY)");
    sandbox.run(&["-m", "Phone"]).exits(2).complains("no such table: legacy").complains("--from database");
    sandbox.run(&["-m", "Phone", "--rev-id", "cccc", "--from", "database"]).says(
        r"
        exit 0
        --- stdout
        Wrote migrations/versions/cccc_phone.sql (proven: up, down, up)
        --- stderr
        Detected added column `users.phone_number`: string null

        hint: `autogen upgrade` runs it
    ",
    );
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.run(&["downgrade"]).exits(0);
}

#[test]
fn what_the_revisions_made_is_not_made_again() {
    let sandbox = with_a_history_that_cannot_be_built();
    sandbox.sql("ALTER TABLE users DROP COLUMN name");
    let files = sandbox.files();
    sandbox
        .run(&["-m", "Phone", "--from", "database"])
        .exits(2)
        .complains("the database has drifted from its history where the revision would change it")
        .complains("the revisions made column users.name, and the database lacks it");
    sandbox.unchanged(&files);
}

#[test]
fn it_takes_a_database_at_the_heads() {
    let sandbox = with_a_history_that_cannot_be_built();
    sandbox.run(&["downgrade", "aaaa"]).exits(0);
    sandbox
        .run(&["-m", "Phone", "--from", "database"])
        .exits(2)
        .complains("target database is not up to date: it lacks bbbb");
    sandbox.write("autogen.toml", "entities = [\"src\"]\ndialects = [\"sqlite\"]\n");
    sandbox.run(&["-m", "Phone", "--from", "database"]).exits(2).complains("no database is configured");
}
