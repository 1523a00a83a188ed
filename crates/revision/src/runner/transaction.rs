//! The transaction that a revision runs in.
//!
//! It is begun and ended by statements of our own: `BEGIN IMMEDIATE` takes SQLite's write lock at once, and unlike the
//! driver's own transaction it is not put out by a `ROLLBACK` that SQLite does itself (disk full, `RAISE(ROLLBACK)`). On
//! servers another lock is held around it.

use autogen_schema::Dialect;
use sea_orm::ConnectionTrait;

use super::lock::Holder;
use crate::{Connection, ErrorCode, Failure};

/// Begins a transaction, on SQLite with the write lock, which is waited for as long as the connection waits. Whoever begins a
/// transaction ends it.
pub(crate) async fn begin(connection: &Connection) -> Result<(), BeginError> {
    let statement = if connection.dialect() == Dialect::Sqlite { "BEGIN IMMEDIATE" } else { "START TRANSACTION" };
    let begun = connection.database().execute_unprepared(statement).await;
    begun.map(|_| ()).map_err(|error| BeginError::of(error.into(), connection))
}

/// Commits; when that fails the transaction is rolled back.
pub(crate) async fn commit(connection: &Connection) -> Result<(), Failure> {
    match connection.database().execute_unprepared("COMMIT").await {
        Ok(_) => Ok(()),
        Err(error) => {
            roll_back(connection).await;
            Err(error.into())
        }
    }
}

/// Rolls back whatever transaction is open. There may be nothing left to roll back, which is what is wanted.
pub(crate) async fn roll_back(connection: &Connection) {
    let _nothing_open = connection.database().execute_unprepared("ROLLBACK").await;
}

/// Why a transaction cannot begin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BeginError {
    /// Another process holds the lock.
    #[error("database `{database}` is locked by another process{}", .holder.as_ref().map(|holder| format!(": {holder}")).unwrap_or_default())]
    Locked {
        /// The database.
        database: String,
        /// Who that is, where the database can tell.
        holder: Option<Box<Holder>>,
    },
    /// The database cannot be written.
    #[error("database `{database}` cannot be written: {failure}")]
    ReadOnly {
        /// The database.
        database: String,
        /// What the database said.
        failure: Failure,
    },
    /// Anything else.
    #[error("cannot begin a transaction on `{database}`: {failure}")]
    Failed {
        /// The database.
        database: String,
        /// What the database said.
        failure: Failure,
    },
}

impl BeginError {
    pub(crate) fn of(failure: Failure, connection: &Connection) -> Self {
        let database = connection.name().to_owned();
        if failure.is_locked() {
            BeginError::Locked { database, holder: None }
        } else if failure.is_read_only() {
            BeginError::ReadOnly { database, failure }
        } else {
            BeginError::Failed { database, failure }
        }
    }

    /// Returns what a person can do about it, where that is not plain.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            BeginError::Locked { .. } => Some("let the other process finish, then try again"),
            BeginError::ReadOnly { failure: Failure { code: Some(ErrorCode::Sqlite(_)), .. }, .. } => {
                Some("check the permissions of the file and its folder")
            }
            BeginError::ReadOnly { .. } => Some("connect to a server, and as a user, that may write"),
            BeginError::Failed { .. } => None,
        }
    }
}
