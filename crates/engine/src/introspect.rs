//! Reading the schema of the database at the other end of a connection.

use autogen_introspect::{Another, Introspected, introspect_with};
use autogen_revision::Connection;
use sea_orm::DatabaseConnection;

use crate::Error;

/// Reads what the database holds.
pub(crate) async fn introspect(connection: &Connection) -> Result<Introspected, Error> {
    // It takes room, and is awaited from deep within.
    Ok(Box::pin(introspect_with(connection.database(), &Beside(connection))).await?)
}

/// A connection, next to which there may be one more.
struct Beside<'a>(&'a Connection);

impl Another for Beside<'_> {
    async fn open(&self) -> Option<DatabaseConnection> {
        self.0.another().await
    }
}
