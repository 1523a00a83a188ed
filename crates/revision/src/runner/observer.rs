//! Who is told how far a run is.

use std::time::Duration;

use crate::file::Direction;
use crate::{RevisionId, Statement};

/// Is told of every step of a run, as it happens. Progress is shown through it.
pub trait Observer: Send + Sync {
    /// Is called for each event. Work done here is done while the database is locked, and the connection of the run may not be asked
    /// anything.
    fn observe(&mut self, event: Event<'_>);
}

/// What happens in a run, in this order for each revision: started, its statements, recording, recorded,
/// finished. Or skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// A revision starts: the lock is held, nothing has run.
    Started {
        /// The revision.
        revision: &'a RevisionId,
        /// Which way it goes.
        direction: Direction,
    },
    /// A statement is about to run.
    Running {
        /// The revision.
        revision: &'a RevisionId,
        /// Which of its statements, counted from zero.
        index: usize,
        /// The statement.
        statement: &'a Statement<'a>,
    },
    /// A statement has run.
    Ran {
        /// The revision.
        revision: &'a RevisionId,
        /// Which of its statements, counted from zero.
        index: usize,
    },
    /// A statement could not have a lock in time. What was open is rolled back, and it is tried again.
    Waiting {
        /// The revision.
        revision: &'a RevisionId,
        /// How long nothing is done now.
        pause: Duration,
        /// How many times it is tried again, this one included.
        left: u32,
    },
    /// All statements have run. What they left is checked, and the version table changed.
    Recording {
        /// The revision.
        revision: &'a RevisionId,
    },
    /// The version table was changed. Nothing is committed yet.
    Recorded {
        /// The revision.
        revision: &'a RevisionId,
    },
    /// A revision is committed.
    Finished {
        /// The revision.
        revision: &'a RevisionId,
    },
    /// A revision had been run by somebody else in the meantime.
    Skipped {
        /// The revision.
        revision: &'a RevisionId,
    },
}

/// Listens to nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    fn observe(&mut self, _: Event<'_>) {}
}
