//! What has another name on the other side of a comparison.

use std::collections::BTreeMap;

use autogen_schema::{Dialect, EnumName, Ident, TableName};

use crate::Operation;

/// What is called one thing in the schema that is compared, and another in what it is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    /// Tables: the name before, the name after.
    pub tables: Vec<(TableName, TableName)>,
    columns: Vec<(TableName, Ident, Ident)>,
    labels: BTreeMap<EnumName, Vec<(String, String)>>,
}

impl Renames {
    /// Returns what takes the renames of `operations` back: from the schema after them to the one before.
    pub fn undoing(operations: &[Operation]) -> Self {
        let mut renames = Self::default();
        for operation in operations {
            match operation {
                Operation::RenameTable { from, to } => renames.tables.push((to.clone(), from.clone())),
                Operation::RenameColumn { table, from, to } => {
                    renames.columns.push((table.clone(), to.clone(), from.clone()));
                }
                Operation::AlterEnum { to, renames: labels, .. } => {
                    let labels = labels.iter().map(|(old, new)| (new.clone(), old.clone()));
                    renames.labels.entry(to.name.clone()).or_default().extend(labels);
                }
                _ => {}
            }
        }
        // A column is renamed in a table that may be renamed as well, before or after it.
        let tables = renames.tables.clone();
        for (table, ..) in &mut renames.columns {
            if let Some((new, _)) = tables.iter().find(|(_, old)| old == table) {
                table.clone_from(new);
            }
        }
        renames
    }

    /// Whether every name is the same on both sides.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.columns.is_empty()
    }

    /// Returns what `table` is called on the other side.
    pub fn table(&self, table: &TableName, dialect: Dialect) -> TableName {
        let renamed = self.tables.iter().find(|(from, _)| from.same(table, dialect));
        renamed.map_or_else(|| table.clone(), |(_, to)| to.clone())
    }

    /// Returns what `column` of `table`, by its name on this side, is called on the other.
    pub fn column(&self, table: &TableName, column: &Ident, dialect: Dialect) -> Ident {
        let renamed = self.columns.iter().find(|(of, from, _)| of.same(table, dialect) && from.same(column, dialect));
        renamed.map_or_else(|| column.clone(), |(_, _, to)| to.clone())
    }

    /// Returns the renamed columns of `table`, by its name on this side.
    pub(super) fn columns(&self, table: &TableName, dialect: Dialect) -> Vec<(Ident, Ident)> {
        let of_table = self.columns.iter().filter(|(of, ..)| of.same(table, dialect));
        of_table.map(|(_, from, to)| (from.clone(), to.clone())).collect()
    }

    pub(super) fn labels(&self, name: &EnumName) -> Vec<(String, String)> {
        self.labels.get(name).cloned().unwrap_or_default()
    }
}
