//! The few questions that a run asks of the catalog.

use autogen_schema::{Dialect, TableName};
use sea_orm::sqlx::{AssertSqlSafe, Executor, Row, SqlSafeStr, raw_sql};
use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, RuntimeErr, SqlxError, Statement, Value};

use crate::{Connection, Failure};

/// An index or trigger, as the catalog has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dependent {
    /// `index` or `trigger`.
    pub kind: String,
    pub name: String,
    pub table: String,
    pub sql: String,
}

/// Returns the statement that made a table.
pub(super) async fn table_sql(connection: &Connection, table: &str) -> Result<Option<String>, DbErr> {
    let sql = "SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE";
    let row = connection.database().query_one_raw(query(sql, table)).await?;
    row.map(|row| row.try_get_by_index(0)).transpose()
}

/// Returns what MySQL says makes a table. It is asked in text, as the driver would prepare a statement for each table.
pub(super) async fn show_create_table(connection: &Connection, table: &TableName) -> Result<Option<String>, DbErr> {
    let sql = format!("SHOW CREATE TABLE {}", Dialect::Mysql.quote_table(table));
    let failed = |error: SqlxError| DbErr::Query(RuntimeErr::SqlxError(error.into()));
    let pool = connection.database().get_mysql_connection_pool();
    match pool.fetch_one(raw_sql(AssertSqlSafe(sql).into_sql_str())).await.map_err(failed) {
        Ok(row) => row.try_get(1).map(Some).map_err(failed),
        // ER_NO_SUCH_TABLE, ER_BAD_DB_ERROR.
        Err(error) if Failure::from(error.clone()).is(&[], &[], &[1146, 1049]) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the indexes and triggers of a table that somebody made by a statement, in the order in which they were made.
pub(super) async fn dependents(connection: &Connection, table: &str) -> Result<Vec<Dependent>, DbErr> {
    let sql = "SELECT type, name, tbl_name, sql FROM main.sqlite_master \
               WHERE type IN ('index', 'trigger') AND tbl_name = ? COLLATE NOCASE AND sql IS NOT NULL ORDER BY rowid";
    let rows = connection.database().query_all_raw(query(sql, table)).await?;
    let read = |row: &sea_orm::QueryResult| {
        Ok(Dependent {
            kind: row.try_get_by_index(0)?,
            name: row.try_get_by_index(1)?,
            table: row.try_get_by_index(2)?,
            sql: row.try_get_by_index(3)?,
        })
    };
    rows.iter().map(read).collect()
}

fn query(sql: &str, value: &str) -> Statement {
    Statement::from_sql_and_values(DatabaseBackend::Sqlite, sql, [Value::from(value)])
}
