//! What could not have a lock in time is tried again. Meanwhile those who waited behind it go on: a statement that waits for a lock on
//! PostgreSQL, and for a table's metadata on MySQL, keeps everybody waiting who comes after it.

use std::time::Duration;

use super::error::RunProblem;
use super::observer::{Event, Observer};
use crate::RevisionId;

/// The first pause; each is twice the one before, up to the longest.
const PAUSE: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(30);

/// How often something is still tried again, and after how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Retries {
    left: u32,
    pause: Duration,
}

impl Retries {
    pub(crate) fn new(count: u32) -> Self {
        Self { left: count, pause: PAUSE }
    }

    /// Whether to try again, after a pause that is over by then.
    pub(super) async fn again(
        &mut self,
        problem: &RunProblem,
        revision: &RevisionId,
        observer: &mut dyn Observer,
    ) -> bool {
        let is_locked = matches!(problem, RunProblem::Statement(failure) if failure.is_locked());
        if !is_locked || self.left == 0 {
            return false;
        }
        observer.observe(Event::Waiting { revision, pause: self.pause, left: self.left });
        tokio::time::sleep(self.pause).await;
        self.left -= 1;
        self.pause = (self.pause * 2).min(LONGEST);
        true
    }
}
