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
    /// What drops it, in order.
    pub drop: Vec<String>,
    /// What makes it again, in order: what of it no longer is must be taken out.
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
    pub fn offer(
        mut self,
        drop: impl IntoIterator<Item = impl Into<String>>,
        make: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let all = Offer {
            drop: drop.into_iter().map(Into::into).collect(),
            make: make.into_iter().map(Into::into).collect(),
        };
        self.offer = Some(all);
        self
    }

    /// Returns everything that a person can do about it, each as a paragraph.
    pub fn hints(&self) -> Vec<String> {
        let offered = self.offer.as_ref().map(|offer| {
            let mut text =
                "this drops it, and makes it again as it is (`autogen revision` starts the file of a revision):\n"
                    .to_owned();
            for sql in offer.drop.iter().chain(&offer.make) {
                for line in format!("{};", sql.trim().trim_end_matches(';')).lines() {
                    text.push_str("\n    ");
                    text.push_str(line);
                }
            }
            text
        });
        self.hint.iter().cloned().chain(offered).collect()
    }

    /// Makes the refusal of a type that no column can be made of.
    pub(super) fn of_type(operation: impl Into<String>, error: &impl Display) -> Self {
        Self::new(operation, error.to_string())
            .hint("write the type in the entity (`column_type = \"…\"`), or name it under `[types]` in autogen.toml")
    }
}
