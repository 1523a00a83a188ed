//! What stands beside tables, types and functions: schemas, extensions, foreign servers, collations, publications, and the names
//! of the rest.

use autogen_schema::{Dialect, Schema, TableName};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::attachment::comment_on;
use super::catalog::{Catalog, ident, name, query};
use super::function::object;
use super::grant::Grants;
use super::presence::Thing;
use crate::{Error, Note};

const POSTGRES: Dialect = Dialect::Postgres;

/// Adds every such object, and notes those that the catalog has no text of.
pub(super) async fn read<C: ConnectionTrait>(
    catalog: &Catalog<'_, C>,
    grants: &Grants,
    schema: &mut Schema,
    notes: &mut Vec<Note>,
) -> Result<(), Error> {
    if !catalog.known.presence.has(Thing::Other) {
        return Ok(());
    }
    let objects = query(catalog.db, "objects", include_str!("other.sql"), |row| {
        let kind: String = row.try_get("", "kind")?;
        let (name, oid) = (name(row)?, row.try_get::<i64>("", "oid")?);
        let what = format!("{} {}", kind.to_uppercase().replace('-', " "), POSTGRES.quote_table(&name));
        let (statement, catalog) = match row.try_get::<String>("", "catalog")?.as_str() {
            "pg_namespace" => (Some(format!("CREATE {what}")), "pg_namespace"),
            "pg_extension" => (Some(extension(row, &what)?), ""),
            "pg_foreign_data_wrapper" => (Some(wrapper(row, &name)?), ""),
            "pg_foreign_server" => (Some(server(row, &what)?), ""),
            "pg_collation" => (Some(collation(row, &what)?), ""),
            "pg_publication" => (publication(row, &what)?, ""),
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

fn publication(row: &QueryResult, what: &str) -> Result<Option<String>, DbErr> {
    const PUBLISH: &str = "insert, update, delete, truncate";
    let Some(publish) = row.try_get::<Option<String>>("", "publish")? else { return Ok(None) };
    let of_all_tables = row.try_get::<Option<bool>>("", "of_all_tables")? == Some(true);
    let mut options = Vec::new();
    if publish != PUBLISH {
        options.push(format!("publish = {}", POSTGRES.literal(&publish)));
    }
    if row.try_get("", "via_root")? {
        options.push("publish_via_partition_root = true".to_owned());
    }
    let all = if of_all_tables { " FOR ALL TABLES" } else { "" };
    let with = if options.is_empty() { String::new() } else { format!(" WITH ({})", options.join(", ")) };
    Ok(Some(format!("CREATE {what}{all}{with}")))
}

fn extension(row: &QueryResult, what: &str) -> Result<String, DbErr> {
    let schema = ident(row, "extension_schema")?;
    let schema = schema.map(|schema| format!(" WITH SCHEMA {}", POSTGRES.quote(&schema))).unwrap_or_default();
    Ok(format!("CREATE {what}{schema}"))
}

fn wrapper(row: &QueryResult, name: &TableName) -> Result<String, DbErr> {
    let mut words = vec![format!("CREATE FOREIGN DATA WRAPPER {}", POSTGRES.quote_table(name))];
    for (word, column) in [("HANDLER", "handler"), ("VALIDATOR", "validator")] {
        words.extend(row.try_get::<Option<String>>("", column)?.map(|function| format!("{word} {function}")));
    }
    words.extend(server_options(&row.try_get::<Vec<String>>("", "options")?));
    Ok(words.join(" "))
}

fn server(row: &QueryResult, what: &str) -> Result<String, DbErr> {
    let mut words = vec![format!("CREATE {what}")];
    for (word, column) in [("TYPE", "server_type"), ("VERSION", "server_version")] {
        let value: Option<String> = row.try_get("", column)?;
        words.extend(value.map(|value| format!("{word} {}", POSTGRES.literal(&value))));
    }
    words.extend(ident(row, "wrapper")?.map(|name| format!("FOREIGN DATA WRAPPER {}", POSTGRES.quote(&name))));
    words.extend(server_options(&row.try_get::<Vec<String>>("", "options")?));
    Ok(words.join(" "))
}

/// `OPTIONS (host 'x')`, of options that the catalog keeps as `host=x`.
pub(super) fn server_options(options: &[String]) -> Option<String> {
    let option = |option: &String| {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        format!("{} {}", POSTGRES.quote(&name.into()), POSTGRES.literal(value))
    };
    let options: Vec<_> = options.iter().map(option).collect();
    (!options.is_empty()).then(|| format!("OPTIONS ({})", options.join(", ")))
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
