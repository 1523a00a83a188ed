//! A server's own text of tables, for dumps and for guards of single tables.

use autogen_schema::{Dialect, TableName};
use sea_orm::sqlx::{AssertSqlSafe, Executor, Row, SqlSafeStr, raw_sql};
use sea_orm::{DatabaseConnection, DbBackend, DbErr, RuntimeErr, SqlxError};

use crate::Error;

/// Returns what `SHOW CREATE TABLE` says of each of `tables`, in their order: one statement a table, and so no part of
/// [`crate::introspect`]. The counter of `AUTO_INCREMENT`, which is data, is left in the text.
///
/// They are sent as text. The driver keeps the last hundred statements that it prepared, and to forget one costs the next 40 ms: it sends
/// two small packets, of which the second waits until the server has seen the first.
///
/// <https://dev.mysql.com/doc/refman/8.4/en/show-create-table.html>
pub async fn show_create(db: &DatabaseConnection, tables: &[TableName]) -> Result<Vec<String>, Error> {
    const WHAT: &str = "definition of a table";
    let catalog =
        |error: SqlxError| Error::Catalog { what: WHAT, source: DbErr::Query(RuntimeErr::SqlxError(error.into())) };
    if db.get_database_backend() != DbBackend::MySql {
        return Err(Error::Silent { what: WHAT });
    }
    let pool = db.get_mysql_connection_pool();
    let mut texts = Vec::with_capacity(tables.len());
    for table in tables {
        let sql = format!("SHOW CREATE TABLE {}", Dialect::Mysql.quote_table(table));
        let row = pool.fetch_one(raw_sql(AssertSqlSafe(sql).into_sql_str())).await.map_err(catalog)?;
        texts.push(row.try_get(1).map_err(catalog)?);
    }
    Ok(texts)
}
