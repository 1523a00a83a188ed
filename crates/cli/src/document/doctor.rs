//! What `doctor` found.

use schemars::JsonSchema;
use serde::Serialize;

use super::{NotProven, Status, UnknownType};

/// What a look at a project showed.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Diagnosed {
    /// What came of it.
    pub(crate) status: Status,
    /// What was looked at, in the order in which a person reads it.
    pub(crate) points: Vec<Point>,
}

/// One thing that was looked at.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Point {
    /// `good`, `problem` or `unknown`.
    pub(crate) state: &'static str,
    /// What it is about: `entities`, `history`, `database` and the like.
    pub(crate) subject: &'static str,
    /// What was found.
    pub(crate) text: String,
    /// What can be done.
    pub(crate) hints: Vec<String>,
}

/// What SeaORM makes of the entities, held against what their source says: what `--compiled` shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SecondOpinion {
    /// What came of it.
    pub(crate) status: Status,
    /// The tables that were compared.
    pub(crate) tables: Vec<String>,
    /// Facts in which the two differ.
    pub(crate) differences: Vec<Disagreement>,
    /// Tables that SeaORM's registry does not have.
    pub(crate) unregistered: Vec<String>,
    /// Statements of SeaORM's that do not run.
    pub(crate) unmade: Vec<Unmade>,
    /// What the source alone does not tell.
    pub(crate) unknown_types: Vec<UnknownType>,
    /// Dialects that nothing could be compared on. Absent where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) not_compared: Vec<NotProven>,
}

/// A fact in which the two differ.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Disagreement {
    /// What it is: a kind and a name, as a change list writes it.
    pub(crate) about: String,
    /// What of it differs. `null` where one of them does not have it at all.
    pub(crate) facet: Option<String>,
    /// What the source says. `null` where it says nothing.
    pub(crate) source: Option<String>,
    /// What SeaORM makes of it. `null` where it makes nothing.
    pub(crate) compiled: Option<String>,
    /// The dialect. Absent where the project has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dialect: Option<&'static str>,
}

/// A statement of SeaORM's that does not run.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Unmade {
    /// The table that it is for. `null` where it is for none.
    pub(crate) table: Option<String>,
    /// The statement.
    pub(crate) statement: String,
    /// Why it does not run.
    pub(crate) problem: String,
    /// The dialect. Absent where the project has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dialect: Option<&'static str>,
}
