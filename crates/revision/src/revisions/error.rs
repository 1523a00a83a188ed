//! Why a program's revisions cannot be read, or did not run.

use std::path::PathBuf;

use crate::runner::{BeginError, RunError, RunProblem};
use crate::{ConnectError, DirectoryError, Failure, GraphError, PlanError, StampError, VersionTableError};

/// What can go wrong with the revisions of a program. Its text names the revision, the file and the line where one is to
/// blame; [`Error::hint`] says what can be done about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The revision files cannot be read.
    #[error(transparent)]
    Files(#[from] DirectoryError),
    /// There is not one revision.
    #[error("there is no revision{}", .folder.as_ref().map_or_else(String::new, |folder| format!(" in `{}`", folder.display())))]
    NoRevision {
        /// The folder, where it is known.
        folder: Option<PathBuf>,
        /// The folder that was probably meant.
        versions: Option<PathBuf>,
    },
    /// The revisions do not follow each other.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// There is no way from where the database is to where it should be. [`PlanError::UnknownApplied`] is a database that a
    /// newer version of the program has brought up.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// There is no connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// A database that would be gone when this returns.
    #[error("`{url}` is a database that nobody else gets at, and ends with its connection")]
    InMemory {
        /// The URL.
        url: String,
    },
    /// The version table cannot be read.
    #[error(transparent)]
    VersionTable(#[from] VersionTableError),
    /// The rows of revisions that were squashed cannot be put together.
    #[error(transparent)]
    Squashed(#[from] StampError),
    /// A revision did not run. Those before it stay; of this one nothing is left, unless [`RunError::partly`].
    #[error("the {} of `{}` failed: {}", .0.direction, .0.revision, .0)]
    Run(Box<RunError>),
    /// The connection cannot be closed.
    #[error("cannot close the connection: {0}")]
    Closing(Failure),
    /// The clock is before 1970, or after every date.
    #[error("the clock of this machine is set to a time that no date has")]
    Clock,
}

impl From<RunError> for Error {
    fn from(error: RunError) -> Self {
        Error::Run(Box::new(error))
    }
}

impl Error {
    /// Returns what a person can do about it, where that is not plain.
    pub fn hint(&self) -> Option<String> {
        match self {
            Error::Files(error) => error.hint().map(str::to_owned),
            Error::NoRevision { versions: Some(versions), .. } => {
                Some(format!("revision files lie in `{}`", versions.display()))
            }
            Error::NoRevision { .. } => {
                Some("name the folder that the `*.sql` files lie in: `migrations/versions`".to_owned())
            }
            Error::Graph(error) => error.hint(),
            Error::Plan(error) => error.hint(),
            Error::Connect(error) => error.hint().map(str::to_owned),
            Error::InMemory { .. } => {
                Some("make the connection with `autogen_revision::connect`, and hand over that".to_owned())
            }
            Error::Run(error) => error.hint(),
            Error::Squashed(StampError::Begin(error)) => error.hint().map(str::to_owned),
            Error::VersionTable(_) | Error::Squashed(_) | Error::Closing(_) | Error::Clock => None,
        }
    }

    /// Whether another process is at the database, so that the same may go well when it has ended.
    pub fn is_locked(&self) -> bool {
        match self {
            Error::Connect(error) => matches!(error, ConnectError::Locked { .. }),
            Error::VersionTable(error) | Error::Squashed(StampError::VersionTable(error)) => of_table(error),
            Error::Squashed(StampError::Begin(error)) => of_begin(error),
            Error::Squashed(StampError::Commit(failure)) => failure.is_locked(),
            // What has run in part is somebody's to look at.
            Error::Run(error) if error.partly => false,
            Error::Run(error) => match error.problem.as_ref() {
                RunProblem::Begin(error) => of_begin(error),
                RunProblem::VersionTable(error) => of_table(error),
                _ => false,
            },
            _ => false,
        }
    }
}

fn of_begin(error: &BeginError) -> bool {
    matches!(error, BeginError::Locked { .. })
}

fn of_table(error: &VersionTableError) -> bool {
    matches!(error, VersionTableError::Failed { failure, .. } if failure.is_locked())
}
