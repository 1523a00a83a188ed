//! The driver alone, without anything above it.

use std::fs;
use std::path::{Path, PathBuf};

use autogen_benches::Failed;
use sea_orm::sqlx::mysql::MySqlConnection;
use sea_orm::sqlx::postgres::PgConnection;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sea_orm::sqlx::{
    AssertSqlSafe, Column as _, ConnectOptions as _, Connection as _, Executor as _, Row as _, query, raw_sql,
};

/// What divides the statements of a file.
pub(crate) const BETWEEN: char = '\0';

enum Driver {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
    Mysql(MySqlConnection),
}

impl Driver {
    async fn connect(url: &str) -> Result<Self, Failed> {
        Ok(match url.split_once(':') {
            Some(("sqlite", _)) => {
                let options: SqliteConnectOptions = url.parse()?;
                Self::Sqlite(options.create_if_missing(true).connect().await?)
            }
            Some(("postgres", _)) => Self::Postgres(PgConnection::connect(url).await?),
            _ => Self::Mysql(MySqlConnection::connect(url).await?),
        })
    }

    async fn close(self) -> Result<(), Failed> {
        match self {
            Self::Sqlite(connection) => connection.close().await?,
            Self::Postgres(connection) => connection.close().await?,
            Self::Mysql(connection) => connection.close().await?,
        }
        Ok(())
    }

    async fn execute(&mut self, sql: &str) -> Result<(), Failed> {
        let sql = raw_sql(AssertSqlSafe(sql));
        let _rows = match self {
            Self::Sqlite(connection) => connection.execute(sql).await?.rows_affected(),
            Self::Postgres(connection) => connection.execute(sql).await?.rows_affected(),
            Self::Mysql(connection) => connection.execute(sql).await?.rows_affected(),
        };
        Ok(())
    }

    /// Asks a query and takes its rows in, without looking at them. `relations` is what PostgreSQL's are asked about.
    async fn ask(&mut self, sql: &str, relations: &[i64]) -> Result<(), Failed> {
        match self {
            Self::Sqlite(connection) => drop(query(AssertSqlSafe(sql)).fetch_all(connection).await?),
            Self::Mysql(connection) => drop(query(AssertSqlSafe(sql)).fetch_all(connection).await?),
            Self::Postgres(connection) if sql.contains("$1") => {
                drop(query(AssertSqlSafe(sql)).bind(relations.to_vec()).fetch_all(connection).await?);
            }
            Self::Postgres(connection) => drop(query(AssertSqlSafe(sql)).fetch_all(connection).await?),
        }
        Ok(())
    }

    /// Asks PostgreSQL which of its queries need not be asked.
    async fn absent(&mut self, folder: &Path) -> Result<Vec<String>, Failed> {
        let Self::Postgres(connection) = self else { return Ok(Vec::new()) };
        let sql = fs::read_to_string(folder.join("presence.sql"))?;
        let row = query(AssertSqlSafe(sql)).fetch_one(connection).await?;
        let is_absent = |name: &str| row.try_get::<bool, _>(name).map(|there| !there);
        let mut absent = Vec::new();
        for column in row.columns() {
            if is_absent(column.name())? {
                absent.push(column.name().to_owned());
            }
        }
        Ok(absent)
    }
}

/// Asks each of the queries that lie in a folder: those that autogen asks.
pub(crate) async fn ask(url: &str, folder: &Path) -> Result<(), Failed> {
    let mut driver = Driver::connect(url).await?;
    driver.execute("BEGIN").await?;
    let mut relations = Vec::new();
    if let Driver::Postgres(connection) = &mut driver {
        let sql = fs::read_to_string(folder.join("relation.sql"))?;
        for row in query(AssertSqlSafe(sql)).fetch_all(connection).await? {
            relations.push(row.try_get("oid")?);
        }
    }
    let absent = driver.absent(folder).await?;
    for path in queries(folder, &absent)? {
        // As it is asked with: what nests loops there takes a time that grows with the square of the tables.
        let is_apart = matches!(driver, Driver::Postgres(_)) && path.ends_with("dependency.sql");
        if is_apart {
            driver.execute("SET LOCAL enable_nestloop = off").await?;
        }
        driver.ask(&fs::read_to_string(path)?, &relations).await?;
        if is_apart {
            driver.execute("SET LOCAL enable_nestloop = on").await?;
        }
    }
    driver.execute("ROLLBACK").await?;
    driver.close().await
}

/// What is asked of a server only where there is something unusual, of which the tables here have nothing.
const UNUSUAL: [&str; 6] = ["index_detail", "not_null", "parameter", "partition", "view", "view_mariadb"];

/// What lies there, without what MariaDB is not asked, what is no query by itself, what was asked already, and what is not asked for.
fn queries(folder: &Path, absent: &[String]) -> Result<Vec<PathBuf>, Failed> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let is_asked = !stem.ends_with("_mysql")
            && !["spelling", "settings", "relation", "presence"].contains(&stem)
            && !UNUSUAL.contains(&stem)
            && absent.iter().all(|query| query != stem);
        if path.extension().is_some_and(|extension| extension == "sql") && is_asked {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Sends the statements of files.
pub(crate) async fn send(url: &str, paths: &[PathBuf]) -> Result<(), Failed> {
    let mut driver = Driver::connect(url).await?;
    let has_transactions = !matches!(driver, Driver::Mysql(_));
    for path in paths {
        let text = fs::read_to_string(path)?;
        if has_transactions {
            driver.execute("BEGIN").await?;
        }
        for statement in text.split(BETWEEN).filter(|statement| !statement.is_empty()) {
            driver.execute(statement).await?;
        }
        if has_transactions {
            driver.execute("COMMIT").await?;
        }
    }
    driver.close().await
}

/// Runs one statement.
pub(crate) async fn execute(url: &str, sql: &str) -> Result<(), Failed> {
    let mut driver = Driver::connect(url).await?;
    driver.execute(sql).await?;
    driver.close().await
}
