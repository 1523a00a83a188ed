//! How two schemas differ: what `diff` found.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Hazard, Status};

/// How two schemas differ.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Differing {
    /// What came of it.
    pub(crate) status: Status,
    /// Why not everything could be told. Empty unless `status` is `failed`.
    pub(crate) problems: Vec<String>,
    /// Whether both are the same.
    pub(crate) same: bool,
    /// What it was.
    pub(crate) from: String,
    /// What it is.
    pub(crate) to: String,
    /// The statements that make both sides, unified. Empty where both are the same.
    pub(crate) ddl: String,
    /// What differs, one operation an entry.
    pub(crate) operations: Vec<String>,
    /// SQL that leads there. `null` where it cannot be written; why stands in `left`.
    pub(crate) upgrade: Option<String>,
    /// SQL that leads back. `null` where it cannot be written.
    pub(crate) downgrade: Option<String>,
    /// What the upgrade does to rows or to a busy table.
    pub(crate) hazards: Vec<Hazard>,
    /// What differs and is not in the SQL: why.
    pub(crate) left: Vec<String>,
    /// What is worth knowing.
    pub(crate) notes: Vec<String>,
}
