//! What a database says when it fails, without the driver's words around it.

use std::fmt;

use sea_orm::{DbErr, RuntimeErr};

/// An error of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// SQLite's result code, extended where it is.
    pub code: Option<i32>,
    /// The database's own message.
    pub message: String,
}

impl Failure {
    /// Whether another process holds the lock (`SQLITE_BUSY`, `SQLITE_LOCKED`).
    pub fn is_locked(&self) -> bool {
        matches!(self.primary(), Some(5 | 6))
    }

    /// Whether the file cannot be written (`SQLITE_READONLY`), or its folder cannot (`SQLITE_CANTOPEN`, of the journal).
    pub fn is_read_only(&self) -> bool {
        matches!(self.primary(), Some(8 | 14))
    }

    /// Whether there is no room left (`SQLITE_FULL`).
    pub fn is_full(&self) -> bool {
        self.primary() == Some(13)
    }

    /// Whether the file cannot be opened (`SQLITE_PERM`, `SQLITE_READONLY`, `SQLITE_CANTOPEN`, `SQLITE_AUTH`).
    pub fn is_unopenable(&self) -> bool {
        matches!(self.primary(), Some(3 | 8 | 14 | 23))
    }

    /// Whether the file is something else than a database (`SQLITE_NOTADB`, `SQLITE_CORRUPT`).
    pub fn is_not_a_database(&self) -> bool {
        matches!(self.primary(), Some(11 | 26))
    }

    /// Whether rows that are there stand in the way: they break a constraint (`SQLITE_CONSTRAINT`), or are there at all where a
    /// column without a default must not be NULL.
    pub fn is_about_rows(&self) -> bool {
        self.primary() == Some(19) || self.message.starts_with("Cannot add a NOT NULL column")
    }

    /// The lower byte is the primary code (<https://sqlite.org/rescode.html>).
    fn primary(&self) -> Option<i32> {
        self.code.map(|code| code & 0xff)
    }
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        let runtime = match &error {
            DbErr::Conn(error) | DbErr::Exec(error) | DbErr::Query(error) => Some(error),
            _ => None,
        };
        if let Some(RuntimeErr::SqlxError(source)) = runtime
            && let Some(database) = source.as_database_error()
        {
            let code = database.code().and_then(|code| code.parse().ok());
            return Self { code, message: database.message().to_owned() };
        }
        Self { code: None, message: error.to_string() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}
