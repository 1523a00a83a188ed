//! Joins heads: a revision with several parents and nothing to do.

use autogen_revision::RevisionId;

use crate::draft::{Draft, Request, empty};
use crate::{Error, History, Project};

/// Drafts the revision that merges `revisions`, or all heads where none are named. Fewer than two are an error: a merge
/// never makes a second root.
pub fn merge(
    project: &Project,
    history: &History,
    revisions: &[RevisionId],
    request: &Request,
) -> Result<Draft, Error> {
    let heads: Vec<RevisionId> = history.graph.heads().into_iter().cloned().collect();
    let mut parents = if revisions.is_empty() { heads.clone() } else { revisions.to_vec() };
    parents.sort();
    parents.dedup();
    if let Some(inner) = parents.iter().find(|id| !heads.contains(id)) {
        return Err(Error::NotAHead { revision: inner.clone() });
    }
    if parents.len() < 2 {
        return Err(Error::NothingToMerge { heads });
    }
    empty(project, request, &parents)
}
