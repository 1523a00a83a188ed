//! What ran, or would run: what `upgrade` and `downgrade` write.

use schemars::JsonSchema;
use serde::Serialize;

use super::BackedUp;

/// What ran, or would run.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Ran {
    /// `upgrade` or `downgrade`.
    pub(crate) direction: String,
    /// The URL of the database, without its password.
    pub(crate) database: String,
    /// Whether nothing was changed, and `revisions` are those that would run: `--dry-run`.
    pub(crate) dry_run: bool,
    /// Those that ran, or would run, in their order. Empty where there is nothing to do.
    pub(crate) revisions: Vec<RanRevision>,
    /// The backup that was written before. Absent where none was asked for, or nothing was to be run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) backup: Option<BackedUp>,
}

/// A revision that ran, or would run.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct RanRevision {
    /// Its id.
    pub(crate) revision: String,
    /// What it is for.
    pub(crate) message: String,
    /// What it does to rows, or to a busy table, as it says itself.
    pub(crate) hazards: Vec<String>,
    /// What would run; empty for a migration in Rust. Absent where it ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sql: Option<String>,
}
