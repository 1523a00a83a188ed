//! How a project begins: what `init`, `adopt`, `list-templates` and `man` write.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Adopted, Unmanaged};

/// A project that was set up.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Initialized {
    /// The configuration file.
    pub(crate) configuration: String,
    /// The files and folders that entities are read from.
    pub(crate) entities: Vec<String>,
    /// The dialects that revisions are made for.
    pub(crate) dialects: Vec<&'static str>,
    /// What revisions are: `sql`, or `rust` for SeaORM migrations.
    pub(crate) template: &'static str,
    /// The folder of the revisions, or of the migration crate.
    pub(crate) directory: String,
    /// Files that were written.
    pub(crate) written: Vec<String>,
    /// Files that were there already, and stay.
    pub(crate) kept: Vec<String>,
}

/// A database that was taken over.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct Adopting {
    /// The id of the revision that was written. `null` where the history has what the database is already.
    pub(crate) revision: Option<String>,
    /// Its file. `null` where none was written.
    pub(crate) path: Option<String>,
    /// Ids of the revisions that are recorded as applied now, and were not before.
    pub(crate) recorded: Vec<String>,
    /// Where other tools left the database.
    pub(crate) adopts: Vec<Adopted>,
    /// How many tables, indexes, triggers and views the revision makes. `null` where none was written.
    pub(crate) objects: Option<usize>,
    /// What the entities say that is there, and is managed from now on, as lines of a change list.
    pub(crate) claims: Vec<String>,
    /// What the entities ask for beyond that, as lines of a change list: the next revision's.
    pub(crate) changes: Vec<String>,
    /// What no entity speaks of, and stays.
    pub(crate) unmanaged: Vec<Unmanaged>,
    /// What is worth knowing.
    pub(crate) notes: Vec<String>,
}

/// Manual pages that were written.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Pages {
    /// Their files.
    pub(crate) paths: Vec<String>,
}

/// Templates of revisions.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Templates {
    /// The templates.
    pub(crate) templates: &'static [Template],
}

/// A template of revisions.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Template {
    /// What `template` in autogen.toml calls it.
    pub(crate) name: &'static str,
    /// What revisions are by it.
    pub(crate) about: &'static str,
}
