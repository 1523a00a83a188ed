//! A table.

use crate::{
    Attachment, Check, Column, Definition, Dialect, Exclusion, ForeignKey, Ident, Index, PrimaryKey, TableName,
    Trigger, Unique,
};

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
    /// Exclusion constraints.
    pub exclusions: Vec<Exclusion>,
    /// Indexes made by `CREATE INDEX`, unique ones included.
    pub indexes: Vec<Index>,
    /// Triggers.
    pub triggers: Vec<Trigger>,
    /// What else hangs on it: policies, grants, rules, statistics, comments on its parts.
    pub attachments: Vec<Attachment>,
    /// The comment.
    pub comment: Option<String>,
    /// What is said after the closing parenthesis.
    pub options: TableOptions,
    /// What else a database says of the whole table, each as the clause of `CREATE TABLE` that says it: `WITH (fillfactor=70)`,
    /// `PARTITION BY RANGE (at)`, `ENGINE=InnoDB`.
    pub clauses: Vec<String>,
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
            exclusions: Vec::new(),
            indexes: Vec::new(),
            triggers: Vec::new(),
            attachments: Vec::new(),
            comment: None,
            options: TableOptions::default(),
            clauses: Vec::new(),
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
