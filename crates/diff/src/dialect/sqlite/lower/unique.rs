//! Uniques and keys that foreign keys of other tables rely on.

use std::collections::BTreeSet;

use autogen_schema::{Ident, Table, UniqueKind};

use super::{Lowering, SQLITE};
use crate::Operation;
use crate::dialect::Refusal;
use crate::dialect::sqlite::dependents::check_referenced;

type Columns = BTreeSet<Ident>;

impl<'a> Lowering<'a> {
    /// Fails when the table has columns that are unique no longer, and that a foreign key refers to.
    pub(super) fn check_uniques(&self, table: &Table, operations: &[&'a Operation]) -> Result<(), Refusal> {
        let mut stays = uniques(table);
        let mut gone = Vec::new();
        for operation in operations {
            let columns: Vec<Ident> = match operation {
                Operation::DropUnique { unique, .. } => unique.columns.clone(),
                Operation::DropPrimaryKey { key, .. } => key.columns.clone(),
                Operation::DropIndex { index, .. } if index.unique => {
                    index.plain_columns().unwrap_or_default().into_iter().cloned().collect()
                }
                _ => continue,
            };
            let columns: Vec<Ident> = columns.iter().map(|name| self.intent.old_column(&table.name, name)).collect();
            if let Some(at) = stays.iter().position(|unique| *unique == folded(&columns)) {
                stays.remove(at);
                gone.push(columns);
            }
        }
        for operation in operations {
            let columns = match operation {
                Operation::AddUnique { unique, .. } => unique.columns.clone(),
                Operation::AddPrimaryKey { key, .. } => key.columns.clone(),
                Operation::CreateIndex { index, .. } if index.unique => {
                    index.plain_columns().unwrap_or_default().into_iter().cloned().collect()
                }
                _ => continue,
            };
            let columns: Vec<Ident> = columns.iter().map(|name| self.intent.old_column(&table.name, name)).collect();
            stays.push(folded(&columns));
        }
        // What refers to a column that goes is found by the column.
        let drops = |columns: &&Vec<Ident>| columns.iter().any(|name| self.intent.drops_column(&table.name, name));
        gone.iter()
            .filter(|columns| !stays.contains(&folded(columns)) && !drops(columns))
            .try_for_each(|columns| check_referenced(self.base, &table.name, columns, &self.intent))
    }
}

fn uniques(table: &Table) -> Vec<Columns> {
    let constraints = table.uniques.iter().filter(|unique| unique.kind == UniqueKind::Constraint);
    let indexes = table
        .indexes
        .iter()
        .filter(|index| index.unique)
        .filter_map(|index| Some(folded(&index.plain_columns()?.into_iter().cloned().collect::<Vec<_>>())));
    let key = table.primary_key.iter().map(|key| folded(&key.columns));
    constraints.map(|unique| folded(&unique.columns)).chain(indexes).chain(key).collect()
}

fn folded(columns: &[Ident]) -> Columns {
    columns.iter().map(|name| name.key(SQLITE)).collect()
}
