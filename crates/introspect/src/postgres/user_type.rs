//! Domains, composite types and ranges. A base type is made by functions in C; the catalog has no text of it.

use autogen_schema::{Dialect, Schema, TableName};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::attachment::comment_on;
use super::catalog::{Catalog, name, qualified, query};
use super::column::ColumnRow;
use super::function::object;
use super::grant::Grants;
use super::presence::Thing;
use super::relation::Kind;
use super::table::Parts;
use crate::{Error, Note};

const POSTGRES: Dialect = Dialect::Postgres;

struct TypeRow {
    oid: i64,
    name: TableName,
    kind: String,
    relation: i64,
    comment: Option<String>,
    /// What stands behind the name of a domain or a range.
    text: String,
    /// Names and comments of the checks of a domain.
    checks: Vec<(String, String)>,
}

/// Adds every type that is no enum type.
pub(super) async fn read<C: ConnectionTrait>(
    catalog: &Catalog<'_, C>,
    parts: &Parts,
    grants: &Grants,
    schema: &mut Schema,
    notes: &mut Vec<Note>,
) -> Result<(), Error> {
    if !catalog.known.presence.has(Thing::UserType)
        && !catalog.known.has(|relation| relation.kind == Kind::CompositeType)
    {
        return Ok(());
    }
    for row in query(catalog.db, "types", include_str!("user_type.sql"), decode).await? {
        let quoted = POSTGRES.quote_table(&row.name);
        let (kind, word) = if row.kind == "d" { ("domain", "DOMAIN") } else { ("type", "TYPE") };
        let statement = match row.kind.as_str() {
            "c" => Some(format!("CREATE TYPE {quoted} AS (\n{}\n)", attributes(parts.columns(row.relation)))),
            "b" => None,
            _ => Some(format!("CREATE {word} {quoted} {}", row.text)),
        };
        if statement.is_none() {
            notes.push(Note::NoText { kind: kind.into(), name: row.name.clone() });
        }
        let what = format!("{word} {quoted}");
        let comment = row.comment.as_deref().map(|text| comment_on(&what, text));
        let commented = row.checks.iter().filter(|(_, text)| !text.is_empty()).map(|(check, text)| {
            comment_on(&format!("CONSTRAINT {} ON DOMAIN {quoted}", POSTGRES.quote(&check.as_str().into())), text)
        });
        let columns = parts.columns(row.relation).iter().filter_map(|row| {
            let text = row.column.comment.as_deref()?;
            Some(comment_on(&format!("COLUMN {quoted}.{}", POSTGRES.quote(&row.column.name)), text))
        });
        let granted = grants.statements("pg_type", row.oid, &what);
        let more = comment.into_iter().chain(commented).chain(columns).chain(granted);
        schema.objects.push(object(kind, row.name.clone(), statement, more));
    }
    Ok(())
}

fn attributes(columns: &[ColumnRow]) -> String {
    let attribute = |row: &ColumnRow| {
        let collation = row.collation.as_ref().map(|name| format!(" COLLATE {name}")).unwrap_or_default();
        format!("    {} {}{collation}", POSTGRES.quote(&row.column.name), row.type_text)
    };
    columns.iter().map(attribute).collect::<Vec<_>>().join(",\n")
}

fn decode(row: &QueryResult) -> Result<TypeRow, DbErr> {
    let kind: String = row.try_get("", "kind")?;
    let text = match kind.as_str() {
        "d" => domain(row)?,
        "r" => range(row)?,
        _ => String::new(),
    };
    let checks: Vec<String> = row.try_get("", "checks")?;
    let comments: Vec<String> = row.try_get("", "check_comments")?;
    Ok(TypeRow {
        oid: row.try_get("", "oid")?,
        name: name(row)?,
        kind,
        relation: row.try_get("", "relation")?,
        comment: row.try_get("", "comment")?,
        text,
        checks: checks.into_iter().zip(comments).collect(),
    })
}

fn domain(row: &QueryResult) -> Result<String, DbErr> {
    let base: Option<String> = row.try_get("", "base")?;
    let mut words = vec![format!("AS {}", base.unwrap_or_default())];
    let collation = qualified(row, "collation_schema", "collation")?;
    words.extend(collation.map(|name| format!("COLLATE {}", POSTGRES.quote_table(&name))));
    words.extend(row.try_get::<Option<String>>("", "expression")?.map(|default| format!("DEFAULT {default}")));
    words.extend(row.try_get::<bool>("", "not_null")?.then(|| "NOT NULL".into()));
    let checks: Vec<String> = row.try_get("", "checks")?;
    let definitions: Vec<String> = row.try_get("", "check_definitions")?;
    words.extend(
        checks
            .into_iter()
            .zip(definitions)
            .map(|(check, definition)| format!("CONSTRAINT {} {definition}", POSTGRES.quote(&check.into()))),
    );
    Ok(words.join(" "))
}

fn range(row: &QueryResult) -> Result<String, DbErr> {
    let collation = qualified(row, "collation_schema", "collation")?.map(|name| POSTGRES.quote_table(&name));
    let options = [
        ("SUBTYPE", row.try_get("", "subtype")?),
        ("SUBTYPE_OPCLASS", row.try_get("", "operator_class")?),
        ("COLLATION", collation),
        ("CANONICAL", row.try_get("", "canonical")?),
        ("SUBTYPE_DIFF", row.try_get("", "difference")?),
        ("MULTIRANGE_TYPE_NAME", row.try_get("", "multirange")?),
    ];
    let options = options.into_iter().filter_map(|(word, value)| Some(format!("{word} = {}", value?)));
    Ok(format!("AS RANGE ({})", options.collect::<Vec<_>>().join(", ")))
}
