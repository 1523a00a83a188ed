//! The commands that change a database: `upgrade`, `downgrade`, `stamp`, `adopt`.

use crate::support::{Base, Sandbox};

const NOTHING: &str = "-- autogen: upgrade\n\n-- autogen: downgrade\n";

#[test]
fn up_and_down() {
    let sandbox = Sandbox::new();
    sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    sandbox.revision("bbbb", "aaaa", NOTHING);
    sandbox.run(&["upgrade", "+1"]).says(
        r"
        exit 0
        --- stderr
        Running upgrade <base> -> aaaa, First
        Upgraded sqlite://app.db by 1 revision
    ",
    );
    sandbox.run(&["upgrade"]).says(
        r"
        exit 0
        --- stderr
        Running upgrade aaaa -> bbbb, bbbb
        Upgraded sqlite://app.db by 1 revision
    ",
    );
    sandbox.run(&["upgrade"]).says(
        r"
        exit 0
        --- stderr
        Nothing to do: sqlite://app.db has every revision asked for
    ",
    );
    sandbox.run(&["downgrade", "-1"]).says(
        r"
        exit 0
        --- stderr
        Running downgrade bbbb -> aaaa, bbbb
        Downgraded sqlite://app.db by 1 revision
    ",
    );
    sandbox.run(&["downgrade", "base"]).says(
        r"
        exit 0
        --- stderr
        Running downgrade aaaa -> <base>, First
        hazard: destroys every row of users
        Downgraded sqlite://app.db by 1 revision
    ",
    );
    sandbox.run(&["downgrade", "base"]).says(
        r"
        exit 0
        --- stderr
        Nothing to do: sqlite://app.db is there already
    ",
    );
    assert_eq!(
        sandbox.query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"),
        ["autogen_version"]
    );
}

#[test]
fn no_revisions_yet() {
    let sandbox = Sandbox::new();
    let before = sandbox.files();
    sandbox.run(&["upgrade"]).says(
        r"
        exit 0
        --- stderr
        There are no revisions yet

        hint: `autogen -m MESSAGE` writes the first one
    ",
    );
    sandbox.unchanged(&before);
}

#[test]
fn several_heads() {
    let sandbox = Sandbox::upgraded();
    sandbox.revision("bbbb", "aaaa", NOTHING).revision("cccc", "aaaa", NOTHING);
    sandbox.refuses(&["upgrade"], r"
        exit 2
        --- stderr
        error: multiple head revisions are present for given argument `head`; please specify a specific target revision, `<branchname>@head` to narrow to a specific head, or `heads` for all heads

        hint: the heads are `bbbb`, `cccc`; `autogen merge heads` joins them
    ");
    sandbox.run(&["upgrade", "heads"]).says(
        r"
        exit 0
        --- stderr
        Running upgrade aaaa -> bbbb, bbbb
        Running upgrade aaaa -> cccc, cccc
        Upgraded sqlite://app.db by 2 revisions
    ",
    );
    sandbox.refuses(
        &["downgrade"],
        r"
        exit 2
        --- stderr
        error: ambiguous downgrade from multiple current revisions: `bbbb`, `cccc`

        hint: name the revision to go to, or the branch to move on: `bbbb@-1`
    ",
    );
    sandbox.run(&["downgrade", "bbbb@-1"]).says(
        r"
        exit 0
        --- stderr
        Running downgrade bbbb -> aaaa, bbbb
        Downgraded sqlite://app.db by 1 revision
    ",
    );
}

#[test]
fn an_edited_revision_is_noticed() {
    let sandbox = Sandbox::upgraded();
    sandbox.edit("migrations/versions/aaaa_first.sql", "varchar NOT NULL", "varchar(20) NOT NULL");
    sandbox.run(&["upgrade"]).says(
        r"
        exit 0
        --- stderr
        warning: `migrations/versions/aaaa_first.sql` was edited after `aaaa` was applied, and does not run again
        Nothing to do: sqlite://app.db has every revision asked for
    ",
    );
}

#[test]
fn a_revision_of_another_branch_is_undone() {
    let sandbox = Sandbox::upgraded();
    sandbox.revision(
        "bbbb",
        "aaaa",
        "-- autogen: upgrade\nCREATE TABLE t (a);\n\n-- autogen: downgrade\nDROP TABLE t;\n",
    );
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.remove("migrations/versions/bbbb.sql");
    sandbox.run(&["current"]).says(
        r#"
        exit 0
        --- stdout
        bbbb (head) (no file), bbbb
        --- stderr
        note: no file is here for `bbbb` "bbbb" upon `aaaa`, applied 2025-11-22T09:28:00Z

        hint: take over the branch that has the file, or bring the file back

        hint: or undo it: `autogen downgrade aaaa`, by the downgrade that the database keeps of it

        hint: or, when the database is right as it is, correct the record: `autogen stamp --purge REV`
    "#,
    );
    sandbox.refuses(
        &["upgrade"],
        r#"
        exit 2
        --- stderr
        error: can't locate revision identified by `bbbb`, which the database has: `bbbb` "bbbb" upon `aaaa`, applied 2025-11-22T09:28:00Z

        hint: take over the branch that has the file, or bring the file back
        hint: or undo it: `autogen downgrade aaaa`, by the downgrade that the database keeps of it
        hint: or, when the database is right as it is, correct the record: `autogen stamp --purge REV`
    "#,
    );
    sandbox.run(&["downgrade"]).says(
        r"
        exit 0
        --- stderr
        Running downgrade bbbb -> aaaa, bbbb
        Downgraded sqlite://app.db by 1 revision
    ",
    );
    assert_eq!(sandbox.query("SELECT name FROM sqlite_master WHERE name = 't'").len(), 0);
}

#[test]
fn an_irreversible_revision_is_forced() {
    let sandbox = Sandbox::upgraded();
    let sections = "-- autogen: upgrade\n\n-- autogen: downgrade\n-- autogen: irreversible the old rows are gone\n";
    sandbox.revision("bbbb", "aaaa", sections);
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.refuses(
        &["downgrade"],
        r"
        exit 2
        --- stderr
        error: the downgrade of `bbbb` failed: the downgrade refuses to run: the old rows are gone
          --> migrations/versions/bbbb.sql:10:1
           |
        10 | -- autogen: irreversible the old rows are gone
           | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        hint: `--force` runs what the section holds regardless
    ",
    );
    sandbox.run(&["downgrade", "--force"]).exits(0);
}

#[test]
fn stamp() {
    let sandbox = Sandbox::upgraded();
    sandbox.revision("bbbb", "aaaa", NOTHING);
    sandbox.run(&["stamp", "head"]).says(
        r"
        exit 0
        --- stderr
        Recorded bbbb
    ",
    );
    sandbox.run(&["stamp", "head"]).says(
        r"
        exit 0
        --- stderr
        Nothing to do: that is what is recorded
    ",
    );
    sandbox.run(&["stamp", "base"]).says(
        r"
        exit 0
        --- stderr
        Removed bbbb
        Removed aaaa
    ",
    );
    sandbox.run(&["stamp", "--purge", "aaaa"]).says(
        r"
        exit 0
        --- stderr
        Recorded aaaa
    ",
    );
    assert_eq!(sandbox.query("SELECT revision FROM autogen_version"), ["aaaa"]);
    sandbox.refuses(
        &["stamp", "nonsense"],
        r"
        exit 2
        --- stderr
        error: can't locate revision identified by `nonsense`

        hint: `autogen history` lists the revisions
    ",
    );
}

#[test]
fn adopt() {
    let sandbox = Sandbox::new();
    sandbox.sql(
        "CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, extra text);
         CREATE INDEX by_hand ON users (name) WHERE name <> '';
         CREATE VIEW names AS SELECT name FROM users;
         INSERT INTO users VALUES (1, 'Anna', NULL);",
    );
    sandbox.run(&["adopt", "--rev-id", "aaaa"]).says(
        r"
        exit 0
        --- stdout
        Wrote migrations/versions/aaaa_adopt_the_database.sql
        --- stderr
        Adopted 3 objects of sqlite://app.db
        Managed from now on: 4 facts that the entities say
        Left alone: 3 objects that no entity speaks of (`autogen check -v` lists them)

        hint: the entities and the database agree: change an entity, then `autogen -m MESSAGE`
    ",
    );
    sandbox.run(&["current"]).says(
        r"
        exit 0
        --- stdout
        aaaa (head), Adopt the database
    ",
    );
    sandbox.run(&["check"]).says(
        r"
        exit 0
        --- stdout
        No new upgrade operations detected.
    ",
    );
    sandbox.run(&["-m", "Nothing"]).says(
        r"
        exit 0
        --- stderr
        No changes in schema detected.
    ",
    );
    assert_eq!(sandbox.query("SELECT name FROM users"), ["Anna"]);
    sandbox.refuses(&["downgrade"], r"
        exit 2
        --- stderr
        error: the downgrade of `aaaa` failed: the downgrade refuses to run: it would drop everything that was there before autogen
          --> migrations/versions/aaaa_adopt_the_database.sql:22:1
           |
        22 | -- autogen: irreversible it would drop everything that was there before autogen
           | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        hint: `--force` runs what the section holds regardless
    ");
    sandbox.refuses(
        &["adopt"],
        r"
        exit 2
        --- stderr
        error: the project has revisions already (1): only a project without any adopts a database

        hint: `autogen upgrade` runs them; `autogen stamp REV` records them where the database has what they make
    ",
    );
}

#[test]
fn adopting_nothing() {
    let sandbox = Sandbox::new();
    sandbox.refuses(
        &["adopt"],
        r"
        exit 2
        --- stderr
        error: database `app.db` does not exist

        hint: `autogen upgrade` makes it
    ",
    );
    sandbox.sql("PRAGMA user_version = 1");
    sandbox.refuses(
        &["adopt"],
        r#"
        exit 2
        --- stderr
        error: the database is empty: there is nothing to adopt

        hint: `autogen -m "First revision"` starts from the entities
    "#,
    );
}

/// A database that has what a revision makes, and was never told so: production, say, where a copy of it was adopted.
#[test]
fn what_is_there_already_can_be_recorded() {
    for dialect in Base::DIALECTS {
        for statement in
            ["CREATE TABLE users (id int)", "ALTER TABLE users ADD COLUMN id int", "CREATE INDEX by_id ON users (id)"]
        {
            let base = Base::new(dialect, "there");
            base.sql("CREATE TABLE users (id int); CREATE INDEX by_id ON users (id);");
            let sandbox = base.project();
            sandbox.revision("aaaa", "(base)", &format!("-- autogen: upgrade\n{statement};\n-- autogen: downgrade\n"));
            sandbox.run(&["upgrade"]).exits(2).complains(
                "hint: where the database has all that it makes, `autogen stamp aaaa` records it, and runs nothing\n",
            );
            sandbox.run(&["stamp", "aaaa"]).exits(0);
            sandbox.run(&["upgrade"]).exits(0);
            sandbox.revision("bbbb", "aaaa", "-- autogen: upgrade\nDROP TABLE nowhere;\n-- autogen: downgrade\n");
            let failed = sandbox.run(&["upgrade"]);
            assert!(!failed.exits(2).stderr.contains("autogen stamp"), "{dialect}: {failed}");
        }
    }
}
