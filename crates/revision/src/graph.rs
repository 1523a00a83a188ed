//! The graph of revisions: who comes after whom.
//!
//! It is made from headers alone, so that looking at a history touches neither a database nor the body of a file. Two kinds of
//! edges exist: *revises* makes branches, heads and merges; *depends* only makes one branch wait for another. Ancestors and
//! descendants follow both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::{Header, Revision, RevisionId};

mod branch;
mod error;
mod history;
mod identifier;
mod offline;
mod order;
mod plan;
mod replaced;
mod resolve;
mod stamp;
mod undo;

#[cfg(test)]
mod tests;

pub use error::{GraphError, PlanError, ResolveError};

use replaced::Replaced;

/// The revisions and their order.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    nodes: BTreeMap<RevisionId, Node>,
    /// Who names a revision in `Revises:`.
    children: BTreeMap<RevisionId, Vec<RevisionId>>,
    /// Who names a revision in `Revises:` or `Depends:`.
    dependants: BTreeMap<RevisionId, Vec<RevisionId>>,
    /// Who has a label.
    labels: BTreeMap<String, RevisionId>,
    /// Revisions that others do the work of.
    replaced: BTreeMap<RevisionId, Replaced>,
    order: Vec<RevisionId>,
}

/// One revision in the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it says about itself.
    pub header: Header,
    /// Its file. `None` when only the version table knows it.
    pub file: Option<PathBuf>,
    /// Whether it restates a whole table, and so runs before what stands beside it. Unknown, and so false, where only headers
    /// were read.
    pub guarded: bool,
}

impl Graph {
    /// Makes the graph of `nodes`, of which each has its own id.
    pub fn new(nodes: impl IntoIterator<Item = Node>) -> Result<Self, GraphError> {
        let mut graph = Graph::default();
        for node in nodes {
            graph.insert(node)?;
        }
        graph.take_labels()?;
        graph.take_replaced()?;
        graph.redirect();
        graph.refuse_missing()?;
        graph.connect();
        graph.order = order::topological(&graph)?;
        Ok(graph)
    }

    /// Makes the graph from headers and their files.
    pub fn from_headers(headers: impl IntoIterator<Item = (PathBuf, Header)>) -> Result<Self, GraphError> {
        let node = |(file, header)| Node { header, file: Some(file), guarded: false };
        Self::new(headers.into_iter().map(node))
    }

    /// Makes the graph from whole revisions. Only this one knows which of two parallel revisions must run first.
    pub fn from_revisions<'a>(revisions: impl IntoIterator<Item = &'a Revision>) -> Result<Self, GraphError> {
        let node = |revision: &Revision| Node {
            header: revision.header.clone(),
            file: Some(revision.file.clone()),
            guarded: revision.is_guarded(),
        };
        Self::new(revisions.into_iter().map(node))
    }

    /// Returns the graph with revisions that only the version table knows. A parent that is known nowhere is left out.
    pub fn including(&self, applied: impl IntoIterator<Item = Header>) -> Result<Self, GraphError> {
        let mut nodes = self.nodes.clone();
        let count = nodes.len();
        // What a squash did is in its own row or file.
        for header in applied.into_iter().filter(|header| !self.replaced.contains_key(&header.id)) {
            let node = || Node { header: header.clone(), file: None, guarded: false };
            nodes.entry(header.id.clone()).or_insert_with(node);
        }
        if nodes.len() == count {
            return Ok(self.clone());
        }
        let stands_for = |(id, replaced): (&RevisionId, &Replaced)| replaced.is_last.then(|| id.clone());
        let known: BTreeSet<RevisionId> =
            nodes.keys().cloned().chain(self.replaced.iter().filter_map(stands_for)).collect();
        for node in nodes.values_mut().filter(|node| node.file.is_none()) {
            node.header.revises.retain(|parent| known.contains(parent));
        }
        Self::new(nodes.into_values())
    }

    /// Gives revisions the headers of the graph, whose references are all to revisions that are there.
    pub fn settle(&self, revisions: &mut [Revision]) {
        for revision in revisions {
            if let Some(node) = self.get(&revision.header.id) {
                revision.header.clone_from(&node.header);
            }
        }
    }

    fn insert(&mut self, node: Node) -> Result<(), GraphError> {
        let id = node.header.id.clone();
        let file = node.file.clone();
        match self.nodes.insert(id.clone(), node) {
            Some(first) => Err(GraphError::Duplicate { id, first: first.file, second: file }),
            None => Ok(()),
        }
    }

    fn refuse_missing(&self) -> Result<(), GraphError> {
        for (id, node) in &self.nodes {
            if let Some(parent) = node.header.requires().find(|parent| !self.nodes.contains_key(*parent)) {
                let (revision, parent, file) = (id.clone(), parent.clone(), node.file.clone());
                return Err(GraphError::MissingParent { revision, parent, file });
            }
        }
        Ok(())
    }

    fn take_labels(&mut self) -> Result<(), GraphError> {
        for (id, node) in &self.nodes {
            for label in &node.header.branch {
                if let Some(first) = self.labels.insert(label.clone(), id.clone()) {
                    let (label, second) = (label.clone(), id.clone());
                    return Err(GraphError::DuplicateLabel { label, first, second });
                }
                if self.nodes.contains_key(label.as_str()) {
                    return Err(GraphError::LabelIsId { label: label.clone(), revision: id.clone() });
                }
            }
        }
        Ok(())
    }

    fn connect(&mut self) {
        for (id, node) in &self.nodes {
            for parent in &node.header.revises {
                self.children.entry(parent.clone()).or_default().push(id.clone());
            }
            let required: BTreeSet<_> = node.header.requires().collect();
            for parent in required {
                self.dependants.entry(parent.clone()).or_default().push(id.clone());
            }
        }
    }
}

/// What the graph looks like.
impl Graph {
    /// Returns a revision.
    pub fn get(&self, id: &RevisionId) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// Returns every revision, each after all that it requires. Of several that could come next, one that leads to a guarded
    /// revision on its own branch comes first, then the smaller id.
    pub fn order(&self) -> &[RevisionId] {
        &self.order
    }

    /// Returns the revisions that none revises, sorted.
    pub fn heads(&self) -> Vec<&RevisionId> {
        self.nodes.keys().filter(|id| self.children(id).is_empty()).collect()
    }

    /// Returns the only head. An error when there are several; `None` when there is no revision.
    pub fn head(&self) -> Result<Option<&RevisionId>, ResolveError> {
        match self.heads()[..] {
            [] => Ok(None),
            [head] => Ok(Some(head)),
            ref heads => Err(ResolveError::multiple_heads("head", heads)),
        }
    }

    /// Returns the revisions that revise none, sorted.
    pub fn bases(&self) -> Vec<&RevisionId> {
        self.nodes.iter().filter(|(_, node)| node.header.revises.is_empty()).map(|(id, _)| id).collect()
    }

    /// Returns the revisions that several others revise, sorted.
    pub fn branch_points(&self) -> Vec<&RevisionId> {
        self.nodes.keys().filter(|id| self.children(id).len() > 1).collect()
    }

    /// Returns the revisions that revise several others, sorted.
    pub fn merge_points(&self) -> Vec<&RevisionId> {
        self.nodes.iter().filter(|(_, node)| node.header.revises.len() > 1).map(|(id, _)| id).collect()
    }

    /// Returns the revisions that revise `id`, sorted.
    pub fn children(&self, id: &RevisionId) -> &[RevisionId] {
        self.children.get(id).map_or(&[], Vec::as_slice)
    }

    /// Returns the revisions that revise `id` or depend on it, sorted.
    pub fn dependants(&self, id: &RevisionId) -> &[RevisionId] {
        self.dependants.get(id).map_or(&[], Vec::as_slice)
    }

    /// Returns `ids` and everything that they require, directly or not.
    pub fn ancestors<'a>(&'a self, ids: impl IntoIterator<Item = &'a RevisionId>) -> BTreeSet<RevisionId> {
        reach(ids, |id| self.requires(id).cloned().collect())
    }

    /// Returns what must be applied before `id`: its parents, then what it depends on.
    pub fn requires(&self, id: &RevisionId) -> impl Iterator<Item = &RevisionId> {
        self.get(id).into_iter().flat_map(|node| node.header.requires())
    }

    /// Returns `ids` and everything that requires them, directly or not.
    pub fn descendants<'a>(&'a self, ids: impl IntoIterator<Item = &'a RevisionId>) -> BTreeSet<RevisionId> {
        reach(ids, |id| self.dependants(id).to_vec())
    }

    /// Returns those of `applied` that nothing else of `applied` requires, sorted: the current heads. One that the graph does
    /// not know is one of them.
    pub fn current_heads(&self, applied: &[RevisionId]) -> Vec<RevisionId> {
        self.heads_among(&self.counted(applied))
    }

    fn heads_among(&self, applied: &[RevisionId]) -> Vec<RevisionId> {
        let set: BTreeSet<&RevisionId> = applied.iter().collect();
        let is_head = |id: &&&RevisionId| !self.dependants(id).iter().any(|dependant| set.contains(dependant));
        set.iter().filter(is_head).map(|id| (*id).clone()).collect()
    }

    /// Returns those of `applied` that nothing else of `applied` revises, sorted: where each branch stands, also when another one
    /// depends on it.
    pub fn current_tips(&self, applied: &[RevisionId]) -> Vec<RevisionId> {
        let applied = self.counted(applied);
        let set: BTreeSet<&RevisionId> = applied.iter().collect();
        let is_tip = |id: &&&RevisionId| !self.children(id).iter().any(|child| set.contains(child));
        set.iter().filter(is_tip).map(|id| (*id).clone()).collect()
    }

    /// Whether a head is one only as long as nobody looks at `Depends:`.
    pub fn is_only_dependency(&self, id: &RevisionId) -> bool {
        self.children(id).is_empty() && !self.dependants(id).is_empty()
    }
}

fn reach<'a>(
    from: impl IntoIterator<Item = &'a RevisionId>,
    next: impl Fn(&RevisionId) -> Vec<RevisionId>,
) -> BTreeSet<RevisionId> {
    let mut open: Vec<RevisionId> = from.into_iter().cloned().collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.contains(&id) {
            open.extend(next(&id));
            seen.insert(id);
        }
    }
    seen
}
