//! Where statements commit one by one, a revision may be left half done; the version table says how far it came.

use autogen_revision::{Reached, RunProblem, State};
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
    assert!(error.partly && error.goes_on && error.line == Some(9), "{error}");
    assert_eq!(
        session.rows().await.first().map(|row| (row.state, row.progress)),
        Some((State::Upgrading, Reached::Ran(1)))
    );
    let again = session.upgrade("heads").await.unwrap_err();
    assert_eq!(again, error, "it goes on with the same statement");

    let error = session.downgrade("base").await.unwrap_err();
    assert!(matches!(*error.problem, RunProblem::Stopped { ran: 1, .. }), "{error}");
    assert!(error.to_string().ends_with("the upgrade of `a` was stopped behind 1 of its statements"), "{error}");
    server.database.sql("DROP TABLE b;");
    assert_eq!(session.upgrade("heads").await.unwrap().done.len(), 1);
    assert_eq!(server.tables(), ["a", "b", "c"]);
    assert_eq!(session.rows().await.first().map(|row| row.state), Some(State::Applied));
}

/// What has not run may be mended, what has may not: nobody would know what the database has.
#[tokio::test]
async fn a_mended_file_goes_on_where_it_stopped() {
    let server = Server::new(Dialect::Mysql, "mended");
    let broken =
        THREE.replace("CREATE TABLE b (id int);\nCREATE TABLE c", "CREATE TABLE b (id nonsense);\nCREATE TABLE c");
    server.project.write("a", "", &broken);
    server.open().await.upgrade("heads").await.unwrap_err();
    server.project.write("a", "", &THREE.replace("CREATE TABLE a (id int)", "CREATE TABLE a (id bigint)"));
    let error = server.open().await.upgrade("heads").await.unwrap_err();
    assert!(matches!(*error.problem, RunProblem::EditedMeanwhile(_)), "{error}");
    server.project.write("a", "", THREE);
    let session = server.open().await;
    assert_eq!(autogen_revision::edited(&session.rows().await, &session.revisions, Dialect::Mysql).len(), 0);
    session.upgrade("heads").await.unwrap();
    assert_eq!(server.tables(), ["a", "b", "c"]);
    let rows = session.rows().await;
    assert_eq!(rows.first().map(|row| row.state), Some(State::Applied));
    assert_eq!(
        autogen_revision::edited(&rows, &session.revisions, Dialect::Mysql).len(),
        0,
        "its whole text is recorded"
    );
}

#[tokio::test]
async fn a_downgrade_goes_on_where_it_stopped() {
    for dialect in [Dialect::Mysql, Dialect::Postgres] {
        let server = Server::new(dialect, "down");
        let plain = dialect == Dialect::Mysql;
        server.project.write(
            "a",
            "",
            &if plain { THREE.to_owned() } else { THREE.replace("grade\n", "grade no-transaction\n") },
        );
        let session = server.open().await;
        session.upgrade("heads").await.unwrap();
        server.database.sql("ALTER TABLE b RENAME TO elsewhere;");
        let error = session.downgrade("-1").await.unwrap_err();
        assert!(error.partly && error.goes_on, "{dialect}: {error}");
        let error = session.upgrade("heads").await.unwrap_err();
        assert!(matches!(*error.problem, RunProblem::Stopped { ran: 1, .. }), "{dialect}: {error}");
        server.database.sql("ALTER TABLE elsewhere RENAME TO b;");
        session.downgrade("-1").await.unwrap();
        assert_eq!((server.tables(), session.rows().await), (Vec::new(), Vec::new()), "{dialect}");
    }
}

/// A setting is gone with its session, and the statements behind it were written for it.
#[tokio::test]
async fn what_a_statement_set_is_set_again() {
    let server = Server::new(Dialect::Mysql, "set");
    let body = "-- autogen: upgrade\nSET @width = 7;\nCREATE TABLE a (id int);\nINSERT INTO b VALUES (@width);\n-- autogen: downgrade\n";
    server.project.write("a", "", body);
    server.open().await.upgrade("heads").await.unwrap_err();
    server.database.sql("CREATE TABLE b (width int NOT NULL);");
    server.open().await.upgrade("heads").await.unwrap();
    assert_eq!(server.database.query("SELECT width FROM b"), ["7"]);
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
                let Reached::Begun(begun) = row.progress else { panic!("{row:?}") };
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
    assert_eq!(
        session.rows().await.first().map(|row| (row.state, row.progress)),
        Some((State::Upgrading, Reached::Ran(2)))
    );
}
