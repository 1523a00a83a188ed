//! Reading SQLite databases: every field of a schema, in a constant number of statements, whatever the names.

#![expect(clippy::unwrap_used, reason = "a test helper fails its test")]

mod facts;
mod grammar;
mod hostile;
mod second_opinion;
mod statements;

use autogen_introspect::{Introspected, introspect};
use autogen_schema::Table;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};

/// A database in memory, made by `sql`.
async fn database(sql: &str) -> DatabaseConnection {
    let db = Database::connect("sqlite::memory:").await.unwrap();
    db.execute_unprepared(sql).await.unwrap();
    db
}

async fn read(sql: &str) -> Introspected {
    introspect(&database(sql).await).await.unwrap()
}

/// The table `t` that `sql` makes.
async fn table(sql: &str) -> Table {
    let introspected = read(sql).await;
    assert_eq!(introspected.notes, [], "{sql}");
    introspected.schema.tables[&"t".into()].clone()
}

fn notes(introspected: &Introspected) -> Vec<String> {
    introspected.notes.iter().map(ToString::to_string).collect()
}
