//! The order in which what is applied is undone. Each step costs what it undoes, however much is applied.

use std::collections::{BTreeMap, BTreeSet};

use super::Graph;
use crate::RevisionId;

/// Revisions that are applied, of which those can go that nothing else requires.
pub(super) struct Undo<'a> {
    graph: &'a Graph,
    /// When each was applied, and how many of the others require it.
    left: BTreeMap<&'a RevisionId, (usize, usize)>,
    /// Those that none requires, by when they were applied.
    free: BTreeMap<usize, &'a RevisionId>,
}

impl<'a> Undo<'a> {
    /// Starts with `applied`, in the order in which they were applied.
    pub(super) fn new(graph: &'a Graph, applied: impl IntoIterator<Item = &'a RevisionId>) -> Self {
        let applied: Vec<&RevisionId> = applied.into_iter().collect();
        let set: BTreeSet<&RevisionId> = applied.iter().copied().collect();
        let (mut left, mut free) = (BTreeMap::new(), BTreeMap::new());
        for (at, id) in applied.into_iter().enumerate() {
            // A table that somebody made by hand, without a key, may hold a row twice.
            if left.contains_key(id) {
                continue;
            }
            let dependants = graph.dependants(id).iter().filter(|dependant| set.contains(dependant)).count();
            left.insert(id, (at, dependants));
            if dependants == 0 {
                free.insert(at, id);
            }
        }
        Self { graph, left, free }
    }

    /// Returns those that none requires, the last applied one first.
    pub(super) fn free(&self) -> impl Iterator<Item = &'a RevisionId> {
        self.free.values().rev().copied()
    }

    /// Undoes one that none requires.
    pub(super) fn undo(&mut self, id: &'a RevisionId) {
        let Some((at, _)) = self.left.remove(id) else { return };
        self.free.remove(&at);
        let required: BTreeSet<&RevisionId> = self.graph.requires(id).collect();
        for required in required {
            if let Some((at, dependants)) = self.left.get_mut(required) {
                *dependants = dependants.saturating_sub(1);
                if *dependants == 0 {
                    self.free.insert(*at, required);
                }
            }
        }
    }
}
