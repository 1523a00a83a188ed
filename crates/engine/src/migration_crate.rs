//! The migration crate of a Rust project: its migrations are the revisions, in the order in which SeaORM runs them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use autogen_model::SourceFile;
use autogen_model::migrator::{self, Edit, Method, MigrationCrate, Migrator, Position, Transaction};
use autogen_revision::{Direction, DocLine, Revision, RevisionId};

use crate::{Error, Project};

mod error;
mod manifest;
mod program;
mod state;
mod steps;

pub use error::MigrationsError;
pub(crate) use manifest::is_before_2;
pub use manifest::{has_program, is_migration_crate};
pub use program::{Migrate, Program, Site};
pub use state::MigrationState;
pub use steps::steps;

/// Where a crate, or a module that migrations are kept in, begins.
const FIRST_FILES: [&str; 4] = ["src/lib.rs", "lib.rs", "mod.rs", "src/main.rs"];

/// How a project keeps its migrations in Rust.
#[derive(Clone, Debug, Default)]
pub struct RustMigrations {
    /// The migrator, where the crate has several.
    pub migrator: Option<String>,
    /// Whether the configuration names the table that migrations are recorded in, so that the source need not tell.
    pub names_table: bool,
    /// What runs them.
    pub program: Option<Program>,
}

/// The migrator of a project, as its source says.
pub struct Migrations {
    /// The file that was read first.
    pub root: PathBuf,
    source: MigrationCrate,
    named: Option<String>,
}

impl Migrations {
    /// Reads the migration crate of a project that has one.
    pub(crate) fn of(project: &Project) -> Result<Self, Error> {
        match &project.rust {
            Some(rust) => Self::read(project, rust),
            None => Err(MigrationsError::NoCrate { folder: project.directory.clone() }.into()),
        }
    }

    /// Reads the migration crate in the project's folder.
    pub fn read(project: &Project, rust: &RustMigrations) -> Result<Self, Error> {
        let folder = &project.directory;
        let root = first_file(folder).ok_or_else(|| MigrationsError::NoCrate { folder: folder.clone() })?;
        let text = fs::read_to_string(&root).map_err(|source| Error::Read { path: root.clone(), source })?;
        let source = migrator::read(&SourceFile::new(&root, text), &|path| fs::read_to_string(path).ok());
        let read = Self { root, source, named: rust.migrator.clone() };
        if !rust.names_table {
            read.table()?;
        }
        read.migrator()?;
        Ok(read)
    }

    /// Returns the migrator.
    pub fn migrator(&self) -> Result<&Migrator, MigrationsError> {
        self.source.migrator(self.named.as_deref()).map_err(|which| MigrationsError::WhichMigrator(Box::new(which)))
    }

    /// Returns the file that the module of a new migration belongs into, and the files that know of it, as they become.
    pub(crate) fn registered(&self, id: &RevisionId) -> Result<(PathBuf, Vec<SourceFile>), MigrationsError> {
        let edit = self.source.register(self.migrator()?, id.as_str(), Position::End);
        match edit.map_err(|error| MigrationsError::NotRegistered(Box::new(error)))? {
            Edit::Unchanged => Err(MigrationsError::Registered { name: id.clone() }),
            Edit::Changed { files, module } => Ok((module.unwrap_or_else(|| self.root.clone()), files)),
        }
    }

    /// Returns the table that SeaORM records migrations in.
    pub fn table(&self) -> Result<&str, MigrationsError> {
        let table = self.migrator()?.table.as_deref();
        table.map_err(|unclear| MigrationsError::UnclearTable(Box::new(unclear.clone())))
    }

    /// Lists what is odd in the source and keeps no migration from being read: file, line, and what.
    pub fn problems(&self) -> impl Iterator<Item = String> {
        self.source.problems.iter().map(ToString::to_string)
    }

    /// Returns what a migration says of transactions.
    pub(crate) fn transaction(&self, id: &RevisionId) -> Result<Transaction, MigrationsError> {
        let migrations = self.migrator()?.migrations.as_deref().unwrap_or_default();
        let is_it = |found: &&migrator::Migration| found.name.as_deref().is_ok_and(|name| name == id.as_str());
        Ok(migrations.iter().find(is_it).map(|found| found.transaction).unwrap_or_default())
    }

    /// Returns the migrations as revisions, in the order in which they run. What cannot be told is an error: a migration that is
    /// not seen would be one that never ran.
    pub fn revisions(&self) -> Result<Vec<Revision>, Error> {
        let migrations = self.migrator()?.migrations.as_ref();
        let migrations = migrations.map_err(|unclear| MigrationsError::Unclear(Box::new(unclear.clone())))?;
        let mut revisions: Vec<Revision> = Vec::with_capacity(migrations.len());
        let mut names = BTreeSet::new();
        for migration in migrations {
            let unclear = |unclear: &migrator::Unclear| MigrationsError::Unclear(Box::new(unclear.clone()));
            let name = migration.name.as_ref().map_err(unclear)?;
            let file = migration.file.clone().unwrap_or_else(|| self.root.clone());
            let doc: Vec<DocLine<'_>> =
                migration.header.iter().map(|line| DocLine { line: line.line, text: &line.text }).collect();
            let before = revisions.last().map(|revision| revision.header.id.clone());
            let mut revision = Revision::of_migration(&file, name, &doc, before.as_ref())?;
            for hazard in &migration.hazards {
                let direction = match hazard.method {
                    Method::Up => Direction::Upgrade,
                    Method::Down => Direction::Downgrade,
                };
                revision.add_hazard(direction, hazard.dialects.clone(), hazard.line, &hazard.text);
            }
            if !names.insert(revision.header.id.clone()) {
                return Err(MigrationsError::SameName { name: revision.header.id, file }.into());
            }
            revisions.push(revision);
        }
        refuse_misplaced(&revisions)?;
        Ok(revisions)
    }
}

/// SeaORM runs migrations in the order of the vector, whatever their headers say.
fn refuse_misplaced(revisions: &[Revision]) -> Result<(), MigrationsError> {
    let mut before: BTreeSet<&RevisionId> = BTreeSet::new();
    let all: BTreeSet<&RevisionId> = revisions.iter().map(|revision| &revision.header.id).collect();
    for revision in revisions {
        let late = revision.header.requires().find(|required| all.contains(required) && !before.contains(required));
        if let Some(required) = late {
            let (revision, required) = (revision.header.id.clone(), required.clone());
            return Err(MigrationsError::Misplaced { revision, required });
        }
        before.insert(&revision.header.id);
    }
    Ok(())
}

/// Returns the file that a crate in `folder` begins with.
fn first_file(folder: &Path) -> Option<PathBuf> {
    let is_file = |path: &PathBuf| matches!(fs::metadata(path).map(|found| found.is_file()), Ok(true));
    FIRST_FILES.iter().map(|name| folder.join(name)).find(is_file)
}
