//! What cannot be done on a database, or not without breaking something.

use std::fmt::Display;

/// Why a change is not made. Nothing has been done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot {operation}: {reason}")]
pub struct Refusal {
    /// What was asked for, as it continues "cannot": ``drop `users.fax` ``.
    pub operation: String,
    /// What stands in the way, with its name.
    pub reason: String,
    /// What a person can do about it.
    pub hint: Option<String>,
}

impl Refusal {
    /// Makes a refusal without a hint.
    pub fn new(operation: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { operation: operation.into(), reason: reason.into(), hint: None }
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Makes the refusal of a type that no column can be made of.
    pub(super) fn of_type(operation: impl Into<String>, error: &impl Display) -> Self {
        Self::new(operation, error.to_string())
            .hint("write the type in the entity (`column_type = \"…\"`), or name it under `[types]` in autogen.toml")
    }
}
