//! What a server does by itself along with operations, and what it refuses, of keys and what refers to them.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::{Definition, ForeignKey, Ident, Schema, SqlType, Table, TableName};

use super::MYSQL;
use super::apply::Arrival;
use crate::dialect::Refusal;
use crate::dialect::mysql::keys::is_served;
use crate::dialect::mysql::types::{canonical, column_type};
use crate::{Hazard, Operation};

pub(super) fn settle(arrival: &mut Arrival, operations: &[Operation], base: &Schema) -> Result<(), Refusal> {
    let touched: BTreeSet<TableName> =
        operations.iter().filter_map(Operation::table).map(|table| table.key(MYSQL)).collect();
    for (name, table) in &mut arrival.schema.tables {
        if !touched.contains(&name.key(MYSQL)) {
            continue;
        }
        // It was another table that the server showed so.
        table.definition = Definition::default();
        key_columns(table);
        if let Some(column) = lost_numbers(table) {
            let text = format!("takes AUTO_INCREMENT from {name}.{column}, which leads no key any more");
            arrival.taken.entry(name.clone()).or_default().push(Hazard::TouchesUnmanaged(text));
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
        let nowhere = |key: &&ForeignKey| {
            let here = key.references.schema.is_none() && schema.table(&key.references, MYSQL).is_none();
            here && stood(&table.name, key).is_none()
        };
        if let Some(key) = table.foreign_keys.iter().find(nowhere) {
            let own = key.columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ");
            return Err(Refusal::new(
                format!("make the foreign key {}({own})", table.name),
                format!("there is no table `{}`", key.references),
            ));
        }
        for key in &table.foreign_keys {
            let before = || stood(&table.name, key).and_then(|key| mismatch(base, &table.name, &key));
            if let Some(reason) = mismatch(schema, &table.name, key).filter(|_| before().is_none()) {
                let own = key.columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ");
                return Err(Refusal::new(format!("make the foreign key {}({own})", table.name), reason)
                    .hint("give both columns the same type in the same revision"));
            }
        }
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

/// Tells of integers on both sides of a key that differ in width or sign, which no server connects.
fn mismatch(schema: &Schema, table: &TableName, key: &ForeignKey) -> Option<String> {
    let integer = |table: &TableName, name: &Ident| {
        let ty = &schema.table(table, MYSQL)?.column(name, MYSQL)?.data_type;
        let ty = canonical(&SqlType::parse(&column_type(ty, &BTreeMap::new()).ok()?));
        ty.name.split(' ').next().is_some_and(|word| word.ends_with("int")).then_some(ty)
    };
    key.columns.iter().zip(&key.referenced_columns).find_map(|(own, other)| {
        let (one, two) = (integer(table, own)?, integer(&key.references, other)?);
        let (one, two) = (one.name.replace(" zerofill", ""), two.name.replace(" zerofill", ""));
        (one != two).then(|| format!("`{own}` is {one}, and `{}.{other}` is {two}", key.references))
    })
}
