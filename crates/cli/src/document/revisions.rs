//! Revisions as they follow each other: what `history`, `heads`, `branches` and `show` write.

use schemars::JsonSchema;
use serde::Serialize;

/// Revisions.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Revisions {
    /// The revisions.
    pub(crate) revisions: Vec<RevisionEntry>,
}

/// One revision.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RevisionEntry {
    /// Its id.
    pub(crate) revision: String,
    /// Ids of the revisions that it follows; several for one that joins branches, none for a first one.
    pub(crate) revises: Vec<String>,
    /// Ids of revisions that it runs after without following them.
    pub(crate) depends: Vec<String>,
    /// Names of the branches that start with it.
    pub(crate) branch: Vec<String>,
    /// What it is for.
    pub(crate) message: String,
    /// When it was made, as `2026-11-22T09:28:00Z`. `null` where it does not say.
    pub(crate) created: Option<String>,
    /// Its file. `null` where the database alone knows it.
    pub(crate) path: Option<String>,
    /// Whether none follows it.
    pub(crate) head: bool,
    /// Ids of the revisions that it does the work of. Absent where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) replaces: Vec<String>,
    /// Where the database stood that it was made of, by other tools. Absent where it was made of none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) adopts: Vec<Adopted>,
    /// Whether the database stands here. Absent where no database was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) current: Option<bool>,
}

/// Where a database stood by another tool.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Adopted {
    /// The tool.
    pub(crate) tool: &'static str,
    /// Its names of the revisions.
    pub(crate) revisions: Vec<String>,
}

/// Points where revisions part.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Branches {
    /// The points.
    pub(crate) branches: Vec<Branch>,
}

/// A revision that several others revise.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Branch {
    /// Its id.
    pub(crate) revision: String,
    /// Ids of those that revise it.
    pub(crate) into: Vec<String>,
}
