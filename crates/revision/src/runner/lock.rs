//! What keeps other processes from running revisions of the same database meanwhile.
//!
//! SQLite has one lock, which a transaction takes when it begins. On a server a lock of the session is held around everything a
//! revision does, in transactions and outside of them; the server lets go of it when the connection ends, however it does.

use std::time::{Duration, Instant};

use autogen_schema::Dialect;
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement, Value};
use sha2::{Digest, Sha256};

use super::transaction::BeginError;
use crate::Connection;
use crate::version_table::VersionTable;

mod holder;

pub use holder::Holder;

/// The longest pause between two looks at a lock.
const PAUSE: Duration = Duration::from_millis(200);

/// What the lock is called.
#[derive(Clone)]
pub(crate) enum LockName {
    /// The transaction is the lock.
    Transaction,
    /// The key of an advisory lock of PostgreSQL's, which belongs to the database.
    Advisory(i64),
    /// The name of a lock of MySQL's, which belongs to the server.
    Named(String),
}

/// A lock that is held. Whoever takes it lets go of it.
pub(crate) struct Lock(LockName);

impl Lock {
    /// Takes the lock of the database's version table, waiting for it as long as the connection waits.
    pub(crate) async fn take(connection: &Connection, table: &VersionTable) -> Result<Self, BeginError> {
        LockName::of(connection, table).await?.take(connection).await
    }

    /// Lets go of the lock. A connection that was lost has done so already.
    pub(crate) async fn release(self, connection: &Connection) {
        let _released = match self.0 {
            LockName::Transaction => return,
            LockName::Advisory(key) => {
                query_one(connection, "SELECT pg_catalog.pg_advisory_unlock($1)", [key.into()]).await
            }
            LockName::Named(name) => {
                query_one(connection, "SELECT CAST(RELEASE_LOCK(?) AS SIGNED)", [name.into()]).await
            }
        };
    }
}

impl LockName {
    /// Returns the name of the lock of the database's version table.
    pub(crate) async fn of(connection: &Connection, table: &VersionTable) -> Result<Self, BeginError> {
        let named = Self::look_up(connection, table).await;
        named.map_err(|error| BeginError::of(error.into(), connection))
    }

    async fn look_up(connection: &Connection, table: &VersionTable) -> Result<Self, DbErr> {
        Ok(match connection.dialect() {
            Dialect::Sqlite => LockName::Transaction,
            Dialect::Postgres => LockName::Advisory(advisory_key(table)),
            // A name has 64 characters at most.
            Dialect::Mysql => {
                let name = format!("SELECT {}", lock_name("?"));
                let row = query_one(connection, &name, [table.name().as_str().into()]).await?;
                LockName::Named(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
            }
        })
    }

    /// Takes the lock, waiting for it as long as the connection waits.
    pub(crate) async fn take(&self, connection: &Connection) -> Result<Lock, BeginError> {
        if self.wait(connection).await.map_err(|error| BeginError::of(error.into(), connection))? {
            return Ok(Lock(self.clone()));
        }
        let holder = self.holder(connection).await.unwrap_or_default().map(Box::new);
        Err(BeginError::Locked { database: connection.name().to_owned(), holder })
    }

    /// Returns whether the lock was got in time.
    async fn wait(&self, connection: &Connection) -> Result<bool, DbErr> {
        let deadline = Instant::now() + connection.wait();
        let mut pause = Duration::from_millis(10);
        while !self.attempt(connection).await? {
            if Instant::now() >= deadline {
                return Ok(false);
            }
            // Waiting within the server would hold a snapshot, for whose end `CREATE INDEX CONCURRENTLY` waits in turn.
            tokio::time::sleep(pause.min(deadline.saturating_duration_since(Instant::now()))).await;
            pause = (pause * 2).min(PAUSE);
        }
        Ok(true)
    }

    async fn attempt(&self, connection: &Connection) -> Result<bool, DbErr> {
        match self {
            LockName::Transaction => Ok(true),
            LockName::Advisory(key) => {
                let row = query_one(connection, "SELECT pg_catalog.pg_try_advisory_lock($1)", [(*key).into()]).await?;
                row.map_or(Ok(false), |row| row.try_get_by_index(0))
            }
            LockName::Named(name) => {
                let row =
                    query_one(connection, "SELECT CAST(GET_LOCK(?, 0) AS SIGNED)", [name.as_str().into()]).await?;
                Ok(row.map_or(Ok(None), |row| row.try_get_by_index::<Option<i64>>(0))? == Some(1))
            }
        }
    }
}

/// Returns the key of PostgreSQL's lock.
pub(super) fn advisory_key(table: &VersionTable) -> i64 {
    let hash = Sha256::digest(format!("autogen {}", table.name()));
    hash.iter().take(8).fold(0, |key: i64, byte| key << 8 | i64::from(*byte))
}

/// Returns the expression that gives the name of MySQL's lock. `table` gives the name of the version table.
pub(super) fn lock_name(table: &str) -> String {
    format!("CONCAT('autogen ', LEFT(SHA2(CONCAT(DATABASE(), '.', {table}), 256), 40))")
}

/// Asks for one row.
async fn query_one<const N: usize>(
    connection: &Connection,
    sql: &str,
    values: [Value; N],
) -> Result<Option<QueryResult>, DbErr> {
    let database = connection.database();
    let statement = Statement::from_sql_and_values(database.get_database_backend(), sql, values);
    database.query_one_raw(statement).await
}
