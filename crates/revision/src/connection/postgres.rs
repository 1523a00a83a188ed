//! Connecting to PostgreSQL.

use std::time::Duration;

use autogen_schema::Dialect;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::{ConnectOptions, Connection as _, Executor, Row, SqlSafeStr};
use sea_orm::{SqlxError, SqlxPostgresConnector, sqlx};

use super::server::{Target, bad_url, refuse_unknown_tls, with_host};
use super::{ConnectError, Connection, Mode, Product, Version, redact};

const TLS: [&str; 9] =
    ["sslmode", "ssl-mode", "sslrootcert", "ssl-root-cert", "ssl-ca", "sslcert", "ssl-cert", "sslkey", "ssl-key"];

pub(super) async fn connect(url: &str, mode: Mode, wait: Duration) -> Result<Connection, ConnectError> {
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
    let session = session(&options, mode, wait);
    let version = target.limit(version(&options)).await?;
    let pool = target.limit(hold_one(&options, &session)).await?;
    Ok(Connection {
        database: SqlxPostgresConnector::from_sqlx_postgres_pool(pool),
        dialect: Dialect::Postgres,
        name: redact(url),
        product: Product::Postgres,
        version: Version::parse(&version),
        is_local: target.is_local(),
        wait,
        session,
    })
}

/// Asks for the version on a connection of its own. The pool would try again and again, and forget why it fails.
async fn version(options: &PgConnectOptions) -> Result<String, SqlxError> {
    let mut connection = options.connect().await?;
    let row = connection.fetch_one("SHOW server_version").await?;
    connection.close().await?;
    row.try_get(0)
}

async fn hold_one(options: &PgConnectOptions, session: &str) -> Result<sqlx::PgPool, SqlxError> {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(options.clone())
        .await?;
    // Another connection would have no lock and no transaction: there must never be one.
    pool.set_connect_options(options.clone().socket("the connection was lost"));
    pool.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(session).into_sql_str())).await?;
    Ok(pool)
}

/// The settings that our statements rely on. `RESET ALL` goes back to what the URL, the role and the server ask for.
fn session(options: &PgConnectOptions, mode: Mode, wait: Duration) -> String {
    let mut settings = vec![
        "RESET SESSION AUTHORIZATION".to_owned(),
        "RESET ROLE".to_owned(),
        "RESET ALL".to_owned(),
        "SET standard_conforming_strings = on".to_owned(),
        "SET quote_all_identifiers = off".to_owned(),
    ];
    if !options.get_options().is_some_and(|options| options.contains("lock_timeout")) {
        // Zero would be for ever.
        let milliseconds = i32::try_from(wait.as_millis()).unwrap_or(i32::MAX).max(1);
        settings.push(format!("SET lock_timeout = {milliseconds}"));
    }
    if mode == Mode::ReadOnly {
        settings.push("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY".to_owned());
    }
    settings.join("; ")
}
