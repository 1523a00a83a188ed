//! What is wrong with a revision file, and where.

use std::path::PathBuf;

use autogen_schema::{Dialect, UnknownDialect, change};

use super::Direction;
use crate::{BadRevisionId, RevisionId};

/// An error in a revision file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}:{line}: {problem}", .file.display())]
pub struct FileError {
    /// The file.
    pub file: PathBuf,
    /// The line, counted from one.
    pub line: usize,
    /// What is wrong there.
    #[source]
    pub problem: Problem,
}

/// What is wrong in a revision file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The header lacks a line that every revision has.
    #[error("the header has no `{0}:` line")]
    MissingHeader(&'static str),
    /// A header line is there twice.
    #[error("the header has a second `{0}:` line")]
    DuplicateHeader(&'static str),
    /// A line of the header block is not `-- Key: value` with a known key.
    #[error("`{0}` is not a header line")]
    UnknownHeader(String),
    /// A revision id is not legal.
    #[error(transparent)]
    Id(#[from] BadRevisionId),
    /// A revision that names itself as its parent.
    #[error("self-loop: revision `{0}` names itself in `{1}:`")]
    SelfLoop(String, &'static str),
    /// The same id twice in one list.
    #[error("`{0}` is listed twice")]
    RepeatedId(String),
    /// What names no tool, or nothing of it.
    #[error("`{0}` does not say what was adopted")]
    BadStanding(String),
    /// The time is not `2026-11-22T09:28:00Z`.
    #[error("`{0}` is not a UTC time like `2026-11-22T09:28:00Z`")]
    BadTime(String),
    /// The format is no number.
    #[error("`{0}` is not a format number")]
    BadFormat(String),
    /// The format is one that this version does not read.
    #[error("revision file format {0} is unknown; this version reads format 1")]
    UnknownFormat(u32),
    /// `-- Changes:` a second time, or with something behind it.
    #[error("a second or malformed `Changes:` line")]
    BadChanges,
    /// A line of the change list cannot be read.
    #[error("in the change list: {0}")]
    Change(#[from] change::ParseError),
    /// Something stands before the first section that is no `--` comment.
    #[error("only `--` comments may stand before the first section")]
    BeforeSections,
    /// There is no section of a direction at all.
    #[error("there is no `-- autogen: {0}` section")]
    MissingSection(Direction),
    /// What a SeaORM migration does is Rust.
    #[error("this is a SeaORM migration in Rust: only the crate that it belongs to runs it")]
    IsRust,
    /// The header of a SeaORM migration names another one.
    #[error("the header is that of `{said}`, and SeaORM knows this migration as `{name}`")]
    OtherName {
        /// The id in the header.
        said: RevisionId,
        /// The name of the migration.
        name: RevisionId,
    },
    /// There are sections of a direction, but none for a dialect.
    #[error("there is no {0} section for {1}")]
    MissingDialect(Direction, Dialect),
    /// Two sections in a row for the same dialect that differ in nothing.
    #[error("a second {0} section for {1}")]
    DuplicateSection(Direction, Dialect),
    /// A marker that cannot be read.
    #[error("`{0}` is not a marker")]
    UnknownMarker(String),
    /// A word in a marker is neither a dialect nor an option.
    #[error("in a section marker: {0}")]
    MarkerWord(UnknownDialect),
    /// A word in a marker is there twice.
    #[error("`{0}` is twice in a section marker")]
    RepeatedWord(String),
    /// `expects` without a table or column and a fingerprint.
    #[error("`expects` needs the name of a table or column and a fingerprint of 16 hexadecimal digits")]
    BadGuard,
    /// `irreversible` in an upgrade section.
    #[error("`irreversible` belongs in a downgrade section")]
    IrreversibleUpgrade,
    /// A literal, quoted name or comment that is not closed before the file ends.
    #[error("{0} that starts here is not closed")]
    Unterminated(&'static str),
    /// A NUL character, which ends the text of a statement for SQLite.
    #[error("a NUL character")]
    Nul,
    /// A statement that ends, starts or leaves the transaction that a section runs in.
    #[error("`{0}` inside a section that runs in a transaction")]
    TransactionControl(String),
    /// Rows between statements.
    #[error("`COPY … FROM stdin` needs rows that are no SQL, and cannot be in a revision")]
    CopyFromStdin,
    /// `expects` in a section that runs on PostgreSQL, where nothing restates a whole table.
    #[error("`expects` has no meaning on PostgreSQL")]
    GuardOnPostgres,
    /// `expects column` in a section that runs on SQLite, where a table is restated or nothing.
    #[error("`expects column` has no meaning on SQLite")]
    ColumnGuardOnSqlite,
    /// A parameter, for which there is no value. SQLite would take NULL.
    #[error("`{0}` is a parameter, and there is nothing to put in its place")]
    Parameter(String),
}

impl Problem {
    /// Returns what a person can do about it, where that is not plain.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Problem::MissingHeader(_) | Problem::UnknownHeader(_) => {
                "a revision file starts with `-- message`, an empty `--`, and then `-- Revision:`, `-- Revises:` and \
                 `-- Format: 1`; other comments go below the header, behind another empty `--`"
            }
            Problem::BadStanding(_) => {
                "it is written `-- Adopts: Alembic 1975ea83b712` or `-- Adopts: SeaORM m20220101_000001_create_users`"
            }
            Problem::UnknownFormat(_) => "the file was written by a newer autogen",
            Problem::BeforeSections => "sections start with `-- autogen: upgrade` and `-- autogen: downgrade`",
            Problem::MissingSection(_) => {
                "a section may be empty, but its marker must be there, at the start of a line"
            }
            Problem::OtherName { .. } => {
                "a copy of a file has the header of its original: give it its own name under `Revision:` and what it follows under \
                 `Revises:`, or take the header away"
            }
            Problem::MissingDialect(..) => "add a section for it; a section without a dialect serves every dialect",
            Problem::DuplicateSection(..) => "join them, or give each its dialect: `-- autogen: upgrade sqlite`",
            Problem::UnknownMarker(_) | Problem::MarkerWord(_) => {
                "markers are `-- autogen: upgrade` and `-- autogen: downgrade`, each with dialects, `rebuild` and \
                 `no-transaction`, `-- autogen: expects [column] NAME FINGERPRINT` and `-- autogen: irreversible REASON`"
            }
            Problem::CopyFromStdin => "write the rows as `INSERT INTO … VALUES …`",
            Problem::GuardOnPostgres | Problem::ColumnGuardOnSqlite => {
                "delete the line, or give the section its dialects: `-- autogen: upgrade mysql`"
            }
            Problem::TransactionControl(_) => {
                "autogen begins and commits; for what cannot run in a transaction mark the section `no-transaction`"
            }
            _ => return None,
        })
    }
}
