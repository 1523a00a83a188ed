//! Branches: `label@…` and `revision@…`.

use std::collections::BTreeSet;

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
        let labelled = self.nodes.iter().find(|(_, node)| node.header.branch.iter().any(|label| label == branch));
        match labelled {
            Some((id, _)) => Ok(id),
            None => self.locate(branch, None).map_err(|error| match error {
                ResolveError::Unknown(_) => ResolveError::UnknownBranch(branch.to_owned()),
                error => error,
            }),
        }
    }

    /// Returns the revision whose id is or starts with `text`, among those on `branch`.
    pub(super) fn locate(
        &self,
        text: &str,
        branch: Option<(&str, &BTreeSet<RevisionId>)>,
    ) -> Result<&RevisionId, ResolveError> {
        if let Some(id) = self.nodes.keys().find(|id| id.as_str() == text) {
            return match branch {
                Some((branch, members)) if !members.contains(id) => {
                    Err(ResolveError::NotAMember { revision: id.clone(), branch: branch.to_owned() })
                }
                _ => Ok(id),
            };
        }
        let unknown = || ResolveError::Unknown(text.to_owned());
        if text.chars().count() < 4 {
            return Err(unknown());
        }
        let on_branch = |id: &&RevisionId| branch.is_none_or(|(_, members)| members.contains(*id));
        let starts: Vec<&RevisionId> =
            self.nodes.keys().filter(|id| id.as_str().starts_with(text)).filter(on_branch).collect();
        match starts[..] {
            [] => Err(unknown()),
            [id] => Ok(id),
            ref ids => {
                let candidates = ids.iter().map(|id| (*id).clone()).collect();
                Err(ResolveError::Ambiguous { prefix: text.to_owned(), candidates })
            }
        }
    }
}
