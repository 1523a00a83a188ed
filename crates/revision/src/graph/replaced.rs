//! Revisions that a squash does the work of: their files are gone, and databases may still have their rows.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Graph, GraphError};
use crate::RevisionId;

/// Who does the work of a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Replaced {
    /// The revision that does.
    pub id: RevisionId,
    /// Whether it stands where the other one did: nothing that it replaces comes after it.
    pub is_last: bool,
}

impl Graph {
    /// Notes what is replaced, which nobody else may do the work of.
    pub(super) fn take_replaced(&mut self) -> Result<(), GraphError> {
        for (id, node) in &self.nodes {
            for old in &node.header.replaces {
                if let Some(present) = self.nodes.get(old) {
                    let (revision, by, file) = (old.clone(), id.clone(), present.file.clone());
                    return Err(GraphError::ReplacedPresent { revision, by, file });
                }
                let replaced = Replaced { id: id.clone(), is_last: node.header.replaces.last() == Some(old) };
                if let Some(first) = self.replaced.insert(old.clone(), replaced) {
                    let (revision, first, second) = (old.clone(), first.id, id.clone());
                    return Err(GraphError::ReplacedTwice { revision, first, second });
                }
            }
        }
        Ok(())
    }

    /// Makes every reference one to a revision that is there: a label in `Depends:` names who has it, and what was replaced last
    /// names the one that replaces it.
    pub(super) fn redirect(&mut self) {
        if self.labels.is_empty() && self.replaced.is_empty() {
            return;
        }
        let mut nodes = std::mem::take(&mut self.nodes);
        for node in nodes.values_mut() {
            let header = &mut node.header;
            header.revises.iter_mut().for_each(|id| self.redirect_one(id, false));
            header.depends.iter_mut().for_each(|id| self.redirect_one(id, true));
        }
        self.nodes = nodes;
    }

    fn redirect_one(&self, id: &mut RevisionId, may_be_label: bool) {
        let labelled = self.labels.get(id.as_str()).filter(|_| may_be_label);
        let replacing = self.replaced.get(id).filter(|replaced| replaced.is_last).map(|replaced| &replaced.id);
        if let Some(target) = labelled.or(replacing) {
            *id = target.clone();
        }
    }

    /// Returns what is applied, with a squash in place of all that it replaces where all of that is applied.
    pub fn counted<'a>(&self, applied: &'a [RevisionId]) -> Cow<'a, [RevisionId]> {
        if self.replaced.is_empty() || !applied.iter().any(|id| self.replaced.contains_key(id)) {
            return Cow::Borrowed(applied);
        }
        let set: BTreeSet<&RevisionId> = applied.iter().collect();
        let is_whole = |by: &RevisionId| {
            let replaces = self.get(by).map(|node| node.header.replaces.as_slice()).unwrap_or_default();
            set.contains(by) || replaces.iter().all(|old| set.contains(old))
        };
        let mut counted = Vec::with_capacity(applied.len());
        for id in applied {
            match self.replaced.get(id).filter(|replaced| is_whole(&replaced.id)) {
                None => counted.push(id.clone()),
                Some(replaced) if replaced.is_last && !set.contains(&replaced.id) => counted.push(replaced.id.clone()),
                Some(_) => {}
            }
        }
        Cow::Owned(counted)
    }

    /// Returns the squashes that count as applied by the rows of what they replace, in the order of the graph.
    pub fn restated(&self, applied: &[RevisionId]) -> Vec<RevisionId> {
        let applied: BTreeSet<&RevisionId> = applied.iter().collect();
        let counts = |id: &&RevisionId| {
            let replaces = self.get(id).map(|node| node.header.replaces.as_slice()).unwrap_or_default();
            !replaces.is_empty() && !applied.contains(*id) && replaces.iter().all(|old| applied.contains(old))
        };
        self.order().iter().filter(counts).cloned().collect()
    }

    /// Returns who does the work of a revision that has no file any more.
    pub fn replacing(&self, id: &RevisionId) -> Option<&RevisionId> {
        self.replaced.get(id).map(|replaced| &replaced.id)
    }
}
