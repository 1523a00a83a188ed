//! One connection to a database, held for as long as it lives.
//!
//! A transaction, a lock and the settings of a session live in the connection, so there is exactly one that changes anything, and it
//! is never replaced by another: when it is lost, what comes next fails.

use std::fmt;
use std::time::Duration;

use autogen_schema::Dialect;
use sea_orm::DatabaseConnection;
use sea_orm::sqlx::mysql::MySqlConnectOptions;

use crate::Failure;
use crate::runner::Retries;

mod address;
mod copy;
mod deadline;
mod driver_url;
mod error;
mod held;
mod limits;
mod mysql;
mod postgres;
mod product;
mod redact;
mod server;
mod sqlite;
mod sqlite_url;
mod with_database;

#[cfg(test)]
mod tests;

pub use address::Address;
pub(crate) use deadline::Limited;
pub use driver_url::driver_url;
pub use error::ConnectError;
pub(crate) use held::Held;
pub use limits::Limits;
pub use product::{Product, Version};
pub use redact::redact;
pub(crate) use sqlite_url::is_private_memory;
pub use with_database::with_database;

use deadline::Deadline;

/// How long is waited for another process to let go of the database, unless told otherwise.
pub const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// What may happen to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is only read, and never made.
    ReadOnly,
    /// It is changed, and never made.
    ReadWrite,
    /// A SQLite file is made when there is none. On a server this is [`Mode::ReadWrite`].
    Create,
}

/// A connection, and how to speak of it to people.
#[derive(Clone)]
pub struct Connection {
    database: DatabaseConnection,
    dialect: Dialect,
    name: String,
    product: Product,
    version: Version,
    is_local: bool,
    wait: Duration,
    /// Statements that give the session the settings that ours rely on. They may be repeated.
    session: String,
    deadline: Deadline,
    lock_retries: u32,
    /// What another connection is made of, where one that sees the same is ever of use.
    another: Option<Box<MySqlConnectOptions>>,
}

impl Connection {
    /// Returns the connection. While a revision runs over it, whoever else asks it waits until that is done.
    pub fn database(&self) -> &DatabaseConnection {
        &self.database
    }

    /// How often what could not have a lock in time is tried again.
    pub(crate) fn retries(&self) -> Retries {
        Retries::new(self.lock_retries)
    }

    /// Returns the dialect that the database speaks.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Returns what the database is called in messages: the URL without its password.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns which product the database is, of those that speak its dialect.
    pub fn product(&self) -> Product {
        self.product
    }

    /// Returns the version of the product.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Whether the database is on this machine: a file, a unix socket, a loopback address.
    pub fn is_local(&self) -> bool {
        self.is_local
    }

    /// Returns how long is waited for what another process holds.
    pub fn wait(&self) -> Duration {
        self.wait
    }

    /// Begins to count the time that a statement of a revision has, where the database does not do so itself.
    pub(crate) fn limited(&self) -> Limited<'_> {
        self.deadline.start()
    }

    /// Returns the statements that set a server's session to what it was after connecting; empty on SQLite.
    pub(crate) fn session(&self) -> &str {
        &self.session
    }

    /// Takes the connection out of its pool, for many statements in a row.
    pub(crate) async fn hold(&self) -> Result<Held, Failure> {
        Held::of(&self.database, self.dialect).await.map_err(|error| Failure::from(&error))
    }

    /// Opens one more connection to the same MySQL or MariaDB, with the same settings, for queries alone: it holds none of the
    /// locks, and is in no transaction. None on the other databases, and where the server accepts no more.
    pub async fn another(&self) -> Option<DatabaseConnection> {
        // Whatever is in the way, the connection that there is does without.
        mysql::again(self.another.as_deref()?, &self.session).await.ok()
    }

    /// Closes the connection and waits until its files are let go of.
    pub async fn close(self) -> Result<(), Failure> {
        self.database.close().await.map_err(Failure::from)
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Connection").field(&self.name).finish()
    }
}

/// Connects to the database at `url`. What is locked is waited for as long as `busy_timeout`, here and in each statement.
pub async fn connect(url: &str, mode: Mode, busy_timeout: Duration) -> Result<Connection, ConnectError> {
    connect_with(url, mode, Limits { lock: busy_timeout, ..Limits::default() }).await
}

/// Connects to the database at `url`, and holds its statements to `limits`.
pub async fn connect_with(url: &str, mode: Mode, limits: Limits) -> Result<Connection, ConnectError> {
    // Connecting takes room that whoever is connected need not keep.
    match Dialect::of_url(url).filter(|_| url.contains(':')) {
        Some(Dialect::Sqlite) => Box::pin(sqlite::connect(url, mode, limits)).await,
        Some(Dialect::Postgres) => Box::pin(postgres::connect(url, mode, limits)).await,
        Some(Dialect::Mysql) => Box::pin(mysql::connect(url, mode, limits)).await,
        None => Err(ConnectError::UnknownScheme { url: redact(url) }),
    }
}
