//! A piece of SQL that a builder takes as it is.

use autogen_schema::Dialect;
use autogen_schema::sql::normalize;

/// An expression in the SQL of a dialect. Two are equal when they are the same but for blanks, the case of words, and quotes and
/// parentheses that change nothing.
#[derive(Clone, Debug)]
pub(crate) struct Sql {
    pub(crate) text: String,
    normal: String,
}

impl Sql {
    pub(crate) fn new(text: &str, dialect: Dialect) -> Self {
        Self { text: text.to_owned(), normal: normalize(text, dialect) }
    }
}

impl PartialEq for Sql {
    fn eq(&self, other: &Self) -> bool {
        self.normal == other.normal
    }
}

impl Eq for Sql {}
