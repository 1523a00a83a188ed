//! Commands that rewrite revisions: rebase, squash, edit, and hooks.

use super::history;
use crate::support::Sandbox;

/// A first revision that is applied, and one for each of two people, each upon it.
fn two_people() -> Sandbox {
    let sandbox = Sandbox::upgraded();
    let entity = sandbox.read("src/users.rs");
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub age: Option<i32>,");
    sandbox.run(&["-m", "Age", "--rev-id", "bbbb"]).exits(0);
    let theirs = sandbox.read("migrations/versions/bbbb_age.sql");
    sandbox.remove("migrations/versions/bbbb_age.sql");
    sandbox.write("src/users.rs", entity.replace("pub name: String,", "pub name: Option<String>,"));
    sandbox.run(&["-m", "Nameless", "--rev-id", "cccc"]).exits(0);
    sandbox.write("migrations/versions/bbbb_age.sql", theirs);
    sandbox.write(
        "src/users.rs",
        entity.replace("pub name: String,", "pub name: Option<String>,\n    pub age: Option<i32>,"),
    );
    sandbox
}

#[test]
fn a_rebase_makes_what_restates_a_table_anew() {
    let sandbox = two_people();
    let before = sandbox.read("migrations/versions/cccc_nameless.sql");
    assert!(!before.contains("age"), "{before}");
    sandbox.run(&["rebase", "cccc"]).says(
        r"
        exit 0
        --- stdout
        Moved cccc onto bbbb (proven: up, down, up)
        --- stderr
        Made cccc anew: it restates a table that is another there

        hint: `autogen upgrade` runs what the database lacks
    ",
    );
    let after = sandbox.read("migrations/versions/cccc_nameless.sql");
    assert!(after.contains("-- Revises: bbbb\n") && after.contains("\"age\" integer"), "{after}");
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.run(&["check"]).exits(0);
    sandbox.run(&["downgrade", "base"]).exits(0);
    sandbox.run(&["upgrade"]).exits(0);
}

#[test]
fn what_is_applied_is_not_moved() {
    let sandbox = two_people();
    sandbox.run(&["upgrade", "cccc"]).exits(0);
    sandbox.refuses(
        &["rebase", "cccc"],
        r"
        exit 2
        --- stderr
        error: cannot be moved: `cccc` is applied to the database

        hint: undo it first: `autogen downgrade cccc@-1`; or join the branches: `autogen merge`
    ",
    );
    sandbox.run(&["rebase", "bbbb", "--onto", "cccc", "--format", "short"]).says(
        r"
        exit 0
        --- stdout
        migrations/versions/bbbb_age.sql
        --- stderr

        hint: `autogen upgrade` runs what the database lacks
    ",
    );
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.run(&["check"]).exits(0);
    sandbox.run(&["rebase", "bbbb"]).exits(2).complains("`bbbb` is not beside another head");
}

#[test]
fn what_was_written_by_hand_is_not_made_anew() {
    let sandbox = two_people();
    sandbox.edit(
        "migrations/versions/cccc_nameless.sql",
        "-- autogen: upgrade rebuild\n",
        "-- autogen: upgrade rebuild\nUPDATE users SET name = 'x';\n",
    );
    sandbox.run(&["rebase", "cccc"]).exits(2).complains("was written by hand");
}

#[test]
fn a_squash_counts_by_the_old_rows_and_the_new_one() {
    let sandbox = Sandbox::upgraded();
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub age: Option<i32>,");
    sandbox.run(&["-m", "Age", "--rev-id", "bbbb"]).exits(0);
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: Option<String>,");
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.run(&["-m", "Nameless", "--rev-id", "cccc"]).exits(0);
    sandbox.run(&["upgrade", "bbbb"]).exits(0);
    sandbox.run(&["squash", "bbbb:cccc", "-m", "Age and no name", "--rev-id", "ssss"]).says(
        r"
        exit 0
        --- stdout
        Wrote migrations/versions/ssss_age_and_no_name.sql
        --- stderr
        It replaces 2 revisions, whose files are removed

        hint: databases that have all of them have it: the next `autogen upgrade` restates their rows
    ",
    );
    let squash = sandbox.read("migrations/versions/ssss_age_and_no_name.sql");
    assert!(squash.contains("-- Replaces: bbbb, cccc\n"), "{squash}");
    // This database stands in the middle.
    sandbox.run(&["upgrade"]).exits(2).complains("it lacks `cccc`");
    sandbox.run(&["downgrade", "base"]).exits(2).complains("it lacks `cccc`");
    sandbox.run(&["upgrade", "--database-url", "sqlite://new.db"]).exits(0);
    sandbox.run(&["check", "--database-url", "sqlite://new.db"]).exits(0);
    sandbox.run(&["downgrade", "base", "--database-url", "sqlite://new.db"]).exits(0);
}

#[test]
fn rows_are_restated_after_a_squash() {
    let sandbox = history(&["aaaa:", "bbbb: aaaa", "cccc: bbbb"]);
    sandbox.run(&["upgrade"]).exits(0);
    sandbox.run(&["squash", "bbbb:cccc", "--rev-id", "ssss"]).exits(0);
    sandbox.run(&["current", "--format", "short", "-q"]).says(
        "
        exit 0
        --- stdout
        ssss
    ",
    );
    sandbox.run(&["current", "--check-heads"]).exits(0);
    sandbox.run(&["upgrade"]).exits(0);
    // The row is the whole's now: the parts are nowhere.
    sandbox.edit("migrations/versions/ssss_squash_bbbb_cccc.sql", "-- Replaces: bbbb, cccc\n", "");
    sandbox.run(&["current", "--check-heads"]).exits(0);
    sandbox.run(&["downgrade", "aaaa"]).exits(0);
    sandbox.run(&["current", "--format", "short", "-q"]).says(
        "
        exit 0
        --- stdout
        aaaa
    ",
    );
}

#[test]
fn what_others_build_on_is_not_squashed() {
    let sandbox = history(&["aaaa:", "bbbb: aaaa", "cccc: bbbb", "xxxx: aaaa"]);
    sandbox
        .run(&["squash", "aaaa:cccc"])
        .exits(2)
        .complains("cannot be squashed: `xxxx` builds on `aaaa`, which would be gone");
    sandbox
        .run(&["squash", "cccc:cccc"])
        .exits(2)
        .complains("cannot be squashed: `cccc:cccc` is not several revisions");
}

#[test]
fn hooks_format_what_is_written() {
    let sandbox = history(&["aaaa:"]);
    sandbox.write("format.sh", "#!/bin/sh\nprintf '\\n-- formatted\\n' >> \"$2\"\n");
    sandbox.write("spoil.sh", "#!/bin/sh\nsed -i 's/-- Revises: .*/-- Revises: (base)/' \"$1\"\n");
    let configured = sandbox.read("autogen.toml");
    sandbox.write(
        "autogen.toml",
        format!("{configured}[hooks]\nformat = [\"sh\", \"format.sh\", \"--fix\", \"{{{{file}}}}\"]\n"),
    );
    sandbox.run_with(&["revision", "-m", "x", "--rev-id", "bbbb"], &[("PATH", "/usr/bin:/bin")]).exits(0);
    assert!(sandbox.read("migrations/versions/bbbb_x.sql").ends_with("-- formatted\n"));
    sandbox.write("autogen.toml", format!("{configured}[hooks]\nspoil = [\"sh\", \"spoil.sh\"]\n"));
    sandbox
        .run_with(&["revision", "-m", "y", "--rev-id", "cccc"], &[("PATH", "/usr/bin:/bin")])
        .exits(2)
        .complains("the hook `spoil` changed what");
    sandbox.write("autogen.toml", format!("{configured}[hooks]\nmissing = [\"no-such-program\"]\n"));
    sandbox.run(&["merge", "--rev-id", "dddd"]).exits(2).complains("the hook `missing` failed: `no-such-program`");
    sandbox.write("autogen.toml", format!("{configured}[hooks]\nempty = []\n"));
    sandbox.run(&["heads"]).exits(2).complains("the hook `empty` names no program");
}

#[test]
fn an_editor_and_what_it_leaves() {
    let sandbox = history(&["aaaa:", "bbbb: aaaa"]);
    sandbox.write("edit.sh", "#!/bin/sh\nsed -i 's/message of/words on/' \"$1\"\n");
    let path = ("PATH", "/usr/bin:/bin");
    sandbox.run_with(&["edit"], &[("EDITOR", "sh edit.sh"), path]).exits(0);
    assert!(sandbox.read("migrations/versions/bbbb.sql").starts_with("-- words on bbbb\n"));
    sandbox.run_with(&["edit", "aaaa"], &[("VISUAL", "sh edit.sh"), path]).exits(0);
    assert!(sandbox.read("migrations/versions/aaaa.sql").starts_with("-- words on aaaa\n"));
    sandbox.write("edit.sh", "#!/bin/sh\nsed -i 's/-- Format: 1//' \"$1\"\n");
    sandbox
        .run_with(&["edit"], &[("EDITOR", "sh edit.sh"), path])
        .exits(2)
        .complains("the header has no `Format:` line");
    sandbox.run_with(&["edit", "aaaa"], &[("EDITOR", "no-such-editor")]).exits(2);
}

#[test]
fn templates() {
    history(&[]).run(&["list-templates"]).says(
        r"
        exit 0
        --- stdout
        sql   Revisions are SQL: one file each, that runs at once
        rust  Revisions are SeaORM migrations, in the crate that `directory` names
        --- stderr

        hint: `template` in autogen.toml names one; `autogen init` copies that of `sql`, and the copy is yours
    ",
    );
}
