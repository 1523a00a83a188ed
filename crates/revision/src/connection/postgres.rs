//! Connecting to PostgreSQL.

use autogen_schema::Dialect;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::{ConnectOptions, Connection as _, Executor, Row, SqlSafeStr};
use sea_orm::{SqlxError, SqlxPostgresConnector, sqlx};

use super::deadline::Deadline;
use super::limits::milliseconds;
use super::server::{Target, bad_url, refuse_unknown_tls, with_host};
use super::{ConnectError, Connection, Limits, Mode, Product, Version, redact};

const TLS: [&str; 9] =
    ["sslmode", "ssl-mode", "sslrootcert", "ssl-root-cert", "ssl-ca", "sslcert", "ssl-cert", "sslkey", "ssl-key"];

pub(super) async fn connect(url: &str, mode: Mode, limits: Limits) -> Result<Connection, ConnectError> {
    refuse_unknown_tls(url, Dialect::Postgres, &TLS)?;
    let options: PgConnectOptions = with_host(url).parse().map_err(|error| bad_url(url, Dialect::Postgres, &error))?;
    let options = match options.get_application_name() {
        Some(_) => options,
        None => options.application_name("autogen"),
    };
    let options = options.disable_statement_logging();
    let target = Target {
        dialect: Dialect::Postgres,
        url,
        host: options.get_host(),
        port: options.get_port(),
        socket: options.get_socket().map(std::path::PathBuf::as_path),
        user: options.get_username(),
        database: options.get_database().unwrap_or(options.get_username()),
    };
    let session = session(&options, mode, limits);
    let pool = Box::pin(target.pool(hold_one(&options), attempt(&options))).await?;
    let version = target.limit(begin(&pool, &session)).await?;
    Ok(Connection {
        database: SqlxPostgresConnector::from_sqlx_postgres_pool(pool),
        dialect: Dialect::Postgres,
        name: redact(url),
        product: Product::Postgres,
        version: Version::parse(&version),
        is_local: target.is_local(),
        wait: limits.lock,
        session,
        deadline: Deadline::default(),
        lock_retries: limits.lock_retries,
        another: None,
    })
}

/// Connects, for nothing but to see whether it can be done.
async fn attempt(options: &PgConnectOptions) -> Result<(), SqlxError> {
    options.connect().await?.close().await
}

async fn hold_one(options: &PgConnectOptions) -> Result<sqlx::PgPool, SqlxError> {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(options.clone())
        .await?;
    // Another one in its place would have no lock and no transaction: there must never be one.
    pool.set_connect_options(options.clone().socket("the connection was lost"));
    Ok(pool)
}

/// Begins the session, and returns the version of the server.
async fn begin(pool: &sqlx::PgPool, session: &str) -> Result<String, SqlxError> {
    // Each time that the pool takes it back, it asks whether the connection is still there.
    let mut connection = pool.acquire().await?;
    let version = connection.fetch_one("SHOW server_version").await?.try_get(0)?;
    connection.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(session).into_sql_str())).await?;
    Ok(version)
}

/// The settings that our statements rely on. `RESET ALL` goes back to what the URL, the role and the server ask for.
fn session(options: &PgConnectOptions, mode: Mode, limits: Limits) -> String {
    let mut statements: Vec<String> =
        ["RESET SESSION AUTHORIZATION", "RESET ROLE", "RESET ALL"].map(str::to_owned).to_vec();
    statements.push("SET quote_all_identifiers = off".to_owned());
    let said = options.get_options().is_some_and(|options| options.contains("lock_timeout"));
    statements.extend(settings(&limits, limits.overrides_url || !said));
    if mode == Mode::ReadOnly {
        statements.push("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY".to_owned());
    }
    statements.join("; ")
}

/// How literals are read, and how long is waited; for locks where `lock` says so.
pub(super) fn settings(limits: &Limits, lock: bool) -> Vec<String> {
    let lock = lock.then(|| format!("SET lock_timeout = {}", milliseconds(limits.lock)));
    let statement = limits.statement.map(|limit| format!("SET statement_timeout = {}", milliseconds(limit)));
    ["SET standard_conforming_strings = on".to_owned()].into_iter().chain(lock).chain(statement).collect()
}
