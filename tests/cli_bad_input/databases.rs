//! Databases that are missing, locked, something else, behind, or not what they were.

use crate::support::Sandbox;

/// The project of [`Sandbox::upgraded`] with one more column in its entity.
fn with_change() -> Sandbox {
    let sandbox = Sandbox::upgraded();
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub age: Option<i32>,");
    sandbox
}

#[test]
fn missing() {
    let sandbox = Sandbox::new();
    sandbox.revision("aaaa", "(base)", "-- autogen: upgrade\n\n-- autogen: downgrade\n");
    sandbox.refuses(
        &["check"],
        r"
        exit 2
        --- stdout
        New upgrade operations detected:
          added table `users` (2 columns)
        --- stderr
        error: database `app.db` does not exist

        hint: `autogen upgrade` makes it
    ",
    );
    for args in [&["current"][..], &["history", "-i"], &["downgrade", "base"], &["stamp", "head"]] {
        let before = sandbox.files();
        sandbox.run(args).exits(2).complains("error: database `app.db` does not exist");
        sandbox.unchanged(&before);
    }
    sandbox.refuses(
        &["upgrade", "--database-url", "sqlite://nowhere/app.db"],
        r"
        exit 2
        --- stderr
        error: folder `nowhere` does not exist
    ",
    );
    sandbox.refuses(
        &["current", "--database-url", "sqlite://src"],
        r"
        exit 2
        --- stderr
        error: `src` is a folder, not a database
    ",
    );
}

#[test]
fn nothing_is_made_for_a_mistake() {
    let sandbox = Sandbox::new();
    sandbox.revision("aaaa", "(base)", "-- autogen: upgrade\nCREATE TABLE t (a;\n\n-- autogen: downgrade\n");
    sandbox.refuses(
        &["upgrade", "nonsense"],
        r"
        exit 2
        --- stderr
        error: can't locate revision identified by `nonsense`

        hint: `autogen history` lists the revisions
    ",
    );
    sandbox.refuses(
        &["upgrade"],
        r"
        exit 2
        --- stderr
        Running upgrade <base> -> aaaa, aaaa
        error: the upgrade of `aaaa` failed: incomplete input
         --> migrations/versions/aaaa.sql:8:1
          |
        8 | CREATE TABLE t (a;
          | ^^^^^^^^^^^^^^^^^

        hint: nothing of the revision stays in the database
    ",
    );
}

#[test]
fn locked() {
    let sandbox = with_change();
    let before = sandbox.files();
    let outcomes = sandbox.while_locked(|| {
        let commands = [&["check"][..], &["upgrade"], &["-m", "x", "--rev-id", "bbbb"]];
        let started = commands.map(|args| sandbox.start(args));
        started.map(|child| sandbox.wait(child))
    });
    for outcome in outcomes {
        outcome.exits(2);
        outcome
            .complains("error: database `app.db` is locked by another process\n\nhint: let the other process finish");
    }
    sandbox.unchanged(&before);
}

#[test]
fn not_sqlite() {
    let sandbox = Sandbox::upgraded();
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub age: Option<i32>,");
    sandbox.write(
        "app.db",
        "This is a text, and longer than the header of a SQLite file, which has a hundred bytes. It goes on.",
    );
    for args in [&["check"][..], &["current"], &["upgrade"], &["downgrade"], &["stamp", "head"], &["-m", "x"]] {
        let before = sandbox.files();
        sandbox.run(args).exits(2).complains("error: `app.db` is not a SQLite database, or is damaged");
        sandbox.unchanged(&before);
    }
}

#[test]
fn behind() {
    let sandbox = with_change();
    sandbox.run(&["-m", "Add age", "--rev-id", "bbbb"]).exits(0);
    sandbox.refuses(
        &["check"],
        r"
        exit 2
        --- stderr
        error: target database is not up to date: it lacks bbbb

        hint: run `autogen upgrade` first
    ",
    );
    sandbox.edit("src/users.rs", "pub age: Option<i32>,", "pub age: Option<i32>,\n    pub size: Option<i32>,");
    sandbox.refuses(
        &["-m", "Add size"],
        r"
        exit 2
        --- stderr
        error: target database is not up to date: it lacks bbbb

        hint: run `autogen upgrade` first
    ",
    );
    sandbox.refuses(
        &["check"],
        r"
        exit 2
        --- stdout
        New upgrade operations detected:
          added column `users.size`: integer null
        --- stderr
        error: target database is not up to date: it lacks bbbb

        hint: run `autogen upgrade` first
    ",
    );
}

#[test]
fn ahead() {
    let sandbox = with_change();
    sandbox.run(&["-m", "Add age", "--rev-id", "bbbb"]).exits(0);
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.remove("migrations/versions/bbbb_add_age.sql");
    sandbox.refuses(
        &["check"],
        r#"
        exit 2
        --- stdout
        New upgrade operations detected:
          added column `users.age`: integer null
        --- stderr
        note: no file is here for `bbbb` "Add age" upon `aaaa`, applied 2025-11-22T09:28:00Z
        error: target database is not up to date: it has bbbb, which no file is there for

        hint: the database was upgraded from another checkout: `autogen current` tells by what
    "#,
    );
    sandbox.refuses(
        &["-m", "Again"],
        r"
        exit 2
        --- stderr
        error: target database is not up to date: it has bbbb, which no file is there for

        hint: the database was upgraded from another checkout: `autogen current` tells by what
    ",
    );
}

#[test]
fn drifted() {
    let sandbox = with_change();
    sandbox.sql("CREATE TABLE other (id integer)");
    sandbox.run(&["check"]).says(
        r"
        exit 1
        --- stdout
        New upgrade operations detected:
          added column `users.age`: integer null
        The database is not what its revisions make it:
          table other is in the database alone
        --- stderr

        hint: `autogen -m MESSAGE` writes them into a revision

        hint: `autogen diff --from history --to database` shows the whole
    ",
    );
    sandbox.run(&["-m", "Add age", "--rev-id", "bbbb", "--dry-run", "--format", "short", "-q"]).exits(0);
    sandbox.sql("ALTER TABLE users ADD COLUMN by_hand text");
    sandbox.refuses(&["-m", "Add age"], r"
        exit 2
        --- stderr
        error: the database has drifted from its history where the revision would change it: column users.by_hand is in the database alone

        hint: `autogen diff --from history --to database` shows the whole
        hint: undo what was done by hand, or put it into a revision: `autogen revision -m …`
    ");
}

#[test]
fn never_adopted() {
    let sandbox = Sandbox::new();
    sandbox.sql("CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL)");
    sandbox.refuses(
        &["-m", "First"],
        r"
        exit 2
        --- stderr
        error: the database already has what the first revision would make: users

        hint: `autogen adopt` takes the database over as it stands
    ",
    );
}
