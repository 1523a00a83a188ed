//! The connection, taken out of its pool for many statements.
//!
//! Each time that the pool takes it back, it asks the server whether it is still there: of short statements that would be as many round
//! trips again.

use autogen_schema::Dialect;
use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::{AssertSqlSafe, Executor, MySql, Postgres, Sqlite};
use sea_orm::{DatabaseConnection, SqlxError};

use crate::Failure;

/// The connection itself. Until this is dropped, whoever else asks for it waits.
pub(crate) enum Held {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
    Mysql(PoolConnection<MySql>),
}

impl Held {
    /// Takes the connection out of a database of a dialect.
    pub(super) async fn of(database: &DatabaseConnection, dialect: Dialect) -> Result<Self, SqlxError> {
        Ok(match dialect {
            Dialect::Sqlite => Self::Sqlite(database.get_sqlite_connection_pool().acquire().await?),
            Dialect::Postgres => Self::Postgres(database.get_postgres_connection_pool().acquire().await?),
            Dialect::Mysql => Self::Mysql(database.get_mysql_connection_pool().acquire().await?),
        })
    }

    /// Sends a statement as it is written.
    pub(crate) async fn execute(&mut self, sql: &str) -> Result<(), Failure> {
        let sql = AssertSqlSafe(sql.to_owned());
        let executed = match self {
            Self::Sqlite(connection) => connection.execute(sql).await.map(drop),
            Self::Postgres(connection) => connection.execute(sql).await.map(drop),
            Self::Mysql(connection) => connection.execute(sql).await.map(drop),
        };
        executed.map_err(|error| Failure::from(&error))
    }
}
