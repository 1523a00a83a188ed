//! A program that brings its own database up: the application in `fixtures/notes`, on each database.
//!
//! Its processes are this test binary, started again for the one test [`application`].

#![allow(clippy::unwrap_used, reason = "what fails here fails its test")]

use std::path::PathBuf;
use std::process::{Command, Stdio};

use autogen_revision::{Connection, Error, Mode, RevisionId, Revisions, connect};
use autogen_schema::Dialect;
use sea_orm::{ConnectionTrait, Statement};

use crate::revision_support::PATIENCE;
use crate::support::{Database, SERVERS};

mod beside;
mod failing;
mod shown;

const FIRST: &str = "3f1a9c27d0b4";
const SECOND: &str = "8c5e02b7f6a1";

/// Which database the application is started with. Without it, it is not.
const URL: &str = "AUTOGEN_TEST_APPLICATION_URL";

#[tokio::test]
async fn application() {
    let Ok(url) = std::env::var(URL) else { return };
    let started = notes::start(&url).await.unwrap();
    println!("\n{}", started.applied.iter().map(|id| format!("applied {id}\n")).collect::<String>());
}

/// A database that is there until this is dropped.
struct Place {
    url: String,
    dialect: Dialect,
    _kept: Kept,
}

enum Kept {
    Folder { _folder: tempfile::TempDir },
    Server { _database: Database },
}

impl Place {
    /// A place on SQLite, where there is no file yet.
    fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("notes.db").display());
        Self { url, dialect: Dialect::Sqlite, _kept: Kept::Folder { _folder: folder } }
    }

    fn on_server(dialect: Dialect, name: &str) -> Self {
        let database = Database::new(dialect, name);
        Self { url: database.url(), dialect, _kept: Kept::Server { _database: database } }
    }

    /// One on each database.
    fn everywhere(name: &str) -> Vec<Self> {
        [Self::sqlite()].into_iter().chain(SERVERS.map(|dialect| Self::on_server(dialect, name))).collect()
    }

    async fn connect(&self) -> Connection {
        connect(&self.url, Mode::ReadWrite, PATIENCE).await.unwrap()
    }

    /// The first column of a query, whose values are numbers.
    async fn numbers(&self, query: &str) -> Vec<i64> {
        let connection = self.connect().await;
        let database = connection.database();
        let query = Statement::from_string(database.get_database_backend(), query);
        let rows = database.query_all_raw(query).await.unwrap();
        connection.close().await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    async fn has_table(&self, name: &str) -> bool {
        let connection = self.connect().await;
        let found = connection.database().execute_unprepared(&format!("SELECT * FROM {name}")).await.is_ok();
        connection.close().await.unwrap();
        found
    }
}

fn ids(ids: &[RevisionId]) -> Vec<&str> {
    ids.iter().map(RevisionId::as_str).collect()
}

fn revisions() -> Revisions {
    Revisions::embedded(notes::MIGRATIONS).unwrap()
}

/// The application's revisions, and one more.
fn with_another(name: &str, text: &str) -> Revisions {
    let files = notes::MIGRATIONS.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned()));
    Revisions::embedded(files.chain([(PathBuf::from(name), text.as_bytes().to_owned())])).unwrap()
}

#[tokio::test]
async fn a_program_starts_from_nothing() {
    for place in Place::everywhere("nothing") {
        let dialect = place.dialect;
        assert_eq!(ids(&revisions().pending(&place.url).await.unwrap()), [FIRST, SECOND], "{dialect}");
        assert_eq!(ids(&revisions().current(&place.url).await.unwrap()), [""; 0], "{dialect}");
        let started = notes::start(&place.url).await.unwrap();
        assert_eq!((ids(&started.applied), started.notes), (vec![FIRST, SECOND], 1), "{dialect}");
        let again = notes::start(&place.url).await.unwrap();
        assert_eq!((ids(&again.applied), again.notes), (vec![], 2), "{dialect}");
        assert_eq!(ids(&revisions().pending(&place.url).await.unwrap()), [""; 0], "{dialect}");
        assert_eq!(ids(&revisions().current(&place.url).await.unwrap()), [SECOND], "{dialect}");
    }
}

#[tokio::test]
async fn looking_at_a_database_makes_nothing() {
    let place = Place::sqlite();
    revisions().pending(&place.url).await.unwrap();
    revisions().current(&place.url).await.unwrap();
    revisions().downgrade(&place.url, "base").await.unwrap_err();
    revisions().upgrade(&place.url, "zzzz").await.unwrap_err();
    assert!(!PathBuf::from(place.url.trim_start_matches("sqlite://")).exists());
}

#[tokio::test]
async fn a_program_starts_on_an_older_database() {
    for place in Place::everywhere("older") {
        let dialect = place.dialect;
        let report = revisions().upgrade(&place.url, FIRST).await.unwrap();
        assert_eq!(ids(&report.done), [FIRST], "{dialect}");
        let connection = place.connect().await;
        let row = "INSERT INTO notes (id, text) VALUES (1000, 'it''s old')";
        connection.database().execute_unprepared(row).await.unwrap();
        connection.close().await.unwrap();
        assert_eq!(ids(&revisions().pending(&place.url).await.unwrap()), [SECOND], "{dialect}");
        let started = notes::start(&place.url).await.unwrap();
        assert_eq!((ids(&started.applied), started.notes), (vec![SECOND], 2), "{dialect}");
        assert_eq!(place.numbers("SELECT id FROM notes WHERE NOT pinned").await, [1000], "{dialect}");
    }
}

#[tokio::test]
async fn a_database_is_taken_back() {
    for place in Place::everywhere("back") {
        let dialect = place.dialect;
        revisions().upgrade(&place.url, "head").await.unwrap();
        assert_eq!(ids(&revisions().downgrade(&place.url, "-1").await.unwrap().done), [SECOND], "{dialect}");
        assert_eq!(ids(&revisions().current(&place.url).await.unwrap()), [FIRST], "{dialect}");
        assert_eq!(ids(&revisions().upgrade(&place.url, "+1").await.unwrap().done), [SECOND], "{dialect}");
        assert_eq!(ids(&revisions().downgrade(&place.url, "base").await.unwrap().done), [SECOND, FIRST], "{dialect}");
        assert!(!place.has_table("notes").await, "{dialect}");
    }
}

/// Each of them is ready only when the database is, and no revision runs twice.
#[tokio::test]
async fn eight_processes_start_together() {
    for place in Place::everywhere("eight") {
        let start = |_| {
            let mut child = Command::new(std::env::current_exe().unwrap());
            child.args(["embedding::application", "--exact", "--nocapture", "--test-threads=1"]);
            child.env(URL, &place.url).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let children: Vec<_> = (0..8).map(start).collect();
        let mut applied = Vec::new();
        for child in children {
            let output = child.wait_with_output().unwrap();
            let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            assert!(output.status.success(), "{}: {out}{err}", place.dialect);
            applied.extend(out.lines().filter_map(|line| line.strip_prefix("applied ").map(str::to_owned)));
        }
        applied.sort();
        assert_eq!(applied, [FIRST, SECOND], "{}", place.dialect);
        assert_eq!(place.numbers("SELECT count(*) FROM notes").await, [8], "{}", place.dialect);
    }
}

#[tokio::test]
async fn a_database_in_memory_is_handed_over_as_a_connection() {
    let url = "sqlite::memory:";
    let error = revisions().upgrade(url, "head").await.unwrap_err();
    assert!(matches!(error, Error::InMemory { .. }) && error.hint().is_some(), "{error}");
    let connection = connect(url, Mode::Create, PATIENCE).await.unwrap();
    assert_eq!(revisions().upgrade(&connection, "head").await.unwrap().done.len(), 2);
    assert_eq!(ids(&revisions().current(&connection).await.unwrap()), [SECOND]);
    connection.database().execute_unprepared("INSERT INTO notes (text) VALUES ('still there')").await.unwrap();
}
