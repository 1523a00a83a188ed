//! Connecting to MySQL and MariaDB.

use std::path::PathBuf;
use std::time::Duration;

use autogen_schema::{Dialect, Ident};
use sea_orm::sqlx::mysql::{MySqlConnectOptions, MySqlPoolOptions};
use sea_orm::sqlx::{ConnectOptions, Connection as _, Executor, Row, SqlSafeStr};
use sea_orm::{DatabaseConnection, SqlxError, SqlxMySqlConnector, sqlx};

use super::deadline::Deadline;
use super::limits::{milliseconds, seconds};
use super::server::{Target, bad_url, refuse_unknown_tls, with_host};
use super::{ConnectError, Connection, Limits, Mode, Product, Version, redact};

/// How long another connection may take, which is of use only if it is there soon.
const AGAIN: Duration = Duration::from_secs(2);

const TLS: [&str; 8] = ["sslmode", "ssl-mode", "sslca", "ssl-ca", "sslcert", "ssl-cert", "sslkey", "ssl-key"];

pub(super) async fn connect(url: &str, mode: Mode, limits: Limits) -> Result<Connection, ConnectError> {
    refuse_unknown_tls(url, Dialect::Mysql, &TLS)?;
    let options: MySqlConnectOptions = with_host(url).parse().map_err(|error| bad_url(url, Dialect::Mysql, &error))?;
    let options = with_socket(options).disable_statement_logging();
    let Some(database) = options.get_database().map(str::to_owned) else {
        let problem = "it names no database".to_owned();
        return Err(ConnectError::BadUrl { dialect: Dialect::Mysql, url: redact(url), problem });
    };
    let target = Target {
        dialect: Dialect::Mysql,
        url,
        host: options.get_host(),
        port: options.get_port(),
        socket: options.get_socket().map(PathBuf::as_path),
        user: options.get_username(),
        database: &database,
    };
    let pool = Box::pin(target.pool(hold_one(&options), attempt(&options))).await?;
    let (version, comment) = target.limit(version(&pool)).await?;
    let is_mariadb = [&version, &comment].iter().any(|text| text.to_ascii_lowercase().contains("mariadb"));
    let product = if is_mariadb { Product::Mariadb } else { Product::Mysql };
    let session = session(&database, mode, &limits, product);
    target.limit(begin(&pool, &session)).await?;
    Ok(Connection {
        database: SqlxMySqlConnector::from_sqlx_mysql_pool(pool),
        dialect: Dialect::Mysql,
        name: redact(url),
        product,
        version: Version::parse(&version),
        is_local: target.is_local(),
        wait: limits.lock,
        session,
        deadline: Deadline::default(),
        lock_retries: limits.lock_retries,
        another: Some(Box::new(options)),
    })
}

/// Connects once more, to a server that has answered already.
pub(super) async fn again(options: &MySqlConnectOptions, session: &str) -> Result<DatabaseConnection, SqlxError> {
    let connecting = async {
        let pool = hold_one(options).await?;
        begin(&pool, session).await?;
        Ok(SqlxMySqlConnector::from_sqlx_mysql_pool(pool))
    };
    tokio::time::timeout(AGAIN, connecting).await.map_err(|_elapsed| SqlxError::PoolTimedOut)?
}

/// The driver knows a socket as a parameter only, not as a host (`mysql://root@%2Frun%2Fmysqld.sock/app`).
fn with_socket(options: MySqlConnectOptions) -> MySqlConnectOptions {
    let host = options.get_host().replace("%2F", "/").replace("%2f", "/");
    if host.starts_with('/') { options.socket(host) } else { options }
}

/// Connects, for nothing but to see whether it can be done.
async fn attempt(options: &MySqlConnectOptions) -> Result<(), SqlxError> {
    options.connect().await?.close().await
}

async fn version(pool: &sqlx::MySqlPool) -> Result<(String, String), SqlxError> {
    let row = pool.fetch_one("SELECT VERSION(), @@version_comment").await?;
    Ok((row.try_get(0)?, row.try_get(1)?))
}

async fn hold_one(options: &MySqlConnectOptions) -> Result<sqlx::MySqlPool, SqlxError> {
    let pool = MySqlPoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(options.clone())
        .await?;
    // Another one in its place would have no lock: there must never be one.
    pool.set_connect_options(options.clone().socket("the connection was lost"));
    Ok(pool)
}

async fn begin(pool: &sqlx::MySqlPool, session: &str) -> Result<(), SqlxError> {
    pool.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(session).into_sql_str())).await?;
    Ok(())
}

/// The settings that our statements rely on, and where they find their tables.
fn session(database: &str, mode: Mode, limits: &Limits, product: Product) -> String {
    let database = Dialect::Mysql.quote(&Ident::new(database));
    let access = if mode == Mode::ReadOnly { "READ ONLY" } else { "READ WRITE" };
    let statement = match (limits.statement, product) {
        (None, _) => String::new(),
        (Some(limit), Product::Mariadb) => format!("SET SESSION max_statement_time = {}; ", seconds(limit)),
        // It limits what reads alone.
        (Some(limit), _) => format!("SET SESSION max_execution_time = {}; ", milliseconds(limit)),
    };
    format!("UNLOCK TABLES; {}; {statement}SET SESSION TRANSACTION {access}; USE {database}", settings(limits))
}

/// The mode is what both products have by default, without what changes how text is read (`ANSI_QUOTES`,
/// `NO_BACKSLASH_ESCAPES`); a trigger keeps the mode that it is made in.
pub(super) fn settings(limits: &Limits) -> String {
    // Whole seconds; zero would not wait at all.
    let seconds = limits.lock.as_secs().clamp(1, 31_536_000);
    format!(
        "SET NAMES utf8mb4, autocommit = 1, \
         SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', \
         SESSION sql_quote_show_create = 1, SESSION time_zone = '+00:00', SESSION completion_type = 'NO_CHAIN', \
         SESSION foreign_key_checks = 1, SESSION unique_checks = 1, SESSION sql_safe_updates = 0, \
         SESSION sql_auto_is_null = 0, SESSION sql_select_limit = DEFAULT, \
         SESSION lock_wait_timeout = {seconds}, SESSION innodb_lock_wait_timeout = {seconds}"
    )
}
