//! Many processes of the program that bring one database up at once. `AUTOGEN_TEST_SCALE=20` lets them do so twenty times.

use std::process::Child;
use std::time::{Duration, Instant};

use autogen_schema::Dialect;

use crate::random::scale;
use crate::support::{Base, Outcome, Sandbox};

const PROCESSES: usize = 32;

/// How long all of them may take together. Who waits for ever fails the test, and is not waited for.
const DEADLINE: Duration = Duration::from_mins(10);

/// Writes a chain of four revisions, each of which notes that it ran.
fn write_chain(sandbox: &Sandbox) {
    for (id, revises) in [("aaaa", ""), ("bbbb", "aaaa"), ("cccc", "bbbb"), ("dddd", "cccc")] {
        sandbox.revision(id, revises, &sections(id, ""));
    }
}

fn sections(id: &str, middle: &str) -> String {
    format!(
        "-- autogen: upgrade\nINSERT INTO ran VALUES ('{id}');\n{middle}CREATE TABLE {id} (id int);\nINSERT INTO {id} VALUES \
         (1);\n-- autogen: downgrade\nDROP TABLE {id};\n"
    )
}

/// Lets all of them run an upgrade, and returns what each says.
fn all_at_once(sandbox: &Sandbox) -> Vec<Outcome> {
    let start = |_| sandbox.start(&["upgrade", "--lock-timeout", "8min"]);
    let mut children: Vec<Child> = (0..PROCESSES).map(start).collect();
    let deadline = Instant::now() + DEADLINE;
    while children.iter_mut().any(|child| child.try_wait().unwrap().is_none()) {
        if Instant::now() > deadline {
            let waiting = children.iter_mut().filter_map(|child| child.kill().ok()).count();
            panic!("{waiting} processes wait for ever");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    children.into_iter().map(|child| sandbox.wait(child)).collect()
}

/// Counts the processes that started each revision.
fn started(outcomes: &[Outcome]) -> Vec<String> {
    let lines = outcomes.iter().flat_map(|outcome| outcome.stderr.lines());
    let mut started: Vec<String> =
        lines.filter_map(|line| Some(line.strip_prefix("Running upgrade ")?.split_once(", ")?.1.to_owned())).collect();
    started.sort();
    started
}

fn ran(base: &Base) -> Vec<String> {
    base.query("SELECT what FROM ran ORDER BY what")
}

#[test]
fn each_revision_is_run_once_on_sqlite() {
    each_revision_is_run_once(Dialect::Sqlite);
}

#[test]
fn each_revision_is_run_once_on_postgres() {
    each_revision_is_run_once(Dialect::Postgres);
}

#[test]
fn each_revision_is_run_once_on_mysql() {
    each_revision_is_run_once(Dialect::Mysql);
}

fn each_revision_is_run_once(dialect: Dialect) {
    for round in 0..scale() {
        let base = Base::new(dialect, "many");
        base.sql("CREATE TABLE ran (what varchar(10));");
        let sandbox = base.project();
        write_chain(&sandbox);
        let outcomes = all_at_once(&sandbox);
        for outcome in &outcomes {
            assert_eq!(outcome.code, Some(0), "{dialect}, round {round}: {outcome}");
        }
        assert_eq!(started(&outcomes), ["aaaa", "bbbb", "cccc", "dddd"], "{dialect}, round {round}");
        assert_eq!(ran(&base), ["aaaa", "bbbb", "cccc", "dddd"], "{dialect}, round {round}");
        let applied = base.query("SELECT revision FROM autogen_version WHERE state = 'applied' ORDER BY revision");
        assert_eq!(applied, ["aaaa", "bbbb", "cccc", "dddd"], "{dialect}, round {round}");
    }
}

#[test]
fn a_revision_that_fails_keeps_nobody_waiting_on_sqlite() {
    a_revision_that_fails_keeps_nobody_waiting(Dialect::Sqlite);
}

#[test]
fn a_revision_that_fails_keeps_nobody_waiting_on_postgres() {
    a_revision_that_fails_keeps_nobody_waiting(Dialect::Postgres);
}

#[test]
fn a_revision_that_fails_keeps_nobody_waiting_on_mysql() {
    a_revision_that_fails_keeps_nobody_waiting(Dialect::Mysql);
}

/// What ran before stays, and what comes after the mend is run once.
fn a_revision_that_fails_keeps_nobody_waiting(dialect: Dialect) {
    for round in 0..scale() {
        let base = Base::new(dialect, "failing");
        base.sql("CREATE TABLE ran (what varchar(10));");
        let sandbox = base.project();
        write_chain(&sandbox);
        sandbox.revision("cccc", "bbbb", &sections("cccc", "INSERT INTO nowhere VALUES (1);\n"));
        let outcomes = all_at_once(&sandbox);
        for outcome in &outcomes {
            assert_eq!(outcome.code, Some(2), "{dialect}, round {round}: {outcome}");
        }
        let failed = |text: &str| outcomes.iter().filter(|outcome| outcome.stderr.contains(text)).count();
        let at_it = failed("migrations/versions/cccc.sql:9:1");
        if dialect == Dialect::Mysql {
            // The first statement is committed, and nobody runs it again: each goes on with the second.
            assert_eq!(failed("it goes on here"), PROCESSES, "round {round}");
            assert_eq!(ran(&base), ["aaaa", "bbbb", "cccc"], "round {round}");
        } else {
            assert_eq!(ran(&base), ["aaaa", "bbbb"], "{dialect}, round {round}");
        }
        assert_eq!(at_it, PROCESSES, "{dialect}, round {round}");
        sandbox.revision("cccc", "bbbb", &sections("cccc", ""));
        let outcomes = all_at_once(&sandbox);
        for outcome in &outcomes {
            assert_eq!(outcome.code, Some(0), "{dialect}, round {round}: {outcome}");
        }
        assert_eq!(started(&outcomes), ["cccc", "dddd"], "{dialect}, round {round}");
        assert_eq!(ran(&base), ["aaaa", "bbbb", "cccc", "dddd"], "{dialect}, round {round}");
    }
}
