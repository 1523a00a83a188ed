//! Processes that want to run revisions of one database at once.

use std::time::Duration;

use autogen_revision::{BeginError, RunProblem};
use autogen_schema::Dialect;

use super::{Server, write_three};
use crate::revision_crash::Running;
use crate::support::SERVERS;

#[tokio::test]
async fn eight_processes_run_each_revision_once() {
    for dialect in SERVERS {
        let server = Server::new(dialect, "eight");
        write_three(&server.project);
        let start = |_| Running::start_at(server.project.path(), Some(&server.database.url()), "upgrade", None);
        let mut children: Vec<Running> = (0..8).map(start).collect();
        let mut finished = Vec::new();
        for child in &mut children {
            finished.extend(std::iter::from_fn(|| child.event()).filter(|event| event.starts_with("finished")));
            assert!(child.process.wait().unwrap().success(), "{dialect}");
        }
        finished.sort();
        assert_eq!(finished, ["finished mail", "finished posts", "finished users"], "{dialect}");
        assert_eq!(server.open().await.current().await, "users posts mail");
    }
}

#[tokio::test]
async fn whoever_holds_the_lock_is_named() {
    for dialect in SERVERS {
        let server = Server::new(dialect, "holder");
        write_three(&server.project);
        let mut child = Running::start_at(server.project.path(), Some(&server.database.url()), "upgrade", Some(1));
        assert!(std::iter::from_fn(|| child.event()).any(|event| event == "stopped"));
        let session = server.open_for(Duration::from_millis(300)).await;
        let error = session.upgrade("heads").await.unwrap_err();
        let RunProblem::Begin(BeginError::Locked { holder: Some(holder), .. }) = *error.problem else {
            panic!("{error}");
        };
        assert!(holder.id > 0 && holder.user.is_some() && holder.since.is_some(), "{holder:?}");
        if dialect == Dialect::Postgres {
            assert_eq!(holder.application.as_deref(), Some("autogen"));
        }
        child.kill();
        // The server lets go of it when it notices.
        let patient = server.open().await;
        let again = patient.upgrade("heads").await;
        match dialect {
            Dialect::Postgres => assert_eq!(again.unwrap().done.len(), 3),
            _ => assert!(matches!(*again.unwrap_err().problem, RunProblem::Interrupted { .. })),
        }
    }
}

/// The lock belongs to one database and one version table.
#[tokio::test]
async fn other_databases_are_not_locked() {
    for dialect in SERVERS {
        let (server, other) = (Server::new(dialect, "one"), Server::new(dialect, "two"));
        write_three(&server.project);
        write_three(&other.project);
        let mut child = Running::start_at(server.project.path(), Some(&server.database.url()), "upgrade", Some(1));
        assert!(std::iter::from_fn(|| child.event()).any(|event| event == "stopped"));
        other.open_for(Duration::from_millis(300)).await.upgrade("heads").await.unwrap();
        child.kill();
    }
}

#[tokio::test]
async fn the_lock_is_let_go_of_after_an_error() {
    for dialect in SERVERS {
        let server = Server::new(dialect, "release");
        server.project.write("a", "", "-- autogen: upgrade\nSELECT nonsense;\n-- autogen: downgrade\n");
        let first = server.open().await;
        first.upgrade("heads").await.unwrap_err();
        server.project.write("a", "", "-- autogen: upgrade\n-- autogen: downgrade\n");
        server.open_for(Duration::from_millis(300)).await.upgrade("heads").await.unwrap();
    }
}

/// A statement that waits for a table is given up too, and told as the statement that it is.
#[tokio::test]
async fn a_busy_table_is_waited_for_and_named() {
    for dialect in SERVERS {
        let server = Server::new(dialect, "busy");
        write_three(&server.project);
        let holder = server.open().await;
        holder.upgrade("posts").await.unwrap();
        holder.execute("START TRANSACTION").await;
        holder.execute("UPDATE users SET name = 'y'").await;
        let session = server.open_for(Duration::from_secs(1)).await;
        let error = session.upgrade("mail").await.unwrap_err();
        assert!(matches!(&*error.problem, RunProblem::Statement(failure) if failure.is_locked()), "{error}");
        assert_eq!(error.line, Some(7));
        assert_eq!(session.current().await, "users posts");
    }
}

/// `CREATE INDEX CONCURRENTLY` waits for every snapshot of the database, and so for no process that waits for the lock.
#[tokio::test]
async fn waiting_for_the_lock_holds_nothing_up() {
    let server = Server::new(Dialect::Postgres, "snapshot");
    let index = "CREATE INDEX CONCURRENTLY i ON a (id);\nDROP INDEX CONCURRENTLY i;\n".repeat(5);
    let table = "-- autogen: upgrade\nCREATE TABLE a (id int);\n-- autogen: downgrade\n";
    server.project.write("a", "", table);
    server.project.write("b", "a", &format!("-- autogen: upgrade no-transaction\n{index}-- autogen: downgrade\n"));
    let start = |_| Running::start_at(server.project.path(), Some(&server.database.url()), "upgrade", None);
    let mut children: Vec<Running> = (0..4).map(start).collect();
    for child in &mut children {
        while child.event().is_some() {}
        assert!(child.process.wait().unwrap().success());
    }
    assert_eq!(server.open().await.current().await, "a b");
}
