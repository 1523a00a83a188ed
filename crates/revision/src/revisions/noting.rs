//! Keeps what ran, however often it had to be begun anew.

use crate::RevisionId;
use crate::runner::{Event, Observer, Report};

/// An observer that tells another one, and notes what is done.
pub(super) struct Noting<'a> {
    pub observer: &'a mut dyn Observer,
    pub report: Report,
}

impl Noting<'_> {
    /// Whether a revision is settled, by this process or by another.
    pub(super) fn is_settled(&self, id: &RevisionId) -> bool {
        self.report.done.contains(id) || self.report.skipped.contains(id)
    }
}

impl Observer for Noting<'_> {
    fn observe(&mut self, event: Event<'_>) {
        match event {
            Event::Finished { revision } => self.report.done.push(revision.clone()),
            Event::Skipped { revision } => self.report.skipped.push(revision.clone()),
            _ => {}
        }
        self.observer.observe(event);
    }
}
