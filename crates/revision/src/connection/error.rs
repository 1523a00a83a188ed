//! Why there is no connection.

use std::path::PathBuf;

use autogen_schema::Dialect;

use crate::Failure;

/// Why a database cannot be connected to. No message holds a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// The URL has no scheme that is known.
    #[error("`{url}` is not a database URL")]
    UnknownScheme {
        /// The URL, redacted.
        url: String,
    },
    /// Connecting to that kind of database is not built in.
    #[error("cannot connect to `{url}`: only sqlite databases are supported, not {dialect}")]
    Unsupported {
        /// The dialect that the URL asks for.
        dialect: Dialect,
        /// The URL, redacted.
        url: String,
    },
    /// The URL cannot be read.
    #[error("`{url}` is not a SQLite URL: {problem}")]
    BadUrl {
        /// The URL, redacted.
        url: String,
        /// What is wrong with it.
        problem: String,
    },
    /// There is no such file.
    #[error("database `{}` does not exist", .path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// There is no folder to make the file in.
    #[error("folder `{}` does not exist", .path.display())]
    MissingFolder {
        /// The folder.
        path: PathBuf,
    },
    /// The file is a folder.
    #[error("`{}` is a folder, not a database", .path.display())]
    IsFolder {
        /// The folder.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("`{}` is not a SQLite database, or is damaged", .path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// Another process holds the file.
    #[error("database `{}` is locked by another process", .path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be opened.
    #[error("cannot open database `{}`: {reason}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// Anything else.
    #[error("cannot connect to `{url}`: {failure}")]
    Failed {
        /// The URL, redacted.
        url: String,
        /// What the database said.
        failure: Failure,
    },
}

impl ConnectError {
    /// Returns what a person can do about it, where that is not plain.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            ConnectError::UnknownScheme { .. } => Some("a URL looks like `sqlite://app.db`"),
            ConnectError::Missing { .. } => Some(
                "`autogen upgrade` makes it. A relative path is taken from the current folder, and `sqlite:///app.db` is \
                 `/app.db`",
            ),
            ConnectError::Locked { .. } => Some("let the other process finish, then try again"),
            ConnectError::Unreadable { .. } => Some("check the permissions of the file and its folder"),
            _ => None,
        }
    }
}
