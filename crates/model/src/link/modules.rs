//! The module tree, as far as files and paths tell, and what a path means in it.
//!
//! Which file is the root of the crate is not told: the folder `src` is taken for it, or else any folder above that makes
//! the path lead somewhere.

mod place;
mod tree;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::parse::summary::{Module, TypeDecl};
use crate::{Crate, ParsedFile};
pub(crate) use place::{is_below, left_out};
use place::{module_path, moved_to, placed, words};
use tree::{NodeId, ROOT, Tree};

/// A module, by its place in the list.
pub(crate) type ModuleId = usize;

/// How many `use`s a path may lead through.
const STEPS: usize = 16;

/// All modules of all files.
pub(crate) struct Modules<'a> {
    all: Vec<Placed<'a>>,
    tree: Tree,
    /// The modules that `use …::*` leads to, module by module.
    globs: Vec<Vec<ModuleId>>,
    /// How many of the files entities are read from; the first ones.
    own: usize,
    /// The crates that are known.
    crates: Vec<Root<'a>>,
}

/// A module in its file and in the tree.
struct Placed<'a> {
    file: usize,
    node: NodeId,
    module: &'a Module,
}

/// The root module of a crate, and by which names it knows others.
struct Root<'a> {
    node: NodeId,
    externs: BTreeMap<&'a str, NodeId>,
}

/// What a path leads to.
#[derive(Clone, Debug)]
pub(crate) enum Found<'a> {
    /// A type that one of the files declares.
    Type(ModuleId, &'a TypeDecl),
    /// An entity of a module, by the name of its struct.
    Entity(ModuleId, &'a str),
    /// A module.
    Module(ModuleId),
    /// Something of another crate, or of the language.
    External(Vec<String>),
    /// Something in a file that could not be read.
    Unreadable,
    /// Nothing that is known.
    Nothing,
}

impl<'a> Modules<'a> {
    pub(crate) fn new(files: &[&'a ParsedFile], own: usize, crates: &'a [Crate]) -> Self {
        let mut tree = Tree::new();
        let mut all = Vec::new();
        let moved = placed(files);
        for (index, file) in files.iter().enumerate() {
            let place = tree.add(ROOT, moved_to(&moved, module_path(&file.path)));
            if file.failed {
                tree.fail(place);
            }
            for module in &file.modules {
                let node = tree.add(place, module.inline.iter().cloned());
                tree.hold(node, all.len());
                all.push(Placed { file: index, node, module });
            }
        }
        let mut crates: Vec<Root<'a>> = crates.iter().map(|krate| Root::new(krate, &mut tree)).collect();
        crates.sort_by_key(|root| tree.depth(root.node));
        let mut modules = Self { all, tree, globs: Vec::new(), own, crates };
        modules.globs = modules.ids().map(|id| Search::new(&modules).globs(id, STEPS)).collect();
        modules
    }

    pub(crate) fn ids(&self) -> std::ops::Range<ModuleId> {
        0..self.all.len()
    }

    /// Returns a module with the number of its file.
    pub(crate) fn get(&self, id: ModuleId) -> (usize, &'a Module) {
        static EMPTY: std::sync::LazyLock<Module> = std::sync::LazyLock::new(Module::default);
        self.all.get(id).map_or((0, &EMPTY), |placed| (placed.file, placed.module))
    }

    fn node(&self, id: ModuleId) -> NodeId {
        self.all.get(id).map_or(ROOT, |placed| placed.node)
    }

    /// Returns the crate that a module is in: the innermost of those around it.
    fn crate_of(&self, node: NodeId) -> Option<&Root<'a>> {
        self.crates.iter().rev().find(|root| self.tree.up(node).any(|above| above == root.node))
    }

    /// Returns what `path` means in a module.
    pub(crate) fn resolve(&self, from: ModuleId, path: &[String]) -> Found<'a> {
        Search::new(self).lookup(from, path, STEPS)
    }

    /// Returns the type of this name, where there is but one in all files that entities are read from.
    pub(crate) fn only_type(&self, name: &str) -> Option<(ModuleId, &'a TypeDecl)> {
        let own = self.all.iter().enumerate().filter(|(_, placed)| placed.file < self.own);
        let mut all = own.flat_map(|(id, placed)| {
            placed.module.types.iter().filter(|found| found.name == name).map(move |found| (id, found))
        });
        let first = all.next()?;
        all.next().is_none().then_some(first)
    }

    /// Returns the module of this name that holds an entity, where there is but one.
    pub(crate) fn only_entity(&self, name: &str) -> Option<ModuleId> {
        let mut all = self.all.iter().enumerate().filter(|(_, placed)| {
            placed.module.entities.iter().any(|entity| entity.name == "Entity") && self.tree.name(placed.node) == name
        });
        let first = all.next()?.0;
        all.next().is_none().then_some(first)
    }
}

impl<'a> Root<'a> {
    fn new(krate: &'a Crate, tree: &mut Tree) -> Self {
        let node = tree.add(ROOT, words(&krate.root));
        let externs = krate.externs.iter().map(|(name, root)| (name.as_str(), tree.add(ROOT, words(root)))).collect();
        Self { node, externs }
    }
}

/// One search for what a path means.
struct Search<'m, 'a> {
    modules: &'m Modules<'a>,
    /// The modules whose `*`s were followed, and for which name.
    seen: RefCell<BTreeSet<(ModuleId, String)>>,
}

impl<'m, 'a> Search<'m, 'a> {
    fn new(modules: &'m Modules<'a>) -> Self {
        Self { modules, seen: RefCell::default() }
    }

    fn lookup(&self, from: ModuleId, path: &[String], steps: usize) -> Found<'a> {
        let Some(steps) = steps.checked_sub(1) else { return Found::Nothing };
        let Some((first, rest)) = path.split_first() else { return Found::Module(from) };
        match first.as_str() {
            "" => Found::External(rest.to_vec()),
            "self" => self.walk(self.modules.node(from), rest, steps),
            "super" => self.lookup_super(from, rest, steps),
            "crate" => self.lookup_crate(from, rest, steps),
            _ => match self.walk(self.modules.node(from), path, steps) {
                Found::Nothing => self.lookup_extern(from, path, steps),
                found => found,
            },
        }
    }

    fn lookup_super(&self, from: ModuleId, mut rest: &[String], steps: usize) -> Found<'a> {
        let mut node = self.modules.tree.parent(self.modules.node(from));
        while let Some((first, after)) = rest.split_first()
            && first == "super"
        {
            node = self.modules.tree.parent(node);
            rest = after;
        }
        self.walk(node, rest, steps)
    }

    /// Tries `src` for the root, then every folder above, the outermost first.
    fn lookup_crate(&self, from: ModuleId, rest: &[String], steps: usize) -> Found<'a> {
        let own = self.modules.node(from);
        let tree = &self.modules.tree;
        let known = self.modules.crate_of(own).map(|root| root.node);
        let source = tree.up(own).find(|node| tree.name(*node) == "src");
        let mut above: Vec<NodeId> = tree.up(own).collect();
        above.reverse();
        for node in known.into_iter().chain(source).chain(above) {
            match self.walk(node, rest, steps) {
                Found::Nothing => {}
                found => return found,
            }
        }
        Found::Nothing
    }

    /// A path that begins with no name of the module: another crate, or this one by its own name.
    fn lookup_extern(&self, from: ModuleId, path: &[String], steps: usize) -> Found<'a> {
        let Some((first, rest)) = path.split_first() else { return Found::Nothing };
        let own = self.modules.node(from);
        if let Some(root) = self.modules.crate_of(own).and_then(|root| root.externs.get(first.as_str())) {
            match self.walk(*root, rest, steps) {
                Found::Nothing => {}
                found => return found,
            }
        }
        if rest.is_empty() {
            return Found::Nothing;
        }
        let tree = &self.modules.tree;
        let source = tree.up(own).find(|node| tree.name(*node) == "src");
        let name = source.map(|node| tree.name(tree.parent(node)));
        if name.is_some_and(|name| !name.is_empty() && name.replace('-', "_") == *first) {
            return self.lookup_crate(from, rest, steps);
        }
        Found::External(path.to_vec())
    }

    /// Follows `path` down from the module at `node`.
    fn walk(&self, node: NodeId, path: &[String], steps: usize) -> Found<'a> {
        let Some(id) = self.modules.tree.module(node) else {
            return self.walk_beside(node, path, steps);
        };
        let Some((name, rest)) = path.split_first() else { return Found::Module(id) };
        let (_, module) = self.modules.get(id);
        if rest.is_empty() {
            if let Some(found) = module.types.iter().find(|found| found.name == *name) {
                return Found::Type(id, found);
            }
            if let Some(entity) = module.entities.iter().find(|entity| entity.name == *name) {
                return Found::Entity(id, &entity.name);
            }
        }
        match self.walk_uses(id, name, rest, steps) {
            Found::Nothing => {}
            found => return found,
        }
        match self.walk_beside(node, path, steps) {
            Found::Nothing => self.walk_globs(id, path, steps),
            found => found,
        }
    }

    /// Goes on to a module below a folder, which may have no file of its own among those given.
    fn walk_beside(&self, node: NodeId, path: &[String], steps: usize) -> Found<'a> {
        let Some((name, rest)) = path.split_first() else { return Found::Nothing };
        let tree = &self.modules.tree;
        let Some(below) = tree.child(node, name) else { return Found::Nothing };
        if tree.module(below).is_some() {
            return self.walk(below, rest, steps);
        }
        if tree.has_failed(below) {
            return Found::Unreadable;
        }
        self.walk_beside(below, rest, steps)
    }

    fn walk_uses(&self, id: ModuleId, name: &str, rest: &[String], steps: usize) -> Found<'a> {
        let Some(steps) = steps.checked_sub(1) else { return Found::Nothing };
        let (_, module) = self.modules.get(id);
        let Some(used) = module.uses.iter().find(|used| used.alias.as_deref() == Some(name)) else {
            return Found::Nothing;
        };
        let path: Vec<String> = used.path.iter().chain(rest).cloned().collect();
        // `use uuid;` and `use uuid::uuid;` would lead back here for ever.
        if used.path.first().is_some_and(|first| first == name) {
            return self.lookup_extern(id, &path, steps);
        }
        match self.lookup(id, &path, steps) {
            Found::Nothing => Found::External(path),
            found => found,
        }
    }

    /// Lists the modules that `use …::*` leads to. The path may itself begin with a name that another such `use` brings in.
    fn globs(&self, id: ModuleId, steps: usize) -> Vec<ModuleId> {
        let (_, module) = self.modules.get(id);
        let globs = module.uses.iter().filter(|used| used.alias.is_none());
        let targets = globs.filter_map(|used| match self.lookup(id, &used.path, steps) {
            Found::Module(target) if target != id => Some(target),
            _ => None,
        });
        targets.collect()
    }

    fn walk_globs(&self, id: ModuleId, path: &[String], steps: usize) -> Found<'a> {
        let Some(steps) = steps.checked_sub(1) else { return Found::Nothing };
        let known = self.modules.globs.get(id);
        if known.is_some_and(Vec::is_empty) {
            return Found::Nothing;
        }
        // Modules that bring in each other's names are looked at once.
        if !path.first().is_some_and(|name| self.seen.borrow_mut().insert((id, name.clone()))) {
            return Found::Nothing;
        }
        let targets = known.map_or_else(|| Cow::Owned(self.globs(id, steps)), Cow::from);
        for &target in targets.iter() {
            match self.walk(self.modules.node(target), path, steps) {
                Found::Nothing | Found::External(_) => {}
                found => return found,
            }
        }
        Found::Nothing
    }
}
