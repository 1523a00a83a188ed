//! Revisions that only make what was not there: where they lead is known without running them.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::{Dialect, Schema, TableName};

use crate::Operation;

/// Returns what `base` becomes where all that is done is to make tables, their indexes and enums; nothing where anything else is done,
/// keys that close a circle of tables included: those have names that the database gives.
///
/// New tables are as the entities say them, not as the database would tell them: enough to drop them by.
pub fn with_created(operations: &[Operation], base: &Schema, dialect: Dialect) -> Option<Schema> {
    let mut after = base.clone();
    let mut taken: BTreeSet<TableName> = base.tables.keys().map(|name| name.key(dialect)).collect();
    let mut made: BTreeMap<TableName, &TableName> = BTreeMap::new();
    for operation in operations {
        match operation {
            Operation::CreateTable(table) if taken.insert(table.name.key(dialect)) => {
                made.insert(table.name.key(dialect), &table.name);
                after.add(table.clone());
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
