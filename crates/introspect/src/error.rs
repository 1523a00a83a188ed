//! Why a database could not be read.

use autogen_schema::Dialect;
use sea_orm::DbErr;

/// A database that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A database whose schema cannot be read yet.
    #[error("cannot read the schema of {}", .dialect.map_or("this database", Dialect::name))]
    Unsupported {
        /// Its dialect, when it has one.
        dialect: Option<Dialect>,
    },
    /// A connection that is in no database, so that there is nothing to read (MySQL, MariaDB).
    #[error("the connection is in no database; name one in the URL")]
    NoDatabase,
    /// A server that is older than what this crate knows.
    #[error("the server is {version}; {oldest} is the oldest whose schema can be read")]
    TooOld {
        /// What it is: `PostgreSQL 11`, `10.5.8-MariaDB`.
        version: String,
        /// The oldest that can be read.
        oldest: String,
    },
    /// A question that must be answered with a row, and was not.
    #[error("the database says nothing of its {what}")]
    Silent {
        /// What was asked for.
        what: &'static str,
    },
    /// A transaction that could not be opened or ended.
    #[error("cannot open a read transaction")]
    Transaction(#[source] DbErr),
    /// A catalog query that failed.
    #[error("cannot read the {what} of the database")]
    Catalog {
        /// What was asked for: `columns`, `foreign keys`.
        what: &'static str,
        /// What the database said.
        #[source]
        source: DbErr,
    },
}
