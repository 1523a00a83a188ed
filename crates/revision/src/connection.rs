//! One connection to a database, held for as long as it lives.
//!
//! SQLite keeps what a revision depends on (foreign keys, a database in memory, an open transaction) in the connection, so the
//! pool below has exactly one and never replaces it.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use autogen_schema::Dialect;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbErr};

use crate::Failure;

mod error;
mod url;
mod with_database;

#[cfg(test)]
mod tests;

pub use error::ConnectError;
pub use url::redact;
pub use with_database::with_database;

use url::{SqliteUrl, UrlMode};

/// How long is waited for another process to let go of the database, unless told otherwise.
pub const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// What may happen to the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is only read, and never made.
    ReadOnly,
    /// It is changed, and never made.
    ReadWrite,
    /// It is made when there is none.
    Create,
}

/// A connection, and how to speak of it to people.
#[derive(Clone)]
pub struct Connection {
    database: DatabaseConnection,
    dialect: Dialect,
    name: String,
}

impl Connection {
    /// Returns the connection.
    pub fn database(&self) -> &DatabaseConnection {
        &self.database
    }

    /// Returns the dialect that the database speaks.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Returns what the database is called in messages: the URL without its password.
    pub fn name(&self) -> &str {
        &self.name
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
    match Dialect::of_url(url) {
        Some(Dialect::Sqlite) => connect_sqlite(url, mode, busy_timeout).await,
        Some(dialect) => Err(ConnectError::Unsupported { dialect, url: redact(url) }),
        None => Err(ConnectError::UnknownScheme { url: redact(url) }),
    }
}

async fn connect_sqlite(url: &str, mode: Mode, busy_timeout: Duration) -> Result<Connection, ConnectError> {
    let target = SqliteUrl::parse(url)?;
    let create = mode == Mode::Create && target.mode == UrlMode::Any;
    refuse_missing(&target, create)?;
    let failed = |error| classify(error, &target, url);
    let database = Database::connect(options(&target, url, mode, create, busy_timeout)).await.map_err(failed)?;
    // SQLite opens a file without looking into it.
    database.execute_unprepared("SELECT 1 FROM main.sqlite_master LIMIT 1").await.map_err(failed)?;
    Ok(Connection { database, dialect: Dialect::Sqlite, name: redact(url) })
}

fn options(target: &SqliteUrl, url: &str, mode: Mode, create: bool, busy_timeout: Duration) -> sea_orm::ConnectOptions {
    let read_only = !target.in_memory && (target.mode == UrlMode::ReadOnly || mode == Mode::ReadOnly);
    let private = target.in_memory && !target.shared_cache;
    let mut options = sea_orm::ConnectOptions::new(url);
    options
        .max_connections(1)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .acquire_timeout(busy_timeout.saturating_add(Duration::from_secs(30)))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |options| {
            let options = options.busy_timeout(busy_timeout).foreign_keys(true).read_only(read_only);
            let options = options.create_if_missing(create && !read_only);
            if private { options.shared_cache(false) } else { options }
        });
    options
}

fn refuse_missing(target: &SqliteUrl, create: bool) -> Result<(), ConnectError> {
    if target.in_memory {
        return Ok(());
    }
    let path = &target.path;
    if path.is_dir() {
        return Err(ConnectError::IsFolder { path: path.clone() });
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match path.try_exists() {
        Ok(true) => Ok(()),
        Ok(false) if !create => Err(ConnectError::Missing { path: path.clone() }),
        Ok(false) => match folder.filter(|folder| !folder.is_dir()) {
            Some(folder) => Err(ConnectError::MissingFolder { path: folder.to_owned() }),
            None => Ok(()),
        },
        Err(source) => Err(ConnectError::Unreadable { path: path.clone(), reason: source.to_string() }),
    }
}

fn classify(error: DbErr, target: &SqliteUrl, url: &str) -> ConnectError {
    let failure = Failure::from(error);
    let path = PathBuf::from(&target.path);
    if failure.is_not_a_database() {
        ConnectError::NotADatabase { path }
    } else if failure.is_locked() {
        ConnectError::Locked { path }
    } else if failure.is_unopenable() {
        ConnectError::Unreadable { path, reason: failure.message }
    } else {
        ConnectError::Failed { url: redact(url), failure }
    }
}
