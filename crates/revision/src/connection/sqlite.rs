//! Connecting to a SQLite file, or to a database in memory.
//!
//! SQLite keeps what a revision depends on (foreign keys, a database in memory, an open transaction) in the connection, so the
//! pool has exactly one and never replaces it.

use std::path::PathBuf;
use std::time::Duration;

use autogen_schema::Dialect;
use sea_orm::{ConnectionTrait, Database, DatabaseBackend, DbErr, Statement};

use super::deadline::Deadline;
use super::sqlite_url::{SqliteUrl, UrlMode};
use super::{ConnectError, Connection, Limits, Mode, Product, Version, redact};
use crate::Failure;

pub(super) async fn connect(url: &str, mode: Mode, limits: Limits) -> Result<Connection, ConnectError> {
    let busy_timeout = limits.lock;
    let target = SqliteUrl::parse(url)?;
    let create = mode == Mode::Create && target.mode == UrlMode::Any;
    refuse_missing(&target, create)?;
    let failed = |error| classify(error, &target, url);
    let database = Database::connect(options(&target, url, mode, create, busy_timeout)).await.map_err(failed)?;
    // SQLite opens a file without looking into it.
    database.execute_unprepared("SELECT 1 FROM main.sqlite_master LIMIT 1").await.map_err(failed)?;
    let version = Statement::from_string(DatabaseBackend::Sqlite, "SELECT sqlite_version()");
    let version = database.query_one_raw(version).await.map_err(failed)?;
    let version: String = version.map(|row| row.try_get_by_index(0)).transpose().map_err(failed)?.unwrap_or_default();
    let deadline = Deadline::of(&database, limits.statement).await.map_err(failed)?;
    Ok(Connection {
        database,
        dialect: Dialect::Sqlite,
        name: redact(url),
        product: Product::Sqlite,
        version: Version::parse(&version),
        is_local: true,
        wait: busy_timeout,
        session: String::new(),
        deadline,
        lock_retries: limits.lock_retries,
        another: None,
    })
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
