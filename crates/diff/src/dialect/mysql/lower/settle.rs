//! What a server does by itself along with operations, and what it refuses: indexes behind foreign keys, columns of keys.
//!
//! A foreign key stands on an index over its columns. Where there is none, a server makes one of the key's name, leaves it
//! when the key goes, and takes it away when an index that serves comes. The schema that an upgrade arrives at is the one
//! that the same tables made at once would have, and every index comes and goes in plain sight.

use std::collections::BTreeSet;

use autogen_schema::{ForeignKey, Ident, Index, IndexPart, Schema, Table, TableName};

use super::MYSQL;
use super::apply::Arrival;
use crate::Operation;
use crate::dialect::Refusal;
use crate::dialect::mysql::keys::{Key, index, is_served, keys};
use crate::dialect::mysql::names;

pub(super) fn settle(arrival: &mut Arrival, operations: &[Operation], base: &Schema) -> Result<(), Refusal> {
    let touched: BTreeSet<TableName> =
        operations.iter().filter_map(Operation::table).map(|table| table.key(MYSQL)).collect();
    let names: Vec<TableName> = arrival.schema.tables.keys().cloned().collect();
    let renamed = |name: &TableName| {
        operations.iter().find_map(|operation| match operation {
            Operation::RenameTable { from, to } if to.same(name, MYSQL) => Some(from.clone()),
            _ => None,
        })
    };
    for name in names {
        let old = renamed(&name);
        let is_touched =
            touched.contains(&name.key(MYSQL)) || old.as_ref().is_some_and(|old| touched.contains(&old.key(MYSQL)));
        let before = base.table(old.as_ref().unwrap_or(&name), MYSQL);
        if is_touched && let Some(table) = arrival.schema.tables.get_mut(&name) {
            if let Some(before) = before {
                implicit_indexes(before, table);
            }
            key_columns(table);
            let lost = lost_numbers(table);
            if let Some(column) = lost {
                arrival.take(&name, format!("takes AUTO_INCREMENT from {name}.{column}, which leads no key any more"));
            }
        }
    }
    check_referenced(&arrival.schema, base)
}

/// Columns of the primary key are never NULL.
fn key_columns(table: &mut Table) {
    let names = table.primary_key.as_ref().map(|key| key.columns.clone()).unwrap_or_default();
    for column in table.columns.iter_mut().filter(|column| names.iter().any(|name| name.same(&column.name, MYSQL))) {
        column.nullable = false;
    }
}

/// A server counts only in a column that leads a key.
fn lost_numbers(table: &mut Table) -> Option<Ident> {
    let column = table.columns.iter().find(|column| column.auto_increment)?.name.clone();
    if is_served(table, std::slice::from_ref(&column)) {
        return None;
    }
    table.column_mut(&column, MYSQL)?.auto_increment = false;
    Some(column)
}

fn implicit_indexes(before: &Table, table: &mut Table) {
    let added: Vec<Key> = {
        let stood = keys(before);
        keys(table).into_iter().filter(|key| stood.iter().all(|other| other.name != key.name)).collect()
    };
    for key in &before.foreign_keys {
        let stays = table.foreign_keys.iter().any(|other| other.name == key.name && other.columns == key.columns);
        let served = added.iter().any(|new| new.serves(&key.columns));
        if (!stays || served) && !is_needed(table, key) {
            table.indexes.retain(|index| !is_implicit(index, key));
        }
    }
    let unserved: Vec<ForeignKey> = table
        .foreign_keys
        .iter()
        .filter(|key| before.foreign_keys.iter().any(|other| other.name == key.name))
        .filter(|key| !is_served(table, &key.columns))
        .cloned()
        .collect();
    for key in unserved {
        let free = |name: &Ident| keys(table).iter().all(|other| !other.name.same(name, MYSQL));
        let name = key.name.clone().filter(free).unwrap_or_else(|| names::index(table, &key.columns, None));
        let parts = key.columns.iter().map(|column| IndexPart::column(column.clone()));
        table.indexes.push(Index { name: Some(name), ..Index::new(parts) });
    }
}

/// Whether an index is the one that a server makes for the key.
pub(super) fn is_implicit(found: &Index, key: &ForeignKey) -> bool {
    let Some(found) = index(found) else { return false };
    found.is_plain() && !found.is_unique && Some(&found.name) == key.name.as_ref() && found.over == key.columns
}

/// Whether the index that a server made for `key` is all that some key of the table, or one of another table, stands on.
fn is_needed(table: &Table, key: &ForeignKey) -> bool {
    let mut without = table.clone();
    without.indexes.retain(|index| !is_implicit(index, key));
    let was_served = |columns: &[Ident]| is_served(table, columns) && !is_served(&without, columns);
    table.foreign_keys.iter().any(|other| was_served(&other.columns))
}

/// Fails when a foreign key refers to columns that are gone, or that nothing finds rows by any more. One that a database let
/// pass before, as it does with `foreign_key_checks` off, is not looked at.
fn check_referenced(schema: &Schema, base: &Schema) -> Result<(), Refusal> {
    let serves = |schema: &Schema, key: &ForeignKey| {
        let target = schema.table(&key.references, MYSQL);
        target.is_none_or(|target| is_served(target, &key.referenced_columns))
    };
    let stood = |table: &TableName, key: &ForeignKey| {
        let keys = base.table(table, MYSQL).map(|table| table.foreign_keys.as_slice()).unwrap_or_default();
        keys.iter().find(|other| other.name == key.name).cloned()
    };
    for table in schema.tables.values() {
        for key in table.foreign_keys.iter().filter(|key| !serves(schema, key)) {
            let columns = key.referenced_columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ");
            let own = key.columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ");
            let (name, target) = (&table.name, &key.references);
            match stood(name, key) {
                Some(before) if !serves(base, &before) => {}
                Some(_) => {
                    return Err(Refusal::new(
                        format!("leave `{target}` without an index over {columns}"),
                        format!("the foreign key {name}({own}) refers to it"),
                    )
                    .hint("drop the foreign key in the same revision or before, or keep the columns unique"));
                }
                None => {
                    return Err(Refusal::new(
                        format!("make the foreign key {name}({own})"),
                        format!("`{target}` has no index over {columns}"),
                    )
                    .hint("make the columns that it refers to unique"));
                }
            }
        }
    }
    Ok(())
}
