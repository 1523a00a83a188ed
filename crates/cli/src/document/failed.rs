//! Why a command did not do what was asked: what it writes in place of its result.

use schemars::JsonSchema;
use serde::Serialize;

use crate::error::Report;

/// A command that did not do what was asked. The exit code is 2.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Failed {
    /// Why.
    pub(crate) error: Failure,
}

/// Why a command did not do what was asked.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Failure {
    /// What is wrong.
    pub(crate) message: String,
    /// The file that it is about. Absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) path: Option<String>,
    /// The line of the file, counted from one. Absent where `path` is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) line: Option<usize>,
    /// The column, in characters, counted from one. Absent where `path` is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) column: Option<usize>,
    /// What can be done.
    pub(crate) hints: Vec<String>,
}

impl Failed {
    /// Makes the document of what people are told.
    pub(crate) fn of(report: &Report) -> Self {
        let place = report.excerpt.as_ref();
        let at = place.map(crate::error::Excerpt::position);
        Self {
            error: Failure {
                message: report.message.clone(),
                path: place.map(|place| place.path.display().to_string()),
                line: at.map(|(line, _)| line),
                column: at.map(|(_, column)| column),
                hints: report.hints.clone(),
            },
        }
    }
}
