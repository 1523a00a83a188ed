//! Why a run stopped.

use std::fmt::{self, Display};
use std::path::PathBuf;

use autogen_schema::{Ident, TableName};

use super::transaction::BeginError;
use crate::file::{Direction, FileError};
use crate::version_table::{State, VersionTableError};
use crate::{Failure, RevisionId};

/// Why a revision did not run. Those before it stay as they are; of this one nothing is left, unless [`RunError::partly`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunError {
    /// The revision.
    pub revision: RevisionId,
    /// Which way it was to go.
    pub direction: Direction,
    /// Its file.
    pub file: PathBuf,
    /// The line of the file, where one is to blame.
    pub line: Option<usize>,
    /// The statement on that line, when it is one.
    pub statement: Option<String>,
    /// Why.
    pub problem: Box<RunProblem>,
    /// Whether statements outside a transaction had been run before.
    pub partly: bool,
    /// Whether it is noted how far the revision came, so that the next run goes on from there.
    pub goes_on: bool,
}

impl Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.display();
        match (self.problem.as_ref(), self.line) {
            // The file is not to blame.
            (RunProblem::Begin(_) | RunProblem::VersionTable(_), _) => write!(f, "{}", self.problem),
            (problem, Some(line)) => write!(f, "{file}:{line}: {problem}"),
            (problem, None) => write!(f, "{file}: {problem}"),
        }
    }
}

impl std::error::Error for RunError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.problem.as_ref())
    }
}

/// What is in the way of a revision.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunProblem {
    /// The revision is not among those that were given.
    #[error("can't locate revision identified by `{0}`")]
    Unknown(RevisionId),
    /// The file is wrong.
    #[error("{}", .0.problem)]
    File(FileError),
    /// No transaction can begin.
    #[error(transparent)]
    Begin(#[from] BeginError),
    /// The version table cannot be read or written.
    #[error(transparent)]
    VersionTable(#[from] VersionTableError),
    /// The database refused a statement.
    #[error("{0}")]
    Statement(Failure),
    /// The database refused something that is not in the file.
    #[error("{doing}: {failure}")]
    Database {
        /// What was tried.
        doing: &'static str,
        /// What the database said.
        failure: Failure,
    },
    /// A revision that must be there is not.
    #[error("revision `{0}` must be applied first")]
    NotReady(RevisionId),
    /// A revision that builds on this one is still there.
    #[error("revision `{0}` must be undone first")]
    StillRequired(RevisionId),
    /// Another process runs the revision, or was stopped while it did.
    #[error(
        "revision `{revision}` is {}: another process is at it, or was interrupted{}",
        .state.name(),
        .statement.as_ref().map(|statement| format!(" at {statement}")).unwrap_or_default()
    )]
    Interrupted {
        /// The revision.
        revision: RevisionId,
        /// How far it came.
        state: State,
        /// The statement that may have run or not, where that is known: those before it have, those behind it have not.
        statement: Option<InDoubt>,
    },
    /// The revision was stopped on its way, by a statement that failed and left nothing.
    #[error("the {direction} of `{revision}` was stopped behind {} of its statements", .ran)]
    Stopped {
        /// The revision.
        revision: RevisionId,
        /// Its way.
        direction: Direction,
        /// How many of its statements ran.
        ran: usize,
    },
    /// Nobody noted which statement ran last.
    #[error("nobody noted how far the revision came")]
    NotNoted,
    /// The file of a revision that was left half done is not what was run of it.
    #[error("the file of `{0}` was edited since a part of it ran")]
    EditedMeanwhile(RevisionId),
    /// The downgrade says that it must not run.
    #[error("the downgrade refuses to run: {0}")]
    Irreversible(String),
    /// A table that the revision restates is not there.
    #[error("table `{table}` does not exist, and this revision makes it anew from what it was")]
    MissingTable {
        /// The table.
        table: TableName,
    },
    /// A table that the revision restates is not what it was when the revision was made.
    #[error("table `{table}` has changed since this revision was made, which would undo that{}", lost_list(.lost))]
    ChangedTable {
        /// The table.
        table: TableName,
        /// The fingerprint that the revision expects.
        expected: String,
        /// The fingerprint of the table.
        found: String,
        /// What the table has and would lose, as far as that can be told.
        lost: Vec<String>,
    },
    /// A column that the revision restates is not what it was when the revision was made.
    #[error(
        "column `{table}.{column}` has changed since this revision was made, which would undo that: {}",
        .found.as_ref().map_or_else(|| "it is not there".to_owned(), |found| format!("it is `{found}`"))
    )]
    ChangedColumn {
        /// The table.
        table: TableName,
        /// The column.
        column: Ident,
        /// Its definition in the database.
        found: Option<String>,
    },
    /// A script would write into the version table of another database.
    #[error("a script cannot go to another database with `USE`")]
    OtherDatabase,
    /// Rows refer to rows that are not there, which they did not before.
    #[error("foreign keys are violated: {}", .0.join(", "))]
    ForeignKeys(Vec<String>),
    /// An index or trigger that the revision does not know cannot be made again.
    #[error("{kind} `{name}` on `{table}`, which is not this revision's, cannot be made again: {failure}")]
    Dependent {
        /// `index` or `trigger`.
        kind: String,
        /// Its name.
        name: String,
        /// Its table.
        table: String,
        /// Its own statement.
        sql: String,
        /// What the database said.
        failure: Failure,
    },
}

impl RunProblem {
    /// Whether a table or column that the revision restates is not what it was when that was made.
    pub fn is_restated(&self) -> bool {
        matches!(self, RunProblem::ChangedTable { .. } | RunProblem::ChangedColumn { .. })
    }
}

impl RunError {
    /// Returns what a person can do about it, where that is not plain.
    pub fn hint(&self) -> Option<String> {
        let hint = match self.problem.as_ref() {
            RunProblem::File(error) => error.problem.hint()?,
            RunProblem::Begin(error) => error.hint()?,
            RunProblem::Statement(failure) | RunProblem::Database { failure, .. } if failure.is_full() => {
                "make room on the disk, then try again"
            }
            RunProblem::Interrupted { .. } => "when nothing is running: `autogen repair` tells what to do",
            RunProblem::Stopped { revision, direction, .. } => {
                return Some(format!(
                    "`autogen {direction}` goes on with what is left of it when it goes through `{revision}`; `autogen repair` tells \
                     what else can be done"
                ));
            }
            RunProblem::NotNoted => {
                "finish it by hand, then `autogen repair --applied`; or undo it, then `autogen repair --not-applied`"
            }
            RunProblem::EditedMeanwhile(_) => {
                "take the edit back; or finish the revision by hand, then `autogen repair --applied`"
            }
            RunProblem::Irreversible(_) => "`--force` runs what the section holds regardless",
            RunProblem::ChangedTable { .. } | RunProblem::ChangedColumn { .. } | RunProblem::MissingTable { .. } => {
                "make the revision anew on top of what changed the table: delete its file and run `autogen -m` again. What was \
                 changed by hand must first be in an entity or a revision, or be taken back"
            }
            RunProblem::OtherDatabase => {
                "write the name of the database before that of the table instead, or run the revision with `autogen upgrade`"
            }
            RunProblem::ForeignKeys(_) => "correct or delete those rows first; `PRAGMA foreign_key_check` lists them",
            RunProblem::Dependent { kind, name, .. } => {
                return Some(format!(
                    "drop it before: `DROP {} \"{name}\"`, by hand or in the revision",
                    kind.to_uppercase()
                ));
            }
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

fn lost_list(lost: &[String]) -> String {
    if lost.is_empty() { String::new() } else { format!("; it would lose {}", lost.join(", ")) }
}

/// A statement of which nobody knows whether it has run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InDoubt {
    /// Which one of its revision's, counted from one.
    pub number: usize,
    /// Its line in the file.
    pub line: usize,
    /// Its text.
    pub sql: String,
}

impl Display for InDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.sql.lines().next().unwrap_or_default();
        let more = if self.sql.contains('\n') { " …" } else { "" };
        write!(f, "its statement {}, line {}: `{first}{more}`", self.number, self.line)
    }
}

/// A problem and the line that it is on.
pub(super) struct Stop {
    pub line: Option<usize>,
    pub statement: Option<String>,
    pub problem: Box<RunProblem>,
}

impl<P: Into<RunProblem>> From<P> for Stop {
    fn from(problem: P) -> Self {
        Stop { line: None, statement: None, problem: Box::new(problem.into()) }
    }
}

impl From<FileError> for RunProblem {
    fn from(error: FileError) -> Self {
        RunProblem::File(error)
    }
}

impl Stop {
    pub(super) fn at(line: usize, problem: RunProblem) -> Self {
        Stop { line: Some(line), statement: None, problem: Box::new(problem) }
    }

    pub(super) fn database(doing: &'static str) -> impl FnOnce(sea_orm::DbErr) -> Stop {
        move |error| RunProblem::Database { doing, failure: error.into() }.into()
    }
}
