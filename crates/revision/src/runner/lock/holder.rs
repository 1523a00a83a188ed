//! Who holds a lock of a server's.

use std::fmt;

use sea_orm::DbErr;

use super::{LockName, query_one};
use crate::Connection;

/// Who holds a lock, as far as the server tells. It tells less to whoever is not a superuser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The process of PostgreSQL's, or the connection of MySQL's: what `pg_terminate_backend` and `KILL` take.
    pub id: i64,
    /// The user.
    pub user: Option<String>,
    /// The program, as it calls itself.
    pub application: Option<String>,
    /// Where it connects from.
    pub host: Option<String>,
    /// Since when it is connected, or at what it does: UTC.
    pub since: Option<String>,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "connection {}", self.id)?;
        for (word, part) in
            [("of user", &self.user), ("program", &self.application), ("from", &self.host), ("since", &self.since)]
        {
            if let Some(part) = part.as_ref().filter(|part| !part.is_empty()) {
                write!(f, ", {word} {part}")?;
            }
        }
        Ok(())
    }
}

impl LockName {
    /// Returns who holds the lock. Nobody does when it was let go of in the meantime.
    pub(super) async fn holder(&self, connection: &Connection) -> Result<Option<Holder>, DbErr> {
        let row = match self {
            LockName::Transaction => None,
            LockName::Advisory(key) => query_one(connection, include_str!("postgres.sql"), [(*key).into()]).await?,
            LockName::Named(name) => query_one(connection, include_str!("mysql.sql"), [name.as_str().into()]).await?,
        };
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Holder {
            id: row.try_get_by_index(0)?,
            user: row.try_get_by_index(1)?,
            application: row.try_get_by_index(2)?,
            host: row.try_get_by_index(3)?,
            since: row.try_get_by_index(4)?,
        }))
    }
}
