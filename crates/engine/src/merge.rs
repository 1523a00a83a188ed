//! Joins heads: a revision with several parents and nothing to do.

use autogen_revision::RevisionId;

use crate::draft::{Draft, Request, empty};
use crate::place::Place;
use crate::rebase::{Rebase, rebase};
use crate::{Databases, Error, History, Project};

mod branches;
mod orders;

use branches::Branches;
use orders::Orders;

/// Drafts the revision that merges `revisions`, or all heads where none are named. Fewer than two are an error: a merge
/// never makes a second root.
pub fn merge(
    project: &Project,
    history: &History,
    revisions: &[RevisionId],
    request: &Request,
) -> Result<Draft, Error> {
    let parents = parents(history, revisions, request)?;
    // What else is to be said of the place, its parents aside.
    let place = Place { revises: parents, ..request.place.as_deref().cloned().unwrap_or_default() };
    empty(project, request, &place)
}

fn parents(history: &History, revisions: &[RevisionId], request: &Request) -> Result<Vec<RevisionId>, Error> {
    let heads: Vec<RevisionId> = history.graph.heads().into_iter().cloned().collect();
    let mut parents = if revisions.is_empty() { heads.clone() } else { revisions.to_vec() };
    parents.sort();
    parents.dedup();
    let inner = parents.iter().find(|id| !heads.contains(id));
    if let Some(inner) = inner.filter(|_| !request.splice) {
        return Err(Error::NotAHead { revision: inner.clone() });
    }
    if parents.len() < 2 {
        return Err(Error::NothingToMerge { heads });
    }
    Ok(parents)
}

/// What joins branches that do not touch each other.
#[derive(Debug)]
pub enum AutoMerge {
    /// A revision that merges them; in how many orders theirs may run.
    Merged(Draft),
    /// One branch upon the other: what it restates would undo what the other one did, and is made anew behind it.
    Rebased(Rebase),
}

/// Joins branches when nothing that one changes is changed by another, and when they come to the same in every order that they can
/// run in, which is tried. A branch that restates a table of another's is put behind it instead.
pub async fn merge_auto(
    project: &Project,
    history: &History,
    revisions: &[RevisionId],
    request: &Request,
    databases: &Databases,
) -> Result<AutoMerge, Error> {
    let parents = parents(history, revisions, request)?;
    let branches = Branches::of(history, &parents);
    let mut clashes: Vec<String> = Vec::new();
    for dialect in &project.dialects {
        let found = branches.clashes(*dialect)?;
        clashes.extend(found.into_iter().filter(|clash| !clashes.contains(clash)).collect::<Vec<_>>());
    }
    if !clashes.is_empty() {
        return Err(Error::Clash { clashes });
    }
    let mut failures = Vec::new();
    for target in project.targets(databases) {
        let failed = Orders { target, history, branches: &branches }.prove().await;
        let failed = failed.map_err(|error| target.named(error))?;
        failures.extend(failed.into_iter().map(|failure| failure.on(target)));
    }
    if failures.is_empty() {
        return merge(project, history, revisions, request).map(AutoMerge::Merged);
    }
    match branches.restating(&failures) {
        Some((root, onto)) => Ok(AutoMerge::Rebased(rebase(project, history, &root, Some(&onto), databases).await?)),
        None => Err(Error::OrdersDiffer { failures: failures.into_iter().map(|failure| failure.text).collect() }),
    }
}
