//! Tables.

use autogen_schema::sqlite::{ColumnConstraintKind, CreateTable, TableConstraintKind};
use autogen_schema::{Definition, Schema, Table, TableOptions, Trigger};
use rayon::prelude::*;

use super::catalog::{Catalog, Parts};
use super::row::{KindRow, Stored};
use super::{column, constraint, foreign_key, index};
use crate::{Note, ObjectKind};

/// Adds every ordinary table. What is known as a virtual or shadow table is passed over.
pub(super) fn read(catalog: &mut Catalog, schema: &mut Schema, notes: &mut Vec<Note>) {
    let is_ordinary = |object: &&Stored| !schema.virtual_tables.contains_key(&object.name.as_str().into());
    let mut parts = std::mem::take(&mut catalog.parts);
    let mut of = |object: &Stored| parts.remove(&object.name).unwrap_or_default();
    let (tables, catalog) = (std::mem::take(&mut catalog.tables), &*catalog);
    let objects: Vec<_> = tables.iter().filter(is_ordinary).map(|object| (object, of(object))).collect();
    // What was read of one is given back once it is made.
    let read: Vec<_> = objects.into_par_iter().map(|(object, parts)| one(catalog, object, &parts)).collect();
    for (table, noted) in read {
        notes.extend(noted);
        if let Some(table) = table {
            schema.add(table);
        }
    }
}

fn one(catalog: &Catalog, object: &Stored, parts: &Parts) -> (Option<Table>, Vec<Note>) {
    let mut notes = Vec::new();
    let table = catalog.kinds.get(&object.name).map(|kind| table(catalog, object, (kind, parts), &mut notes));
    if table.is_none() {
        let name = object.name.as_str().into();
        notes.push(Note::Contradiction { kind: ObjectKind::Table, name, what: "name" });
    }
    (table, notes)
}

fn table(catalog: &Catalog, object: &Stored, (kind, parts): (&KindRow, &Parts), notes: &mut Vec<Note>) -> Table {
    let ddl = match CreateTable::parse(&object.sql) {
        Ok(ddl) => Some(ddl),
        Err(error) => {
            notes.push(Note::Unreadable { kind: ObjectKind::Table, name: object.name.as_str().into(), error });
            None
        }
    };
    let ddl = ddl.as_ref();
    let Parts { columns, foreign_keys, indexes } = parts;
    let mut table = Table::new(object.name.as_str());
    table.columns = column::read(columns, indexes, ddl);
    table.primary_key = constraint::primary_key(columns, ddl);
    table.uniques = constraint::uniques(indexes, &table.columns, ddl);
    table.checks = ddl.map(constraint::checks).unwrap_or_default();
    table.foreign_keys = foreign_key::read(object, foreign_keys, ddl, notes);
    table.indexes = index::read(catalog, indexes, &table.columns, notes);
    table.triggers = triggers(catalog, &object.name);
    table.options = TableOptions {
        strict: kind.strict,
        without_rowid: kind.without_rowid,
        autoincrement: ddl.is_some_and(autoincrement),
    };
    table.definition = Definition::new(object.sql.as_str());
    table
}

/// The triggers on a table or view, in the order in which they were made: the order in which they fire depends on it.
pub(super) fn triggers(catalog: &Catalog, table: &str) -> Vec<Trigger> {
    let triggers = catalog.triggers.get(&table.to_ascii_lowercase()).map(Vec::as_slice).unwrap_or_default();
    triggers.iter().map(|object| Trigger::new(object.name.as_str(), object.sql.as_str())).collect()
}

fn autoincrement(ddl: &CreateTable) -> bool {
    let column = ddl
        .columns()
        .flat_map(|(_, column)| &column.constraints)
        .any(|constraint| matches!(constraint.kind, ColumnConstraintKind::PrimaryKey { autoincrement: true, .. }));
    column
        || ddl.constraints().any(|(_, constraint)| {
            matches!(constraint.kind, TableConstraintKind::PrimaryKey { autoincrement: true, .. })
        })
}
