//! Relations that are no tables to an entity: sequences, partitions, foreign tables.

use autogen_schema::{AttachmentKind, Dialect, Identity, IdentityKind, Object, Schema, Table};

use super::attachment::{attachment, comment, comment_on};
use super::catalog::Known;
use super::entries::of_table;
use super::function::object;
use super::grant::Grants;
use super::relation::{Kind, Relation};
use super::sequence::{self, Sequence};
use super::table::Parts;

const POSTGRES: Dialect = Dialect::Postgres;

/// Adds partitions and foreign tables, each with all that hangs on it.
pub(super) fn read(known: &Known, parts: &Parts, grants: &Grants, schema: &mut Schema) {
    for relation in known.relations.iter().filter(|relation| relation.has_rows() && !relation.is_table()) {
        let columns = parts.columns(relation.oid).iter().map(|row| row.column.clone()).collect();
        let table = Table { columns, ..parts.table(known, grants, relation) };
        let kind = if relation.is_partition() { "partition" } else { "foreign table" };
        let statements = of_table(&table).into_iter().filter_map(|entry| entry.sql);
        let sql = statements.collect::<Vec<_>>().join(";\n");
        schema.objects.push(Object { kind: kind.into(), name: relation.name.clone(), sql: Some(sql) });
    }
}

/// Adds sequences: as objects, or to the table of the identity or serial column that they stand behind.
pub(super) fn sequences(known: &Known, parts: &Parts, grants: &Grants, schema: &mut Schema) {
    for relation in known.relations.iter().filter(|relation| relation.kind == Kind::Sequence) {
        let Some(sequence) = parts.sequences.get(relation.oid) else { continue };
        let owner = sequence.owner.and_then(|(table, _)| known.names.get(&table));
        let what = format!("SEQUENCE {}", POSTGRES.quote_table(&relation.name));
        match owner.and_then(|owner| schema.tables.get_mut(owner)) {
            Some(table) if is_behind_a_column(parts, sequence) => belongings(table, grants, relation, &what),
            owner => {
                let column = sequence.owner.and_then(|(table, number)| parts.columns.get(table, number));
                if let (Some(table), Some(column)) = (owner, column) {
                    let column = &column.column.name;
                    let by = format!("{}.{}", POSTGRES.quote_table(&table.name), POSTGRES.quote(column));
                    let sql = format!("ALTER {what} OWNED BY {by}");
                    let mut setting = attachment(AttachmentKind::Setting, relation.name.name.clone(), sql);
                    setting.uses.insert(column.clone());
                    table.attachments.push(setting);
                }
                let comment = relation.comment.as_deref().map(|text| comment_on(&what, text));
                let more = comment.into_iter().chain(grants.statements("pg_class", relation.oid, &what));
                let mut create = sequence::create(&relation.name, &sequence.options());
                if relation.unlogged {
                    create.insert_str("CREATE ".len(), "UNLOGGED ");
                }
                schema.objects.push(object("sequence", relation.name.clone(), Some(create), more));
            }
        }
    }
}

fn is_behind_a_column(parts: &Parts, sequence: &Sequence) -> bool {
    let columns = sequence.owner.map(|(table, _)| parts.columns(table)).unwrap_or_default();
    let mut identities = columns.iter().filter_map(|row| row.column.identity.as_ref());
    let is_behind = |it: &Identity| it.kind == IdentityKind::Serial && it.sequence == sequence.name;
    sequence.identity || identities.any(is_behind)
}

/// What belongs to the sequence of a column, added to its table.
fn belongings(table: &mut Table, grants: &Grants, relation: &Relation, what: &str) {
    let name = relation.name.name.clone();
    table.attachments.extend(relation.comment.as_deref().map(|text| comment(name, what, text)));
    table.attachments.extend(grants.attachments(relation.oid, what));
}
