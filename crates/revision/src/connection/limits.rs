//! How long is waited, for a lock and for a statement.

use std::time::Duration;

use autogen_schema::Dialect;

use super::{BUSY_TIMEOUT, mysql, postgres};

/// How long may be waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For what another process holds.
    pub lock: Duration,
    /// Whether that goes before what the URL itself says of it.
    pub overrides_url: bool,
    /// For one statement to end; without it as long as it takes.
    pub statement: Option<Duration>,
    /// How often a revision, or what of it is a transaction or a statement by itself, is tried again when it could not have a lock in
    /// time.
    pub lock_retries: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { lock: BUSY_TIMEOUT, overrides_url: false, statement: None, lock_retries: 0 }
    }
}

impl Limits {
    /// Returns the statements that give a session of a database's own client the settings that a run has. A session that goes on
    /// keeps its role.
    pub(crate) fn client_settings(&self, dialect: Dialect) -> Vec<String> {
        match dialect {
            Dialect::Sqlite => {
                vec![format!(".timeout {}", milliseconds(self.lock)), "PRAGMA foreign_keys = ON;".to_owned()]
            }
            Dialect::Postgres => {
                let settings =
                    postgres::settings(self, true).into_iter().chain(["SET client_encoding = 'UTF8'".to_owned()]);
                settings.map(|setting| setting + ";").collect()
            }
            Dialect::Mysql => {
                let mut settings = vec![mysql::settings(self) + ";"];
                // MySQL limits what reads alone. Each product passes over the comment of the other.
                settings.extend(self.statement.map(|limit| {
                    format!(
                        "/*M!100100 SET SESSION max_statement_time = {} */;\n/*!50708 SET SESSION max_execution_time = {} */;",
                        seconds(limit),
                        milliseconds(limit)
                    )
                }));
                settings
            }
        }
    }
}

/// Whole milliseconds. Zero would be for ever.
pub(super) fn milliseconds(duration: Duration) -> i32 {
    i32::try_from(duration.as_millis()).unwrap_or(i32::MAX).max(1)
}

/// Seconds, as MariaDB takes them.
pub(super) fn seconds(duration: Duration) -> String {
    format!("{}.{:03}", milliseconds(duration) / 1000, milliseconds(duration) % 1000)
}
