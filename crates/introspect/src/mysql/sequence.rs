//! Sequences (MariaDB).
//!
//! The catalog of MariaDB knows that a sequence is there and nothing of it; what it is set to stands in its one row.
//! <https://mariadb.com/kb/en/create-sequence/>

use autogen_schema::{Dialect, Object, TableName};
use sea_orm::{ConnectionTrait, DbErr};

use super::catalog::Ask;
use super::row::Row;
use super::table::TableRow;
use crate::Error;

/// Reads all sequences in one query. One that the account may not select from has no text.
pub(super) async fn read<C: ConnectionTrait>(ask: &Ask<'_, C>, tables: &[TableRow]) -> Result<Vec<Object>, Error> {
    let names: Vec<TableName> =
        tables.iter().filter(|row| row.kind == "SEQUENCE").map(|row| row.name.as_str().into()).collect();
    let mut objects = select(ask, &names).await;
    if objects.is_err() {
        // One that cannot be read fails them all.
        let mut each = Vec::new();
        for name in &names {
            let read = select(ask, std::slice::from_ref(name)).await;
            each.extend(read.unwrap_or_else(|_| vec![object(name.clone(), None)]));
        }
        objects = Ok(each);
    }
    objects
}

async fn select<C: ConnectionTrait>(ask: &Ask<'_, C>, names: &[TableName]) -> Result<Vec<Object>, Error> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let selects: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            format!(
                "SELECT '{at}' AS place, CAST(start_value AS CHAR) AS start_value, CAST(minimum_value AS CHAR) AS minimum_value, \
                 CAST(maximum_value AS CHAR) AS maximum_value, CAST(increment AS CHAR) AS increment, \
                 CAST(cache_size AS CHAR) AS cache_size, CAST(cycle_option AS CHAR) AS cycle_option FROM {}",
                Dialect::Mysql.quote_table(name)
            )
        })
        .collect();
    ask.rows("sequences", &selects.join(" UNION ALL "), |row| decode(row, names)).await
}

fn decode(row: &Row<'_>, names: &[TableName]) -> Result<Object, DbErr> {
    let place = row.number("place")?.and_then(|place| names.get(usize::try_from(place).ok()?));
    let name = place.cloned().ok_or_else(|| DbErr::RecordNotFound("sequence".to_owned()))?;
    let cycle = if row.text("cycle_option")? == "0" { "NOCYCLE" } else { "CYCLE" };
    let sql = format!(
        "CREATE SEQUENCE {} START WITH {} MINVALUE {} MAXVALUE {} INCREMENT BY {} CACHE {} {cycle}",
        Dialect::Mysql.quote_table(&name),
        row.text("start_value")?,
        row.text("minimum_value")?,
        row.text("maximum_value")?,
        row.text("increment")?,
        row.text("cache_size")?,
    );
    Ok(object(name, Some(sql)))
}

fn object(name: TableName, sql: Option<String>) -> Object {
    Object { kind: "sequence".to_owned(), name, sql }
}
