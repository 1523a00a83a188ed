//! What stands beside tables, types and functions: schemas, extensions, foreign servers, collations, and the names of the rest.

use autogen_schema::{Dialect, Schema, TableName};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::attachment::comment_on;
use super::catalog::{ident, name, query};
use super::function::object;
use super::grant::Grants;
use crate::{Error, Note};

const POSTGRES: Dialect = Dialect::Postgres;

/// Adds every such object, and notes those that the catalog has no text of.
pub(super) async fn read(
    db: &impl ConnectionTrait,
    grants: &Grants,
    schema: &mut Schema,
    notes: &mut Vec<Note>,
) -> Result<(), Error> {
    let objects = query(db, "objects", include_str!("other.sql"), |row| {
        let kind: String = row.try_get("", "kind")?;
        let (name, oid) = (name(row)?, row.try_get::<i64>("", "oid")?);
        let what = format!("{} {}", kind.to_uppercase().replace('-', " "), POSTGRES.quote_table(&name));
        let (statement, catalog) = match row.try_get::<String>("", "catalog")?.as_str() {
            "pg_namespace" => (Some(format!("CREATE {what}")), "pg_namespace"),
            "pg_extension" => (Some(extension(row, &what)?), ""),
            "pg_foreign_data_wrapper" => (Some(wrapper(row, &name)?), ""),
            "pg_foreign_server" => (Some(server(row, &what)?), ""),
            "pg_collation" => (Some(collation(row, &what)?), ""),
            _ => (None, ""),
        };
        // The comment of an extension is its own unless somebody changed it, which nothing tells.
        let comment = row.try_get::<Option<String>>("", "comment")?.filter(|_| kind != "extension");
        let comment = comment.map(|text| comment_on(&what, &text));
        Ok(object(&kind, name, statement, comment.into_iter().chain(grants.statements(catalog, oid, &what))))
    })
    .await?;
    for other in objects {
        if other.sql.is_none() {
            notes.push(Note::NoText { kind: other.kind.clone(), name: other.name.clone() });
        }
        schema.objects.push(other);
    }
    Ok(())
}

fn extension(row: &QueryResult, what: &str) -> Result<String, DbErr> {
    let schema = ident(row, "extension_schema")?;
    let schema = schema.map(|schema| format!(" WITH SCHEMA {}", POSTGRES.quote(&schema))).unwrap_or_default();
    Ok(format!("CREATE {what}{schema}"))
}

fn wrapper(row: &QueryResult, name: &TableName) -> Result<String, DbErr> {
    let mut sql = format!("CREATE FOREIGN DATA WRAPPER {}", POSTGRES.quote_table(name));
    for (word, column) in [("HANDLER", "handler"), ("VALIDATOR", "validator")] {
        if let Some(function) = row.try_get::<Option<String>>("", column)? {
            sql += &format!(" {word} {function}");
        }
    }
    Ok(sql + &server_options(&row.try_get::<Vec<String>>("", "options")?))
}

fn server(row: &QueryResult, what: &str) -> Result<String, DbErr> {
    let mut sql = format!("CREATE {what}");
    for (word, column) in [("TYPE", "server_type"), ("VERSION", "server_version")] {
        if let Some(value) = row.try_get::<Option<String>>("", column)? {
            sql += &format!(" {word} {}", POSTGRES.literal(&value));
        }
    }
    let wrapper = ident(row, "wrapper")?.map(|name| POSTGRES.quote(&name)).unwrap_or_default();
    let options = server_options(&row.try_get::<Vec<String>>("", "options")?);
    Ok(format!("{sql} FOREIGN DATA WRAPPER {wrapper}{options}"))
}

/// ` OPTIONS (host 'x')`, of options that the catalog keeps as `host=x`.
pub(super) fn server_options(options: &[String]) -> String {
    let option = |option: &String| {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        format!("{} {}", POSTGRES.quote(&name.into()), POSTGRES.literal(value))
    };
    if options.is_empty() {
        return String::new();
    }
    format!(" OPTIONS ({})", options.iter().map(option).collect::<Vec<_>>().join(", "))
}

fn collation(row: &QueryResult, what: &str) -> Result<String, DbErr> {
    let text =
        |column| Ok::<_, DbErr>(POSTGRES.literal(&row.try_get::<Option<String>>("", column)?.unwrap_or_default()));
    let provider = row.try_get::<Option<String>>("", "provider")?.unwrap_or_default();
    let place = match provider.as_str() {
        "c" => format!("provider = libc, lc_collate = {}, lc_ctype = {}", text("lc_collate")?, text("lc_ctype")?),
        "b" => format!("provider = builtin, locale = {}", text("locale")?),
        _ => format!("provider = icu, locale = {}", text("locale")?),
    };
    let deterministic = row.try_get::<Option<bool>>("", "deterministic")? != Some(false);
    Ok(format!("CREATE {what} ({place}{})", if deterministic { "" } else { ", deterministic = false" }))
}
