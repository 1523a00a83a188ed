//! Revisions that were written or changed: what `migrate`, `revision`, `edit`, `merge`, `rebase`, `squash` and `extend` write.

use autogen_schema::Dialect;
use schemars::JsonSchema;
use serde::Serialize;

/// A revision that was written, or would be.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct Written {
    /// Its id. `null` where there was nothing to write.
    pub(crate) revision: Option<String>,
    /// Its file. `null` where it was only to be shown, or there was nothing to write.
    pub(crate) path: Option<String>,
    /// The text of the file, where it was only to be shown.
    pub(crate) text: Option<String>,
    /// What it does, as lines of a change list.
    pub(crate) changes: Vec<String>,
    /// What it claims: what entities say that was there already, as lines of a change list.
    pub(crate) claims: Vec<String>,
    /// What it does to rows or to a busy table.
    pub(crate) hazards: Vec<Hazard>,
    /// Why it does not do what it says; the exit code is 1 then.
    pub(crate) problems: Vec<String>,
    /// What the connected database says of the rows that it is about. Absent where none was asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) rows: Vec<AskedRows>,
    /// The revisions of the same change that come before this one, in order, where one transaction would be too large for all.
    /// Absent where it is one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) after: Vec<Written>,
}

impl Written {
    /// Makes the document of a file that nothing more is to be said about.
    pub(crate) fn file(revision: &str, path: String) -> Self {
        Self { revision: Some(revision.to_owned()), path: Some(path), ..Self::default() }
    }
}

/// What a database says of its rows.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct AskedRows {
    /// What was asked, and the answer.
    pub(crate) text: String,
    /// How many rows there are. `null` where it could not tell.
    pub(crate) rows: Option<u64>,
}

/// What a revision may do to rows or to a busy table.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Hazard {
    /// `destroys`, `converts`, `fails`, `fills`, `unmanaged`, `reorders`, `rewrites` or `locks`.
    pub(crate) kind: &'static str,
    /// What it does.
    pub(crate) text: String,
    /// The dialect. Absent where the project has one.
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

/// A revision that was moved.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Moved {
    /// The id of the first revision that was moved.
    pub(crate) revision: String,
    /// Ids of the revisions that it followed.
    pub(crate) from: Vec<String>,
    /// The id of the revision that it follows now.
    pub(crate) onto: String,
    /// Ids of revisions that restate tables, and were made anew for those of the new base.
    pub(crate) anew: Vec<String>,
    /// The files that were changed.
    pub(crate) paths: Vec<String>,
}

/// A revision that was made of several.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Squashed {
    /// Its id.
    pub(crate) revision: String,
    /// Its file.
    pub(crate) path: String,
    /// Ids of the revisions that it does the work of, whose files are removed.
    pub(crate) replaces: Vec<String>,
}

/// Revisions that were opened in an editor, and can be read since.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Edited {
    /// Their ids.
    pub(crate) revisions: Vec<String>,
    /// Their files.
    pub(crate) paths: Vec<String>,
}

/// Revisions that serve more dialects than before.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ExtendedRevisions {
    /// The new dialects.
    pub(crate) dialects: Vec<&'static str>,
    /// The files that were changed.
    pub(crate) paths: Vec<String>,
}
