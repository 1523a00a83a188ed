//! `--step`: a person says before each revision whether it runs.

use autogen_revision::{Direction, RevisionId};

use crate::error::Error;
use crate::output::Output;
use crate::progress::Progress;
use crate::prompt::{Answer, ask};

/// A plan, of which a person lets one revision run after the other.
pub(crate) struct Stepping<'a> {
    output: Output,
    direction: Direction,
    left: &'a [RevisionId],
    /// Whether there was anything to ask about.
    asked: bool,
    /// Whether all that is left runs.
    all: bool,
    ran: Vec<RevisionId>,
}

impl<'a> Stepping<'a> {
    pub(crate) fn new(output: Output, direction: Direction, plan: &'a [RevisionId]) -> Self {
        Self { output, direction, left: plan, asked: false, all: false, ran: Vec::new() }
    }

    /// Returns what runs next; `None` when nothing does.
    pub(crate) fn next(&mut self, progress: &Progress) -> Result<Option<&'a [RevisionId]>, Error> {
        let Some((first, rest)) = self.left.split_first() else { return Ok(None) };
        if self.all {
            return Ok(Some(std::mem::take(&mut self.left)));
        }
        self.asked = true;
        for hazard in progress.hazards(first, self.direction) {
            self.output.hazard(hazard);
        }
        match ask(self.output, &format!("Run {}?", progress.step(first, self.direction)))? {
            Answer::No => {
                self.left = &[];
                return Ok(None);
            }
            Answer::Yes => {}
            Answer::All => self.all = true,
        }
        let step = std::slice::from_ref(first);
        self.left = rest;
        Ok(Some(step))
    }

    /// Notes what has run.
    pub(crate) fn ran(&mut self, revisions: Vec<RevisionId>) {
        self.ran.extend(revisions);
    }

    /// Returns what has run; `None` when a person wanted none of it.
    pub(crate) fn finish(self) -> Option<Vec<RevisionId>> {
        (!self.asked || !self.ran.is_empty()).then_some(self.ran)
    }
}
