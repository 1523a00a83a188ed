//! The modules of a crate, as far as their files are there.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::place::Place;
use super::scan::{Condition, Declaration, Fault, Scope, scan};
use crate::location::Lines;
use crate::{Location, SourceFile};

/// How many modules there may be: files that declare each other by `#[path]` would go on for ever.
const MODULES: usize = 10_000;

/// A module, by its place in the list.
pub(super) type NodeId = usize;

/// The root module of whatever was given.
pub(super) const ROOT: NodeId = 0;

/// All modules that were found.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    pub(super) files: Vec<File>,
    pub(super) nodes: Vec<Node>,
    /// What could not be read, with its file.
    pub(super) faults: Vec<(usize, Fault)>,
}

#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) path: Arc<Path>,
    pub(super) text: String,
    pub(super) scopes: Vec<Scope>,
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) file: usize,
    scope: usize,
    pub(super) parent: Option<NodeId>,
    /// Where its parent declares it, in the parent's list.
    pub(super) declaration: Option<usize>,
    pub(super) children: BTreeMap<String, Child>,
    pub(super) place: Place,
    /// What has to hold for it to be compiled, that of the modules around it included.
    pub(super) conditions: Vec<Condition>,
}

/// What a declared module is.
#[derive(Clone, Debug)]
pub(super) enum Child {
    Module(NodeId),
    /// Its file is not there or cannot be read; its declaration in the parent's list.
    Unread(usize),
    /// Which of several it is depends on conditions.
    Several,
}

/// Reads a file and all that it declares. Files that `get` does not have are left out.
pub(super) fn load(root: &SourceFile, get: &dyn Fn(&Path) -> Option<String>) -> Tree {
    let mut tree = Tree::default();
    let first = tree.add_file(&root.path, root.text.clone());
    let seed = Seed { parent: None, declaration: None, place: Place::of_root(&root.path), conditions: Vec::new() };
    let mut pending = VecDeque::from(tree.add_module(first, 0, seed));
    while let Some((parent, declaration)) = pending.pop_front() {
        pending.extend(tree.find(parent, declaration, get));
    }
    tree
}

/// What a module is told by what declares it.
struct Seed {
    parent: Option<NodeId>,
    declaration: Option<usize>,
    place: Place,
    conditions: Vec<Condition>,
}

/// A module in a file of its own, by what declares it.
type Pending = (NodeId, usize);

impl Tree {
    pub(super) fn node(&self, id: NodeId) -> Option<(&Node, &File, &Scope)> {
        let node = self.nodes.get(id)?;
        let file = self.files.get(node.file)?;
        Some((node, file, file.scopes.get(node.scope)?))
    }

    pub(super) fn declaration(&self, of: NodeId, index: usize) -> Option<&Declaration> {
        self.node(of)?.2.modules.get(index)
    }

    /// Returns a place in one of the files.
    pub(super) fn location(&self, file: usize, at: Range<usize>) -> Location {
        match self.files.get(file) {
            Some(file) => Lines::new(&file.text, &mut Vec::new()).span(at).at(&file.path),
            None => Lines::new("", &mut Vec::new()).span(0..0).at(&PathBuf::new().into()),
        }
    }

    fn add_file(&mut self, path: &Path, text: String) -> usize {
        let index = self.files.len();
        let scopes = scan(&text).unwrap_or_else(|fault| {
            self.faults.push((index, fault));
            Vec::new()
        });
        let faults = scopes.iter().flat_map(|scope| &scope.faults);
        self.faults.extend(faults.map(|fault| (index, fault.clone())));
        self.files.push(File { path: path.into(), text, scopes });
        index
    }

    /// Adds a module of a file with those within it. Returns what they declare in other files.
    fn add_module(&mut self, file: usize, scope: usize, seed: Seed) -> Vec<Pending> {
        let Some(content) = self.files.get(file).and_then(|file| file.scopes.get(scope)) else { return Vec::new() };
        let (id, declared) = (self.nodes.len(), content.modules.clone());
        let conditions = seed.conditions.into_iter().chain(content.conditions.iter().cloned()).collect();
        self.nodes.push(Node {
            file,
            scope,
            parent: seed.parent,
            declaration: seed.declaration,
            children: BTreeMap::new(),
            place: seed.place,
            conditions,
        });
        let mut pending = Vec::new();
        for (index, declaration) in declared.iter().enumerate() {
            let seed = self.nodes.get(id).map(|node| Seed {
                parent: Some(id),
                declaration: Some(index),
                place: node.place.inline(&declaration.name, declaration.path.as_deref()),
                conditions: node.conditions.iter().chain(&declaration.conditions).cloned().collect(),
            });
            match (declaration.inline, seed) {
                (Some(inline), Some(seed)) => {
                    let child = Child::Module(self.nodes.len());
                    pending.extend(self.add_module(file, inline, seed));
                    self.adopt(id, index, child);
                }
                _ => pending.push((id, index)),
            }
        }
        pending
    }

    /// Looks for the file of a module. Returns what it declares in other files.
    fn find(&mut self, parent: NodeId, index: usize, get: &dyn Fn(&Path) -> Option<String>) -> Vec<Pending> {
        let Some(node) = self.nodes.get(parent) else { return Vec::new() };
        let Some(declaration) = self.declaration(parent, index) else { return Vec::new() };
        let path = declaration.path.as_deref();
        let candidates = node.place.candidates(&declaration.name, path);
        let candidates =
            candidates.into_iter().filter(|path| self.nodes.len() < MODULES && !self.is_within(parent, path));
        let found = candidates.into_iter().find_map(|path| get(&path).map(|text| (path, text)));
        let conditions = node.conditions.iter().chain(&declaration.conditions).cloned().collect();
        let by_attribute = path.is_some();
        let Some((path, text)) = found else {
            self.adopt(parent, index, Child::Unread(index));
            return Vec::new();
        };
        let file = self.add_file(&path, text);
        let child = self.nodes.len();
        let place = Place::of_file(&path, by_attribute);
        let pending =
            self.add_module(file, 0, Seed { parent: Some(parent), declaration: Some(index), place, conditions });
        let is_read = self.nodes.len() > child;
        self.adopt(parent, index, if is_read { Child::Module(child) } else { Child::Unread(index) });
        if let Some(node) = self.nodes.get_mut(parent).filter(|_| !by_attribute) {
            node.place.found(&path);
        }
        pending
    }

    /// Whether a module is in this file, or below one that is.
    fn is_within(&self, id: NodeId, path: &Path) -> bool {
        let above = std::iter::successors(self.nodes.get(id), |node| self.nodes.get(node.parent?));
        above.filter_map(|node| self.files.get(node.file)).any(|file| *file.path == *path)
    }

    /// Notes what a declaration leads to. Of two by one name, that which is more than a test's counts.
    fn adopt(&mut self, parent: NodeId, index: usize, child: Child) {
        let Some(declaration) = self.declaration(parent, index) else { return };
        let name = declaration.name.clone();
        let only_tests =
            |declaration: &Declaration| declaration.conditions.iter().any(|condition| condition.only_tests);
        let namesakes = self.node(parent).map(|(_, _, scope)| &scope.modules).into_iter().flatten();
        let namesakes = namesakes.filter(|other| other.name == name && !only_tests(other)).count();
        let child = if namesakes > 1 { Child::Several } else { child };
        let skip = only_tests(declaration) && namesakes > 0;
        if let Some(node) = self.nodes.get_mut(parent).filter(|_| !skip) {
            node.children.insert(name, child);
        }
    }
}
