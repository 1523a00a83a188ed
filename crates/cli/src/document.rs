//! What `--format json` writes: one document a run. Fields may be added; one that changes its meaning raises the version.
//!
//! The comments here are the descriptions of the published schemas, which [`schema`] makes of these types.

use schemars::JsonSchema;
use serde::Serialize;

mod checked;
mod database;
mod differing;
mod doctor;
mod drawn;
mod failed;
mod project;
mod review;
mod revisions;
mod running;
pub(crate) mod schema;
mod verified;
mod written;

pub(crate) use checked::{Checked, Diagnostic, Drifted, UnknownType, Unmanaged};
pub(crate) use database::{BackedUp, Current, HalfDone, InDoubt, Repaired, Stamped};
pub(crate) use differing::Differing;
pub(crate) use doctor::{Diagnosed, Disagreement, Point, SecondOpinion, Unmade};
pub(crate) use drawn::{Drawing, DrawnColumn, DrawnKey, DrawnTable, DrawnTables};
pub(crate) use failed::Failed;
pub(crate) use project::{Adopting, Initialized, Pages, Template, Templates};
pub(crate) use review::{Reviewed, ReviewedHazard, ReviewedRevision, ReviewedSection};
pub(crate) use revisions::{Adopted, Branch, Branches, RevisionEntry, Revisions};
pub(crate) use running::{Ran, RanRevision};
pub(crate) use verified::{NotProven, VerifiedRevision, VerifiedRevisions, VerifyFinding};
pub(crate) use written::{AskedRows, Edited, ExtendedRevisions, Hazard, Moved, Squashed, Written};

/// The version of every document.
const VERSION: u32 = 1;

/// A document of any kind.
#[derive(Debug, Serialize)]
pub(crate) struct Document<T> {
    version: u32,
    #[serde(flatten)]
    content: T,
}

impl<T> Document<T> {
    /// Wraps `content`.
    pub(crate) fn new(content: T) -> Self {
        Self { version: VERSION, content }
    }
}

/// How a command ended that could do what it was asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    /// There is nothing to look at; the exit code is 0.
    Clean,
    /// There is something to look at; the exit code is 1.
    Findings,
    /// Not everything could be told; the exit code is 2.
    Failed,
}
