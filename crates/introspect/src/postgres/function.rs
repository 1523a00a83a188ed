//! Functions, procedures and aggregates.

use autogen_schema::{Object, Schema};
use sea_orm::ConnectionTrait;

use super::attachment::comment_on;
use super::catalog::{name, query};
use super::grant::Grants;
use super::text::in_default_schema;
use crate::{Error, Note};

/// Adds every function. Of an aggregate the server has no text.
pub(super) async fn read(
    db: &impl ConnectionTrait,
    grants: &Grants,
    schema: &mut Schema,
    notes: &mut Vec<Note>,
) -> Result<(), Error> {
    let functions = query(db, "functions", include_str!("function.sql"), |row| {
        let (kind, word) = match row.try_get::<String>("", "kind")?.as_str() {
            "p" => ("procedure", "PROCEDURE"),
            "a" => ("aggregate", "AGGREGATE"),
            _ => ("function", "FUNCTION"),
        };
        let name = name(row)?;
        let what = format!("{word} {}", row.try_get::<String>("", "signature")?);
        let definition = row.try_get::<Option<String>>("", "definition")?.map(|text| {
            let text = text.trim_end();
            if name.schema.is_none() { in_default_schema(text, kind) } else { text.to_owned() }
        });
        let comment = row.try_get::<Option<String>>("", "comment")?.map(|text| comment_on(&what, &text));
        let grants = grants.statements("pg_proc", row.try_get("", "oid")?, &what);
        Ok(object(kind, name, definition, comment.into_iter().chain(grants)))
    })
    .await?;
    for function in functions {
        if function.sql.is_none() {
            notes.push(Note::NoText { kind: function.kind.clone(), name: function.name.clone() });
        }
        schema.objects.push(function);
    }
    Ok(())
}

/// An object, with what belongs to it behind the statement that makes it.
pub(super) fn object(
    kind: &str,
    name: autogen_schema::TableName,
    statement: Option<String>,
    more: impl Iterator<Item = String>,
) -> Object {
    let sql = statement.map(|statement| [statement].into_iter().chain(more).collect::<Vec<_>>().join(";\n"));
    Object { kind: kind.into(), name, sql }
}
