//! What `check` found.

use schemars::JsonSchema;
use serde::Serialize;

use super::Status;

/// What a check found.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Checked {
    /// What came of it.
    pub(crate) status: Status,
    /// Why not everything could be told. Empty unless `status` is `failed`.
    pub(crate) problems: Vec<String>,
    /// What the next revision would do, as lines of a change list.
    pub(crate) changes: Vec<String>,
    /// Where a database is not what its revisions make it.
    pub(crate) drift: Vec<Drifted>,
    /// Ids of revisions that a database lacks.
    pub(crate) pending: Vec<String>,
    /// Ids of revisions that a database has and no file is here for.
    pub(crate) unknown_revisions: Vec<String>,
    /// Ids of revisions whose file was edited since they were applied.
    pub(crate) edited_revisions: Vec<String>,
    /// What is not in the entities, which could not be read completely, and so is not dropped.
    pub(crate) withheld: Vec<String>,
    /// What cannot be made, because the source does not tell how.
    pub(crate) unknown_types: Vec<UnknownType>,
    /// What the next revision would claim: what entities say that is there already, as lines of a change list.
    pub(crate) claims: Vec<String>,
    /// What is worth knowing, and no reason to fail.
    pub(crate) notes: Vec<String>,
    /// What is in a database alone, and stays.
    pub(crate) unmanaged: Vec<Unmanaged>,
    /// What was found in the entities. Notes are in it with `-v` alone.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Where a database is not what its revisions make it.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Drifted {
    /// The table.
    pub(crate) table: String,
    /// What is otherwise there.
    pub(crate) text: String,
    /// The dialect of the database. Absent where the project has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dialect: Option<&'static str>,
}

/// Something that cannot be made, because the source does not tell how.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct UnknownType {
    /// What it is: a kind and a name, as a change list writes it.
    pub(crate) about: String,
    /// What stands in the source.
    pub(crate) source: String,
}

/// Something that is in the database alone, and stays.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Unmanaged {
    /// The table that it belongs to, or itself.
    pub(crate) table: String,
    /// What it is: `table`, `column`, `index`, `check` and the like.
    pub(crate) kind: &'static str,
    /// Which one, in words.
    pub(crate) what: String,
    /// The dialect of the database. Absent where the project has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dialect: Option<&'static str>,
}

/// A finding in the entities.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Diagnostic {
    /// Its code, which `docs/diagnostics.md` explains.
    pub(crate) code: &'static str,
    /// `error`, `warning` or `note`.
    pub(crate) severity: &'static str,
    /// What is wrong.
    pub(crate) message: String,
    /// The file.
    pub(crate) file: String,
    /// The line, counted from one.
    pub(crate) line: usize,
    /// The column, counted from one.
    pub(crate) column: usize,
    /// What can be done.
    pub(crate) help: Vec<String>,
}
