//! Processes that are killed while they run revisions on PostgreSQL.

use std::time::Duration;

use autogen_schema::Dialect;

use super::{Server, write_three};
use crate::revision_crash::{Random, Running};

/// Names the tables that are there after `applied`.
fn expected(applied: &str) -> Vec<&'static str> {
    match applied {
        "" => vec![],
        "users" => vec!["users"],
        _ => vec!["posts", "users"],
    }
}

async fn stands_at_a_boundary(server: &Server, when: &str) {
    let session = server.open().await;
    let applied = session.current().await;
    assert_eq!(server.tables(), expected(&applied), "{when}: {applied}");
    let column = "SELECT count(*) FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'mail'";
    assert_eq!(server.database.query(column), [usize::from(applied.ends_with("mail")).to_string()], "{when}");
    session.upgrade("heads").await.unwrap();
    assert_eq!(session.current().await, "users posts mail", "{when}");
    session.connection.close().await.unwrap();
}

#[tokio::test]
async fn killed_at_every_statement() {
    // For each revision: started, two for each statement, recording, recorded, finished.
    let events = 3 * 4 + 2 * (2 + 2 + 3);
    for stop_at in 0..=events {
        let server = Server::new(Dialect::Postgres, "every");
        write_three(&server.project);
        let url = server.database.url();
        let mut child = Running::start_at(server.project.path(), Some(&url), "upgrade", Some(stop_at));
        let stopped = std::iter::from_fn(|| child.event()).any(|event| event == "stopped");
        child.kill();
        assert_eq!(stopped, stop_at < events, "{stop_at}");
        stands_at_a_boundary(&server, &format!("stopped at {stop_at}")).await;
    }
}

#[tokio::test]
async fn killed_at_random_moments() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for round in 0..20 {
        let server = Server::new(Dialect::Postgres, "random");
        write_three(&server.project);
        let url = server.database.url();
        let mut child = Running::start_at(server.project.path(), Some(&url), "upgrade", None);
        let seen = (0..=random.below(26)).map_while(|_| child.event()).count();
        std::thread::sleep(Duration::from_micros(random.below(3000)));
        child.kill();
        stands_at_a_boundary(&server, &format!("round {round}, {seen} events")).await;
    }
}
