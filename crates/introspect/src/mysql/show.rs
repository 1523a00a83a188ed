//! A server's own text of tables, for dumps and for guards of single tables.

use autogen_schema::{Dialect, TableName};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::Error;

/// Returns what `SHOW CREATE TABLE` says of each of `tables`, in their order: one statement a table, and so no part of
/// [`crate::introspect`]. The counter of `AUTO_INCREMENT`, which is data, is left in the text.
///
/// <https://dev.mysql.com/doc/refman/8.4/en/show-create-table.html>
pub async fn show_create(db: &impl ConnectionTrait, tables: &[TableName]) -> Result<Vec<String>, Error> {
    let catalog = |source| Error::Catalog { what: "definition of a table", source };
    let mut texts = Vec::with_capacity(tables.len());
    for table in tables {
        let sql = format!("SHOW CREATE TABLE {}", Dialect::Mysql.quote_table(table));
        let statement = Statement::from_string(DbBackend::MySql, sql);
        let row = db.query_one_raw(statement).await.map_err(catalog)?;
        let row = row.ok_or(Error::Silent { what: "definition of a table" })?;
        texts.push(row.try_get_by_index::<String>(1).map_err(catalog)?);
    }
    Ok(texts)
}
