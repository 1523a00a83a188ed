//! Revision files of autogen: their graph, the version table, and running them.
//!
//! This is what a program links that runs its own revisions. What a revision holds is decided elsewhere: nothing here
//! compares schemas or renders a file.

mod checksum;
mod connection;
mod directory;
mod failure;
mod file;
mod graph;
mod id;
mod runner;
mod statement;
mod version_table;

pub use checksum::{checksum, downgrade_text, parse_downgrade_text};
pub use connection::{
    Address, BUSY_TIMEOUT, ConnectError, Connection, Limits, Mode, Product, Version, connect, connect_with, redact,
    with_database,
};
pub use directory::{Directory, DirectoryError};
pub use failure::{ErrorCode, Failure};
pub use file::{
    ChangeLine, Direction, FORMAT, FileError, Guard, Header, Problem, Revision, Section, parse_message, render_message,
};
pub use graph::{Graph, GraphError, Node, PlanError, ResolveError};
pub use id::{BadRevisionId, RevisionId};
pub use runner::{
    BeginError, Event, HalfDone, Holder, InDoubt, NEW_TABLE_PREFIX, Observer, Options, RepairError, Report, RunError,
    RunProblem, Script, ScriptOptions, Settlement, Silent, Unchecked, downgrade, downgrade_script, half_done,
    look_through_downgrade, look_through_upgrade, settle, upgrade, upgrade_script,
};
pub use statement::{Kind, Statement, kind, split};
pub use version_table::{
    ROW_FORMAT, Row, StampError, Stamped, State, VERSION_TABLE, VersionTable, VersionTableError, edited, restate, stamp,
};
