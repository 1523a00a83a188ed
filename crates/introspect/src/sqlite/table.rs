//! Tables.

use autogen_schema::sqlite::{ColumnConstraintKind, CreateTable, TableConstraintKind};
use autogen_schema::{Definition, Schema, Table, TableOptions, Trigger};

use super::catalog::{Catalog, KindRow, ObjectRow};
use super::{column, constraint, foreign_key, index};
use crate::{Note, ObjectKind};

/// Adds every ordinary table. What is known as a virtual or shadow table is passed over.
pub(super) fn read(catalog: &Catalog, schema: &mut Schema, notes: &mut Vec<Note>) {
    for object in &catalog.tables {
        if schema.virtual_tables.contains_key(&object.name.as_str().into()) {
            continue;
        }
        match catalog.kinds.get(&object.name) {
            Some(kind) => schema.add(table(catalog, object, kind, notes)),
            None => notes.push(Note::Contradiction {
                kind: ObjectKind::Table,
                name: object.name.as_str().into(),
                what: "name",
            }),
        }
    }
}

fn table(catalog: &Catalog, object: &ObjectRow, kind: &KindRow, notes: &mut Vec<Note>) -> Table {
    let ddl = match CreateTable::parse(&object.sql) {
        Ok(ddl) => Some(ddl),
        Err(error) => {
            notes.push(Note::Unreadable { kind: ObjectKind::Table, name: object.name.as_str().into(), error });
            None
        }
    };
    let ddl = ddl.as_ref();
    let columns = rows(&catalog.columns, &object.name);
    let indexes = rows(&catalog.indexes, &object.name);
    let mut table = Table::new(object.name.as_str());
    table.columns = column::read(columns, indexes, ddl);
    table.primary_key = constraint::primary_key(columns, ddl);
    table.uniques = constraint::uniques(indexes, &table.columns, ddl);
    table.checks = ddl.map(constraint::checks).unwrap_or_default();
    table.foreign_keys = foreign_key::read(object, rows(&catalog.foreign_keys, &object.name), ddl, notes);
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

fn rows<'a, T>(groups: &'a std::collections::BTreeMap<String, Vec<T>>, table: &str) -> &'a [T] {
    groups.get(table).map(Vec::as_slice).unwrap_or_default()
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
