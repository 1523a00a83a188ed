//! Where a database stands, and what was recorded, saved and settled there.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Adopted, RevisionEntry, Status};

/// Where a database stands.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Current {
    /// The URL of the database, without its password.
    pub(crate) database: String,
    /// The revisions that it stands at: those that no other applied one follows.
    pub(crate) revisions: Vec<RevisionEntry>,
    /// Ids of the revisions that it lacks, in the order in which they would run.
    pub(crate) missing: Vec<String>,
    /// Ids of the revisions that it has and no file is here for.
    pub(crate) unknown: Vec<String>,
    /// The id of a revision that runs just now, or was interrupted. `null` where there is none.
    pub(crate) half_done: Option<String>,
    /// Where other tools left it. Empty where a revision goes on from there.
    pub(crate) adopts: Vec<Adopted>,
}

/// What was recorded without running it.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Stamped {
    /// Ids of the revisions that are recorded now, and were not before.
    pub(crate) recorded: Vec<String>,
    /// Ids of the revisions that were recorded before, and are not now.
    pub(crate) removed: Vec<String>,
}

/// A backup that was written.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct BackedUp {
    /// Its file.
    pub(crate) path: String,
    /// The command that brings it back.
    pub(crate) restore: String,
}

/// What is half done, or was settled.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Repaired {
    /// `findings` where a revision is half done, else `clean`.
    pub(crate) status: Status,
    /// What is half done. `null` where nothing is, or it was settled.
    pub(crate) half_done: Option<HalfDone>,
    /// The id of the revision that was settled. `null` where none was.
    pub(crate) settled: Option<String>,
}

/// A revision that is half done.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct HalfDone {
    /// Its id.
    pub(crate) revision: String,
    /// Which way it went: `upgrade` or `downgrade`.
    pub(crate) direction: String,
    /// How many statements it has. `null` where that is not known by statement.
    pub(crate) statements: Option<usize>,
    /// How many of them have run for sure. `null` where nobody noted it.
    pub(crate) ran: Option<usize>,
    /// The statement of which nobody knows whether it ran. `null` where none is in doubt, or which one was not noted.
    pub(crate) in_doubt: Option<InDoubt>,
}

/// A statement that may have run or not.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct InDoubt {
    /// Which one it is of its section, counted from one.
    pub(crate) number: usize,
    /// What it says.
    pub(crate) sql: String,
    /// The revision's file. `null` where none is here.
    pub(crate) path: Option<String>,
    /// The line where it starts, counted from one.
    pub(crate) line: usize,
}
