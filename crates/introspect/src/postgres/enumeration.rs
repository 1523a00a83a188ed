//! Enum types.

use autogen_schema::{Attachment, AttachmentKind, Dialect, EnumType, Object, Schema, TableName};
use sea_orm::ConnectionTrait;

use super::attachment::{attachment, comment};
use super::catalog::{Catalog, name, query};
use super::grant::Grants;
use super::presence::Thing;
use crate::Error;

const POSTGRES: Dialect = Dialect::Postgres;

/// Adds every enum type: as one that a bare name finds, or else as an object.
pub(super) async fn read<C: ConnectionTrait>(
    catalog: &Catalog<'_, C>,
    grants: &Grants,
    schema: &mut Schema,
) -> Result<(), Error> {
    if !catalog.known.presence.has(Thing::Enum) {
        return Ok(());
    }
    let rows = query(catalog.db, "enum types", include_str!("enumeration.sql"), |row| {
        let (oid, comment) = (row.try_get::<i64>("", "oid")?, row.try_get::<Option<String>>("", "comment")?);
        Ok((oid, name(row)?, row.try_get::<Option<String>>("", "label")?, comment))
    })
    .await?;
    for rows in rows.chunk_by(|a, b| a.0 == b.0) {
        let Some((oid, name, _, text)) = rows.first() else { continue };
        let labels: Vec<String> = rows.iter().filter_map(|(_, _, label, _)| label.clone()).collect();
        let what = format!("TYPE {}", POSTGRES.quote_table(name));
        let comment = text.as_deref().map(|text| comment(name.name.clone(), &what, text));
        let granted = grants.statements("pg_type", *oid, &what).into_iter();
        let granted = granted.map(|sql| attachment(AttachmentKind::Grant, name.name.clone(), sql));
        let attachments = comment.into_iter().chain(granted).collect();
        if name.schema.is_none() {
            let made = EnumType { attachments, ..EnumType::new(name.name.clone(), labels) };
            schema.enums.insert(name.name.clone(), made);
        } else {
            schema.objects.push(object(name, &labels, &attachments));
        }
    }
    Ok(())
}

fn object(name: &TableName, labels: &[String], attachments: &[Attachment]) -> Object {
    let statements: Vec<String> =
        [create(name, labels)].into_iter().chain(attachments.iter().map(|attachment| attachment.sql.clone())).collect();
    Object { kind: "enum".into(), name: name.clone(), sql: Some(statements.join(";\n")) }
}

/// `CREATE TYPE … AS ENUM …`.
pub(super) fn create(name: &TableName, labels: &[String]) -> String {
    let labels: Vec<String> = labels.iter().map(|label| POSTGRES.literal(label)).collect();
    format!("CREATE TYPE {} AS ENUM ({})", POSTGRES.quote_table(name), labels.join(", "))
}
