//! The order in which revisions run.

use std::collections::{BTreeMap, BTreeSet};

use super::{Graph, GraphError};
use crate::RevisionId;

/// Orders every revision behind all that it requires.
///
/// A revision that restates a whole table refuses to run once a sibling has changed that table, while the sibling's own
/// statement still fits afterwards. So of two branches the one with such a revision runs first.
pub(super) fn topological(graph: &Graph) -> Result<Vec<RevisionId>, GraphError> {
    let order = sort(graph, |ready| ready.first().copied())?;
    if !graph.nodes.values().any(|node| node.guarded) {
        return Ok(order);
    }
    let guards = Guards::of(graph, &order);
    sort(graph, |ready| guards.choose(ready))
}

/// Takes one revision after the other out of those that wait for nothing any more.
fn sort<'a>(
    graph: &'a Graph,
    choose: impl Fn(&BTreeSet<&'a RevisionId>) -> Option<&'a RevisionId>,
) -> Result<Vec<RevisionId>, GraphError> {
    let count = |node: &super::Node| node.header.requires().collect::<BTreeSet<_>>().len();
    let mut waiting: BTreeMap<&RevisionId, usize> = graph.nodes.iter().map(|(id, node)| (id, count(node))).collect();
    let mut ready: BTreeSet<&RevisionId> =
        waiting.iter().filter(|(_, count)| **count == 0).map(|(id, _)| *id).collect();
    let mut order = Vec::with_capacity(graph.nodes.len());
    while let Some(next) = choose(&ready) {
        ready.remove(next);
        waiting.remove(next);
        order.push(next.clone());
        for dependant in graph.dependants(next) {
            if let Some(count) = waiting.get_mut(dependant) {
                *count -= 1;
                if *count == 0 {
                    ready.insert(dependant);
                }
            }
        }
    }
    if waiting.is_empty() { Ok(order) } else { Err(cycle(graph, &waiting)) }
}

/// For each revision the guarded ones among itself and what requires it, as a set of bits.
struct Guards<'a>(BTreeMap<&'a RevisionId, Vec<u64>>);

impl<'a> Guards<'a> {
    fn of(graph: &'a Graph, order: &'a [RevisionId]) -> Self {
        let guarded = order.iter().filter(|id| graph.get(id).is_some_and(|node| node.guarded));
        let bits: BTreeMap<&RevisionId, usize> = guarded.enumerate().map(|(bit, id)| (id, bit)).collect();
        let mut ahead: BTreeMap<&RevisionId, Vec<u64>> = BTreeMap::new();
        for id in order.iter().rev() {
            let mut set = vec![0; bits.len().div_ceil(64)];
            for theirs in graph.dependants(id).iter().filter_map(|dependant| ahead.get(dependant)) {
                set.iter_mut().zip(theirs).for_each(|(word, other)| *word |= other);
            }
            if let Some(bit) = bits.get(id)
                && let Some(word) = set.get_mut(bit / 64)
            {
                *word |= 1 << (bit % 64);
            }
            ahead.insert(id, set);
        }
        Self(ahead)
    }

    /// Chooses the first revision that leads to a guarded one which another does not lead to.
    fn choose(&self, ready: &BTreeSet<&'a RevisionId>) -> Option<&'a RevisionId> {
        let first = ready.first().copied()?;
        let sets = || ready.iter().filter_map(|id| self.0.get(id));
        let mut common = sets().next()?.clone();
        for set in sets() {
            common.iter_mut().zip(set).for_each(|(word, other)| *word &= other);
        }
        let leads_alone = |id: &&RevisionId| {
            let set = self.0.get(id).into_iter().flatten();
            set.zip(&common).any(|(word, common)| word & !common != 0)
        };
        Some(ready.iter().copied().find(leads_alone).unwrap_or(first))
    }
}

/// Follows what waits for what among the revisions that could not be ordered, until one comes up again.
fn cycle(graph: &Graph, waiting: &BTreeMap<&RevisionId, usize>) -> GraphError {
    let mut path: Vec<RevisionId> = Vec::new();
    let mut next = waiting.keys().next().map(|id| (*id).clone());
    while let Some(id) = next {
        if let Some(at) = path.iter().position(|seen| *seen == id) {
            path.drain(..at);
            break;
        }
        next = graph.requires(&id).find(|parent| waiting.contains_key(parent)).cloned();
        path.push(id);
    }
    path.sort();
    let files = path.iter().filter_map(|id| graph.get(id)?.file.clone()).collect();
    let in_cycle = |id: &RevisionId| path.contains(id);
    let by_dependency =
        path.iter().any(|id| graph.get(id).is_none_or(|node| !node.header.revises.iter().any(in_cycle)));
    GraphError::Cycle { ids: path, files, by_dependency }
}
