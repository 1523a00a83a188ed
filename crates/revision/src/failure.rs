//! What a database says when it fails, without the driver's words around it.

use std::fmt;

use sea_orm::sqlx::error::DatabaseError;
use sea_orm::sqlx::mysql::MySqlDatabaseError;
use sea_orm::sqlx::postgres::PgDatabaseError;
use sea_orm::{DbErr, RuntimeErr, SqlxError};

/// An error of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind of error it is, where the database says so.
    pub code: Option<ErrorCode>,
    /// The database's own message.
    pub message: String,
    /// What PostgreSQL adds to it: which key is there twice, what depends on a table.
    pub detail: Option<String>,
}

/// How a database numbers its errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// SQLite's result code, extended where it is.
    Sqlite(i32),
    /// PostgreSQL's `SQLSTATE`.
    Postgres(String),
    /// MySQL's and MariaDB's error number.
    Mysql(u16),
}

impl Failure {
    /// An error that a driver or this program found, not a database.
    pub(crate) fn other(message: impl Into<String>) -> Self {
        Self { code: None, message: message.into(), detail: None }
    }

    /// Whether it is the database that says so: it has answered, and undone what failed. A connection that is lost leaves that open.
    pub(crate) fn is_an_answer(&self) -> bool {
        self.code.is_some()
    }

    /// Whether another process holds a lock: `SQLITE_BUSY`, `SQLITE_LOCKED`; `lock_not_available`, `deadlock_detected`;
    /// `ER_LOCK_WAIT_TIMEOUT`, `ER_LOCK_DEADLOCK`, `ER_LOCK_NOWAIT`.
    pub fn is_locked(&self) -> bool {
        self.is(&[5, 6], &["55P03", "40P01"], &[1205, 1213, 3572])
    }

    /// Whether a statement took longer than it may: `SQLITE_INTERRUPT`; `query_canceled`; `ER_QUERY_TIMEOUT` of MySQL's,
    /// `ER_STATEMENT_TIMEOUT` of MariaDB's.
    pub fn is_timeout(&self) -> bool {
        self.is(&[9], &["57014"], &[3024, 1969])
    }

    /// Whether the database cannot be written: `SQLITE_READONLY`, and `SQLITE_CANTOPEN` of the journal;
    /// `read_only_sql_transaction`; `ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION`, `ER_OPTION_PREVENTS_STATEMENT`,
    /// `ER_READ_ONLY_MODE`.
    pub fn is_read_only(&self) -> bool {
        self.is(&[8, 14], &["25006"], &[1792, 1290, 1836])
    }

    /// Whether there is no room left: `SQLITE_FULL`; `disk_full`; `ER_DISK_FULL`, `ER_RECORD_FILE_FULL`, and `ER_GET_ERRNO` or
    /// `ER_GET_ERRMSG` where the error is `ENOSPC` or `HA_ERR_TEMP_FILE_WRITE_FAILURE`.
    pub fn is_full(&self) -> bool {
        let of_engine = ["Got error 28 ", "Got error 59 "].iter().any(|start| self.message.starts_with(start));
        self.is(&[13], &["53100"], &[1021, 1114]) || of_engine && self.is(&[], &[], &[1030, 1296])
    }

    /// Whether the file cannot be opened (`SQLITE_PERM`, `SQLITE_READONLY`, `SQLITE_CANTOPEN`, `SQLITE_AUTH`).
    pub fn is_unopenable(&self) -> bool {
        self.is(&[3, 8, 14, 23], &[], &[])
    }

    /// Whether the file is something else than a database (`SQLITE_NOTADB`, `SQLITE_CORRUPT`).
    pub fn is_not_a_database(&self) -> bool {
        self.is(&[11, 26], &[], &[])
    }

    /// Whether rows that are there stand in the way: they break a constraint, cannot be converted, or are there at all where a
    /// column without a default must not be NULL.
    pub fn is_about_rows(&self) -> bool {
        const MYSQL: [u16; 13] = [1048, 1062, 1138, 1169, 1264, 1265, 1292, 1366, 1406, 1451, 1452, 3819, 4025];
        self.is(&[19], &["23", "22"], &MYSQL) || self.is_without_default()
    }

    /// Whether SQLite refuses a new column that rows would have no value for, which it does by a message alone.
    pub fn is_without_default(&self) -> bool {
        self.message.starts_with("Cannot add a NOT NULL column")
    }

    /// Whether what was to be made is there already: `duplicate_table`, `duplicate_column`, `duplicate_object`, `duplicate_function`,
    /// `duplicate_schema`; `ER_TABLE_EXISTS_ERROR`, `ER_DUP_FIELDNAME`, `ER_DUP_KEYNAME`, `ER_TRG_ALREADY_EXISTS`, `ER_FK_DUP_NAME`.
    /// SQLite says it by a message alone.
    pub fn is_there_already(&self) -> bool {
        let of_sqlite =
            self.message.ends_with(" already exists") || self.message.starts_with("duplicate column name: ");
        self.is(&[], &["42P07", "42701", "42710", "42723", "42P06"], &[1050, 1060, 1061, 1359, 1826])
            || of_sqlite && self.is(&[1], &[], &[])
    }

    /// Whether a column would hold NULL that must not: `SQLITE_CONSTRAINT_NOTNULL`; `not_null_violation`; `ER_BAD_NULL_ERROR`,
    /// `ER_INVALID_USE_OF_NULL`.
    pub fn is_null_refused(&self) -> bool {
        match &self.code {
            Some(ErrorCode::Sqlite(code)) => *code == 1299,
            Some(ErrorCode::Postgres(code)) => code == "23502",
            Some(ErrorCode::Mysql(code)) => matches!(code, 1048 | 1138),
            None => false,
        }
    }

    /// Whether a value that is there does not fit its column's type: the class of `data_exception`; `ER_WARN_DATA_OUT_OF_RANGE`,
    /// `WARN_DATA_TRUNCATED`, `ER_TRUNCATED_WRONG_VALUE`, `ER_TRUNCATED_WRONG_VALUE_FOR_FIELD`, `ER_DATA_TOO_LONG`. SQLite fits any value
    /// into any column.
    pub fn is_value_refused(&self) -> bool {
        self.is(&[], &["22"], &[1264, 1265, 1292, 1366, 1406])
    }

    /// Compares with SQLite's primary codes (<https://sqlite.org/rescode.html>: the lower byte), with the starts of
    /// `SQLSTATE`s, with MySQL's numbers.
    pub(crate) fn is(&self, sqlite: &[i32], postgres: &[&str], mysql: &[u16]) -> bool {
        match &self.code {
            Some(ErrorCode::Sqlite(code)) => sqlite.contains(&(code & 0xff)),
            Some(ErrorCode::Postgres(code)) => postgres.iter().any(|start| code.starts_with(start)),
            Some(ErrorCode::Mysql(code)) => mysql.contains(code),
            None => false,
        }
    }
}

impl From<&SqlxError> for Failure {
    fn from(error: &SqlxError) -> Self {
        match error.as_database_error() {
            Some(error) => of_database(error),
            // Not with the driver's "error communicating with database" before it.
            None => match error {
                SqlxError::Io(error) => Self::other(format!("the connection was lost: {error}")),
                error => Self::other(error.to_string()),
            },
        }
    }
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        match &error {
            DbErr::Conn(RuntimeErr::SqlxError(source))
            | DbErr::Exec(RuntimeErr::SqlxError(source))
            | DbErr::Query(RuntimeErr::SqlxError(source)) => Self::from(source.as_ref()),
            _ => Self::other(error.to_string()),
        }
    }
}

fn of_database(error: &dyn DatabaseError) -> Failure {
    let message = error.message().to_owned();
    if let Some(error) = error.try_downcast_ref::<PgDatabaseError>() {
        let detail = error.detail().map(str::to_owned);
        return Failure { code: Some(ErrorCode::Postgres(error.code().to_owned())), message, detail };
    }
    if let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() {
        return Failure { code: Some(ErrorCode::Mysql(error.number())), message, detail: None };
    }
    let code = error.code().and_then(|code| code.parse().ok()).map(ErrorCode::Sqlite);
    Failure { code, message, detail: None }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.detail.as_ref().map_or(Ok(()), |detail| write!(f, " ({detail})"))
    }
}

impl std::error::Error for Failure {}
