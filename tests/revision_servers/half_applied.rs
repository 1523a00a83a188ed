//! Where statements commit one by one, a revision may be left half done; the version table says how far it came.

use autogen_revision::{RunProblem, State};
use autogen_schema::Dialect;

use super::Server;
use crate::revision_crash::Running;

const THREE: &str = "-- autogen: upgrade\nCREATE TABLE a (id int);\n\nCREATE TABLE b (id int);\nCREATE TABLE c (id int);\n\
                     -- autogen: downgrade\nDROP TABLE c;\nDROP TABLE b;\nDROP TABLE a;\n";

#[tokio::test]
async fn a_first_statement_that_fails_leaves_nothing() {
    let server = Server::new(Dialect::Mysql, "first");
    server.project.write("a", "", "-- autogen: upgrade\nCREATE TABLE a (id nonsense);\n-- autogen: downgrade\n");
    let session = server.open().await;
    let error = session.upgrade("heads").await.unwrap_err();
    assert!(!error.partly && error.line == Some(7), "{error}");
    assert_eq!(session.rows().await, []);
}

#[tokio::test]
async fn a_later_statement_that_fails_is_named() {
    let server = Server::new(Dialect::Mysql, "later");
    server.project.write("a", "", THREE);
    server.database.sql("CREATE TABLE b (other int);");
    let session = server.open().await;
    let error = session.upgrade("heads").await.unwrap_err();
    assert!(error.partly && error.line == Some(9), "{error}");
    assert_eq!(session.rows().await.first().map(|row| (row.state, row.progress)), Some((State::Upgrading, 2)));

    let error = session.upgrade("heads").await.unwrap_err();
    assert!(matches!(*error.problem, RunProblem::Interrupted { state: State::Upgrading, .. }), "{error}");
    let expected = "revision `a` is upgrading: another process is at it, or was interrupted at its statement 2, line 9: \
                    `CREATE TABLE b (id int)`";
    assert!(error.to_string().ends_with(expected), "{error}");
}

/// Statements that hold others are not undone as a whole.
#[tokio::test]
async fn a_procedure_that_fails_may_have_done_something() {
    let server = Server::new(Dialect::Mysql, "procedure");
    server.database.sql("DELIMITER //\nCREATE PROCEDURE p() BEGIN CREATE TABLE a (id int); SELECT nonsense; END//");
    server.project.write("a", "", "-- autogen: upgrade\nCALL p();\n-- autogen: downgrade\n");
    let session = server.open().await;
    let error = session.upgrade("heads").await.unwrap_err();
    assert!(error.partly, "{error}");
    assert_eq!(server.tables(), ["a"]);
    assert_eq!(session.rows().await.first().map(|row| row.state), Some(State::Upgrading));
}

/// Killed between any two events, one statement at most is in doubt: those before it have run, those behind it have not.
#[tokio::test]
async fn one_statement_at_most_is_in_doubt() {
    for stop_at in 0..11 {
        let server = Server::new(Dialect::Mysql, "doubt");
        server.project.write("a", "", THREE);
        let url = server.database.url();
        let mut child = Running::start_at(server.project.path(), Some(&url), "upgrade", Some(stop_at));
        let stopped = std::iter::from_fn(|| child.event()).any(|event| event == "stopped");
        child.kill();
        assert_eq!(stopped, stop_at < 10, "{stop_at}");
        let session = server.open().await;
        let rows = session.rows().await;
        let made = server.tables().len();
        match rows.first() {
            None => assert_eq!(made, 0, "{stop_at}"),
            Some(row) if row.state == State::Applied => assert_eq!(made, 3, "{stop_at}"),
            Some(row) => {
                let begun = usize::try_from(row.progress).unwrap();
                assert!(made == begun || made + 1 == begun, "{stop_at}: {made} made, {begun} begun");
            }
        }
    }
}

#[tokio::test]
async fn sections_without_a_transaction_tell_how_far_they_came() {
    let server = Server::new(Dialect::Postgres, "no_transaction");
    server.project.write("a", "", &THREE.replace("upgrade", "upgrade no-transaction"));
    server.database.sql("CREATE TABLE c (other int);");
    let session = server.open().await;
    let error = session.upgrade("heads").await.unwrap_err();
    assert!(error.partly && error.line == Some(10), "{error}");
    assert_eq!(session.rows().await.first().map(|row| (row.state, row.progress)), Some((State::Upgrading, 3)));
}
