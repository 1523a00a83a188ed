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
    /// The URL cannot be read.
    #[error("`{url}` is not a {dialect} URL: {problem}")]
    BadUrl {
        /// The dialect that it names.
        dialect: Dialect,
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
    /// Nobody answers there.
    #[error("there is no {dialect} server at {address}: {reason}")]
    NoServer {
        /// What was looked for.
        dialect: Dialect,
        /// Host and port, or the socket.
        address: String,
        /// What the operating system says.
        reason: String,
    },
    /// The server does not let this user in: the password is wrong or missing, or there is no such role.
    #[error("the server at {address} does not let `{user}` in: {failure}")]
    Denied {
        /// Host and port, or the socket.
        address: String,
        /// The user.
        user: String,
        /// What the server said.
        failure: Box<Failure>,
    },
    /// The server has no such database, or has it not for this user.
    #[error("cannot use database `{database}` on the server at {address}: {failure}")]
    NoDatabase {
        /// Host and port, or the socket.
        address: String,
        /// The database.
        database: String,
        /// What the server said.
        failure: Box<Failure>,
    },
    /// The server takes no connection at the moment.
    #[error("the server at {address} takes no connection now: {failure}")]
    Unavailable {
        /// Host and port, or the socket.
        address: String,
        /// What the server said: too many connections, starting up, shutting down.
        failure: Failure,
    },
    /// No encrypted connection, and the URL asks for one.
    #[error("no encrypted connection to the server at {address}: {reason}")]
    Tls {
        /// Host and port, or the socket.
        address: String,
        /// What went wrong.
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
            ConnectError::UnknownScheme { .. } => Some(
                "a URL looks like `sqlite://app.db`, `postgres://user@host/database` or `mysql://user@host/database`",
            ),
            ConnectError::Missing { .. } => Some(
                "`autogen upgrade` makes it. A relative path is taken from the current folder, and `sqlite:///app.db` is \
                 `/app.db`",
            ),
            ConnectError::Locked { .. } => Some("let the other process finish, then try again"),
            ConnectError::Unreadable { .. } => Some("check the permissions of the file and its folder"),
            ConnectError::BadUrl { dialect: Dialect::Postgres | Dialect::Mysql, .. } => Some(
                "a URL looks like `scheme://user:password@host:port/database`; what is special in it is written as `%40` for \
                 `@`, `%2F` for `/`, `%3A` for `:`",
            ),
            ConnectError::NoServer { .. } => Some("check that the server runs, and the host and port in the URL"),
            ConnectError::Denied { .. } => {
                Some("check the user and the password in the URL, and what the server allows")
            }
            ConnectError::NoDatabase { .. } => Some(
                "check the name in the URL; a database on a server is made by whoever runs that server, not by autogen",
            ),
            ConnectError::Unavailable { .. } => Some("try again in a moment"),
            ConnectError::Tls { .. } => {
                Some("`sslmode` (`ssl-mode` on MySQL) in the URL says what is asked of the server")
            }
            _ => None,
        }
    }
}
