//! A turn at the database: its lock, held over the revisions of a run.
//!
//! That a revision runs once does not hang on it alone: its row has a key, and is written before anything is committed.

use super::lock::{Lock, LockName};
use super::transaction::BeginError;
use crate::Connection;

pub(super) struct Turn<'a> {
    connection: &'a Connection,
    name: LockName,
    lock: Option<Lock>,
}

impl<'a> Turn<'a> {
    pub(super) fn new(connection: &'a Connection, name: LockName) -> Self {
        Self { connection, name, lock: None }
    }

    /// Takes the lock, unless it is held.
    pub(super) async fn take(&mut self) -> Result<(), BeginError> {
        if self.lock.is_none() {
            self.lock = Some(self.name.take(self.connection).await?);
        }
        Ok(())
    }

    /// Lets go of the lock.
    pub(super) async fn end(&mut self) {
        if let Some(lock) = self.lock.take() {
            lock.release(self.connection).await;
        }
    }
}
