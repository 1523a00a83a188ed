//! Revisions that cannot be named, read, or run.

use crate::support::Sandbox;

const SECTIONS: &str = "-- autogen: upgrade\n\n-- autogen: downgrade\n";

/// A project that was upgraded to `aaaa`, with a file for the revision `bbbb`.
fn with_file(text: &str) -> Sandbox {
    let sandbox = Sandbox::upgraded();
    sandbox.write("migrations/versions/bbbb.sql", text);
    sandbox
}

fn with_sections(sections: &str) -> Sandbox {
    let sandbox = Sandbox::upgraded();
    sandbox.revision("bbbb", "aaaa", sections);
    sandbox
}

#[test]
fn two_heads() {
    let sandbox = Sandbox::upgraded();
    sandbox.revision("bbbb", "aaaa", SECTIONS).revision("cccc", "aaaa", SECTIONS);
    sandbox.refuses(&["-m", "x"], r"
        exit 2
        --- stderr
        error: multiple heads are present; please specify the head revision on which the new revision should be based, or perform a merge

        hint: the heads are bbbb, cccc: name one by `--head`
        hint: `autogen merge` joins them
    ");
    for args in [&["check"][..], &["upgrade"], &["upgrade", "head"], &["show"]] {
        let before = sandbox.files();
        sandbox.run(args).exits(2).complains("multiple head revisions are present for given argument `head`");
        sandbox.unchanged(&before);
    }
}

#[test]
fn unknown_and_ambiguous_names() {
    let sandbox = Sandbox::upgraded();
    sandbox.revision("bbbb1", "aaaa", SECTIONS).revision("bbbb2", "bbbb1", SECTIONS);
    sandbox.refuses(
        &["upgrade", "ffff"],
        r"
        exit 2
        --- stderr
        error: can't locate revision identified by `ffff`

        hint: `autogen history` lists the revisions
    ",
    );
    sandbox.refuses(
        &["upgrade", "bb"],
        r"
        exit 2
        --- stderr
        error: can't locate revision identified by `bb`

        hint: please ensure at least four characters are present for partial revision identifier matches
    ",
    );
    sandbox.refuses(
        &["upgrade", "bbbb"],
        r"
        exit 2
        --- stderr
        error: multiple revisions start with `bbbb`: `bbbb1`, `bbbb2`

        hint: write more of it
    ",
    );
    sandbox.refuses(
        &["upgrade", "+5"],
        r"
        exit 2
        --- stderr
        error: relative revision `+5` didn't produce 5 migrations
    ",
    );
    sandbox.refuses(
        &["downgrade", "bbbb1"],
        r"
        exit 2
        --- stderr
        error: destination `bbbb1` is not a valid downgrade target from current head(s) `aaaa`

        hint: `autogen current` shows what the database has
    ",
    );
    sandbox.refuses(
        &["downgrade", "-3"],
        r"
        exit 2
        --- stderr
        error: relative revision `-3` didn't produce 3 migrations
    ",
    );
}

#[test]
fn a_broken_header() {
    let sandbox =
        with_file("-- Add\n--\n-- Revision: bbbb\n-- Format: 1\n\n-- autogen: upgrade\n-- autogen: downgrade\n");
    sandbox.refuses(&["upgrade"], r"
        exit 2
        --- stderr
        error: the header has no `Revises:` line
         --> migrations/versions/bbbb.sql:5:1
          |
        5 |
          | ^

        hint: a revision file starts with `-- message`, an empty `--`, and then `-- Revision:`, `-- Revises:` and `-- Format: 1`; other comments go below the header, behind another empty `--`
    ");
    sandbox.refuses(&["history"], r"
        exit 2
        --- stderr
        error: the header has no `Revises:` line
         --> migrations/versions/bbbb.sql:5:1
          |
        5 |
          | ^

        hint: a revision file starts with `-- message`, an empty `--`, and then `-- Revision:`, `-- Revises:` and `-- Format: 1`; other comments go below the header, behind another empty `--`
    ");
    with_file("-- Add\n--\n-- Revision: bb bb\n").refuses(
        &["heads"],
        r"
        exit 2
        --- stderr
        error: character ' ' is not allowed in revision identifier `bb bb`
         --> migrations/versions/bbbb.sql:3:1
          |
        3 | -- Revision: bb bb
          | ^^^^^^^^^^^^^^^^^^
    ",
    );
    with_file("CREATE TABLE t (a);\n").refuses(&["check"], r"
        exit 2
        --- stderr
        error: the header has no `Revision:` line
         --> migrations/versions/bbbb.sql:1:1
          |
        1 | CREATE TABLE t (a);
          | ^^^^^^^^^^^^^^^^^^^

        hint: a revision file starts with `-- message`, an empty `--`, and then `-- Revision:`, `-- Revises:` and `-- Format: 1`; other comments go below the header, behind another empty `--`
    ");
    with_file("").refuses(&["check"], r"
        exit 2
        --- stderr
        error: migrations/versions/bbbb.sql:1: the header has no `Revision:` line

        hint: a revision file starts with `-- message`, an empty `--`, and then `-- Revision:`, `-- Revises:` and `-- Format: 1`; other comments go below the header, behind another empty `--`
    ");
}

#[test]
fn a_broken_change_line() {
    let text = "-- Add\n--\n-- Revision: bbbb\n-- Revises: aaaa\n-- Format: 1\n--\n-- Changes:\n--   + colum users.age integer\n\n\
                -- autogen: upgrade\n\n-- autogen: downgrade\n";
    with_file(text).refuses(
        &["check"],
        r"
        exit 2
        --- stderr
        error: in the change list: unknown kind `colum` (at character 8 of the change line)
         --> migrations/versions/bbbb.sql:8:1
          |
        8 | --   + colum users.age integer
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ",
    );
}

#[test]
fn a_missing_section() {
    with_sections("-- autogen: upgrade\nCREATE TABLE t (a);\n").refuses(
        &["upgrade"],
        r"
        exit 2
        --- stderr
        error: there is no `-- autogen: downgrade` section
         --> migrations/versions/bbbb.sql:8:1
          |
        8 | CREATE TABLE t (a);
          | ^^^^^^^^^^^^^^^^^^^

        hint: a section may be empty, but its marker must be there, at the start of a line
    ",
    );
    with_sections("CREATE TABLE t (a);\n").refuses(
        &["upgrade"],
        r"
        exit 2
        --- stderr
        error: only `--` comments may stand before the first section
         --> migrations/versions/bbbb.sql:7:1
          |
        7 | CREATE TABLE t (a);
          | ^^^^^^^^^^^^^^^^^^^

        hint: sections start with `-- autogen: upgrade` and `-- autogen: downgrade`
    ",
    );
}

#[test]
fn a_cycle() {
    let sandbox = Sandbox::upgraded();
    sandbox.revision("bbbb", "cccc", SECTIONS).revision("cccc", "bbbb", SECTIONS);
    sandbox.refuses(&["upgrade"], r"
        exit 2
        --- stderr
        error: cycle is detected in revisions (`bbbb`, `cccc`)

        hint: correct the `-- Revises:` or `-- Depends:` line of one of migrations/versions/bbbb.sql, migrations/versions/cccc.sql
    ");
    let sandbox = Sandbox::upgraded();
    sandbox.revision("bbbb", "bbbb", SECTIONS);
    sandbox.refuses(
        &["history"],
        r"
        exit 2
        --- stderr
        error: self-loop: revision `bbbb` names itself in `Revises:`
         --> migrations/versions/bbbb.sql:6:1
          |
        6 |
          | ^
    ",
    );
}

#[test]
fn a_parent_that_is_missing() {
    let sandbox = Sandbox::upgraded();
    sandbox.revision("bbbb", "ffff", SECTIONS);
    sandbox.refuses(
        &["upgrade"],
        r"
        exit 2
        --- stderr
        error: revision `ffff` referenced from `bbbb` is not present: `migrations/versions/bbbb.sql`

        hint: its file was removed or is on another branch; bring it back, or correct the `-- Revises:` line
    ",
    );
}

#[test]
fn a_duplicate_id() {
    let sandbox = Sandbox::upgraded();
    let text = sandbox.read("migrations/versions/aaaa_first.sql");
    sandbox.write("migrations/versions/copy.sql", text);
    sandbox.refuses(&["check"], r"
        exit 2
        --- stderr
        error: revision `aaaa` is present more than once: `migrations/versions/aaaa_first.sql` and `migrations/versions/copy.sql`

        hint: give one of them another id, in its `-- Revision:` line
    ");
    sandbox.refuses(&["heads"], r"
        exit 2
        --- stderr
        error: revision `aaaa` is present more than once: `migrations/versions/aaaa_first.sql` and `migrations/versions/copy.sql`

        hint: give one of them another id, in its `-- Revision:` line
    ");
}

#[test]
fn transaction_control() {
    let sections = "-- autogen: upgrade\nCREATE TABLE t (a);\nCOMMIT;\nDROP TABLE users;\n\n-- autogen: downgrade\n";
    with_sections(sections).refuses(
        &["upgrade"],
        r"
        exit 2
        --- stderr
        error: the upgrade of `bbbb` failed: `COMMIT` inside a section that runs in a transaction
         --> migrations/versions/bbbb.sql:9:1
          |
        9 | COMMIT;
          | ^^^^^^

        hint: autogen begins and commits; for what cannot run in a transaction mark the section `no-transaction`
    ",
    );
    with_sections("-- autogen: upgrade\n\n-- autogen: downgrade\nROLLBACK;\n").run(&["upgrade"]).exits(0);
}

#[test]
fn a_statement_that_fails_halfway() {
    let sandbox = Sandbox::upgraded();
    sandbox.revision(
        "bbbb",
        "aaaa",
        "-- autogen: upgrade\nCREATE TABLE kept (a);\n\n-- autogen: downgrade\nDROP TABLE kept;\n",
    );
    sandbox.revision(
        "cccc",
        "bbbb",
        "-- autogen: upgrade\nCREATE TABLE t (a);\nINSERT INTO t\n  VALUES (1);\nCREATE TABLE users (id);\n\n-- autogen: downgrade\n",
    );
    sandbox.run(&["upgrade"]).says(
        r"
        exit 2
        --- stderr
        Running upgrade aaaa -> bbbb, bbbb
        Running upgrade bbbb -> cccc, cccc
        error: the upgrade of `cccc` failed: table users already exists
          --> migrations/versions/cccc.sql:11:1
           |
        11 | CREATE TABLE users (id);
           | ^^^^^^^^^^^^^^^^^^^^^^^

        hint: nothing of the revision stays in the database
        hint: where the database has all that it makes, `autogen stamp cccc` records it, and runs nothing
    ",
    );
    let tables = "SELECT name FROM sqlite_master WHERE name IN ('kept', 't')";
    assert_eq!(sandbox.query(tables), ["kept"], "what ran before stays, and nothing of what failed");
    assert_eq!(sandbox.query("SELECT revision FROM autogen_version ORDER BY revision"), ["aaaa", "bbbb"]);
    sandbox.refuses(
        &["upgrade"],
        r"
        exit 2
        --- stderr
        Running upgrade bbbb -> cccc, cccc
        error: the upgrade of `cccc` failed: table users already exists
          --> migrations/versions/cccc.sql:11:1
           |
        11 | CREATE TABLE users (id);
           | ^^^^^^^^^^^^^^^^^^^^^^^

        hint: nothing of the revision stays in the database
        hint: where the database has all that it makes, `autogen stamp cccc` records it, and runs nothing
    ",
    );
}

#[test]
fn a_history_that_does_not_run() {
    let sandbox = with_sections("-- autogen: upgrade\nDROP TABLE nowhere;\n\n-- autogen: downgrade\n");
    sandbox.write("autogen.toml", "entities = [\"src\"]\n");
    sandbox.refuses(
        &["-m", "x"],
        r"
        exit 2
        --- stderr
        error: the history does not run on an empty database: no such table: nowhere
         --> migrations/versions/bbbb.sql:8:1
          |
        8 | DROP TABLE nowhere;
          | ^^^^^^^^^^^^^^^^^^

        hint: mend the revision; or plan from a database that is at the heads: `-m MESSAGE --from database`
    ",
    );
}

#[test]
fn a_template_without_the_header() {
    let sandbox = Sandbox::new();
    sandbox.write("migrations/revision.sql.hbs", "{{upgrade}}\n\n{{downgrade}}\n");
    sandbox.refuses(&["-m", "x", "--rev-id", "aaaa"], r"
        exit 2
        --- stderr
        error: the file that the template `migrations/revision.sql.hbs` renders does not mean what was meant: aaaa_x.sql:1: the header has no `Revision:` line

        hint: keep the header lines and `{{changes}}`, `{{upgrade}}`, `{{downgrade}}` in the template
    ");
    sandbox.write(
        "migrations/revision.sql.hbs",
        "-- {{message}}\n--\n-- Revision: {{revision}}\n-- Revises: {{revises}}\n-- Format: 1\n\n{{upgrade}}\n",
    );
    sandbox.refuses(&["-m", "x", "--rev-id", "aaaa"], r"
        exit 2
        --- stderr
        error: the file that the template `migrations/revision.sql.hbs` renders does not mean what was meant: aaaa_x.sql:11: there is no `-- autogen: downgrade` section

        hint: keep the header lines and `{{changes}}`, `{{upgrade}}`, `{{downgrade}}` in the template
    ");
    sandbox.write("migrations/revision.sql.hbs", "-- {{mesage}}\n");
    sandbox.refuses(&["-m", "x", "--rev-id", "aaaa"], r#"
        exit 2
        --- stderr
        error: the template `migrations/revision.sql.hbs` cannot be filled: Error rendering line 1, col 4: Failed to access variable in strict mode "mesage"

        hint: its variables are message, revision, revises, branch, depends, replaces, adopts, created, changes, upgrade, downgrade, slug, year, month, day, hour, minute and second
    "#);
    sandbox.write("migrations/revision.sql.hbs", "{{#if}}");
    sandbox.refuses(&["-m", "x", "--rev-id", "aaaa"], r"
        exit 2
        --- stderr
        error: the template `migrations/revision.sql.hbs` cannot be filled: Failed to parse template Template error: invalid handlebars syntax on line 1
    ");
}

#[test]
fn no_folder_for_revisions() {
    let sandbox = Sandbox::new();
    std::fs::remove_dir_all(sandbox.path("migrations")).unwrap();
    sandbox.refuses(
        &["-m", "x"],
        r"
        exit 2
        --- stderr
        error: path doesn't exist: `migrations/versions`

        hint: `autogen init` makes it
    ",
    );
    sandbox.refuses(
        &["history"],
        r"
        exit 2
        --- stderr
        error: path doesn't exist: `migrations/versions`

        hint: `autogen init` makes it
    ",
    );
}

#[test]
fn a_file_that_is_not_text() {
    let sandbox = Sandbox::upgraded();
    sandbox.write("migrations/versions/bbbb.sql", b"-- Add\n\xff\xfe");
    sandbox.refuses(
        &["history"],
        r"
        exit 2
        --- stderr
        error: migrations/versions/bbbb.sql:2: not UTF-8
    ",
    );
}

#[test]
fn a_file_that_is_there_already() {
    let sandbox = Sandbox::new();
    sandbox.write("autogen.toml", "entities = [\"src\"]\nfile_template = \"same\"\n");
    sandbox.run(&["-m", "First"]).exits(0);
    sandbox.refuses(
        &["revision", "-m", "x"],
        r"
        exit 2
        --- stderr
        error: cannot write `migrations/versions/same.sql`: the file is there already
    ",
    );
}
