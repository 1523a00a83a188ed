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
    /// The statements that take what stands in the way out of it, and bring it back.
    pub offer: Option<Offer>,
}

/// What is dropped for a change and made again after it, as its database tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Drops it.
    pub drop: String,
    /// Makes it again: what of it no longer is must be taken out.
    pub make: Vec<String>,
}

impl Refusal {
    /// Makes a refusal without a hint.
    pub fn new(operation: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { operation: operation.into(), reason: reason.into(), hint: None, offer: None }
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds what a person can put into revisions before and after the change.
    #[must_use]
    pub fn offer(mut self, drop: impl Into<String>, make: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.offer = Some(Offer { drop: drop.into(), make: make.into_iter().map(Into::into).collect() });
        self
    }

    /// Returns everything that a person can do about it, each as a paragraph.
    pub fn hints(&self) -> Vec<String> {
        let offered = self.offer.as_ref().map(|offer| {
            let statements = std::iter::once(&offer.drop).chain(&offer.make).flat_map(|sql| {
                let sql = sql.trim().trim_end_matches(';');
                format!("{sql};").lines().map(|line| format!("\n    {line}")).collect::<Vec<_>>()
            });
            let statements: String = statements.collect();
            format!("this drops it, and makes it again as it is (`autogen revision` starts the file of a revision):\n{statements}")
        });
        self.hint.iter().cloned().chain(offered).collect()
    }

    /// Makes the refusal of a type that no column can be made of.
    pub(super) fn of_type(operation: impl Into<String>, error: &impl Display) -> Self {
        Self::new(operation, error.to_string())
            .hint("write the type in the entity (`column_type = \"…\"`), or name it under `[types]` in autogen.toml")
    }
}
