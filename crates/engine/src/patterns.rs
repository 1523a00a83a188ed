//! Patterns of table names, as a configuration has them.

use std::fmt;

use autogen_schema::TableName;
use globset::{Glob, GlobSet, GlobSetBuilder};

/// Patterns of table names: `audit_*`, `billing.*`.
#[derive(Clone, Default)]
pub struct Patterns {
    texts: Vec<String>,
    set: GlobSet,
}

/// A pattern that means nothing.
#[derive(Debug, thiserror::Error)]
#[error("`{pattern}` is not a pattern: {problem}")]
pub struct UnknownPattern {
    /// The pattern.
    pub pattern: String,
    /// What is wrong with it.
    pub problem: String,
}

impl Patterns {
    /// Takes patterns as they are written.
    pub fn new(texts: &[String]) -> Result<Self, UnknownPattern> {
        let mut set = GlobSetBuilder::new();
        for text in texts {
            let wrong =
                |error: globset::Error| UnknownPattern { pattern: text.clone(), problem: error.kind().to_string() };
            set.add(Glob::new(text).map_err(wrong)?);
        }
        let wrong =
            |error: globset::Error| UnknownPattern { pattern: texts.join(", "), problem: error.kind().to_string() };
        Ok(Self { texts: texts.to_vec(), set: set.build().map_err(wrong)? })
    }

    /// Whether one of them is about the table.
    pub fn hold(&self, table: &TableName) -> bool {
        self.set.is_match(table.to_string())
    }
}

/// As they are written: what is remembered for a project is remembered for these.
impl fmt::Debug for Patterns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.texts.fmt(f)
    }
}
