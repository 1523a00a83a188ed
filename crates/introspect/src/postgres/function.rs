//! Functions, procedures and aggregates.

use autogen_schema::{Dialect, Object, Schema, TableName};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::attachment::comment_on;
use super::catalog::{Catalog, name, query};
use super::grant::Grants;
use super::presence::Thing;
use super::text::in_default_schema;
use crate::Error;

const POSTGRES: Dialect = Dialect::Postgres;

/// Adds every function.
pub(super) async fn read<C: ConnectionTrait>(
    catalog: &Catalog<'_, C>,
    grants: &Grants,
    schema: &mut Schema,
) -> Result<(), Error> {
    if !catalog.known.presence.has(Thing::Function) {
        return Ok(());
    }
    let functions = query(catalog.db, "functions", include_str!("function.sql"), |row| {
        let (kind, word) = match row.try_get::<String>("", "kind")?.as_str() {
            "p" => ("procedure", "PROCEDURE"),
            "a" => ("aggregate", "AGGREGATE"),
            _ => ("function", "FUNCTION"),
        };
        let name = name(row)?;
        let what = format!("{word} {}", row.try_get::<String>("", "signature")?);
        let definition = match row.try_get::<Option<String>>("", "definition")? {
            Some(text) if name.schema.is_none() => in_default_schema(text.trim_end(), kind),
            Some(text) => text.trim_end().to_owned(),
            None => aggregate(row, &name)?,
        };
        let comment = row.try_get::<Option<String>>("", "comment")?.map(|text| comment_on(&what, &text));
        let grants = grants.statements("pg_proc", row.try_get("", "oid")?, &what);
        Ok(object(kind, name, Some(definition), comment.into_iter().chain(grants)))
    })
    .await?;
    schema.objects.extend(functions);
    Ok(())
}

/// The server has no function that writes it.
fn aggregate(row: &QueryResult, name: &TableName) -> Result<String, DbErr> {
    let name = TableName { name: row.try_get::<String>("", "bare_name")?.into(), ..name.clone() };
    let arguments: String = row.try_get("", "arguments")?;
    let arguments = if arguments.is_empty() { "*" } else { arguments.as_str() };
    let mut options: Vec<String> = vec![row.try_get("", "aggregate")?];
    for (word, column) in [("INITCOND", "initial_value"), ("MINITCOND", "moving_initial_value")] {
        let value: Option<String> = row.try_get("", column)?;
        options.extend(value.map(|value| format!("{word} = {}", POSTGRES.literal(&value))));
    }
    Ok(format!("CREATE AGGREGATE {}({arguments}) ({})", POSTGRES.quote_table(&name), options.join(", ")))
}

/// An object, with what belongs to it behind the statement that makes it.
pub(super) fn object(
    kind: &str,
    name: TableName,
    statement: Option<String>,
    more: impl Iterator<Item = String>,
) -> Object {
    let sql = statement.map(|statement| [statement].into_iter().chain(more).collect::<Vec<_>>().join(";\n"));
    Object { kind: kind.into(), name, sql }
}
