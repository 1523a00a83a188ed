//! What a migration crate says, as data.

use std::fmt;
use std::path::PathBuf;

use autogen_schema::Dialect;

use super::tree::{NodeId, Tree};
use crate::Location;

/// The table that SeaORM records migrations in unless a migrator says otherwise.
pub const DEFAULT_TABLE: &str = "seaql_migrations";

/// The migrators of a crate, or of the module of a crate that migrations are kept in.
#[derive(Clone, Debug)]
pub struct MigrationCrate {
    /// Every migrator that was found, those for tests included.
    pub migrators: Vec<Migrator>,
    /// What could not be read, and what SeaORM will not do as it looks.
    pub problems: Vec<Unclear>,
    pub(super) tree: Tree,
}

/// Something that the source does not tell, or does not do as it looks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Unclear {
    /// What it is: a fragment that stands alone.
    pub message: String,
    /// Where.
    pub location: Location,
}

impl fmt::Display for Unclear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.location.file.display(), self.location.line, self.message)
    }
}

/// A type that implements `MigratorTrait` or `MigratorTraitSelf`.
#[derive(Clone, Debug)]
pub struct Migrator {
    /// The name of the type.
    pub name: String,
    /// The modules from the root down to that of the `impl`.
    pub module: Vec<String>,
    /// The name of the type in the `impl`.
    pub location: Location,
    /// The `cfg`s that it stands behind, each without `cfg(…)` around it.
    pub conditions: Vec<String>,
    /// Whether only tests see it.
    pub only_tests: bool,
    /// The table that it records migrations in.
    pub table: Result<String, Unclear>,
    /// Its migrations, in the order in which they are run.
    pub migrations: Result<Vec<Migration>, Unclear>,
    pub(super) node: NodeId,
    pub(super) index: usize,
}

/// An entry of a migrator's vector.
#[derive(Clone, Debug)]
pub struct Migration {
    /// The path to the type as the entry has it: `m20220101_000001_create_table::Migration`. What is no such path is told
    /// as it is written.
    pub path: String,
    /// The entry.
    pub location: Location,
    /// The `cfg`s of the entry and of the modules that it stands in, each without `cfg(…)` around it.
    pub conditions: Vec<String>,
    /// The module that the type stands in: `m20220101_000001_create_table`. Not known where the type is not found.
    pub module: Option<String>,
    /// Where that module is declared; the root is declared nowhere.
    pub declared: Option<Location>,
    /// The file that the type stands in. Not known where the type is not found.
    pub file: Option<PathBuf>,
    /// The name by which SeaORM knows the migration.
    pub name: Result<String, Unclear>,
    /// The `//!` lines at the top of the module, without `//!` and the one blank behind it.
    pub header: Vec<HeaderLine>,
    /// What it says of transactions.
    pub transaction: Transaction,
    /// What its methods say of rows, in comments that begin with `// hazard: `.
    pub hazards: Vec<Hazard>,
}

/// What a migration says of transactions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transaction {
    /// Nothing that is known.
    #[default]
    Unsaid,
    /// It is to run in one with its row.
    Asked,
    /// It must not.
    Refused,
    /// Something that is not said in so many words.
    Unclear,
}

/// A method of a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `up`
    Up,
    /// `down`
    Down,
}

/// What a method says of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hazard {
    /// The method.
    pub method: Method,
    /// The backends that it is about; none: all of them.
    pub dialects: Vec<Dialect>,
    /// Which line of the file it is, from 1.
    pub line: usize,
    /// What it says.
    pub text: String,
}

/// A line of the documentation at the top of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderLine {
    /// Which line of the file it is, from 1.
    pub line: usize,
    /// What it says.
    pub text: String,
}

impl Migrator {
    /// Returns the path to it within what was read: `nested::Migrator`.
    pub fn path(&self) -> String {
        self.module.iter().chain([&self.name]).map(String::as_str).collect::<Vec<_>>().join("::")
    }

    fn place(&self) -> (String, Location) {
        (self.path(), self.location.clone())
    }

    /// Returns the names of its migrations in their order, or why one of them, or all, cannot be told.
    pub fn names(&self) -> Result<Vec<&str>, &Unclear> {
        let migrations = self.migrations.as_ref()?;
        migrations.iter().map(|migration| migration.name.as_deref()).collect()
    }
}

/// Why it cannot be said which migrator is meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WhichMigrator {
    /// There is none.
    #[error("`{}` and its modules have no `impl MigratorTrait for …`", root.display())]
    None {
        /// The file that was read first.
        root: PathBuf,
    },
    /// None was found, and something could not be read.
    #[error("{0}; no migrator was found")]
    Unreadable(Unclear),
    /// None of them has the name.
    #[error("there is no migrator `{name}`, but {}", listed(.known))]
    Unknown {
        /// The name.
        name: String,
        /// Those that there are, by their paths.
        known: Vec<(String, Location)>,
    },
    /// Any of several may be meant.
    #[error("any of several migrators may be meant: {}", listed(.known))]
    Several {
        /// They, by their paths.
        known: Vec<(String, Location)>,
    },
}

fn listed(known: &[(String, Location)]) -> String {
    let one = |(path, at): &(String, Location)| format!("`{path}` ({}:{})", at.file.display(), at.line);
    known.iter().map(one).collect::<Vec<_>>().join(", ")
}

impl MigrationCrate {
    /// Returns the migrator of this name or path, or the only one where none is named. Those that only tests see are
    /// taken only where there is no other.
    pub fn migrator(&self, name: Option<&str>) -> Result<&Migrator, WhichMigrator> {
        let named = |migrator: &&Migrator| name.is_none_or(|name| migrator.name == name || migrator.path() == name);
        let mut found: Vec<&Migrator> = self.migrators.iter().filter(named).collect();
        if found.iter().any(|migrator| !migrator.only_tests) {
            found.retain(|migrator| !migrator.only_tests);
        }
        match found.as_slice() {
            [migrator] => Ok(migrator),
            [] => Err(self.no_migrator(name)),
            several => Err(WhichMigrator::Several { known: several.iter().map(|migrator| migrator.place()).collect() }),
        }
    }

    fn no_migrator(&self, name: Option<&str>) -> WhichMigrator {
        let known: Vec<(String, Location)> = self.migrators.iter().map(Migrator::place).collect();
        match (name, self.problems.first()) {
            (Some(name), _) if !known.is_empty() => WhichMigrator::Unknown { name: name.to_owned(), known },
            (_, Some(problem)) => WhichMigrator::Unreadable(problem.clone()),
            (_, None) => {
                let root = self.tree.files.first().map(|file| file.path.to_path_buf());
                WhichMigrator::None { root: root.unwrap_or_default() }
            }
        }
    }
}
