//! Foreign keys.

use std::collections::BTreeMap;

use autogen_schema::sqlite::{
    ColumnConstraintKind, CreateTable, ForeignKeyClause, ItemKind, Name, TableConstraintKind, Timing,
};
use autogen_schema::{Dialect, ForeignKey, Ident, Match, ReferentialAction, Schema, Table, TableName};

use super::row::{ForeignKeyRow, Stored};
use crate::{Note, ObjectKind};

/// Reads the foreign keys of a table, in the order of its text.
///
/// The catalog has the columns and actions, the text the names, matches and deferral. Where no referenced columns are
/// written they are empty here: see [`complete`].
pub(super) fn read(
    object: &Stored,
    rows: &[ForeignKeyRow],
    ddl: Option<&CreateTable>,
    notes: &mut Vec<Note>,
) -> Vec<ForeignKey> {
    let mut keys: Vec<_> = rows.chunk_by(|a, b| a.id == b.id).filter_map(foreign_key).collect();
    let Some(ddl) = ddl else { return keys };
    let written = written(ddl);
    let agree = keys.len() == written.len() && keys.iter().zip(&written).all(|(key, written)| written.is(key));
    if agree {
        keys.iter_mut().zip(written).for_each(|(key, written)| written.complete(key));
    } else {
        let name = object.name.as_str().into();
        notes.push(Note::Contradiction { kind: ObjectKind::Table, name, what: "foreign keys" });
    }
    keys
}

fn foreign_key(rows: &[ForeignKeyRow]) -> Option<ForeignKey> {
    let first = rows.first()?;
    let columns = rows.iter().map(|row| row.child_column.as_str());
    let referenced_columns = rows.iter().filter_map(|row| row.parent_column.as_deref());
    Some(ForeignKey {
        on_delete: ReferentialAction::parse(&first.on_delete),
        on_update: ReferentialAction::parse(&first.on_update),
        ..ForeignKey::new(columns, first.parent.as_str(), referenced_columns)
    })
}

/// A foreign key as the text has it.
struct Written<'a> {
    name: Option<&'a Name>,
    columns: Vec<&'a Ident>,
    clause: &'a ForeignKeyClause,
    timing: Option<&'a Timing>,
}

impl Written<'_> {
    fn is(&self, key: &ForeignKey) -> bool {
        self.columns.len() == key.columns.len()
            && self.columns.iter().zip(&key.columns).all(|(a, b)| a.same(b, Dialect::Sqlite))
            && self.clause.table.ident.same(&key.references.name, Dialect::Sqlite)
    }

    fn complete(self, key: &mut ForeignKey) {
        key.name = self.name.map(|name| name.ident.clone());
        key.deferrable = self.timing.and_then(|timing| timing.deferrable);
        key.matching = self.clause.matching.as_ref().and_then(|name| match name.ident.key(Dialect::Sqlite).as_str() {
            "full" => Some(Match::Full),
            "partial" => Some(Match::Partial),
            _ => None,
        });
    }
}

fn written(ddl: &CreateTable) -> Vec<Written<'_>> {
    let mut keys: Vec<Written<'_>> = Vec::new();
    for item in &ddl.items {
        match &item.kind {
            ItemKind::Column(column) => {
                for constraint in &column.constraints {
                    match &constraint.kind {
                        ColumnConstraintKind::References(clause) => keys.push(Written {
                            name: constraint.name.as_ref(),
                            columns: vec![&column.name.ident],
                            clause,
                            timing: clause.timing.as_ref(),
                        }),
                        ColumnConstraintKind::Timing(timing) => {
                            if let Some(last) = keys.last_mut() {
                                last.timing = Some(timing);
                            }
                        }
                        _ => {}
                    }
                }
            }
            ItemKind::Constraint(constraint) => {
                if let TableConstraintKind::ForeignKey { columns, clause } = &constraint.kind {
                    keys.push(Written {
                        name: constraint.name.as_ref(),
                        columns: columns.iter().map(|column| &column.ident).collect(),
                        clause,
                        timing: clause.timing.as_ref(),
                    });
                }
            }
        }
    }
    keys
}

/// Fills in what a foreign key says of another table: that table's own spelling of its name and columns, and its primary
/// key where no columns are written.
pub(super) fn complete(schema: &mut Schema, notes: &mut Vec<Note>) {
    let parents: BTreeMap<TableName, Parent> =
        schema.tables.values().map(|table| (table.name.key(Dialect::Sqlite), Parent::of(table))).collect();
    for table in schema.tables.values_mut() {
        for key in &mut table.foreign_keys {
            match parents.get(&key.references.key(Dialect::Sqlite)) {
                Some(parent) => parent.complete(&table.name, key, notes),
                None => notes.push(Note::MissingParent {
                    table: table.name.clone(),
                    columns: key.columns.clone(),
                    references: key.references.clone(),
                }),
            }
        }
    }
}

struct Parent {
    name: TableName,
    columns: Vec<Ident>,
    primary_key: Vec<Ident>,
}

impl Parent {
    fn of(table: &Table) -> Self {
        Self {
            name: table.name.clone(),
            columns: table.columns.iter().map(|column| column.name.clone()).collect(),
            primary_key: table.primary_key.as_ref().map(|key| key.columns.clone()).unwrap_or_default(),
        }
    }

    fn complete(&self, table: &TableName, key: &mut ForeignKey, notes: &mut Vec<Note>) {
        key.references.clone_from(&self.name);
        if !key.referenced_columns.is_empty() {
            for name in &mut key.referenced_columns {
                if let Some(column) = self.columns.iter().find(|column| column.same(name, Dialect::Sqlite)) {
                    name.clone_from(column);
                }
            }
        } else if self.primary_key.len() == key.columns.len() {
            key.referenced_columns.clone_from(&self.primary_key);
        } else {
            notes.push(Note::KeyMismatch {
                table: table.clone(),
                columns: key.columns.clone(),
                references: key.references.clone(),
            });
        }
    }
}
