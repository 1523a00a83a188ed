//! The transaction that a revision runs in.
//!
//! It is begun and ended by statements of our own: `BEGIN IMMEDIATE` takes SQLite's write lock at once, and unlike the
//! driver's own transaction it is not put out by a `ROLLBACK` that SQLite does itself (disk full, `RAISE(ROLLBACK)`).

use sea_orm::ConnectionTrait;

use crate::{Connection, Failure};

/// Takes the write lock, waiting for it as long as the connection waits. Whoever begins a transaction ends it.
pub(crate) async fn begin(connection: &Connection) -> Result<(), BeginError> {
    let begun = connection.database().execute_unprepared("BEGIN IMMEDIATE").await;
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
    #[error("database `{database}` is locked by another process")]
    Locked {
        /// The database.
        database: String,
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
            BeginError::Locked { database }
        } else if failure.is_read_only() {
            BeginError::ReadOnly { database, failure }
        } else {
            BeginError::Failed { database, failure }
        }
    }
}
