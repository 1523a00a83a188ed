//! Reads and edits SeaORM's migration crates.
//!
//! A migration crate is a type that implements `MigratorTrait`, whose `migrations` gives a vector, and a module for each
//! migration in it. Both are found in the source: [`read`] says which migrators there are, what their migrations are called
//! and in which order they are run, and why something cannot be told where it cannot. What is not known is not taken for
//! absent: a vector that code puts together, a macro or a `cfg` is named as such.
//!
//! [`MigrationCrate::register`] adds a migration: one line that declares its module, one that puts it into the vector. Every
//! other byte stays as it is, and what comes out is read again and must mean what was meant. Files are given by the caller,
//! who also writes them.

mod edit;
mod facts;
mod place;
mod read;
mod resolve;
mod scan;
mod tree;

use std::path::Path;

use crate::SourceFile;
pub use edit::{Edit, EditError, Position, Refusal};
pub use facts::{
    DEFAULT_TABLE, Hazard, HeaderLine, Method, Migration, MigrationCrate, Migrator, Transaction, Unclear, WhichMigrator,
};

/// Reads a migration crate from its first file: `lib.rs`, or the `mod.rs` of a module that migrations are kept in.
///
/// `get` gives the text of another file, by its path from where that of `root` counts, or nothing where there is none.
pub fn read(root: &SourceFile, get: &dyn Fn(&Path) -> Option<String>) -> MigrationCrate {
    read::read(tree::load(root, get))
}

#[cfg(test)]
mod tests;
