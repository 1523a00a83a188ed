//! Rows on a scratch database: put in before a revision runs, and looked for afterwards.

use std::collections::BTreeMap;

use autogen_schema::{Column, DataType, Dialect, Ident, Schema, Table, TableName};

use super::sample::{Row, Samples};
use crate::Error;
use crate::scratch::Scratch;

/// The rows of every table: each value as text, `None` for NULL.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows(pub(super) BTreeMap<TableName, Content>);

/// The rows of one table.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    pub(super) columns: Vec<Ident>,
    pub(super) rows: Vec<Vec<Option<String>>>,
}

/// Puts rows into every table that has none. Returns those tables, also where nothing could be put in: what stands there for sure
/// is nothing.
pub(crate) async fn fill(scratch: &Scratch, schema: &Schema, kinds: &[Row]) -> Result<Vec<TableName>, Error> {
    let dialect = scratch.dialect();
    let samples = Samples { schema, dialect };
    let mut empty: Vec<&Table> = Vec::new();
    for table in schema.tables.values() {
        let name = dialect.quote_table(&table.name);
        if scratch.query(&format!("SELECT 1 FROM {name} LIMIT 1")).await?.is_empty() {
            empty.push(table);
        }
    }
    let mut left: Vec<(&Table, Row)> = empty.iter().flat_map(|table| kinds.iter().map(|row| (*table, *row))).collect();
    // What a row refers to may be put in later: again, for as long as that helps; then with as little as can be said.
    for bare in [false, true] {
        loop {
            let before = left.len();
            let mut refused = Vec::new();
            for (table, row) in left {
                if scratch.attempt(&samples.insert(table, row, bare)).await.is_err() {
                    refused.push((table, row));
                }
            }
            left = refused;
            if left.is_empty() || left.len() == before {
                break;
            }
        }
    }
    Ok(empty.iter().map(|table| table.name.clone()).collect())
}

/// Takes out the rows of the tables that had none. Returns whether that was possible.
pub(crate) async fn clear(scratch: &Scratch, tables: &[TableName]) -> Result<bool, Error> {
    let dialect = scratch.dialect();
    let (off, on) = match dialect {
        Dialect::Sqlite => ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
        Dialect::Mysql => ("SET foreign_key_checks = 0", "SET foreign_key_checks = 1"),
        Dialect::Postgres => ("SET session_replication_role = replica", "SET session_replication_role = origin"),
    };
    // Not everybody may do that on PostgreSQL: then the order decides.
    let may_skip_keys = scratch.attempt(off).await.is_ok();
    let mut left: Vec<&TableName> = tables.iter().collect();
    loop {
        let before = left.len();
        let mut refused = Vec::new();
        for table in left {
            if scratch.attempt(&format!("DELETE FROM {}", dialect.quote_table(table))).await.is_err() {
                refused.push(table);
            }
        }
        left = refused;
        if left.is_empty() || left.len() == before {
            break;
        }
    }
    if may_skip_keys {
        scratch.statement(on).await?;
    }
    Ok(left.is_empty())
}

/// Reads every row of the tables of `schema`.
pub(super) async fn read(scratch: &Scratch, schema: &Schema) -> Result<Rows, Error> {
    let dialect = scratch.dialect();
    let mut rows = Rows::default();
    for table in schema.tables.values() {
        let stored: Vec<&Column> = table.columns.iter().filter(|column| column.generated.is_none()).collect();
        if stored.is_empty() {
            continue;
        }
        let texts: Vec<String> = stored.iter().map(|column| as_text(column, dialect)).collect();
        let sql = format!("SELECT {} FROM {}", texts.join(", "), dialect.quote_table(&table.name));
        let mut content =
            Content { columns: stored.iter().map(|column| column.name.clone()).collect(), rows: Vec::new() };
        for row in scratch.query(&sql).await? {
            let values = (0..stored.len()).map(|at| row.try_get_by_index::<Option<String>>(at));
            let values: Result<Vec<_>, _> = values.collect();
            content.rows.push(values.map_err(|error| Error::Database(error.into()))?);
        }
        rows.0.insert(table.name.clone(), content);
    }
    Ok(rows)
}

fn as_text(column: &Column, dialect: Dialect) -> String {
    let name = dialect.quote(&column.name);
    match dialect {
        Dialect::Sqlite => format!("CASE WHEN {name} IS NULL THEN NULL ELSE quote({name}) END"),
        Dialect::Postgres => format!("{name}::text"),
        Dialect::Mysql if is_binary(&column.data_type) => format!("HEX({name})"),
        Dialect::Mysql => format!("CAST({name} AS CHAR)"),
    }
}

fn is_binary(ty: &DataType) -> bool {
    let DataType::Reported(ty) = ty else { return false };
    ["binary", "blob", "bit", "geometry", "point", "polygon", "linestring", "vector"]
        .iter()
        .any(|word| ty.name.contains(word))
}
