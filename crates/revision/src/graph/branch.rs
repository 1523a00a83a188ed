//! Branches: `label@…` and `revision@…`.

use std::collections::BTreeSet;
use std::ops::Bound;

use super::{Graph, ResolveError};
use crate::RevisionId;

impl Graph {
    /// Returns the revisions on a branch, which is named by a label or by a revision on it: that revision, what it comes from and
    /// what comes from it.
    pub(super) fn lineage(&self, branch: &str) -> Result<BTreeSet<RevisionId>, ResolveError> {
        let root = self.branch_root(branch)?;
        let mut lineage = super::reach([root], |id| self.children(id).to_vec());
        let parents = |id: &RevisionId| self.get(id).map(|node| node.header.revises.clone()).unwrap_or_default();
        lineage.extend(super::reach([root], parents));
        Ok(lineage)
    }

    fn branch_root(&self, branch: &str) -> Result<&RevisionId, ResolveError> {
        match self.labels.get(branch) {
            Some(id) => Ok(id),
            None => self.locate(branch, None).map_err(|error| match error {
                ResolveError::Unknown(_) => ResolveError::UnknownBranch(branch.to_owned()),
                error => error,
            }),
        }
    }

    /// Returns the revision whose id is or starts with `text`, among those on `branch`. A branch label names the revision that has
    /// it, and what was replaced last is the one that replaces it.
    pub(super) fn locate(
        &self,
        text: &str,
        branch: Option<(&str, &BTreeSet<RevisionId>)>,
    ) -> Result<&RevisionId, ResolveError> {
        let on_branch = |id: &RevisionId| branch.is_none_or(|(_, members)| members.contains(id));
        if let Some(id) = self.exactly(text)? {
            return match branch {
                Some((branch, _)) if !on_branch(id) => {
                    Err(ResolveError::NotAMember { revision: id.clone(), branch: branch.to_owned() })
                }
                _ => Ok(id),
            };
        }
        let unknown = || ResolveError::Unknown(text.to_owned());
        if text.chars().count() < 4 {
            return Err(unknown());
        }
        let from_here = self.nodes.range::<str, _>((Bound::Included(text), Bound::Unbounded)).map(|(id, _)| id);
        let starts: Vec<&RevisionId> =
            from_here.take_while(|id| id.as_str().starts_with(text)).filter(|id| on_branch(id)).collect();
        match starts[..] {
            [] => Err(unknown()),
            [id] => Ok(id),
            ref ids => {
                let candidates = ids.iter().map(|id| (*id).clone()).collect();
                Err(ResolveError::Ambiguous { prefix: text.to_owned(), candidates })
            }
        }
    }

    /// Returns the revision that a whole word names.
    fn exactly(&self, text: &str) -> Result<Option<&RevisionId>, ResolveError> {
        if let Some((id, _)) = self.nodes.get_key_value(text) {
            return Ok(Some(id));
        }
        if let Some(id) = self.labels.get(text) {
            return Ok(Some(id));
        }
        match self.replaced.get_key_value(text) {
            Some((_, by)) if by.is_last => Ok(Some(&by.id)),
            Some((id, by)) => Err(ResolveError::Replaced { revision: id.clone(), by: by.id.clone() }),
            None => Ok(None),
        }
    }

    /// Returns the labels of the branches that a revision is on, sorted: those of itself and what it comes from, and those that
    /// are given further on along the only way.
    pub fn labels(&self, id: &RevisionId) -> Vec<&str> {
        let parents = |id: &RevisionId| self.get(id).map(|node| node.header.revises.clone()).unwrap_or_default();
        let mut members = super::reach([id], parents);
        let mut above = self.only_child(id);
        while let Some(id) = above {
            members.insert(id.clone());
            above = self.only_child(id);
        }
        self.labels.iter().filter(|(_, at)| members.contains(*at)).map(|(label, _)| label.as_str()).collect()
    }

    /// Returns what comes next, where that is one and has no other parent.
    fn only_child(&self, id: &RevisionId) -> Option<&RevisionId> {
        match self.children(id) {
            [child] if self.get(child).is_some_and(|node| node.header.revises.len() == 1) => Some(child),
            _ => None,
        }
    }

    /// Returns the heads, where there are no more than are meant: one, or each on a branch of its own that has a label.
    pub fn settled_heads(&self) -> Result<Vec<&RevisionId>, ResolveError> {
        let heads = self.heads();
        let mut seen = BTreeSet::new();
        let is_named = |id: &&RevisionId| self.labels(id).iter().any(|label| seen.insert(*label));
        if heads.len() < 2 || heads.iter().all(is_named) {
            Ok(heads)
        } else {
            Err(ResolveError::multiple_heads("head", &heads))
        }
    }
}
