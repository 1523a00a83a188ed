//! Why a text could not be taken apart.

/// A text that is not the statement it was taken for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} at byte {offset}, found {found}")]
pub struct ParseError {
    /// What would have been right.
    pub expected: &'static str,
    /// What stands there: a token in backticks, or `the end`.
    pub found: String,
    /// Where, in bytes from the start of the statement.
    pub offset: usize,
}
