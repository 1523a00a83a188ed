//! Every order in which the revisions of parallel branches can run.
//!
//! Orders are many, what has run at a moment is much less: two branches of five have 252 orders, and 36 moments. When each step from
//! each moment leads to what the other ways to the same moment lead to, every order ends alike.

use std::collections::{BTreeMap, BTreeSet};

use autogen_revision::{Direction, Revision, RevisionId};

use super::branches::Branches;
use crate::dump::{self, Entry};
use crate::scratch::Scratch;
use crate::{Error, History, Target};

/// How many moments are tried.
const MOMENTS: usize = 400;

/// A step that does not lead where it should.
#[derive(Debug)]
pub(super) struct Failure {
    /// What should have run.
    pub(super) revision: RevisionId,
    /// What happened.
    pub(super) text: String,
    /// Whether it restates a table that another branch has changed, and stopped because of that.
    pub(super) restates: bool,
}

impl Failure {
    /// Says which dialect it is on, where there are several.
    pub(super) fn on(mut self, target: Target<'_>) -> Self {
        if !target.project.has_one_dialect() {
            self.text = format!("{}: {}", target.dialect, self.text);
        }
        self
    }
}

/// Tries all of them.
pub(super) struct Orders<'a> {
    pub(super) target: Target<'a>,
    pub(super) history: &'a History,
    pub(super) branches: &'a Branches<'a>,
}

/// What has run, and one order that it ran in.
type Moment = (BTreeSet<RevisionId>, Vec<RevisionId>);

impl Orders<'_> {
    /// Returns the steps that fail, or lead elsewhere; none when every order comes to the same.
    pub(super) async fn prove(&self) -> Result<Vec<Failure>, Error> {
        let apart = self.branches.apart();
        let mut failures = Vec::new();
        let mut reached: BTreeMap<BTreeSet<RevisionId>, Vec<Entry>> = BTreeMap::new();
        let mut open: Vec<Moment> = vec![(BTreeSet::new(), Vec::new())];
        while let Some((done, path)) = open.pop() {
            if reached.len() > MOMENTS {
                return Err(Error::TooManyOrders);
            }
            let next: Vec<&Revision> = apart.iter().copied().filter(|revision| self.can_run(revision, &done)).collect();
            for (revision, step) in next.iter().zip(self.steps(&path, &next).await?) {
                let id = &revision.header.id;
                let after = match step {
                    Ok(after) => after,
                    Err(failure) => {
                        failures.push(failure);
                        continue;
                    }
                };
                let mut moment = done.clone();
                moment.insert(id.clone());
                if let Some(expected) = reached.get(&moment) {
                    let differences = dump::differences(expected, &after, self.target.dialect);
                    failures.extend(differences.first().map(|found| Failure {
                        revision: id.clone(),
                        text: format!("`{id}` after {} leads elsewhere: {found}", told(&path)),
                        restates: false,
                    }));
                } else {
                    let path = path.iter().chain([id]).cloned().collect();
                    reached.insert(moment.clone(), after);
                    open.push((moment, path));
                }
            }
        }
        Ok(failures)
    }

    fn can_run(&self, revision: &Revision, done: &BTreeSet<RevisionId>) -> bool {
        let has = |id: &RevisionId| done.contains(id) || self.branches.common.contains(id);
        !done.contains(&revision.header.id) && revision.header.requires().all(has)
    }

    /// Takes each step from the moment that `path` leads to.
    async fn steps(&self, path: &[RevisionId], next: &[&Revision]) -> Result<Vec<Result<Vec<Entry>, Failure>>, Error> {
        let scratch = Scratch::replayed(self.target, &self.history.of(&self.branches.common)?).await?;
        let steps = scratch.used(async |scratch| {
            for revision in path.iter().filter_map(|id| self.history.get(id)) {
                scratch.run(revision, Direction::Upgrade).await?;
            }
            let before = scratch.dump(self.target.project).await?;
            let mut steps = Vec::with_capacity(next.len());
            for revision in next {
                steps.push(self.step(scratch, revision, path, &before).await?);
            }
            Ok(steps)
        });
        steps.await
    }

    /// Takes one step, and goes back.
    async fn step(
        &self,
        scratch: &Scratch,
        revision: &Revision,
        path: &[RevisionId],
        before: &[Entry],
    ) -> Result<Result<Vec<Entry>, Failure>, Error> {
        let id = &revision.header.id;
        let failure = |what: String, restates: bool| Failure {
            revision: id.clone(),
            text: format!("`{id}` after {} {what}", told(path)),
            restates,
        };
        match scratch.run(revision, Direction::Upgrade).await {
            Err(Error::Run(error)) => {
                let restates = error.problem.is_restated();
                return Ok(Err(failure(format!("fails: {}", error.problem), restates)));
            }
            done => done?,
        }
        let after = scratch.dump(self.target.project).await?;
        if let Err(error) = scratch.run(revision, Direction::Downgrade).await {
            return Ok(Err(failure(format!("cannot be undone: {error}"), false)));
        }
        let restored = scratch.dump(self.target.project).await?;
        match dump::differences(before, &restored, self.target.dialect).first() {
            Some(found) => Ok(Err(failure(format!("is not undone whole: {found}"), false))),
            None => Ok(Ok(after)),
        }
    }
}

fn told(path: &[RevisionId]) -> String {
    if path.is_empty() {
        return "the common revisions".to_owned();
    }
    path.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}
