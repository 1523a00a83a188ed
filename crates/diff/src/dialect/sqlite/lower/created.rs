//! New tables.

use std::borrow::Cow;

use autogen_schema::{Ident, Index, Table, TableName, Unique};

use super::{Lowering, Phase};
use crate::dialect::Refusal;
use crate::dialect::sqlite::create;
use crate::dialect::sqlite::names::index_name;
use crate::{Operation, Statement};

/// Returns the statement that makes a new table, with the keys that are added to it.
pub(super) fn text(table: &Table, operations: &[&Operation]) -> Result<String, Refusal> {
    let added = operations.iter().filter_map(|operation| match operation {
        Operation::AddForeignKey { key, .. } => Some(key),
        _ => None,
    });
    let mut whole = Cow::Borrowed(table);
    for key in added {
        whole.to_mut().foreign_keys.push(key.clone());
    }
    create::table(&whole)
}

impl Lowering<'_> {
    /// Lowers a new table, of which `text` is the statement, with its uniques and indexes. Nothing is in the way: it has no rows.
    pub(super) fn create(&mut self, table: &Table, operations: &[&Operation], text: String) -> Result<(), Refusal> {
        let mut statements = vec![Statement::new(text)];
        let mut made: Vec<&Unique> = Vec::new();
        if table.definition.as_deref().is_none() {
            made.extend(&table.uniques);
        }
        for operation in operations {
            match operation {
                Operation::AddUnique { unique, .. } if !made.contains(&unique) => made.push(unique),
                _ => {}
            }
        }
        statements.extend(made.into_iter().map(|unique| Statement::new(self.unique_index(&table.name, unique))));
        for operation in operations {
            match operation {
                Operation::CreateIndex { index, .. } => {
                    statements.push(Statement::new(self.index(&table.name, index)));
                }
                Operation::AddUnique { .. } | Operation::AddForeignKey { .. } | Operation::SetTableComment { .. } => {}
                _ => return Err(Refusal::new(format!("create table `{}`", table.name), "it is changed at once")),
            }
        }
        statements.extend(table.triggers.iter().map(|trigger| Statement::new(trigger.sql.as_str())));
        self.push_statements(Phase::Create, statements);
        Ok(())
    }

    /// Returns the statement for a unique, which on SQLite is always an index.
    pub(super) fn unique_index(&mut self, table: &TableName, unique: &Unique) -> String {
        let name = self.name(unique.name.as_ref(), &index_name(table, &unique.columns, unique.key.as_ref()));
        create::unique_index(table, &name, unique)
    }

    /// Returns the statement for an index.
    pub(super) fn index(&mut self, table: &TableName, index: &Index) -> String {
        let columns: Vec<Ident> = index.plain_columns().unwrap_or_default().into_iter().cloned().collect();
        let name = self.name(index.name.as_ref(), &index_name(table, &columns, None));
        create::index(table, &name, index)
    }

    /// A name that was given is used as it is; another is made up, and different from all others.
    fn name(&mut self, given: Option<&Ident>, wanted: &str) -> Ident {
        match given {
            Some(name) => {
                self.names.take(name);
                name.clone()
            }
            None => self.names.distinct(wanted),
        }
    }

    pub(super) fn is_free(&self, name: &Ident) -> bool {
        !self.names.holds(name)
    }
}
