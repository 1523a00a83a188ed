//! An edit at work: what it is about, and the changes that it takes.

use std::ops::Range;
use std::path::PathBuf;

use super::error::{EditError, Refusal};
use super::home::{self, Home};
use super::text::{self, Patch};
use super::{Position, declare, enter};
use crate::SourceFile;
use crate::migrator::facts::{MigrationCrate, Migrator};
use crate::migrator::scan::list::{Boxed, Element, List, Vector};
use crate::migrator::tree::{NodeId, Tree};

/// The type that a migration is, in its module.
const TYPE: &str = "Migration";

/// A change of one of the files, by its number.
pub(super) type Change = (usize, Patch);

/// An edit at work.
pub(in crate::migrator) struct Editing<'a> {
    /// All migrators of the crate.
    pub(super) migrators: &'a [Migrator],
    pub(super) tree: &'a Tree,
    pub(super) migrator: &'a Migrator,
    /// The migration: its module, or for one that is there its path.
    pub(super) name: &'a str,
    /// Whether it is added, or else taken out.
    pub(super) adding: bool,
}

impl<'a> Editing<'a> {
    pub(in crate::migrator) fn adding(of: &'a MigrationCrate, migrator: &'a Migrator, name: &'a str) -> Self {
        Self { migrators: &of.migrators, tree: &of.tree, migrator, name, adding: true }
    }

    pub(in crate::migrator) fn removing(of: &'a MigrationCrate, migrator: &'a Migrator, name: &'a str) -> Self {
        Self { migrators: &of.migrators, tree: &of.tree, migrator, name, adding: false }
    }

    pub(super) fn is_valid_name(&self) -> Result<(), EditError> {
        let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        // What `sea-orm-cli migrate generate` takes for the name of a migration, and Rust for that of a module.
        let is_word = |char: char| char == '_' || (char.is_alphanumeric() && unicode_ident::is_xid_continue(char));
        let words: Vec<&str> = self.name.splitn(3, '_').collect();
        let valid = match words.as_slice() {
            [date, time, word] => {
                date.strip_prefix('m').is_some_and(|date| digits(date, 8))
                    && digits(time, 6)
                    && !word.is_empty()
                    && word.chars().all(is_word)
            }
            _ => false,
        };
        valid.then_some(()).ok_or_else(|| self.refuse(Refusal::InvalidName { name: self.name.to_owned() }))
    }

    /// Returns the vector that the migrator gives.
    pub(in crate::migrator) fn vector(&self) -> Result<&'a Vector, EditError> {
        let scope = self.tree.node(self.migrator.node).map(|(_, _, scope)| scope);
        let found = scope.and_then(|scope| scope.migrators.get(self.migrator.index));
        let (at, message) = match found.map(|found| &found.list) {
            Some(List::Vector(vector)) => return Ok(vector),
            Some(List::Nothing(at)) => (at.clone(), "`migrations` gives `Vec::new()`, not one `vec![…]`".to_owned()),
            Some(List::Unclear(fault)) => (fault.at.clone(), fault.message.clone()),
            None => (0..0, "the migrator is not of this crate".to_owned()),
        };
        Err(self.refuse_at(self.migrator.node, at, Refusal::NoVector { message }))
    }

    pub(super) fn index(&self, vector: &Vector, position: Position<'_>) -> Result<usize, EditError> {
        match position {
            Position::Start => Ok(0),
            Position::End => Ok(vector.elements.len()),
            Position::After(migration) => match self.entry(vector, migration)? {
                Some(index) => Ok(index + 1),
                None => {
                    let (migrator, migration) = (self.migrator.path(), migration.to_owned());
                    Err(self.refuse(Refusal::NoSuchMigration { migrator, migration }))
                }
            },
        }
    }

    /// Returns the place of the one entry that is meant by a path or by the name of a module.
    pub(super) fn entry(&self, vector: &Vector, migration: &str) -> Result<Option<usize>, EditError> {
        let has_path = |element: &Element| element.boxed.as_ref().is_ok_and(|boxed| boxed.path.join("::") == migration);
        let by_path = vector.elements.iter().enumerate().filter(|(_, element)| has_path(element));
        let mut found: Vec<usize> = by_path.map(|(index, _)| index).collect();
        if found.is_empty() {
            found = self.entries(vector, migration);
        }
        match found.as_slice() {
            [] => Ok(None),
            [index] => Ok(Some(*index)),
            _ => {
                let (migrator, migration) = (self.migrator.path(), migration.to_owned());
                Err(self.refuse(Refusal::SeveralMigrations { migrator, migration }))
            }
        }
    }

    /// Returns the places of the entries whose type stands in a module of this name.
    pub(super) fn entries(&self, vector: &Vector, module: &str) -> Vec<usize> {
        let of = |element: &Element| home::module(self.tree, self.migrator.node, element);
        let all = vector.elements.iter().enumerate();
        all.filter(|(_, element)| of(element).is_some_and(|name| name == module)).map(|(index, _)| index).collect()
    }

    /// Finds where the migration is declared, or has to be.
    pub(super) fn home(&self, vector: &Vector, index: usize) -> Home {
        let home = home::of(self.tree, self.migrator.node, vector, index);
        let entered = self.entries(vector, self.name).into_iter().find_map(|index| self.declared(vector, index));
        match entered {
            Some((node, _)) => Home { node, ..home },
            None => home,
        }
    }

    /// Returns what declares the module of an entry.
    pub(super) fn declared(&self, vector: &Vector, index: usize) -> Option<(NodeId, usize)> {
        let boxed = vector.elements.get(index)?.boxed.as_ref().ok()?;
        home::declaration(self.tree, self.migrator.node, boxed)
    }

    /// Returns the declaration of the migration in a module.
    pub(super) fn declaration(&self, node: NodeId) -> Option<usize> {
        let (_, _, scope) = self.tree.node(node)?;
        scope.modules.iter().position(|declaration| declaration.name == self.name)
    }

    /// Makes the entry that the migration will have at a place of the vector.
    pub(super) fn entry_at(&self, vector: &Vector, index: usize, home: &Home) -> Boxed {
        let path = home.path.iter().map(String::as_str).chain([self.name, TYPE]);
        Boxed { path: path.map(str::to_owned).collect(), cast: cast(vector, index), plain: true }
    }

    pub(super) fn declare(&self, home: &Home) -> Option<Change> {
        let (node, file, scope) = self.tree.node(home.node)?;
        Some((node.file, declare::patch(&file.text, scope, home.beside, self.name)))
    }

    pub(super) fn enter(&self, vector: &Vector, index: usize, new: &Boxed) -> Option<Change> {
        let (node, file, _) = self.tree.node(self.migrator.node)?;
        Some((node.file, enter::patch(&file.text, vector, index, new)))
    }

    /// Makes the changes. Returns the files that they are in.
    pub(super) fn apply(&self, changes: &[Change]) -> Vec<SourceFile> {
        let mut out = Vec::new();
        for (index, file) in self.tree.files.iter().enumerate() {
            let patches = changes.iter().filter(|(of, _)| *of == index).map(|(_, patch)| patch.clone());
            let patches: Vec<Patch> = patches.collect();
            if !patches.is_empty() {
                out.push(SourceFile::new(file.path.to_path_buf(), text::apply(&file.text, &patches)));
            }
        }
        out
    }

    /// Returns the file in which Rust looks for the module of a migration that is declared in another.
    pub(super) fn module_file(&self, node: NodeId) -> Option<PathBuf> {
        self.tree.node(node).map(|(node, _, _)| node.place.file(self.name))
    }

    /// Refuses for something about the migrator as a whole.
    pub(super) fn refuse(&self, reason: Refusal) -> EditError {
        EditError { help: self.help(&reason), reason: reason.into(), location: self.migrator.location.clone() }
    }

    pub(super) fn refuse_at(&self, node: NodeId, at: Range<usize>, reason: Refusal) -> EditError {
        self.refuse_in(self.tree.file_of(node), at, reason)
    }

    pub(super) fn refuse_in(&self, file: usize, at: Range<usize>, reason: Refusal) -> EditError {
        EditError { help: self.help(&reason), reason: reason.into(), location: self.tree.location(file, at) }
    }
}

/// An entry is cast where all are, or the first, which then decides what the others are.
fn cast(vector: &Vector, index: usize) -> Option<String> {
    let casts: Vec<Option<&String>> = vector
        .elements
        .iter()
        .map(|element| element.boxed.as_ref().ok().and_then(|boxed| boxed.cast.as_ref()))
        .collect();
    let first = casts.first().copied().flatten()?;
    (index == 0 || casts.iter().all(Option::is_some)).then(|| first.clone())
}
