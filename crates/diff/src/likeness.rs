//! What goes and what comes that may be one thing with another name. Only to ask: nothing is taken for a rename unasked.

use autogen_schema::{Column, DataType, Dialect, Table, TableName};

use crate::Operation;
use crate::dialect::{self, Satisfied};

/// Returns what may be a rename among `operations`, as it is said on a command line: the old name and the new one. Only where there
/// is one candidate on either side.
pub fn likely_renames(operations: &[Operation], dialect: Dialect) -> Vec<(String, String)> {
    let mut likely: Vec<(String, String)> = tables(operations, dialect).into_iter().collect();
    let dropped: Vec<(&TableName, &Column)> = operations
        .iter()
        .filter_map(|operation| match operation {
            Operation::DropColumn { table, column } => Some((table, column)),
            _ => None,
        })
        .collect();
    for (table, old) in &dropped {
        let added: Vec<&Column> = operations
            .iter()
            .filter_map(|operation| match operation {
                Operation::AddColumn { table: of, column } if of == *table => Some(column),
                _ => None,
            })
            .collect();
        let alone = dropped.iter().filter(|(of, _)| of == table).count() == 1;
        if let ([new], true) = (added.as_slice(), alone)
            && is_alike(old, new, dialect)
        {
            likely.push((format!("{table}.{}", old.name), new.name.to_string()));
        }
    }
    likely
}

fn is_alike(old: &Column, new: &Column, dialect: Dialect) -> bool {
    match &old.data_type {
        DataType::Reported(reported) => {
            dialect::satisfies(dialect, &new.data_type, reported, new.auto_increment) != Satisfied::No
        }
        _ => false,
    }
}

/// One table that goes and one that comes, which share at least half of their columns.
fn tables(operations: &[Operation], dialect: Dialect) -> Option<(String, String)> {
    let dropped: Vec<&Table> = operations
        .iter()
        .filter_map(|operation| match operation {
            Operation::DropTable(table) => Some(table),
            _ => None,
        })
        .collect();
    let created: Vec<&Table> = operations
        .iter()
        .filter_map(|operation| match operation {
            Operation::CreateTable(table) => Some(table),
            _ => None,
        })
        .collect();
    let ([old], [new]) = (dropped.as_slice(), created.as_slice()) else { return None };
    let shared = old.columns.iter().filter(|column| new.column(&column.name, dialect).is_some()).count();
    let is_alike = 2 * shared >= old.columns.len().max(new.columns.len());
    is_alike.then(|| (old.name.to_string(), new.name.to_string()))
}
