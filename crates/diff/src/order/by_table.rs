//! The order on SQLite, where everything that is done to one table is done at once.

use autogen_schema::{Dialect, Table};

use super::{referenced_first, split_off_indexes};
use crate::Operation;

const SQLITE: Dialect = Dialect::Sqlite;

pub(super) fn arrange(found: Vec<Operation>, created: Vec<Table>, dropped: Vec<Table>) -> Vec<Operation> {
    // Everything else calls a table by its new name.
    let (mut renamed, mut enums_first, mut kept, mut enums_last) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for operation in found {
        match operation {
            Operation::RenameTable { .. } => renamed.push(operation),
            Operation::CreateEnum(_) | Operation::AlterEnum { .. } => enums_first.push(operation),
            Operation::DropEnum(_) => enums_last.push(operation),
            _ => kept.push(operation),
        }
    }
    kept.sort_by(|a, b| (a.table(), rank(a)).cmp(&(b.table(), rank(b))));

    let mut operations = renamed;
    operations.extend(enums_first);
    operations.extend(create(created));
    operations.extend(kept);
    operations.extend(referenced_first(dropped, SQLITE).into_iter().rev().map(Operation::DropTable));
    operations.extend(enums_last);
    operations
}

/// The order of operations on one table. What frees a column comes before the column, what needs it after.
fn rank(operation: &Operation) -> u8 {
    match operation {
        Operation::DropForeignKey { .. } => 0,
        Operation::DropIndex { .. } => 1,
        Operation::DropUnique { .. } => 2,
        Operation::DropCheck { .. } => 3,
        Operation::DropPrimaryKey { .. } => 4,
        Operation::RenameColumn { .. } => 5,
        Operation::DropColumn { .. } => 6,
        Operation::AddColumn { .. } => 7,
        Operation::AlterColumn { .. } => 8,
        Operation::AddPrimaryKey { .. } => 9,
        Operation::AddCheck { .. } => 10,
        Operation::AddUnique { .. } => 11,
        Operation::AddForeignKey { .. } => 12,
        Operation::CreateIndex { .. } => 13,
        _ => 14,
    }
}

/// Creates tables, referenced ones first. Where tables refer to each other, SQLite takes keys to tables that are yet to come.
fn create(tables: Vec<Table>) -> Vec<Operation> {
    let mut operations = Vec::new();
    for mut table in referenced_first(tables, SQLITE) {
        let indexes = split_off_indexes(&mut table);
        operations.push(Operation::CreateTable(table));
        operations.extend(indexes);
    }
    operations
}
