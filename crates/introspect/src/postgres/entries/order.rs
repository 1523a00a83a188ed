//! What is made before what.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::{Schema, TableName};

use crate::Entry;

/// Something that is made by statements of its own.
pub(super) struct Node {
    pub(super) name: TableName,
    pub(super) make: Vec<Entry>,
    /// Its place among what could be made as well.
    pub(super) rank: u8,
    /// Whether it is made as soon as it can be, or only when something needs it.
    pub(super) early: bool,
    pub(super) is_table: bool,
    pub(super) is_view: bool,
}

impl Node {
    pub(super) fn new(name: TableName, make: Vec<Entry>) -> Self {
        Self { name, make, rank: 0, early: true, is_table: false, is_view: false }
    }
}

/// Arranges the nodes: those that need no view, up to the last table of them; then the rest.
///
/// Views come in the second half since one may need a primary key, which its table gets at the end of the first.
pub(super) fn arrange<'a>(schema: &Schema, nodes: &'a [Node]) -> (Vec<&'a Node>, Vec<&'a Node>) {
    let mut named = BTreeMap::<&TableName, Vec<usize>>::new();
    for (at, node) in nodes.iter().enumerate() {
        named.entry(&node.name).or_default().push(at);
    }
    let needs: Vec<BTreeSet<usize>> = nodes
        .iter()
        .enumerate()
        .map(|(at, node)| {
            let needed = schema.needs.get(&node.name).into_iter().flatten();
            needed.filter_map(|name| named.get(name)).flatten().copied().filter(|other| *other != at).collect()
        })
        .collect();
    let mut on_views: BTreeSet<usize> = (0..nodes.len()).filter(|at| is(nodes, *at, |node| node.is_view)).collect();
    spread(&mut on_views, &needed_by(&needs));
    let early = |at: &usize| is(nodes, *at, |node| node.early) && !on_views.contains(at);
    let mut first: BTreeSet<usize> = (0..nodes.len()).filter(early).collect();
    spread(&mut first, &needs);
    let second: BTreeSet<usize> = (0..nodes.len()).filter(|at| !first.contains(at)).collect();
    (sorted(nodes, &needs, first), sorted(nodes, &needs, second))
}

fn is(nodes: &[Node], at: usize, what: impl Fn(&Node) -> bool) -> bool {
    nodes.get(at).is_some_and(what)
}

fn needed_by(needs: &[BTreeSet<usize>]) -> Vec<BTreeSet<usize>> {
    let mut needed_by = vec![BTreeSet::new(); needs.len()];
    for (at, needed) in needs.iter().enumerate() {
        for other in needed {
            if let Some(set) = needed_by.get_mut(*other) {
                set.insert(at);
            }
        }
    }
    needed_by
}

/// Adds whatever can be reached.
fn spread(set: &mut BTreeSet<usize>, edges: &[BTreeSet<usize>]) {
    let mut open: Vec<usize> = set.iter().copied().collect();
    while let Some(at) = open.pop() {
        for next in edges.get(at).into_iter().flatten() {
            if set.insert(*next) {
                open.push(*next);
            }
        }
    }
}

/// By need, then by rank and name. Where things need each other, which happens with types made in C, the first goes first.
fn sorted<'a>(nodes: &'a [Node], needs: &[BTreeSet<usize>], set: BTreeSet<usize>) -> Vec<&'a Node> {
    let key = |at: usize| nodes.get(at).map(|node| (node.rank, &node.name, at));
    let mut missing: BTreeMap<usize, BTreeSet<usize>> = set
        .iter()
        .map(|at| (*at, needs.get(*at).into_iter().flatten().filter(|other| set.contains(other)).copied().collect()))
        .collect();
    let needed_by = needed_by(needs);
    let mut waiting: BTreeSet<_> = set.iter().filter_map(|at| key(*at)).collect();
    let mut ready: BTreeSet<_> =
        missing.iter().filter(|(_, needs)| needs.is_empty()).filter_map(|(at, _)| key(*at)).collect();
    let mut order = Vec::new();
    while let Some(next) = ready.pop_first().or_else(|| waiting.first().copied()) {
        if !waiting.remove(&next) {
            continue;
        }
        let at = next.2;
        order.extend(nodes.get(at));
        for other in needed_by.get(at).into_iter().flatten() {
            if let Some(needs) = missing.get_mut(other)
                && needs.remove(&at)
                && needs.is_empty()
            {
                ready.extend(key(*other));
            }
        }
    }
    order
}
