//! Folders that cannot be written, and disks without room.

use crate::support::{FullDisk, Sandbox};

/// The project of [`Sandbox::upgraded`] with a change in its entity and a revision that is not applied.
fn with_work() -> Sandbox {
    let sandbox = Sandbox::upgraded();
    sandbox.revision("bbbb", "aaaa", "-- autogen: upgrade\nCREATE TABLE t (a);\n\n-- autogen: downgrade\n");
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub age: Option<i32>,");
    sandbox
}

#[test]
fn a_read_only_folder() {
    let sandbox = with_work();
    let before = sandbox.files();
    sandbox.run_unprivileged(&["revision", "-m", "x", "--rev-id", "cccc"]).says(
        r"
        exit 2
        --- stderr
        error: cannot write `migrations/versions/cccc_x.sql`: Permission denied (os error 13)

        hint: check the permissions of the file and its folder
    ",
    );
    sandbox.run_unprivileged(&["upgrade"]).says(
        r"
        exit 2
        --- stderr
        Running upgrade aaaa -> bbbb, bbbb
        error: the upgrade of `bbbb` failed: database `sqlite://app.db` cannot be written: attempt to write a readonly database
         --> migrations/versions/bbbb.sql:8:1
          |
        8 | CREATE TABLE t (a);
          | ^^^^^^^^^^^^^^^^^^

        hint: check the permissions of the file and its folder
    ",
    );
    sandbox.run_unprivileged(&["downgrade"]).says(
        r#"
        exit 2
        --- stderr
        Running downgrade aaaa -> <base>, First
        hazard: destroys every row of users
        error: the downgrade of `aaaa` failed: database `sqlite://app.db` cannot be written: attempt to write a readonly database
          --> migrations/versions/aaaa_first.sql:19:1
           |
        19 | DROP TABLE "users";
           | ^^^^^^^^^^^^^^^^^^

        hint: check the permissions of the file and its folder
    "#,
    );
    sandbox.run_unprivileged(&["stamp", "head"]).says(
        r"
        exit 2
        --- stderr
        error: version table `autogen_version`: attempt to write a readonly database

        hint: check the permissions of the file and its folder
    ",
    );
    sandbox.run_unprivileged(&["upgrade", "--database-url", "sqlite://new.db"]).says(
        r"
        exit 2
        --- stderr
        error: cannot open database `new.db`: unable to open database file

        hint: check the permissions of the file and its folder
    ",
    );
    sandbox.run_unprivileged(&["init", "other"]).says(
        r"
        exit 2
        --- stderr
        autogen.toml is there already, and stays
        error: cannot write `migrations/revision.sql.hbs`: Permission denied (os error 13)

        hint: check the permissions of the file and its folder
    ",
    );
    sandbox.unchanged(&before);
    sandbox.run_unprivileged(&["current"]).exits(0);
    sandbox.run_unprivileged(&["history", "-i"]).exits(0);
    sandbox.unchanged(&before);
}

#[test]
fn a_first_revision_in_a_read_only_folder() {
    let sandbox = Sandbox::new();
    let before = sandbox.files();
    sandbox.run_unprivileged(&["-m", "x", "--rev-id", "aaaa"]).says(
        r"
        exit 2
        --- stderr
        note: database `app.db` does not exist yet
        Detected added table `users` (2 columns)
        error: cannot write `migrations/versions/aaaa_x.sql`: Permission denied (os error 13)

        hint: check the permissions of the file and its folder
    ",
    );
    sandbox.unchanged(&before);
}

#[test]
fn a_full_disk() {
    let sandbox = Sandbox::empty();
    let disk = FullDisk::mount(&sandbox, "app", 128);
    sandbox.write("app/src/users.rs", crate::support::USERS);
    sandbox.write("app/autogen.toml", "entities = [\"src\"]\ndatabase_url = \"sqlite://app.db\"\n");
    sandbox.write("app/migrations/versions/.gitkeep", "");
    sandbox.run(&["-C", "app", "-m", "First", "--rev-id", "aaaa"]).exits(0);
    sandbox.run(&["-C", "app", "upgrade"]).exits(0);
    let sections =
        "-- autogen: upgrade\nCREATE TABLE t (a);\nINSERT INTO t VALUES (zeroblob(50000));\n\n-- autogen: downgrade\n";
    let header = "-- More\n--\n-- Revision: bbbb\n-- Revises: aaaa\n-- Format: 1\n\n";
    sandbox.write("app/migrations/versions/bbbb.sql", format!("{header}{sections}"));
    for left in [0, 4096] {
        disk.fill(left);
        let before = sandbox.files();
        sandbox.run(&["-C", "app", "upgrade"]).exits(2).complains("hint: make room on the disk, then try again");
        sandbox.unchanged(&before);
    }
    disk.fill(0);
    sandbox.refuses(
        &["-C", "app", "revision", "-m", "x", "--rev-id", "cccc"],
        r"
        exit 2
        --- stderr
        error: cannot write `app/migrations/versions/cccc_x.sql`: No space left on device (os error 28)

        hint: make room on the disk, then try again
    ",
    );
    sandbox.refuses(&["-C", "app", "upgrade", "--database-url", "sqlite://new.db"], r"
        exit 2
        --- stderr
        error: the upgrade of `aaaa` failed: cannot begin a transaction on `sqlite://app/new.db`: database or disk is full

        hint: make room on the disk, then try again
    ");
    sandbox.refuses(
        &["-C", "app", "init", "other"],
        r"
        exit 2
        --- stderr
        app/autogen.toml is there already, and stays
        error: cannot write `app/migrations/revision.sql.hbs`: No space left on device (os error 28)

        hint: make room on the disk, then try again
    ",
    );
}
