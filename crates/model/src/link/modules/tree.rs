//! Modules and folders by where they stand.

use std::collections::HashMap;

use super::ModuleId;

/// A module or a folder, by its place in the tree.
pub(super) type NodeId = usize;

/// The folder above all.
pub(super) const ROOT: NodeId = 0;

/// Everything that a path may lead through.
pub(super) struct Tree {
    nodes: Vec<Node>,
}

#[derive(Default)]
struct Node {
    parent: NodeId,
    name: String,
    children: HashMap<String, NodeId>,
    /// The first of the modules that are here.
    module: Option<ModuleId>,
    /// Whether a file that could not be read is here.
    failed: bool,
}

impl Tree {
    pub(super) fn new() -> Self {
        Self { nodes: vec![Node::default()] }
    }

    /// Returns what is at a path below `from`, which need not have been there.
    pub(super) fn add(&mut self, from: NodeId, path: impl IntoIterator<Item = String>) -> NodeId {
        path.into_iter().fold(from, |parent, name| match self.child(parent, &name) {
            Some(node) => node,
            None => self.push(parent, name),
        })
    }

    fn push(&mut self, parent: NodeId, name: String) -> NodeId {
        let node = self.nodes.len();
        if let Some(parent) = self.nodes.get_mut(parent) {
            parent.children.insert(name.clone(), node);
        }
        self.nodes.push(Node { parent, name, ..Node::default() });
        node
    }

    pub(super) fn hold(&mut self, node: NodeId, module: ModuleId) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.module.get_or_insert(module);
        }
    }

    pub(super) fn fail(&mut self, node: NodeId) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.failed = true;
        }
    }

    pub(super) fn child(&self, node: NodeId, name: &str) -> Option<NodeId> {
        self.nodes.get(node)?.children.get(name).copied()
    }

    /// Returns the folder around; the one above all is around itself.
    pub(super) fn parent(&self, node: NodeId) -> NodeId {
        self.nodes.get(node).map_or(ROOT, |node| node.parent)
    }

    pub(super) fn name(&self, node: NodeId) -> &str {
        self.nodes.get(node).map_or("", |node| node.name.as_str())
    }

    pub(super) fn module(&self, node: NodeId) -> Option<ModuleId> {
        self.nodes.get(node)?.module
    }

    pub(super) fn has_failed(&self, node: NodeId) -> bool {
        self.nodes.get(node).is_some_and(|node| node.failed)
    }

    /// Goes from a place up to the folder above all, both included.
    pub(super) fn up(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(node), |&node| (node != ROOT).then(|| self.parent(node)))
    }

    pub(super) fn depth(&self, node: NodeId) -> usize {
        self.up(node).count()
    }
}
