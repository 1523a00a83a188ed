//! How revisions are run: what is shown before, what is asked, how long is waited.

use autogen_schema::Dialect;

use crate::support::{Database, SERVERS, Sandbox};

const NOTHING: &str = "-- autogen: upgrade\n\n-- autogen: downgrade\n";

fn two() -> Sandbox {
    let sandbox = Sandbox::upgraded();
    let table = "-- autogen: upgrade\nCREATE TABLE t (a);\n\n-- autogen: downgrade\n-- hazard: destroys every row of t\nDROP TABLE t;\n";
    sandbox.revision("bbbb", "aaaa", table).revision("cccc", "bbbb", NOTHING);
    sandbox
}

#[test]
fn a_dry_run_changes_nothing() {
    let sandbox = two();
    let before = sandbox.files();
    sandbox.run(&["upgrade", "--dry-run"]).says(
        r"
        exit 0
        --- stdout
        Would run upgrade aaaa -> bbbb, bbbb
        Would run upgrade bbbb -> cccc, cccc
        --- stderr
        Nothing was changed: 2 revisions would run on sqlite://app.db
    ",
    );
    sandbox.run(&["upgrade", "+1", "--dry-run", "-v"]).says(
        r"
        exit 0
        --- stdout
        Would run upgrade aaaa -> bbbb, bbbb

        CREATE TABLE t (a);
        --- stderr
        Read 3 revisions
        Nothing was changed: 1 revision would run on sqlite://app.db
    ",
    );
    let json = sandbox.run(&["upgrade", "--dry-run", "--format", "json"]).stdout;
    assert!(json.contains("\"direction\": \"upgrade\"") && json.contains("CREATE TABLE t (a);"), "{json}");
    sandbox.unchanged(&before);

    sandbox.run(&["upgrade"]).exits(0);
    let before = sandbox.files();
    sandbox.run(&["downgrade", "aaaa", "--dry-run"]).says(
        r"
        exit 0
        --- stdout
        Would run downgrade cccc -> bbbb, cccc
        Would run downgrade bbbb -> aaaa, bbbb
          hazard: destroys every row of t
        --- stderr
        Nothing was changed: 2 revisions would run on sqlite://app.db
    ",
    );
    sandbox.unchanged(&before);
}

/// A database that is not there is not made, and what cannot run is told of.
#[test]
fn a_dry_run_looks_through_what_would_run() {
    let sandbox = Sandbox::new();
    sandbox.revision("aaaa", "", NOTHING);
    let before = sandbox.files();
    sandbox.run(&["upgrade", "--dry-run", "--format", "short"]).says(
        r"
        exit 0
        --- stdout
        aaaa
        --- stderr
        Nothing was changed: 1 revision would run on sqlite://app.db
    ",
    );
    sandbox.unchanged(&before);
    sandbox.revision("bbbb", "aaaa", "-- autogen: upgrade\nCOMMIT;\n-- autogen: downgrade\n");
    sandbox.run(&["upgrade", "--dry-run"]).exits(2).complains("migrations/versions/bbbb.sql:8:1");
}

#[test]
fn nobody_is_asked_without_a_terminal() {
    let sandbox = two();
    sandbox.refuses(
        &["upgrade", "--step"],
        r"
        exit 2
        --- stderr
        error: `--step` asks, and there is no terminal to ask at

        hint: without `--step` nothing is asked
    ",
    );
    sandbox.refuses(
        &["downgrade", "--step"],
        r"
        exit 2
        --- stderr
        error: `--step` asks, and there is no terminal to ask at

        hint: without `--step` nothing is asked
    ",
    );
}

#[test]
fn a_person_lets_one_revision_run_after_the_other() {
    let sandbox = two();
    let applied = || sandbox.query("SELECT revision FROM autogen_version ORDER BY rowid").join(" ");
    let said = sandbox.at_terminal(&["upgrade", "--step"], "maybe\ny\nn\n");
    assert!(said.contains("Run upgrade aaaa -> bbbb, bbbb? [y]es, [n]o, [a]ll: "), "{said}");
    assert!(said.contains("Upgraded sqlite://app.db by 1 revision"), "{said}");
    assert_eq!(applied(), "aaaa bbbb");
    let said = sandbox.at_terminal(&["upgrade", "--step"], "n\n");
    assert!(said.contains("Nothing was run"), "{said}");
    assert_eq!(applied(), "aaaa bbbb");
    sandbox.at_terminal(&["upgrade", "--step"], "y\n");
    let said = sandbox.at_terminal(&["downgrade", "base", "--step"], "y\nn\n");
    assert!(said.contains("destroys every row of t"), "{said}");
    assert_eq!(applied(), "aaaa bbbb");
    sandbox.at_terminal(&["downgrade", "base", "--step"], "all\n");
    assert_eq!(applied(), "");
}

/// A statement that takes its time is shown for as long as it does, on a terminal alone.
#[test]
fn a_long_statement_is_shown() {
    let sandbox = Sandbox::upgraded();
    sandbox.revision("bbbb", "aaaa", &format!("-- autogen: upgrade\n{SLOW};\n-- autogen: downgrade\n"));
    let said = sandbox.at_terminal(&["upgrade"], "");
    assert!(said.contains("statement 1: WITH RECURSIVE"), "{said}");
    sandbox.run(&["downgrade"]).exits(0);
    let said = sandbox.run(&["upgrade"]);
    assert!(!said.stderr.contains("statement 1"), "{said}");
}

/// Half a second of work for SQLite, at the least.
const SLOW: &str =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT count(*) FROM n";

#[test]
fn a_statement_has_only_so_much_time() {
    let sandbox = Sandbox::upgraded();
    let endless = SLOW.replace("3000000", "300000000000");
    sandbox.revision(
        "bbbb",
        "aaaa",
        &format!("-- autogen: upgrade\nCREATE TABLE t (a);\n{endless};\n-- autogen: downgrade\n"),
    );
    let outcome = sandbox.run(&["upgrade", "--statement-timeout", "300ms"]);
    outcome.exits(2).complains("the upgrade of `bbbb` failed: interrupted");
    outcome
        .complains("`--statement-timeout`, or `statement_timeout` in autogen.toml, says how long a statement may take");
    assert_eq!(sandbox.query("SELECT revision FROM autogen_version"), ["aaaa"]);
    assert_eq!(sandbox.query("SELECT name FROM sqlite_master WHERE name = 't'").len(), 0);
}

fn for_server(database: &Database, more: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let config = format!("entities = [\"src\"]\ndirectory = \"migrations\"\ndialects = [\"{}\"]\n", database.dialect());
    sandbox.write("autogen.toml", format!("{config}database_url = \"{}\"\n{more}", database.url()));
    sandbox
}

#[test]
fn a_statement_on_a_server_has_only_so_much_time() {
    for dialect in SERVERS {
        let database = Database::new(dialect, "statement_timeout");
        let sandbox = for_server(&database, "statement_timeout = \"1s\"\n");
        let sleep = if dialect == Dialect::Postgres { "SELECT pg_sleep(40)" } else { "SELECT SLEEP(40) FROM DUAL" };
        sandbox.revision("aaaa", "", &format!("-- autogen: upgrade\n{sleep};\n-- autogen: downgrade\n"));
        let outcome = sandbox.run(&["upgrade"]);
        outcome.exits(2).complains("says how long a statement may take");
        let current = sandbox.run(&["current"]);
        assert_eq!(current.stdout, "", "{dialect}: {current}");
    }
}

/// The command line goes before the configuration, and that before what is usual.
#[test]
fn a_lock_is_waited_for_only_so_long() {
    for dialect in SERVERS {
        let database = Database::new(dialect, "lock_timeout");
        let sandbox = for_server(&database, "lock_timeout = \"5min\"\n");
        sandbox.revision("aaaa", "", "-- autogen: upgrade\nCREATE TABLE t (a int);\n-- autogen: downgrade\n");
        sandbox.run(&["upgrade"]).exits(0);
        sandbox.revision(
            "bbbb",
            "aaaa",
            "-- autogen: upgrade\nALTER TABLE t ADD COLUMN b int;\n-- autogen: downgrade\n",
        );
        let (hold, sleep) = match dialect {
            Dialect::Postgres => ("BEGIN; LOCK TABLE t;", "SELECT pg_sleep(20);"),
            _ => ("LOCK TABLES t WRITE;", "SELECT SLEEP(20);"),
        };
        std::thread::scope(|scope| {
            scope.spawn(|| drop(database.try_sql(&format!("{hold} {sleep}"))));
            std::thread::sleep(std::time::Duration::from_secs(1));
            let outcome = sandbox.run(&["upgrade", "--lock-timeout", "1s"]);
            outcome.exits(2).complains("let the other process finish, then try again");
            outcome.complains("migrations/versions/bbbb.sql");
            let sessions = match dialect {
                Dialect::Postgres => {
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(20)%' AND pid <> pg_backend_pid() AND datname = current_database()"
                }
                _ => {
                    "SELECT CONCAT('KILL ', id) FROM information_schema.processlist WHERE info LIKE '%SLEEP(20)%' AND db = DATABASE() AND id <> CONNECTION_ID()"
                }
            };
            let kill = database.query(sessions).join(";");
            if dialect == Dialect::Mysql {
                database.sql(&kill);
            }
        });
        sandbox.run(&["upgrade"]).exits(0);
    }
}

#[test]
fn a_time_is_written_with_its_unit() {
    let sandbox = Sandbox::new();
    for wrong in ["10", "0s", "soon", "-1s"] {
        let timeout = format!("--lock-timeout={wrong}");
        sandbox.run(&["upgrade", &timeout]).exits(2).complains("a time is written `500ms`, `10s` or `2min`");
    }
    let config = sandbox.read("autogen.toml");
    sandbox.write("autogen.toml", format!("{config}lock_timeout = \"10\"\n"));
    sandbox.run(&["upgrade"]).exits(2).complains("`10` is not a time");
}
