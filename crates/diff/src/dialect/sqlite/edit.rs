//! Edits of a stored `CREATE TABLE` statement.
//!
//! Each edit replaces, inserts or cuts where the parser says something lies, and parses the result again; every other byte
//! stays, comments too. What an edit means for rows and for what depends on the table is left to the lowering.

mod column;
mod constraint;
mod facts;
mod foreign_key;
mod key;
mod layout;
pub(super) mod native;
mod splice;

use autogen_schema::sqlite::{ColumnDef, CreateTable, ItemKind, ParseError};
use autogen_schema::{Dialect, Ident};
use splice::{Change, splice};

#[cfg(test)]
mod tests;

const SQLITE: Dialect = Dialect::Sqlite;

/// Why a stored statement could not be edited.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The statement, or what an edit made of it, cannot be taken apart.
    #[error("its stored text cannot be read: {0}")]
    Parse(#[from] ParseError),
    /// The column is not there.
    #[error("its stored text has no column `{0}`")]
    NoColumn(Ident),
    /// The constraint is not there; the text says which, in words.
    #[error("its stored text has no {0}")]
    NoConstraint(String),
    /// A table needs a column.
    #[error("`{0}` is its only column")]
    OnlyColumn(Ident),
}

/// A `CREATE TABLE` statement that is being edited.
#[derive(Clone, Debug)]
pub struct TableText {
    parsed: CreateTable,
}

impl TableText {
    /// Takes a stored statement.
    pub fn parse(sql: &str) -> Result<Self, EditError> {
        Ok(Self { parsed: CreateTable::parse(sql)? })
    }

    /// Returns the statement as it stands.
    pub fn sql(&self) -> &str {
        self.parsed.source()
    }

    /// Returns the statement taken apart.
    pub fn parsed(&self) -> &CreateTable {
        &self.parsed
    }

    /// Gives the table another name, without a schema. References of the table to itself keep theirs.
    pub fn rename(&mut self, name: &Ident) -> Result<(), EditError> {
        let start = self.parsed.name.schema.as_ref().map_or(self.parsed.name.name.span.start, |s| s.span.start);
        let span = start..self.parsed.name.name.span.end;
        self.apply(vec![Change::replace(span, SQLITE.quote(name))])
    }

    fn apply(&mut self, changes: Vec<Change>) -> Result<(), EditError> {
        self.parsed = CreateTable::parse(&splice(self.sql(), changes))?;
        Ok(())
    }

    /// Returns the position among the items, and the definition, of a column.
    fn find(&self, name: &Ident) -> Result<(usize, &ColumnDef), EditError> {
        let found = self.parsed.columns().find(|(_, column)| column.name.ident.same(name, SQLITE));
        found.ok_or_else(|| EditError::NoColumn(name.clone()))
    }

    fn last_column(&self) -> Option<usize> {
        self.parsed.items.iter().rposition(|item| matches!(item.kind, ItemKind::Column(_)))
    }
}
