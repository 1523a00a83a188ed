//! `autogen -m` and the other commands that write revisions.

use std::io::Read as _;
use std::process::Stdio;

use crate::support::Sandbox;

#[test]
fn the_main_job() {
    let sandbox = Sandbox::upgraded();
    sandbox.edit("src/users.rs", "pub name: String,", "pub name: String,\n    pub phone_number: Option<String>,");
    sandbox.run(&["-m", "Add phone number", "--rev-id", "bbbb"]).says(
        r"
        exit 0
        --- stdout
        Wrote migrations/versions/bbbb_add_phone_number.sql (proven: up, down, up)
        --- stderr
        Detected added column `users.phone_number`: string null

        hint: `autogen upgrade` runs it
    ",
    );
    let text = sandbox.read("migrations/versions/bbbb_add_phone_number.sql");
    let expected = [
        "-- Add phone number",
        "--",
        "-- Revision: bbbb",
        "-- Revises: aaaa",
        "-- Created: 2025-11-22T09:28:00Z",
        "-- Format: 1",
        "--",
        "-- Changes:",
        "--   + column users.phone_number string null",
        "",
        "-- autogen: upgrade",
        "ALTER TABLE \"users\" ADD COLUMN \"phone_number\" varchar;",
        "",
        "-- autogen: downgrade",
        "-- hazard: destroys the values of users.phone_number",
        "ALTER TABLE \"users\" DROP COLUMN \"phone_number\";",
    ];
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);
    sandbox.run(&["upgrade"]).says(
        r"
        exit 0
        --- stderr
        Running upgrade aaaa -> bbbb, Add phone number
        Upgraded sqlite://app.db by 1 revision
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
    sandbox.run(&["downgrade"]).says(
        r"
        exit 0
        --- stderr
        Running downgrade bbbb -> aaaa, Add phone number
        hazard: destroys the values of users.phone_number
        Downgraded sqlite://app.db by 1 revision
    ",
    );
}

#[test]
fn migrate_is_the_same() {
    let one = Sandbox::new();
    one.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    let other = Sandbox::new();
    other.run(&["migrate", "--message", "First", "--rev-id", "aaaa"]).exits(0);
    assert_eq!(one.files(), other.files());
}

#[test]
fn a_folder_that_is_not_the_current_one() {
    let sandbox = Sandbox::empty();
    sandbox.write("app/src/users.rs", crate::support::USERS).write("app/autogen.toml", "entities = [\"src\"]\n");
    sandbox.write("app/migrations/versions/.gitkeep", "");
    sandbox.run(&["-C", "app", "-m", "First", "--rev-id", "aaaa"]).says(
        r"
        exit 0
        --- stdout
        Wrote app/migrations/versions/aaaa_first.sql (proven: up, down, up)
        --- stderr
        Detected added table `users` (2 columns)

        hint: `autogen upgrade` runs it
    ",
    );
}

#[test]
fn nothing_is_written_for_a_dry_run() {
    let sandbox = Sandbox::new();
    let before = sandbox.files();
    sandbox.run(&["-m", "First", "--rev-id", "aaaa", "--dry-run"]).says(
        r#"
        exit 0
        --- stdout
        -- First
        --
        -- Revision: aaaa
        -- Revises: (base)
        -- Created: 2025-11-22T09:28:00Z
        -- Format: 1
        --
        -- Changes:
        --   + table users (id integer not null auto-increment, name string not null, key (id))

        -- autogen: upgrade
        CREATE TABLE "users" (
            "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
            "name" varchar NOT NULL
        );

        -- autogen: downgrade
        -- hazard: destroys every row of users
        DROP TABLE "users";
        --- stderr
        note: database `app.db` does not exist yet
        Detected added table `users` (2 columns)
    "#,
    );
    let text = sandbox.run(&["-m", "First", "--rev-id", "aaaa", "--sql", "-q"]).stdout;
    sandbox.unchanged(&before);
    sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    assert_eq!(sandbox.read("migrations/versions/aaaa_first.sql"), text);
}

#[test]
fn other_formats() {
    let sandbox = Sandbox::new();
    sandbox.run(&["-m", "First", "--rev-id", "aaaa", "--format", "json", "-q"]).says(
        r#"
        exit 0
        --- stdout
        {
          "version": 1,
          "revision": "aaaa",
          "path": "migrations/versions/aaaa_first.sql",
          "text": null,
          "changes": [
            "+ table users (id integer not null auto-increment, name string not null, key (id))"
          ],
          "claims": [],
          "hazards": [],
          "problems": []
        }
    "#,
    );
    sandbox.remove("migrations/versions/aaaa_first.sql");
    sandbox.run(&["-m", "First", "--rev-id", "aaaa", "--format", "short", "-q"]).says(
        r"
        exit 0
        --- stdout
        migrations/versions/aaaa_first.sql
    ",
    );
    sandbox.run(&["-m", "Again", "--format", "json", "-q"]).says(
        r#"
        exit 0
        --- stdout
        {
          "version": 1,
          "revision": null,
          "path": null,
          "text": null,
          "changes": [],
          "claims": [],
          "hazards": [],
          "problems": []
        }
    "#,
    );
}

#[test]
fn ids() {
    let sandbox = Sandbox::upgraded();
    sandbox.refuses(
        &["revision", "-m", "x", "--rev-id", "aaaa"],
        r"
        exit 2
        --- stderr
        error: the revision id `aaaa` is taken by `migrations/versions/aaaa_first.sql`
    ",
    );
    sandbox.refuses(
        &["revision", "-m", "x", "--rev-id", "a-b"],
        r"
        exit 2
        --- stderr
        error: character '-' is not allowed in revision identifier `a-b`

        hint: an id has letters, digits, `_` and `.`
    ",
    );
    sandbox.refuses(
        &["revision", "-m", "x", "--rev-id", "head"],
        r"
        exit 2
        --- stderr
        error: `head` cannot be a revision id: it is a word of its own wherever a revision is named

        hint: an id has letters, digits, `_` and `.`
    ",
    );
    sandbox.run(&["revision", "-m", "x"]).exits(0);
    let revisions = sandbox.run(&["heads", "--format", "short"]).stdout;
    assert!(
        revisions.trim_end().len() == 12 && revisions.trim_end().bytes().all(|b| b.is_ascii_hexdigit()),
        "{revisions}"
    );
}

#[test]
fn any_message_is_harmless() {
    let long = "a very long message, ".repeat(25);
    let messages = [
        "It's \"quoted\" `twice`",
        "two\nlines; DROP TABLE users;",
        "\n-- autogen: upgrade\nDROP TABLE users;",
        "autogen: upgrade",
        "-- Revision: ffff",
        "--",
        "-m",
        "*/ /* {{revision}} {{#if",
        "😀 \u{202e}تجربة\u{7}\u{1b}[31m\t",
        "../../etc/passwd",
        "  ",
        "",
        "\\",
        "\r\n",
        &long,
    ];
    for message in messages {
        let sandbox = Sandbox::new();
        let written = sandbox.run(&["-m", message, "--rev-id", "aaaa"]);
        assert_eq!(written.code, Some(0), "{message:?}\n{written}");
        let upgraded = sandbox.run(&["upgrade"]);
        assert_eq!(upgraded.code, Some(0), "{message:?}\n{upgraded}");
        assert!(!upgraded.stderr.contains(['\u{202e}', '\u{7}', '\u{1b}', '\r']), "{message:?}\n{upgraded:?}");
        let history = sandbox.run(&["history", "--format", "json"]).stdout;
        let history: serde_json::Value = serde_json::from_str(&history).unwrap();
        assert_eq!(history["revisions"][0]["message"], message);
        assert_eq!(sandbox.query("SELECT message FROM autogen_version"), [message]);
        sandbox.run(&["check"]).exits(0);
        sandbox.run(&["history"]).exits(0);
        sandbox.run(&["show"]).exits(0);
        sandbox.run(&["downgrade", "base"]).exits(0);
        assert_eq!(sandbox.query("SELECT name FROM sqlite_master WHERE name = 'users'").len(), 0);
    }
}

#[test]
fn a_template_of_ones_own() {
    let sandbox = Sandbox::new();
    sandbox.run(&["init"]).exits(0);
    sandbox.edit("migrations/revision.sql.hbs", "{{upgrade}}", "-- By the database team ({{year}}).\n\n{{upgrade}}");
    sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    assert!(sandbox.read("migrations/versions/aaaa_first.sql").contains("-- By the database team (2025).\n"));
}

#[test]
fn an_empty_revision_and_a_merge() {
    let sandbox = Sandbox::upgraded();
    sandbox.run(&["revision", "-m", "By hand", "--rev-id", "bbbb"]).says(
        r"
        exit 0
        --- stdout
        Wrote migrations/versions/bbbb_by_hand.sql
        --- stderr

        hint: write both sections, then run it with `autogen upgrade`
    ",
    );
    sandbox.revision("cccc", "aaaa", "-- autogen: upgrade\n\n-- autogen: downgrade\n");
    sandbox.run(&["heads"]).says(
        r"
        exit 0
        --- stdout
        bbbb (head), By hand
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
    sandbox.run(&["merge", "--rev-id", "dddd"]).says(
        r"
        exit 0
        --- stdout
        Wrote migrations/versions/dddd_merge_bbbb_and_cccc.sql
        --- stderr

        hint: `autogen upgrade` runs what the database lacks of both branches
    ",
    );
    sandbox.run(&["upgrade"]).says(
        r"
        exit 0
        --- stderr
        Running upgrade aaaa -> bbbb, By hand
        Running upgrade aaaa -> cccc, cccc
        Running upgrade bbbb, cccc -> dddd, Merge bbbb and cccc
        Upgraded sqlite://app.db by 3 revisions
    ",
    );
    sandbox.run(&["history"]).says(
        r"
        exit 0
        --- stdout
        bbbb, cccc -> dddd (head) (mergepoint), Merge bbbb and cccc
        aaaa -> cccc, cccc
        aaaa -> bbbb, By hand
        <base> -> aaaa (branchpoint), First
    ",
    );
    sandbox.refuses(
        &["merge"],
        r"
        exit 2
        --- stderr
        error: nothing to merge: `dddd` is the only head

        hint: `autogen heads` lists them
    ",
    );
    sandbox.refuses(
        &["merge", "aaaa", "dddd"],
        r"
        exit 2
        --- stderr
        error: revision `aaaa` is not a head

        hint: `autogen heads` lists what can be merged; `--splice` merges others too
    ",
    );
}

/// Whoever reads the output may have had enough of it.
#[test]
fn a_closed_pipe_is_no_error() {
    let sandbox = Sandbox::upgraded();
    for args in [&["history"][..], &["check"], &["diff", "--from", "empty"], &["--help"]] {
        let mut child = sandbox.command().args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        let code = child.wait().unwrap().code();
        assert!(stderr.is_empty() && code == Some(0), "{args:?}: {code:?} {stderr}");
    }
}
