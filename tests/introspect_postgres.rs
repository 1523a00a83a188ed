//! Reading PostgreSQL databases: every field of a schema, in a constant number of statements, whatever the names.

mod alone;
mod composed;
mod facts;
mod hostile;
mod recreated;
mod second_opinion;
mod seen;
mod session;
mod statements;

use autogen_introspect::{Introspected, introspect};
use autogen_schema::Table;
use sea_orm::{ConnectOptions, DatabaseConnection};

use crate::support::Database;

const EVERYTHING: &str = include_str!("../fixtures/introspect/postgres/everything.sql");

/// A single connection to a database, so that what is set on it lasts.
async fn connect(database: &Database) -> DatabaseConnection {
    let mut options = ConnectOptions::new(database.url());
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await.unwrap()
}

/// A database made by `sql`, and what is read of it.
async fn read(sql: &str) -> Introspected {
    let database = Database::postgres("introspect");
    database.sql(sql);
    introspect(&connect(&database).await).await.unwrap()
}

/// The table `t` that `sql` makes.
async fn table(sql: &str) -> Table {
    read(sql).await.schema.tables[&"t".into()].clone()
}
