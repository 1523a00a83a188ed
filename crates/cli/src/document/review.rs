//! What `review` tells.

use schemars::JsonSchema;
use serde::Serialize;

use super::{AskedRows, Drawing, NotProven, Status, Unmanaged, VerifyFinding};

/// What revisions do, for those who are to agree to them.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Reviewed {
    /// What came of it.
    pub(crate) status: Status,
    /// The commit that the revisions came since, as it was named. `None` where they were named themselves.
    pub(crate) since: Option<String>,
    /// The revisions, in upgrade order.
    pub(crate) revisions: Vec<ReviewedRevision>,
    /// Dialects that nothing could be tried on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) not_proven: Vec<NotProven>,
    /// Changes of the entities that no revision makes, as the lines of a change list.
    pub(crate) unwritten: Vec<String>,
    /// What the entities cannot be relied on to lack, so that it is not dropped.
    pub(crate) withheld: Vec<String>,
    /// Revisions that were there before, and are others now.
    pub(crate) edited: Vec<String>,
    /// Revisions that were there before, and are gone.
    pub(crate) removed: Vec<String>,
    /// The heads, where there are several.
    pub(crate) heads: Vec<String>,
    /// What the connected database says of the rows that the upgrades are about.
    pub(crate) rows: Vec<AskedRows>,
    /// Revisions that the connected database lacks. `None` where none was asked.
    pub(crate) pending: Option<Vec<String>>,
    /// What nobody manages on the tables that are touched.
    pub(crate) unmanaged: Vec<Unmanaged>,
    /// The tables that are touched, with what is new and gone marked.
    pub(crate) tables: Option<Drawing>,
    /// The revisions and what is around them, where those branch.
    pub(crate) graph: Option<Drawing>,
    /// Why not everything could be told.
    pub(crate) problems: Vec<String>,
    /// What is worth knowing.
    pub(crate) notes: Vec<String>,
}

/// A revision that is to be agreed to.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ReviewedRevision {
    /// Its id.
    pub(crate) revision: String,
    /// What it comes after.
    pub(crate) revises: Vec<String>,
    /// What it is for.
    pub(crate) message: String,
    /// Its file.
    pub(crate) path: String,
    /// What it changes, in words.
    pub(crate) summary: Vec<String>,
    /// What it changes, as its change list says it.
    pub(crate) changes: Vec<String>,
    /// What it may do to rows or to a busy table.
    pub(crate) hazards: Vec<ReviewedHazard>,
    /// Its statements.
    pub(crate) sections: Vec<ReviewedSection>,
    /// Whether it does what it says. `None` where it was not tried.
    pub(crate) proven: Option<bool>,
    /// Where it was tried, where the project has several dialects.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) dialects: Vec<&'static str>,
    /// What it does wrong.
    pub(crate) findings: Vec<VerifyFinding>,
    /// What trying it showed besides.
    pub(crate) notes: Vec<String>,
}

/// What a statement of a revision may do to rows or to a busy table.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ReviewedHazard {
    /// `upgrade` or `downgrade`.
    pub(crate) direction: String,
    /// What it does.
    pub(crate) text: String,
    /// The line of the file that says so.
    pub(crate) line: usize,
    /// On which dialects. Empty: on every one.
    pub(crate) dialects: Vec<&'static str>,
}

/// Statements of a revision that run together.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ReviewedSection {
    /// `upgrade` or `downgrade`; `None` for a migration in Rust, which has both in one.
    pub(crate) direction: Option<String>,
    /// For which dialects. Empty: for every one.
    pub(crate) dialects: Vec<&'static str>,
    /// The line of the file that they start on.
    pub(crate) line: usize,
    /// `sql` or `rust`.
    pub(crate) language: &'static str,
    /// The statements.
    pub(crate) text: String,
}
