//! When a statement on SQLite must have ended. Servers keep such a time themselves.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::{DatabaseConnection, DbErr, RuntimeErr};

/// How many steps of its machine SQLite takes between two looks.
const STEPS: i32 = 1000;

/// The time that a statement has, and when that of the one that runs is over.
#[derive(Clone, Debug, Default)]
pub(super) struct Deadline {
    limit: Option<Duration>,
    ends: Arc<Mutex<Option<Instant>>>,
}

/// A statement that has only so much time, until this is dropped.
#[must_use]
pub(crate) struct Limited<'a>(&'a Deadline);

impl Drop for Limited<'_> {
    fn drop(&mut self) {
        self.0.set(None);
    }
}

impl Deadline {
    /// Has `database` stop statements that take longer than `limit`.
    pub(super) async fn of(database: &DatabaseConnection, limit: Option<Duration>) -> Result<Self, DbErr> {
        let deadline = Self { limit, ..Self::default() };
        if limit.is_some() {
            let failed = |error| DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error)));
            let mut connection = database.get_sqlite_connection_pool().acquire().await.map_err(failed)?;
            let ends = deadline.ends.clone();
            let mut handle = connection.lock_handle().await.map_err(failed)?;
            handle.set_progress_handler(STEPS, move || {
                let ends = *ends.lock().unwrap_or_else(PoisonError::into_inner);
                ends.is_none_or(|ends| Instant::now() < ends)
            });
        }
        Ok(deadline)
    }

    pub(super) fn start(&self) -> Limited<'_> {
        self.set(self.limit.and_then(|limit| Instant::now().checked_add(limit)));
        Limited(self)
    }

    fn set(&self, ends: Option<Instant>) {
        *self.ends.lock().unwrap_or_else(PoisonError::into_inner) = ends;
    }
}
