//! Enum types.

use autogen_schema::{Dialect, EnumType, Object, Schema, TableName};
use sea_orm::ConnectionTrait;

use super::catalog::{name, query};
use crate::Error;

const POSTGRES: Dialect = Dialect::Postgres;

/// Adds every enum type: as one that a bare name finds, or else as an object.
pub(super) async fn read(db: &impl ConnectionTrait, schema: &mut Schema) -> Result<(), Error> {
    let rows = query(db, "enum types", include_str!("enumeration.sql"), |row| {
        let oid: i64 = row.try_get("", "oid")?;
        Ok((oid, name(row)?, row.try_get::<Option<String>>("", "label")?))
    })
    .await?;
    for rows in rows.chunk_by(|a, b| a.0 == b.0) {
        let labels: Vec<String> = rows.iter().filter_map(|(_, _, label)| label.clone()).collect();
        match rows.first() {
            Some((_, TableName { schema: None, name }, _)) => {
                schema.enums.insert(name.clone(), EnumType::new(name.clone(), labels));
            }
            Some((_, name, _)) => schema.objects.push(object(name, &labels)),
            None => {}
        }
    }
    Ok(())
}

fn object(name: &TableName, labels: &[String]) -> Object {
    let labels: Vec<String> = labels.iter().map(|label| POSTGRES.literal(label)).collect();
    let sql = format!("CREATE TYPE {} AS ENUM ({})", POSTGRES.quote_table(name), labels.join(", "));
    Object { kind: "enum".into(), name: name.clone(), sql: Some(sql) }
}
