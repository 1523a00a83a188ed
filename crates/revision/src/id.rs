//! What a revision may be called.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::checksum::hex;

/// The words of the identifier language that can therefore name no revision.
const RESERVED: [&str; 4] = ["base", "current", "head", "heads"];

/// The id of a revision: letters, digits, `_` and `.`, and none of the words `head`, `heads`, `base` and `current`.
///
/// Alembic excludes `@`, `-`, `+` and `:`, which its identifier language uses; what would need quoting in a header line or
/// in a shell is excluded here too.
#[derive(Clone, Eq)]
pub struct RevisionId(String);

impl PartialEq for RevisionId {
    fn eq(&self, other: &Self) -> bool {
        #[cfg(test)]
        count_comparison();
        self.0 == other.0
    }
}

impl Hash for RevisionId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl PartialOrd for RevisionId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RevisionId {
    fn cmp(&self, other: &Self) -> Ordering {
        #[cfg(test)]
        count_comparison();
        self.0.cmp(&other.0)
    }
}

#[cfg(test)]
thread_local! {
    static COMPARISONS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

#[cfg(test)]
fn count_comparison() {
    COMPARISONS.set(COMPARISONS.get() + 1);
}

/// How many ids this thread has compared.
#[cfg(test)]
pub(crate) fn comparisons() -> u64 {
    COMPARISONS.get()
}

impl RevisionId {
    /// Wraps `text` when it is a legal id.
    pub fn new(text: impl Into<String>) -> Result<Self, BadRevisionId> {
        let text = text.into();
        if text.is_empty() {
            return Err(BadRevisionId::Empty);
        }
        if RESERVED.iter().any(|word| text.eq_ignore_ascii_case(word)) {
            return Err(BadRevisionId::Reserved(text));
        }
        match text.chars().find(|&c| !(c.is_alphanumeric() || matches!(c, '_' | '.'))) {
            Some(character) => Err(BadRevisionId::Character { id: text, character }),
            None => Ok(Self(text)),
        }
    }

    /// Returns an id that follows from this one and a number: 12 hexadecimal digits.
    #[must_use]
    pub fn derived(&self, number: usize) -> Self {
        let mut id = hex(&Sha256::digest(format!("{self} {number}")));
        id.truncate(12);
        Self(id)
    }

    /// Returns an id that says which part of this one it is, for names that say what is done.
    #[must_use]
    pub fn part(&self, number: usize) -> Self {
        Self(format!("{self}_part_{number}"))
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RevisionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RevisionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Ids are in the order of their text, so that those with a beginning in common stand together in a map.
impl Borrow<str> for RevisionId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl FromStr for RevisionId {
    type Err = BadRevisionId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text)
    }
}

/// Why a text is no revision id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRevisionId {
    /// There is no text.
    #[error("a revision id is empty")]
    Empty,
    /// The text means something else wherever a revision can be named.
    #[error("`{0}` cannot be a revision id: it is a word of its own wherever a revision is named")]
    Reserved(String),
    /// A character that ids do not have.
    #[error("character {character:?} is not allowed in revision identifier `{}`", .id.escape_debug())]
    Character {
        /// The text.
        id: String,
        /// The first character that is not allowed.
        character: char,
    },
}
