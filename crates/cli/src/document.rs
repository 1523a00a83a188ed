//! What `--format json` writes. Fields may be added; one that changes its meaning raises the version.

use autogen_schema::Dialect;
use serde::Serialize;

use crate::error::Error;

mod doctor;
mod review;

pub(crate) use doctor::{Diagnosed, Disagreement, Point, SecondOpinion, Unmade};
pub(crate) use review::{Reviewed, ReviewedHazard, ReviewedRevision, ReviewedSection};

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

/// Revisions, of `history`, `heads`, `current` and `show`.
#[derive(Debug, Serialize)]
pub(crate) struct Revisions {
    pub(crate) revisions: Vec<RevisionEntry>,
}

/// One revision.
#[derive(Debug, Serialize)]
pub(crate) struct RevisionEntry {
    pub(crate) revision: String,
    pub(crate) revises: Vec<String>,
    pub(crate) depends: Vec<String>,
    pub(crate) branch: Vec<String>,
    pub(crate) message: String,
    pub(crate) created: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) head: bool,
    /// What it does the work of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) replaces: Vec<String>,
    /// Where the database stood that it was made of, by other tools.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) adopts: Vec<Adopted>,
    /// Whether the database stands here. Absent where no database was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) current: Option<bool>,
}

/// Where a database stood by another tool.
#[derive(Debug, Serialize)]
pub(crate) struct Adopted {
    pub(crate) tool: &'static str,
    pub(crate) revisions: Vec<String>,
}

/// Templates of revisions.
#[derive(Debug, Serialize)]
pub(crate) struct Templates {
    pub(crate) templates: &'static [Template],
}

/// A template of revisions.
#[derive(Debug, Serialize)]
pub(crate) struct Template {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
}

/// A revision that was moved.
#[derive(Debug, Serialize)]
pub(crate) struct Moved {
    pub(crate) revision: String,
    pub(crate) from: Vec<String>,
    pub(crate) onto: String,
    /// Revisions that restate tables, and were made anew for those of the new base.
    pub(crate) anew: Vec<String>,
    pub(crate) paths: Vec<String>,
}

/// What would run.
#[derive(Debug, Serialize)]
pub(crate) struct Planned {
    /// `upgrade` or `downgrade`.
    pub(crate) direction: String,
    pub(crate) revisions: Vec<PlannedRevision>,
}

/// A revision that would run.
#[derive(Debug, Serialize)]
pub(crate) struct PlannedRevision {
    pub(crate) revision: String,
    pub(crate) hazards: Vec<String>,
    pub(crate) sql: String,
}

/// A drawing.
#[derive(Debug, Serialize)]
pub(crate) struct Drawn {
    /// `mermaid` or `dot`.
    pub(crate) notation: &'static str,
    /// The text that it is drawn from.
    pub(crate) text: String,
}

/// A backup that was written.
#[derive(Debug, Serialize)]
pub(crate) struct BackedUp {
    pub(crate) path: String,
    /// The command that brings it back.
    pub(crate) restore: String,
}

/// Revisions that serve more dialects than before.
#[derive(Debug, Serialize)]
pub(crate) struct ExtendedRevisions {
    pub(crate) dialects: Vec<&'static str>,
    pub(crate) paths: Vec<String>,
}

/// Points where revisions part.
#[derive(Debug, Serialize)]
pub(crate) struct Branches {
    pub(crate) branches: Vec<Branch>,
}

/// A revision that several others revise.
#[derive(Debug, Serialize)]
pub(crate) struct Branch {
    pub(crate) revision: String,
    pub(crate) into: Vec<String>,
}

/// A revision that was written, or would be.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Written {
    /// `None` where there was nothing to write.
    pub(crate) revision: Option<String>,
    /// `None` where it was only to be shown.
    pub(crate) path: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) changes: Vec<String>,
    pub(crate) claims: Vec<String>,
    pub(crate) hazards: Vec<Hazard>,
    /// Why the revision does not do what it says; empty when it is proven.
    pub(crate) problems: Vec<String>,
    /// What the connected database says of the rows that it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) rows: Vec<AskedRows>,
    /// The revisions of the same change that come before this one, in order, where one transaction would be too large for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) after: Vec<Written>,
}

/// What a database says of its rows.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AskedRows {
    pub(crate) text: String,
    /// `None` where it could not tell.
    pub(crate) rows: Option<u64>,
}

impl Written {
    /// Makes the document of a file that nothing more is to be said about.
    pub(crate) fn file(revision: &str, path: String) -> Self {
        Self { revision: Some(revision.to_owned()), path: Some(path), ..Self::default() }
    }
}

/// What the upgrade may do to rows or to a busy table.
#[derive(Debug, Serialize)]
pub(crate) struct Hazard {
    /// `destroys`, `converts`, `fails`, `fills`, `unmanaged`, `reorders`, `rewrites` or `locks`.
    pub(crate) kind: &'static str,
    pub(crate) text: String,
    /// Where the project has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dialect: Option<&'static str>,
}

impl Hazard {
    /// Makes the document of a hazard.
    pub(crate) fn of(hazard: &autogen_diff::Hazard) -> Self {
        Self { kind: hazard.kind().name(), text: hazard.to_string(), dialect: None }
    }

    /// Says which dialect it is about.
    pub(crate) fn on(self, dialect: Dialect) -> Self {
        Self { dialect: Some(dialect.name()), ..self }
    }
}

/// What a check found.
#[derive(Debug, Serialize)]
pub(crate) struct Checked {
    /// `clean`, `findings` or `failed`.
    pub(crate) status: &'static str,
    /// Why not everything could be told.
    pub(crate) problems: Vec<String>,
    pub(crate) changes: Vec<String>,
    pub(crate) drift: Vec<Drifted>,
    pub(crate) pending: Vec<String>,
    pub(crate) unknown_revisions: Vec<String>,
    /// Whose file was edited since they were applied.
    pub(crate) edited_revisions: Vec<String>,
    pub(crate) withheld: Vec<String>,
    pub(crate) unknown_types: Vec<UnknownType>,
    pub(crate) claims: Vec<String>,
    pub(crate) notes: Vec<String>,
    pub(crate) unmanaged: Vec<Unmanaged>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Where a database is not what its history makes it.
#[derive(Debug, Serialize)]
pub(crate) struct Drifted {
    pub(crate) table: String,
    pub(crate) text: String,
    /// Where the project has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dialect: Option<&'static str>,
}

/// Something that cannot be made, because the source does not tell how.
#[derive(Debug, Serialize)]
pub(crate) struct UnknownType {
    pub(crate) about: String,
    pub(crate) source: String,
}

/// Something that is in the database alone, and stays.
#[derive(Debug, Serialize)]
pub(crate) struct Unmanaged {
    pub(crate) table: String,
    pub(crate) kind: &'static str,
    pub(crate) what: String,
    /// Where the project has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dialect: Option<&'static str>,
}

/// A finding in the entities.
#[derive(Debug, Serialize)]
pub(crate) struct Diagnostic {
    pub(crate) code: &'static str,
    pub(crate) severity: &'static str,
    pub(crate) message: String,
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) help: Vec<String>,
}

/// How two schemas differ.
#[derive(Debug, Serialize)]
pub(crate) struct Differing {
    pub(crate) same: bool,
    pub(crate) from: String,
    pub(crate) to: String,
    /// The statements that make both sides, unified.
    pub(crate) ddl: String,
    pub(crate) operations: Vec<String>,
    /// SQL that leads there. `None` where it cannot be written; why stands in `left`.
    pub(crate) upgrade: Option<String>,
    /// SQL that leads back.
    pub(crate) downgrade: Option<String>,
    /// What the upgrade does to rows.
    pub(crate) hazards: Vec<Hazard>,
    /// What differs and is not in the SQL: why.
    pub(crate) left: Vec<String>,
    pub(crate) notes: Vec<String>,
}

/// What `verify` found.
#[derive(Debug, Serialize)]
pub(crate) struct VerifiedRevisions {
    pub(crate) revisions: Vec<VerifiedRevision>,
    /// Dialects that nothing could be tried on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) not_proven: Vec<NotProven>,
}

/// A dialect that nothing could be tried on.
#[derive(Debug, Serialize)]
pub(crate) struct NotProven {
    pub(crate) dialect: &'static str,
    pub(crate) reason: String,
}

impl NotProven {
    /// Says why.
    pub(crate) fn of(dialect: Dialect, error: &Error) -> Self {
        Self { dialect: dialect.name(), reason: error.report().message.clone() }
    }
}

/// A revision that was tried.
#[derive(Debug, Serialize)]
pub(crate) struct VerifiedRevision {
    pub(crate) revision: String,
    pub(crate) path: Option<String>,
    pub(crate) proven: bool,
    /// Where it was tried, where the project has several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) dialects: Vec<&'static str>,
    pub(crate) findings: Vec<VerifyFinding>,
    pub(crate) notes: Vec<String>,
}

/// Something that a revision does wrong.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct VerifyFinding {
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) text: String,
    pub(crate) hint: Option<String>,
    /// Where the project has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dialect: Option<&'static str>,
}
