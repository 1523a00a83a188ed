//! What `verify` found.

use autogen_schema::Dialect;
use schemars::JsonSchema;
use serde::Serialize;

use super::Status;
use crate::error::Error;

/// What `verify` found.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct VerifiedRevisions {
    /// What came of it.
    pub(crate) status: Status,
    /// The revisions that were tried, in the order of the history.
    pub(crate) revisions: Vec<VerifiedRevision>,
    /// Dialects that nothing could be tried on. Absent where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) not_proven: Vec<NotProven>,
}

/// A dialect that nothing could be tried on.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct NotProven {
    /// The dialect.
    pub(crate) dialect: &'static str,
    /// Why.
    pub(crate) reason: String,
}

impl NotProven {
    /// Says why.
    pub(crate) fn of(dialect: Dialect, error: &Error) -> Self {
        Self { dialect: dialect.name(), reason: error.report().message.clone() }
    }
}

/// A revision that was tried.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct VerifiedRevision {
    /// Its id.
    pub(crate) revision: String,
    /// Its file.
    pub(crate) path: Option<String>,
    /// Whether it does what it says, wherever it was tried.
    pub(crate) proven: bool,
    /// Where it was tried. Absent where the project has one dialect.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) dialects: Vec<&'static str>,
    /// What it does wrong. Empty when it is proven.
    pub(crate) findings: Vec<VerifyFinding>,
    /// What is worth knowing.
    pub(crate) notes: Vec<String>,
}

/// Something that a revision does wrong.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct VerifyFinding {
    /// The revision's file.
    pub(crate) path: String,
    /// The line, counted from one.
    pub(crate) line: usize,
    /// What is wrong.
    pub(crate) text: String,
    /// What can be done. `null` where nothing is known.
    pub(crate) hint: Option<String>,
    /// The dialect. Absent where the project has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dialect: Option<&'static str>,
}
