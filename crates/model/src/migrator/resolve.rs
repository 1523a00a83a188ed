//! What a path leads to, in the modules that are there.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::tree::{Child, NodeId, ROOT, Tree};

/// How many `use`s a path may lead through.
const STEPS: usize = 16;

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A type: its module, and its place in the module's list.
    Type(NodeId, usize),
    Module(NodeId),
    /// Something in a module that is declared and could not be read: what declares it, the declaration, the rest.
    Unread(NodeId, usize, Vec<String>),
    /// One of several modules of this name.
    Several(String),
    Nothing,
}

impl Tree {
    /// Returns what `path` means in a module. Raw names go by their plain form.
    pub(super) fn resolve(&self, from: NodeId, path: &[String]) -> Found {
        let path: Vec<String> = path.iter().map(|word| plain(word).to_owned()).collect();
        Search { tree: self, seen: RefCell::default() }.lookup(from, &path, STEPS)
    }

    /// Returns the names of the modules from the root down to this one.
    pub(super) fn names(&self, id: NodeId) -> Vec<String> {
        let mut out = Vec::new();
        let mut at = id;
        while let Some((parent, name)) = self.nodes.get(at).and_then(|node| Some((node.parent?, node.declaration?))) {
            out.extend(self.declaration(parent, name).map(|declaration| declaration.name.clone()));
            at = parent;
        }
        out.reverse();
        out
    }

    /// Returns the module that a crate calls the root of these, where that is not the crate's own.
    fn root_names(&self) -> Vec<String> {
        let Some(root) = self.files.first() else { return Vec::new() };
        let words: Vec<String> =
            root.path.with_extension("").iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let below = words.rsplit(|word| word == "src").next().unwrap_or_default();
        let is_file = |name: &String| ["lib", "main", "mod"].contains(&name.as_str());
        below.iter().filter(|name| !is_file(name)).cloned().collect()
    }
}

/// Returns a name without the `r#` that keeps it from being a keyword.
pub(super) fn plain(word: &str) -> &str {
    word.strip_prefix("r#").unwrap_or(word)
}

struct Search<'a> {
    tree: &'a Tree,
    /// The modules whose `*`s were followed, and for which name.
    seen: RefCell<BTreeSet<(NodeId, String)>>,
}

impl Search<'_> {
    fn lookup(&self, from: NodeId, path: &[String], steps: usize) -> Found {
        let Some(steps) = steps.checked_sub(1) else { return Found::Nothing };
        let Some((first, rest)) = path.split_first() else { return Found::Module(from) };
        match first.as_str() {
            "" => Found::Nothing,
            "self" => self.lookup(from, rest, steps),
            "super" => match self.tree.nodes.get(from).and_then(|node| node.parent) {
                Some(parent) => self.lookup(parent, rest, steps),
                None => Found::Nothing,
            },
            "crate" => self.lookup_crate(rest, steps),
            _ => self.walk(from, path, steps),
        }
    }

    /// What was given may be the root of the crate or a module of it, whose name is then part of the path.
    fn lookup_crate(&self, path: &[String], steps: usize) -> Found {
        let own = self.tree.root_names();
        match self.walk(ROOT, path, steps) {
            Found::Nothing => match path.strip_prefix(own.as_slice()) {
                Some(rest) if !own.is_empty() => self.walk(ROOT, rest, steps),
                _ => Found::Nothing,
            },
            found => found,
        }
    }

    /// Follows a path down from a module.
    fn walk(&self, node: NodeId, path: &[String], steps: usize) -> Found {
        let Some((first, rest)) = path.split_first() else { return Found::Module(node) };
        let Some((module, _, scope)) = self.tree.node(node) else { return Found::Nothing };
        if rest.is_empty()
            && let Some(index) = scope.types.iter().position(|found| found.name == *first)
        {
            return Found::Type(node, index);
        }
        match module.children.get(first) {
            Some(Child::Module(child)) => return self.walk(*child, rest, steps),
            Some(Child::Unread(index)) => return Found::Unread(node, *index, rest.to_vec()),
            Some(Child::Several) => return Found::Several(first.clone()),
            None => {}
        }
        if let Some(used) = scope.uses.iter().find(|used| used.alias.as_ref() == Some(first)) {
            // `use other_crate;` would lead back here for ever.
            if used.path.first() == Some(first) && used.path.len() == 1 {
                return Found::Nothing;
            }
            let path: Vec<String> = used.path.iter().chain(rest).cloned().collect();
            return self.lookup(node, &path, steps);
        }
        self.walk_globs(node, path, steps)
    }

    fn walk_globs(&self, node: NodeId, path: &[String], steps: usize) -> Found {
        let Some(steps) = steps.checked_sub(1) else { return Found::Nothing };
        // Modules that bring in each other's names are looked at once.
        if !path.first().is_some_and(|name| self.seen.borrow_mut().insert((node, name.clone()))) {
            return Found::Nothing;
        }
        let uses = self.tree.node(node).map(|(_, _, scope)| &scope.uses).into_iter().flatten();
        for used in uses.filter(|used| used.alias.is_none()) {
            match self.lookup(node, &used.path, steps) {
                Found::Module(target) if target != node => match self.walk(target, path, steps) {
                    Found::Nothing => {}
                    found => return found,
                },
                _ => {}
            }
        }
        Found::Nothing
    }
}
