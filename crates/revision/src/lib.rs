//! Revision files of autogen: their graph, the version table, and running them.
//!
//! This is what a program links that runs its own revisions. What a revision holds is decided elsewhere: nothing here
//! compares schemas or renders a file.

mod checksum;
mod directory;
mod file;
mod graph;
mod id;
mod statement;

pub use checksum::{checksum, downgrade_text, parse_downgrade_text};
pub use directory::{Directory, DirectoryError};
pub use file::{
    ChangeLine, Direction, FORMAT, FileError, Guard, Header, Problem, Revision, Section, parse_message, render_message,
};
pub use graph::{Graph, GraphError, Node, PlanError, ResolveError};
pub use id::{BadRevisionId, RevisionId};
pub use statement::{Kind, Statement, kind, split};
