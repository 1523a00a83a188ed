//! A table.

use crate::{Check, Column, Definition, Dialect, ForeignKey, Ident, Index, PrimaryKey, TableName, Trigger, Unique};

/// A table, with everything that is dropped along with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The name.
    pub name: TableName,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The primary key.
    pub primary_key: Option<PrimaryKey>,
    /// Unique constraints; from entities also unique keys.
    pub uniques: Vec<Unique>,
    /// Foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
    /// Check constraints.
    pub checks: Vec<Check>,
    /// Indexes made by `CREATE INDEX`, unique ones included.
    pub indexes: Vec<Index>,
    /// Triggers.
    pub triggers: Vec<Trigger>,
    /// The comment.
    pub comment: Option<String>,
    /// What is said after the closing parenthesis.
    pub options: TableOptions,
    /// The database's own text of it.
    pub definition: Definition,
}

impl Table {
    /// Makes a table without columns.
    pub fn new(name: impl Into<TableName>) -> Self {
        Self {
            name: name.into(),
            columns: Vec::new(),
            primary_key: None,
            uniques: Vec::new(),
            foreign_keys: Vec::new(),
            checks: Vec::new(),
            indexes: Vec::new(),
            triggers: Vec::new(),
            comment: None,
            options: TableOptions::default(),
            definition: Definition::default(),
        }
    }

    /// Returns the column called `name` on `dialect`.
    pub fn column(&self, name: &Ident, dialect: Dialect) -> Option<&Column> {
        self.columns.iter().find(|column| column.name.same(name, dialect))
    }

    /// Returns the column called `name` on `dialect`, to be changed.
    pub fn column_mut(&mut self, name: &Ident, dialect: Dialect) -> Option<&mut Column> {
        self.columns.iter_mut().find(|column| column.name.same(name, dialect))
    }
}

/// Properties of a whole table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableOptions {
    /// `STRICT` (SQLite).
    pub strict: bool,
    /// `WITHOUT ROWID` (SQLite).
    pub without_rowid: bool,
    /// The key is an `AUTOINCREMENT` one (SQLite): values of deleted rows are never given again.
    pub autoincrement: bool,
}
