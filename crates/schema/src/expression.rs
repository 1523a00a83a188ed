//! Expressions that only their database can tell apart: what it is asked, and how it answers.
//!
//! A server keeps what an expression means and prints that in words of its own: `IN (1, 2)` comes back as `= ANY (ARRAY[1, 2])`.
//! Two texts that differ are the same expression where the server spells both alike.

use std::collections::BTreeMap;

use crate::{Ident, TableName};

/// An expression, with as much of its table as it takes to read it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    /// The table that the expression belongs to.
    pub table: TableName,
    /// The columns that it may name, each with its type in SQL. A default and a computed value are those of the last one.
    pub columns: Vec<(Ident, String)>,
    /// What it is there for.
    pub role: ExpressionRole,
    /// The expression, without the parentheses around it.
    pub expression: String,
}

/// What an expression is there for, which decides what it may hold and what it is converted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExpressionRole {
    /// The default of a column.
    Default,
    /// What every row fulfils.
    Check,
    /// What a column is computed from.
    Generated,
}

/// What a database answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// How it spells the expression. Where it spells that otherwise again when it is told so, both are here.
    Spelled(Vec<String>),
    /// It takes no such expression: why.
    Refused(String),
}

/// The answers of a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spellings {
    answers: BTreeMap<Question, Spelling>,
    refused: Option<String>,
}

impl Spellings {
    /// Makes the answers of a database that has been asked.
    pub fn new(answers: impl IntoIterator<Item = (Question, Spelling)>) -> Self {
        Self { answers: answers.into_iter().collect(), refused: None }
    }

    /// Makes the answer of a database that may not be asked.
    pub fn refused(why: impl Into<String>) -> Self {
        Self { answers: BTreeMap::new(), refused: Some(why.into()) }
    }

    /// Why the database may not be asked.
    pub fn refusal(&self) -> Option<&str> {
        self.refused.as_deref()
    }

    /// Returns the answer to a question, when it has been asked.
    pub fn answer(&self, question: &Question) -> Option<&Spelling> {
        self.answers.get(question)
    }
}
