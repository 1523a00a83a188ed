//! What can be wrong with the version table.

use autogen_schema::Ident;

use crate::{Failure, RevisionId};

/// Why the version table cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VersionTableError {
    /// The database refused.
    #[error("version table `{table}`: {failure}")]
    Failed {
        /// The table.
        table: Ident,
        /// What the database said.
        failure: Failure,
    },
    /// A row holds what this version does not understand.
    #[error("version table `{table}`: {problem}")]
    Unreadable {
        /// The table.
        table: Ident,
        /// What is wrong.
        problem: String,
    },
    /// A statement changed another number of rows than one.
    #[error("version table `{table}` was expected to match one row for revision `{revision}`; {found} found")]
    RowCount {
        /// The table.
        table: Ident,
        /// The revision.
        revision: RevisionId,
        /// How many rows there were.
        found: u64,
    },
}
