//! Primary keys, uniques and checks.

use autogen_schema::sqlite::{
    ColumnConstraint, ColumnConstraintKind, ColumnDef, CreateTable, ItemKind, Name, TableConstraint,
    TableConstraintKind,
};
use autogen_schema::{Check, Column, Conflict, Ident, PrimaryKey, Unique, UniqueKind};

use super::row::{ColumnRow, IndexRow};

/// Reads the primary key, with its columns in key order. Only the table's text has its name.
pub(super) fn primary_key(rows: &[ColumnRow], ddl: Option<&CreateTable>) -> Option<PrimaryKey> {
    let mut columns: Vec<_> = rows.iter().filter(|row| row.key > 0).collect();
    columns.sort_by_key(|row| row.key);
    let columns: Vec<_> = columns.into_iter().map(|row| Ident::new(row.name.as_str())).collect();
    let name = ddl.and_then(primary_key_name);
    (!columns.is_empty()).then(|| PrimaryKey { name, ..PrimaryKey::new(columns) })
}

fn primary_key_name(ddl: &CreateTable) -> Option<Ident> {
    let columns = ddl.columns().flat_map(|(_, column)| &column.constraints);
    let of_column = columns
        .filter(|constraint| matches!(constraint.kind, ColumnConstraintKind::PrimaryKey { .. }))
        .find_map(|constraint| constraint.name.as_ref());
    let of_table = ddl
        .constraints()
        .filter(|(_, constraint)| matches!(constraint.kind, TableConstraintKind::PrimaryKey { .. }))
        .find_map(|(_, constraint)| constraint.name.as_ref());
    of_column.or(of_table).map(|name| name.ident.clone())
}

/// Reads the uniques, in the order of the text. Without it, from the indexes that SQLite makes for them, which have no name
/// of their own, and of which it leaves out those that another already enforces.
pub(super) fn uniques(indexes: &[IndexRow], columns: &[Column], ddl: Option<&CreateTable>) -> Vec<Unique> {
    let Some(ddl) = ddl else { return uniques_of_indexes(indexes) };
    let mut uniques = Vec::new();
    for item in &ddl.items {
        match &item.kind {
            ItemKind::Column(column) => {
                uniques.extend(column.constraints.iter().filter_map(|c| column_unique(c, column)));
            }
            ItemKind::Constraint(constraint) => uniques.extend(table_unique(constraint)),
        }
    }
    // A constraint may spell a column in another case than the column itself.
    for name in uniques.iter_mut().flat_map(|unique| &mut unique.columns) {
        if let Some(column) = columns.iter().find(|c| c.name.as_str().eq_ignore_ascii_case(name.as_str())) {
            name.clone_from(&column.name);
        }
    }
    uniques
}

fn uniques_of_indexes(indexes: &[IndexRow]) -> Vec<Unique> {
    indexes
        .iter()
        .filter(|row| row.origin == "u")
        .collect::<Vec<_>>()
        .chunk_by(|a, b| a.index == b.index)
        .map(|rows| unique(None, rows.iter().filter_map(|row| Some(row.column.as_deref()?.into())).collect(), None))
        .collect()
}

fn column_unique(constraint: &ColumnConstraint, column: &ColumnDef) -> Option<Unique> {
    match constraint.kind {
        ColumnConstraintKind::Unique { conflict } => {
            Some(unique(constraint.name.as_ref(), vec![column.name.ident.clone()], conflict))
        }
        _ => None,
    }
}

fn table_unique(constraint: &TableConstraint) -> Option<Unique> {
    match &constraint.kind {
        TableConstraintKind::Unique { parts, conflict } => {
            let columns = parts.iter().filter_map(|part| Some(part.column()?.ident.clone())).collect();
            Some(unique(constraint.name.as_ref(), columns, *conflict))
        }
        _ => None,
    }
}

fn unique(name: Option<&Name>, columns: Vec<Ident>, conflict: Option<Conflict>) -> Unique {
    let name = name.map(|name| name.ident.clone());
    Unique { name, conflict, ..Unique::new(columns, UniqueKind::Constraint) }
}

/// Reads the checks of columns and table, in the order of the text.
pub(super) fn checks(ddl: &CreateTable) -> Vec<Check> {
    let mut checks = Vec::new();
    let mut add = |name: &Option<Name>, expr| {
        let name = name.as_ref().map(|name| name.ident.clone());
        checks.push(Check::new(name, ddl.text(expr)));
    };
    for item in &ddl.items {
        match &item.kind {
            ItemKind::Column(column) => {
                for constraint in &column.constraints {
                    if let ColumnConstraintKind::Check { expr } = &constraint.kind {
                        add(&constraint.name, expr);
                    }
                }
            }
            ItemKind::Constraint(TableConstraint { name, kind: TableConstraintKind::Check { expr, .. } }) => {
                add(name, expr);
            }
            ItemKind::Constraint(_) => {}
        }
    }
    checks
}
