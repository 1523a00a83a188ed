//! The module tree, as far as files and paths tell, and what a path means in it.
//!
//! Which file is the root of the crate is not told: the folder `src` is taken for it, or else any folder above that makes
//! the path lead somewhere.

mod place;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::parse::summary::{Module, TypeDecl};
use crate::{Crate, ParsedFile};
pub(crate) use place::{is_below, left_out};
use place::{module_path, moved_to, placed, words};

/// A module, by its place in the list.
pub(crate) type ModuleId = usize;

/// How many `use`s a path may lead through.
const STEPS: usize = 16;

/// All modules of all files.
pub(crate) struct Modules<'a> {
    all: Vec<(usize, Vec<String>, &'a Module)>,
    by_path: BTreeMap<Vec<String>, ModuleId>,
    /// The modules whose files could not be read.
    failed: Vec<Vec<String>>,
    /// How many of the files entities are read from; the first ones.
    own: usize,
    /// The crates that are known.
    crates: Vec<Root<'a>>,
}

/// The root module of a crate, and by which names it knows others.
struct Root<'a> {
    path: Vec<String>,
    externs: BTreeMap<&'a str, Vec<String>>,
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
        let externs =
            |krate: &'a Crate| krate.externs.iter().map(|(name, root)| (name.as_str(), words(root))).collect();
        let crates = crates.iter().map(|krate| Root { path: words(&krate.root), externs: externs(krate) }).collect();
        let mut modules = Self { all: Vec::new(), by_path: BTreeMap::new(), failed: Vec::new(), own, crates };
        let moved = placed(files);
        for (index, file) in files.iter().enumerate() {
            let path = moved_to(&moved, module_path(&file.path));
            if file.failed {
                modules.failed.push(path.clone());
            }
            for module in &file.modules {
                let full: Vec<String> = path.iter().chain(&module.inline).cloned().collect();
                modules.by_path.entry(full.clone()).or_insert(modules.all.len());
                modules.all.push((index, full, module));
            }
        }
        modules
    }

    pub(crate) fn ids(&self) -> std::ops::Range<ModuleId> {
        0..self.all.len()
    }

    /// Returns a module with the number of its file.
    pub(crate) fn get(&self, id: ModuleId) -> (usize, &'a Module) {
        static EMPTY: std::sync::LazyLock<Module> = std::sync::LazyLock::new(Module::default);
        self.all.get(id).map_or((0, &EMPTY), |(file, _, module)| (*file, *module))
    }

    fn path(&self, id: ModuleId) -> &[String] {
        self.all.get(id).map_or(&[], |(_, path, _)| path.as_slice())
    }

    /// Returns the crate that a module is in.
    fn crate_of(&self, module: &[String]) -> Option<&Root<'a>> {
        self.crates.iter().filter(|root| module.starts_with(&root.path)).max_by_key(|root| root.path.len())
    }

    /// Returns what `path` means in a module.
    pub(crate) fn resolve(&self, from: ModuleId, path: &[String]) -> Found<'a> {
        Search { modules: self, seen: RefCell::default() }.lookup(from, path, STEPS)
    }

    /// Returns the type of this name, where there is but one in all files that entities are read from.
    pub(crate) fn only_type(&self, name: &str) -> Option<(ModuleId, &'a TypeDecl)> {
        let own = self.all.iter().enumerate().filter(|(_, (file, ..))| *file < self.own);
        let mut all = own.flat_map(|(id, (_, _, module))| {
            module.types.iter().filter(|found| found.name == name).map(move |found| (id, found))
        });
        let first = all.next()?;
        all.next().is_none().then_some(first)
    }

    /// Returns the module of this name that holds an entity, where there is but one.
    pub(crate) fn only_entity(&self, name: &str) -> Option<ModuleId> {
        let mut all = self.all.iter().enumerate().filter(|(_, (_, path, module))| {
            module.entities.iter().any(|entity| entity.name == "Entity") && path.last().is_some_and(|last| last == name)
        });
        let first = all.next()?.0;
        all.next().is_none().then_some(first)
    }
}

/// One search for what a path means.
struct Search<'m, 'a> {
    modules: &'m Modules<'a>,
    /// The modules whose `*`s were followed, and for which name.
    seen: RefCell<BTreeSet<(ModuleId, String)>>,
}

impl<'a> Search<'_, 'a> {
    fn lookup(&self, from: ModuleId, path: &[String], steps: usize) -> Found<'a> {
        let Some(steps) = steps.checked_sub(1) else { return Found::Nothing };
        let Some((first, rest)) = path.split_first() else { return Found::Module(from) };
        match first.as_str() {
            "" => Found::External(rest.to_vec()),
            "self" => self.walk(from, self.modules.path(from), rest, steps),
            "super" => self.lookup_super(from, rest, steps),
            "crate" => self.lookup_crate(from, rest, steps),
            _ => match self.walk(from, self.modules.path(from), path, steps) {
                Found::Nothing => self.lookup_extern(from, path, steps),
                found => found,
            },
        }
    }

    fn lookup_super(&self, from: ModuleId, mut rest: &[String], steps: usize) -> Found<'a> {
        let own = self.modules.path(from);
        let mut up = 1;
        while let Some((first, after)) = rest.split_first()
            && first == "super"
        {
            up += 1;
            rest = after;
        }
        let parent = own.get(..own.len().saturating_sub(up)).unwrap_or_default();
        self.walk(from, parent, rest, steps)
    }

    /// Tries `src` for the root, then every folder above, the outermost first.
    fn lookup_crate(&self, from: ModuleId, rest: &[String], steps: usize) -> Found<'a> {
        let own = self.modules.path(from);
        if let Some(root) = self.modules.crate_of(own) {
            match self.walk(from, &root.path, rest, steps) {
                Found::Nothing => {}
                found => return found,
            }
        }
        let source = own.iter().rposition(|folder| folder == "src").map(|at| at + 1);
        for length in source.into_iter().chain(0..=own.len()) {
            match self.walk(from, own.get(..length).unwrap_or_default(), rest, steps) {
                Found::Nothing => {}
                found => return found,
            }
        }
        Found::Nothing
    }

    /// A path that begins with no name of the module: another crate, or this one by its own name.
    fn lookup_extern(&self, from: ModuleId, path: &[String], steps: usize) -> Found<'a> {
        let own = self.modules.path(from);
        if let (Some(root), Some((first, rest))) = (self.modules.crate_of(own), path.split_first())
            && let Some(root) = root.externs.get(first.as_str())
        {
            match self.walk(from, root, rest, steps) {
                Found::Nothing => {}
                found => return found,
            }
        }
        let name = own.iter().rposition(|folder| folder == "src").and_then(|at| own.get(at.checked_sub(1)?));
        match path.split_first() {
            Some((first, rest)) if name.is_some_and(|name| name.replace('-', "_") == *first) && !rest.is_empty() => {
                self.lookup_crate(from, rest, steps)
            }
            Some((_, [])) => Found::Nothing,
            _ => Found::External(path.to_vec()),
        }
    }

    /// Follows `path` down from the module at `place`.
    fn walk(&self, from: ModuleId, place: &[String], path: &[String], steps: usize) -> Found<'a> {
        let Some(id) = self.modules.by_path.get(place).copied() else {
            return self.walk_beside(place, path, from, steps);
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
        match self.walk_beside(place, path, from, steps) {
            Found::Nothing => self.walk_globs(id, path, steps),
            found => found,
        }
    }

    /// Goes on to a module below a folder, which may have no file of its own among those given.
    fn walk_beside(&self, place: &[String], path: &[String], from: ModuleId, steps: usize) -> Found<'a> {
        let Some((name, rest)) = path.split_first() else { return Found::Nothing };
        let below: Vec<String> = place.iter().chain([name]).cloned().collect();
        if self.modules.by_path.contains_key(&below) {
            return self.walk(from, &below, rest, steps);
        }
        if self.modules.failed.contains(&below) {
            return Found::Unreadable;
        }
        let is_folder =
            self.modules.by_path.range(below.clone()..).next().is_some_and(|(path, _)| path.starts_with(&below));
        if is_folder && !rest.is_empty() { self.walk_beside(&below, rest, from, steps) } else { Found::Nothing }
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

    fn walk_globs(&self, id: ModuleId, path: &[String], steps: usize) -> Found<'a> {
        let Some(steps) = steps.checked_sub(1) else { return Found::Nothing };
        // Modules that bring in each other's names are looked at once.
        if !path.first().is_some_and(|name| self.seen.borrow_mut().insert((id, name.clone()))) {
            return Found::Nothing;
        }
        let (_, module) = self.modules.get(id);
        for used in module.uses.iter().filter(|used| used.alias.is_none()) {
            let Found::Module(target) = self.lookup(id, &used.path, steps) else { continue };
            if target == id {
                continue;
            }
            match self.walk(target, self.modules.path(target), path, steps) {
                Found::Nothing | Found::External(_) => {}
                found => return found,
            }
        }
        Found::Nothing
    }
}
