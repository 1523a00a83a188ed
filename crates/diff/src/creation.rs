//! Revisions that only make what was not there: where they lead is known without running them.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::{Dialect, Schema, Table, TableName};
use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};

use crate::Operation;

/// How many operations are looked at before another thread has heard of them.
const FEW: usize = 64;

/// Returns what `base` becomes where all that is done is to make tables, their indexes and enums; nothing where anything else is done,
/// keys that close a circle of tables included: those have names that the database gives.
///
/// New tables are as the entities say them, not as the database would tell them: enough to drop them by.
pub fn with_created(operations: &[Operation], base: &Schema, dialect: Dialect) -> Option<Schema> {
    let makes = |operation: &Operation| {
        matches!(operation, Operation::CreateTable(_) | Operation::CreateIndex { .. } | Operation::CreateEnum(_))
    };
    if !operations.iter().all(makes) {
        return None;
    }
    let mut after = base.clone();
    let mut taken: BTreeSet<TableName> = base.tables.keys().map(|name| name.key(dialect)).collect();
    let mut made: BTreeMap<TableName, &TableName> = BTreeMap::new();
    let table_of = |operation: &Operation| match operation {
        Operation::CreateTable(table) => Some(table.clone()),
        _ => None,
    };
    let tables: Vec<Option<Table>> = operations.par_iter().with_min_len(FEW).map(table_of).collect();
    for (operation, new) in operations.iter().zip(tables) {
        match operation {
            Operation::CreateTable(table) if taken.insert(table.name.key(dialect)) => {
                made.insert(table.name.key(dialect), &table.name);
                after.tables.extend(new.map(|table| (table.name.clone(), table)));
            }
            Operation::CreateIndex { table, index } => {
                let name = made.get(&table.key(dialect))?;
                after.tables.get_mut(*name)?.indexes.push(index.clone());
            }
            Operation::CreateEnum(made) if dialect == Dialect::Postgres => {
                after.enums.insert(made.name.clone(), made.clone());
            }
            Operation::CreateEnum(_) => {}
            _ => return None,
        }
    }
    Some(after)
}
