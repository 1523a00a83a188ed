//! Adds migrations to a crate and takes them out again, by the places of tokens.
//!
//! Two lines are all that an edit touches: the declaration of a module and an entry of the vector. Where either belongs is
//! left to `home`, how it is written to `declare`, `enter` and `remove`; `check` reads what came out.

pub(super) mod check;
mod declare;
pub(super) mod editing;
mod enter;
mod entry;
mod error;
mod home;
mod layout;
mod remove;
mod text;

use std::path::PathBuf;

use super::facts::{MigrationCrate, Migrator};
use crate::SourceFile;
use check::Outcome;
use editing::Editing;
pub use error::{EditError, Refusal};

/// Where a new migration goes among those of a migrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position<'a> {
    /// Before all others.
    Start,
    /// Behind all others.
    End,
    /// Behind the one of this module (`m20220101_000001_create_table`), or with this path as the entry has it.
    After(&'a str),
}

/// What becomes of a migration crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// It is as it should be.
    Unchanged,
    /// Something has to be written.
    Changed {
        /// The files that change, with all of their new text: one, or two where modules are declared in another file than
        /// the vector is in.
        files: Vec<SourceFile>,
        /// The file that the module of the migration is in, or has to be put in; nothing where it is in none of its own.
        module: Option<PathBuf>,
    },
}

impl MigrationCrate {
    /// Adds a migration: `name` is that of its module, in which the type is `Migration`.
    ///
    /// What is there of it already stays where it is. The file of the module is not made.
    pub fn register(&self, migrator: &Migrator, name: &str, position: Position<'_>) -> Result<Edit, EditError> {
        let edit = Editing::adding(self, migrator, name);
        edit.is_valid_name()?;
        let vector = edit.vector()?;
        let index = edit.index(vector, position)?;
        let home = edit.home(vector, index);
        let entered = !edit.entries(vector, name).is_empty();
        let declared = edit.declaration(home.node).is_some();
        if entered && declared {
            return Ok(Edit::Unchanged);
        }
        let new = edit.entry_at(vector, index, &home);
        let mut patches = Vec::new();
        if !declared {
            patches.extend(edit.declare(&home));
        }
        if !entered {
            patches.extend(edit.enter(vector, index, &new));
        }
        let files = edit.apply(&patches);
        let entry = (!entered).then_some((index, &new));
        check::registered(&edit, &Outcome::new(&edit, &files), entry, (!declared).then_some(home.node))
            .map_err(|message| edit.refuse(Refusal::Differs { message }))?;
        Ok(Edit::Changed { files, module: edit.module_file(home.node) })
    }

    /// Takes a migration out: the one of this module, or with this path as the entry has it. Its file is left alone.
    pub fn unregister(&self, migrator: &Migrator, migration: &str) -> Result<Edit, EditError> {
        let edit = Editing::removing(self, migrator, migration);
        let vector = edit.vector()?;
        let Some(removal) = edit.removal(vector)? else { return Ok(Edit::Unchanged) };
        let files = edit.apply(&edit.remove(vector, &removal));
        check::unregistered(&edit, &Outcome::new(&edit, &files), &removal)
            .map_err(|message| edit.refuse(Refusal::Differs { message }))?;
        Ok(Edit::Changed { files, module: edit.file_of(&removal) })
    }
}
