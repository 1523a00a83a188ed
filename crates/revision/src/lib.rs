//! Revision files of autogen: their graph, the version table, and running them.
//!
//! A program that links this crate brings its revisions along and runs them itself, as `autogen upgrade` would: under the same
//! lock, with the same version table.
//!
//! ```ignore
//! /// The files of `migrations/versions`, which are in the program.
//! pub const MIGRATIONS: Embedded = embed!("$CARGO_MANIFEST_DIR/migrations/versions");
//! ```
//!
//! ```ignore
//! let revisions = Revisions::embedded(MIGRATIONS)?;
//! let applied = revisions.upgrade(url, "head").await?.done;
//! ```
//!
//! What a revision holds is decided elsewhere: nothing here compares schemas or renders a file.
//!
//! # What stays
//!
//! Everything that this page shows stays until the next major version, and so do the format of revision files and of the
//! version table: a database that one version has brought up is understood by every later one. Enums of errors and of events may
//! gain variants, and errors other words. What is public without being shown here is for autogen's own crates, and may change in
//! any release.

mod checksum;
mod connection;
mod directory;
mod exclusive;
mod failure;
mod file;
mod graph;
mod id;
mod revisions;
mod runner;
mod standing;
mod statement;
mod version_table;

pub use connection::{BUSY_TIMEOUT, ConnectError, Connection, Limits, Mode, Product, Version, connect, connect_with};
pub use directory::DirectoryError;
pub use failure::{ErrorCode, Failure};
pub use file::{Direction, FileError, Problem};
pub use graph::{GraphError, PlanError, ResolveError};
pub use id::{BadRevisionId, RevisionId};
pub use revisions::{Database, Embedded, Error, Revisions};
pub use runner::{BeginError, Event, Holder, InDoubt, Observer, Report, RunError, RunProblem, Silent};
pub use statement::Statement;
pub use version_table::{StampError, State, VERSION_TABLE, VersionTableError};

/// What autogen's own crates use besides.
#[doc(hidden)]
pub use {
    checksum::{checksum, checksum_of_text, downgrade_text, parse_downgrade_text},
    connection::{Address, driver_url, redact, with_database},
    directory::Directory,
    exclusive::Exclusive,
    file::{ChangeLine, DocLine, FORMAT, Guard, Header, Language, Revision, Section, parse_message, render_message},
    graph::{Graph, Node},
    revisions::include_dir,
    runner::{
        HalfDone, NEW_TABLE_PREFIX, Options, RepairError, Script, ScriptOptions, Settlement, Unchecked, downgrade,
        downgrade_script, half_done, look_through_downgrade, look_through_upgrade, settle, upgrade, upgrade_script,
    },
    standing::{Standing, Tool, render_standings},
    statement::{Kind, kind, split},
    version_table::{Layout, ROW_FORMAT, Reached, Row, Stamped, VersionTable, edited, restate, stamp, whole},
};
