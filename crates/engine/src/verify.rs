//! Proves revisions that exist already, edited and hand-written ones included.
//!
//! Each is run on a scratch database that the revisions before it have built: up, down, up, first without rows, then with rows
//! of every kind in every table. What comes out is held against the change list, against what the database stored before, and
//! against the rows.

use std::collections::BTreeSet;

use autogen_revision::{Direction, Revision, RevisionId};
use autogen_schema::Ledger;

use crate::scratch::Scratch;
use crate::{Error, History, Target};

mod beside;
mod derive;
mod finding;
mod lost;
pub(crate) mod rows;
mod said;
mod sample;
mod structure;
mod trial;

pub use derive::derive;
pub use finding::{Fault, Finding};

pub(crate) use said::schema_of;

use finding::Findings;
pub(crate) use sample::Row;
use trial::{Left, Trial, Tried};

/// What a revision turned out to be.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The revision.
    pub revision: RevisionId,
    /// What it does wrong; nothing where it is proven.
    pub findings: Vec<Finding>,
    /// What a person should know: sentences without a full stop.
    pub notes: Vec<String>,
}

/// Proves the revisions that are `wanted` on a dialect, in upgrade order. Nothing but scratch databases is touched.
///
/// One that cannot be run at all ends it: those after it have nothing to start from.
pub async fn verify(
    target: Target<'_>,
    history: &History,
    wanted: &BTreeSet<RevisionId>,
) -> Result<Vec<Verified>, Error> {
    let scratch = Scratch::running(target).await?;
    let mut stage = Stage { target, history, scratch: Some(scratch), ledger: Ledger::new(target.dialect) };
    let verified = Box::pin(stage.all(wanted)).await;
    let closed = stage.close().await;
    let verified = verified?;
    closed?;
    Ok(verified)
}

/// The scratch that revisions are tried on, one after the other.
struct Stage<'a> {
    target: Target<'a>,
    history: &'a History,
    scratch: Option<Scratch>,
    ledger: Ledger,
}

impl Stage<'_> {
    async fn all(&mut self, wanted: &BTreeSet<RevisionId>) -> Result<Vec<Verified>, Error> {
        let order = self.history.graph.order();
        let mut verified = Vec::new();
        for (at, id) in order.iter().enumerate() {
            if verified.len() == wanted.len() {
                break;
            }
            let Some(revision) = self.history.get(id) else { continue };
            if wanted.contains(id) {
                let (found, runs) = self.one(at, revision).await?;
                verified.push(found);
                if !runs {
                    break;
                }
            } else {
                self.pass(revision).await?;
            }
            self.ledger.fold(&revision.changes().unwrap_or_default());
        }
        Ok(verified)
    }

    /// Tries the revision that `at` others come before. Returns what was found, and whether those after it have something to start from.
    async fn one(&mut self, at: usize, revision: &Revision) -> Result<(Verified, bool), Error> {
        let mut found = Findings::new(revision, self.target.dialect);
        let runs = self.tried(at, revision, &mut found).await?;
        if !runs && at + 1 < self.history.graph.order().len() {
            found.notes.push("the revisions after it are not tried: they have nothing to start from".to_owned());
        }
        Ok((Verified { revision: revision.header.id.clone(), findings: found.list, notes: found.notes }, runs))
    }

    async fn tried(&mut self, at: usize, revision: &Revision, found: &mut Findings<'_>) -> Result<bool, Error> {
        let Target { project, dialect, .. } = self.target;
        for direction in [Direction::Upgrade, Direction::Downgrade] {
            if project.rust.is_none()
                && let Err(error) = revision.sections(direction, dialect)
            {
                found.in_section(Fault::NoSection, direction, None, error.problem.to_string(), error.problem.hint());
            }
        }
        let changes = revision.changes();
        if let Err(error) = &changes {
            found.at(Fault::ChangeList, error.line, error.problem.to_string(), error.problem.hint());
        }
        if !found.list.is_empty() {
            return Ok(false);
        }
        let changes = changes.unwrap_or_default();
        let ledger = self.ledger.clone();
        let trial = Trial { project, revision, changes: &changes, ledger: &ledger, dialect };
        let left = trial.structure(self.scratch().await?, found).await?;
        match left {
            Left::Stuck => return Ok(false),
            Left::After => {
                found.notes.push(
                    "its downgrade says that it must not be run, and was not; nor was it tried with rows".to_owned(),
                );
                return Ok(true);
            }
            Left::Before => self.with_rows(at, &trial, found).await?,
            Left::Unknown => self.renew(at).await?,
        }
        self.scratch().await?.run(revision, Direction::Upgrade).await?;
        Ok(true)
    }

    /// Tries a revision with rows: all sorts of them first, and where those may be in its way, ordinary ones. Afterwards the scratch
    /// stands where the revision starts.
    async fn with_rows(&mut self, at: usize, trial: &Trial<'_>, found: &mut Findings<'_>) -> Result<(), Error> {
        for kinds in [&Row::ALL[..], &[Row::Ordinary]] {
            let tried = trial.rows(self.scratch().await?, kinds, found).await?;
            if tried != Tried::Done {
                self.renew(at).await?;
            }
            if tried != Tried::Refused {
                return Ok(());
            }
        }
        found.notes.push("rows make it fail, as it says: it was not tried with any".to_owned());
        Ok(())
    }

    /// Runs a revision that nobody asked about.
    async fn pass(&mut self, revision: &Revision) -> Result<(), Error> {
        match self.scratch().await?.run(revision, Direction::Upgrade).await {
            Err(Error::Run(error)) => Err(Error::Replay(error)),
            other => other,
        }
    }

    async fn scratch(&mut self) -> Result<&Scratch, Error> {
        let scratch = match self.scratch.take() {
            Some(scratch) => scratch,
            None => Scratch::running(self.target).await?,
        };
        Ok(self.scratch.insert(scratch))
    }

    /// Makes another scratch, on which the first `count` revisions have run.
    async fn renew(&mut self, count: usize) -> Result<(), Error> {
        self.close().await?;
        let order = self.history.graph.order().get(..count).unwrap_or_default();
        self.scratch = Some(Scratch::run_to(self.target, self.history, order).await?);
        Ok(())
    }

    async fn close(&mut self) -> Result<(), Error> {
        match self.scratch.take() {
            Some(scratch) => scratch.close().await,
            None => Ok(()),
        }
    }
}
