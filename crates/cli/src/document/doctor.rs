//! What `doctor` found.

use serde::Serialize;

use super::{NotProven, UnknownType};

/// What a look at a project showed.
#[derive(Debug, Serialize)]
pub(crate) struct Diagnosed {
    /// `clean`, `findings` or `failed`.
    pub(crate) status: &'static str,
    pub(crate) points: Vec<Point>,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
pub(crate) struct Point {
    /// `good`, `problem` or `unknown`.
    pub(crate) state: &'static str,
    pub(crate) subject: &'static str,
    pub(crate) text: String,
    pub(crate) hints: Vec<String>,
}

/// What SeaORM makes of the entities, held against what their source says.
#[derive(Debug, Serialize)]
pub(crate) struct SecondOpinion {
    /// `clean`, `findings` or `failed`.
    pub(crate) status: &'static str,
    /// Those that were compared.
    pub(crate) tables: Vec<String>,
    pub(crate) differences: Vec<Disagreement>,
    /// Tables that SeaORM's registry does not have.
    pub(crate) unregistered: Vec<String>,
    pub(crate) unmade: Vec<Unmade>,
    pub(crate) unknown_types: Vec<UnknownType>,
    /// Dialects that nothing could be compared on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) not_compared: Vec<NotProven>,
}

/// A fact in which the two differ.
#[derive(Debug, Serialize)]
pub(crate) struct Disagreement {
    pub(crate) about: String,
    /// `None` where one of them does not have it at all.
    pub(crate) facet: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) compiled: Option<String>,
    /// Where the project has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dialect: Option<&'static str>,
}

/// A statement of SeaORM's that does not run.
#[derive(Debug, Serialize)]
pub(crate) struct Unmade {
    pub(crate) table: Option<String>,
    pub(crate) statement: String,
    pub(crate) problem: String,
    /// Where the project has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dialect: Option<&'static str>,
}
