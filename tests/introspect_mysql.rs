//! Reading MySQL and MariaDB databases: every field of a schema, in a constant number of statements, whatever the names.

#![expect(clippy::unwrap_used, reason = "a test helper fails its test")]

mod by_hand;
mod entries;
mod facts;
mod hostile;
mod objects;
mod portions;
mod privileges;
mod second_opinion;
mod statements;

use std::path::PathBuf;

use autogen_introspect::{Introspected, introspect};
use autogen_schema::{Schema, Table};
use sea_orm::DatabaseConnection;

use crate::support::Database;

/// The folder of the fixtures: one file a subject.
fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/introspect/mysql")
}

fn fixture(name: &str) -> String {
    let path = fixtures().join(name).with_extension("sql");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A database that holds what `sql` makes.
fn database(name: &str, sql: &str) -> Database {
    let database = Database::mysql(name);
    database.sql(sql);
    database
}

async fn connect(database: &Database) -> DatabaseConnection {
    connect_to(&database.url()).await
}

async fn connect_to(url: &str) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await.unwrap()
}

async fn read(database: &Database) -> Introspected {
    let db = connect(database).await;
    let introspected = introspect(&db).await.unwrap();
    db.close().await.unwrap();
    introspected
}

/// The schema of a fixture, of which there must be nothing to note.
async fn schema(name: &str) -> Schema {
    let introspected = read(&database(name, &fixture(name))).await;
    assert_eq!(notes(&introspected), [""; 0]);
    introspected.schema
}

#[track_caller]
fn table<'a>(schema: &'a Schema, name: &str) -> &'a Table {
    schema.tables.get(&name.into()).unwrap_or_else(|| panic!("no table {name}"))
}

fn notes(introspected: &Introspected) -> Vec<String> {
    introspected.notes.iter().map(ToString::to_string).collect()
}
