//! Tables whose columns change.

use autogen_schema::{Dialect, Ident, TableName};
use sea_query::{Table, TableAlterStatement};

use super::column::Column;
use crate::rust::both::{Both, call, then};

/// A table that changes, in one statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AlterTable {
    pub(crate) table: TableName,
    pub(crate) changes: Vec<Change>,
}

/// What becomes of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Add(Column),
    /// The column as a whole on MySQL, what is said of it on PostgreSQL.
    Modify(Column),
    Rename(Ident, Ident),
    Drop(Ident),
}

impl AlterTable {
    pub(super) fn both(&self) -> Both<TableAlterStatement> {
        let table = then!(call!(Table::alter()), table(&self.table));
        self.changes.iter().fold(table, |table, change| match change {
            Change::Add(column) => then!(table, add_column(column.both())),
            Change::Modify(column) => then!(table, modify_column(column.both())),
            Change::Rename(from, to) => then!(table, rename_column(from, to)),
            Change::Drop(name) => then!(table, drop_column(name)),
        })
    }

    /// Whether a backend can write it. sea-query panics for a statement that says nothing; on SQLite for one that says several things,
    /// or changes a column.
    pub(super) fn is_on(&self, dialect: Dialect) -> bool {
        let each = self.changes.iter().all(|change| match change {
            Change::Add(column) => column.is_on(dialect),
            Change::Modify(column) => {
                // PostgreSQL passes over in silence what it has no words for.
                let heard = column.generated.is_none() && !column.auto_increment && column.extra.is_empty();
                dialect != Dialect::Sqlite && column.is_on(dialect) && (dialect == Dialect::Mysql || heard)
            }
            Change::Rename(..) | Change::Drop(_) => true,
        });
        let count = match dialect {
            Dialect::Sqlite => self.changes.len() == 1,
            Dialect::Postgres | Dialect::Mysql => !self.changes.is_empty(),
        };
        each && count
    }
}
