//! Runs several programs in turn, so that what the machine does besides falls on all of them, and takes medians.

use std::process::Command;
use std::time::Duration;

use autogen_benches::Failed;

use crate::run::{Taken, run};

/// One program, and what has to be done before each run of it.
pub(crate) struct Subject<'a> {
    prepare: Box<dyn FnMut() -> Result<(), Failed> + 'a>,
    command: Command,
    codes: Vec<i32>,
    taken: Vec<Taken>,
}

impl<'a> Subject<'a> {
    pub(crate) fn new(command: Command) -> Self {
        Self { prepare: Box::new(|| Ok(())), command, codes: vec![0], taken: Vec::new() }
    }

    pub(crate) fn after(self, prepare: impl FnMut() -> Result<(), Failed> + 'a) -> Self {
        Self { prepare: Box::new(prepare), ..self }
    }

    fn run(&mut self) -> Result<Taken, Failed> {
        (self.prepare)()?;
        run(&mut self.command, &self.codes)
    }
}

/// What the rounds say: the median of the time, the most of the memory.
pub(crate) fn compare<const N: usize>(rounds: usize, mut subjects: [Subject<'_>; N]) -> Result<[Taken; N], Failed> {
    // The first round fills what there is of caches.
    for round in 0..=rounds {
        for subject in &mut subjects {
            let taken = subject.run()?;
            if round > 0 {
                subject.taken.push(taken);
            }
        }
    }
    Ok(subjects.map(|subject| median(subject.taken)))
}

fn median(mut taken: Vec<Taken>) -> Taken {
    taken.sort_by_key(|taken| taken.time);
    let time = taken.get(taken.len() / 2).map_or(Duration::ZERO, |taken| taken.time);
    Taken { time, memory: taken.iter().map(|taken| taken.memory).max().unwrap_or_default() }
}
