//! What an upgrade or a downgrade runs: statements, with what is said above each.

use autogen_schema::sql::{TokenKind, tokenize};
use autogen_schema::{Dialect, Ident, TableName};

use crate::Hazard;
use crate::rust::Builder;

/// The statements of one direction on one dialect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// Blocks, in the order in which they run; a blank line separates them in a file.
    pub blocks: Vec<Block>,
    /// Whether it must run with foreign keys turned off: a table is copied, or tables that refer to each other are dropped.
    pub rebuild: bool,
}

/// Statements that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// What the block restates, as it must stand before the block runs.
    pub guards: Vec<Guard>,
    /// The statements, in order.
    pub statements: Vec<Statement>,
    /// Whether each statement runs by itself, outside a transaction.
    pub apart: bool,
}

impl Block {
    /// Makes a block of statements that restate nothing.
    pub fn new(statements: Vec<Statement>) -> Self {
        Self { statements, ..Self::default() }
    }
}

/// A table or a column whose text a block replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// The table.
    pub table: TableName,
    /// The column, where it is not the whole table. Both have the names from before the section.
    pub column: Option<Ident>,
    /// The fingerprint of its text.
    pub fingerprint: String,
    /// The columns of a table that is restated as a whole.
    pub columns: Vec<Ident>,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The SQL, without the semicolon.
    pub sql: String,
    /// What is written above it.
    pub hazards: Vec<Hazard>,
    /// How it is done while others read and write, where that is otherwise and the server has a way.
    pub online: Option<Box<Steps>>,
    /// The builder of sea-query's that makes the SQL, where one does.
    pub builder: Option<Box<Builder>>,
}

/// What does the same as a statement, in steps of which none keeps others waiting for long.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// What is short, in a transaction.
    pub before: Vec<Statement>,
    /// What is long, each by itself and outside a transaction.
    pub beside: Vec<Statement>,
    /// What is short once that is done, in a transaction.
    pub after: Vec<Statement>,
    /// What is called by a statement that must wait for it.
    pub names: Vec<Ident>,
}

impl Statement {
    /// Makes a statement without hazards. A comment at its end is closed, so that a semicolon can follow.
    pub fn new(sql: impl Into<String>) -> Self {
        Self { sql: closed(sql.into()), hazards: Vec::new(), online: None, builder: None }
    }

    /// Returns it with other SQL, in its steps too.
    #[must_use]
    pub(crate) fn said_otherwise(self, say: &impl Fn(&str) -> String) -> Self {
        let all = |statements: Vec<Self>| statements.into_iter().map(|each| each.said_otherwise(say)).collect();
        let online = self.online.map(|steps| {
            let Steps { before, beside, after, names } = *steps;
            Box::new(Steps { before: all(before), beside: all(beside), after: all(after), names })
        });
        Self { sql: say(&self.sql), online, builder: None, ..self }
    }
}

/// Ends the line comment that `sql` may end with.
pub(crate) fn closed(mut sql: String) -> String {
    // Only the marks of comments and strings count, which SQLite shares with the others.
    if sql.contains("--") && tokenize(&sql, Dialect::Sqlite).last().is_some_and(|t| t.kind == TokenKind::LineComment) {
        sql.push('\n');
    }
    sql
}

impl Script {
    /// Returns every hazard, in order.
    pub fn hazards(&self) -> impl Iterator<Item = &Hazard> {
        self.blocks.iter().flat_map(|block| &block.statements).flat_map(|statement| &statement.hazards)
    }

    /// Whether nothing runs.
    pub fn is_empty(&self) -> bool {
        self.blocks.iter().all(|block| block.statements.is_empty())
    }
}
