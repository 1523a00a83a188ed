//! Relations that are no tables to an entity: sequences, partitions, foreign tables.

use autogen_schema::{AttachmentKind, Dialect, IdentityKind, Object, Schema, Table};
use sea_orm::ConnectionTrait;

use super::attachment::{attachment, comment, comment_on};
use super::catalog::Catalog;
use super::entries::of_table;
use super::function::object;
use super::grant::Grants;
use super::relation::{Kind, Relation};
use super::sequence::{self, SequenceRow};
use super::table::Parts;
use crate::Error;

const POSTGRES: Dialect = Dialect::Postgres;

/// Adds partitions and foreign tables, each with all that hangs on it.
pub(super) fn read<C>(catalog: &Catalog<'_, C>, parts: &Parts, grants: &Grants, schema: &mut Schema) {
    for relation in catalog.relations.iter().filter(|relation| relation.has_rows() && !relation.is_table()) {
        let table = parts.table(catalog, grants, relation);
        let kind = if relation.is_partition { "partition" } else { "foreign table" };
        let statements = of_table(&table).into_iter().filter_map(|entry| entry.sql);
        let sql = statements.collect::<Vec<_>>().join(";\n");
        schema.objects.push(Object { kind: kind.into(), name: relation.name.clone(), sql: Some(sql) });
    }
}

/// Adds sequences: as objects, or to the table of the identity or serial column that they stand behind.
pub(super) async fn sequences<C: ConnectionTrait>(
    catalog: &Catalog<'_, C>,
    grants: &Grants,
    schema: &mut Schema,
) -> Result<(), Error> {
    let rows = catalog.by_relation("sequences", sequence::SQL, sequence::decode).await?;
    for relation in catalog.relations.iter().filter(|relation| relation.kind == Kind::Sequence) {
        let Some(row) = rows.get(&relation.oid).and_then(|rows| rows.first()) else { continue };
        let owner = row.owner.as_ref().and_then(|(table, _)| catalog.names.get(table));
        let what = format!("SEQUENCE {}", POSTGRES.quote_table(&relation.name));
        match owner.and_then(|owner| schema.tables.get_mut(owner)) {
            Some(table) if is_behind_a_column(table, relation, row) => belongings(table, grants, relation, &what),
            owner => {
                if let (Some(table), Some((_, column))) = (owner, &row.owner) {
                    let owner = format!("{}.{}", POSTGRES.quote_table(&table.name), POSTGRES.quote(column));
                    let sql = format!("ALTER {what} OWNED BY {owner}");
                    let mut owned = attachment(AttachmentKind::Setting, relation.name.name.clone(), sql);
                    owned.uses.insert(column.clone());
                    table.attachments.push(owned);
                }
                let comment = relation.comment.as_deref().map(|text| comment_on(&what, text));
                let more = comment.into_iter().chain(grants.statements("pg_class", relation.oid, &what));
                let mut create = sequence::create(&relation.name, &row.options);
                if relation.unlogged {
                    create.insert_str("CREATE ".len(), "UNLOGGED ");
                }
                schema.objects.push(object("sequence", relation.name.clone(), Some(create), more));
            }
        }
    }
    Ok(())
}

fn is_behind_a_column(table: &Table, relation: &Relation, row: &SequenceRow) -> bool {
    row.identity
        || table
            .columns
            .iter()
            .filter_map(|column| column.identity.as_ref())
            .any(|identity| identity.kind == IdentityKind::Serial && identity.sequence == relation.name)
}

/// What belongs to the sequence of a column, added to its table.
fn belongings(table: &mut Table, grants: &Grants, relation: &Relation, what: &str) {
    let name = relation.name.name.clone();
    table.attachments.extend(relation.comment.as_deref().map(|text| comment(name, what, text)));
    table.attachments.extend(grants.attachments(relation.oid, what));
}
