//! Why a migration crate does not tell what its migrations are, and what a person can do about it.

use std::path::PathBuf;

use autogen_model::migrator::{EditError, Unclear, WhichMigrator};
use autogen_revision::{Direction, RevisionId};

/// Why the migrations of a crate are not known.
#[derive(Debug, thiserror::Error)]
pub enum MigrationsError {
    /// There is none where the configuration has it.
    #[error("there is no migration crate in `{}`", .folder.display())]
    NoCrate {
        /// The folder.
        folder: PathBuf,
    },
    /// Which migrator of the crate is meant cannot be told.
    #[error(transparent)]
    WhichMigrator(Box<WhichMigrator>),
    /// The source does not tell which migrations there are, or what one of them is called.
    #[error(transparent)]
    Unclear(Box<Unclear>),
    /// The source does not tell which table the migrator records migrations in.
    #[error(transparent)]
    UnclearTable(Box<Unclear>),
    /// Two migrations have one name, by which SeaORM knows them.
    #[error("two migrations are called `{name}`: the second is in `{}`", .file.display())]
    SameName {
        /// The name.
        name: RevisionId,
        /// The file of the second one.
        file: PathBuf,
    },
    /// A migration stands before one that it follows.
    #[error("migration `{revision}` stands before `{required}`, which it follows by its header")]
    Misplaced {
        /// The migration.
        revision: RevisionId,
        /// What it follows.
        required: RevisionId,
    },
    /// The source cannot be edited so that the migrator has a new migration.
    #[error(transparent)]
    NotRegistered(Box<EditError>),
    /// The migrator has a migration of that name already.
    #[error("the migrator has a migration `{name}` already")]
    Registered {
        /// The name.
        name: RevisionId,
    },
    /// There is no database that they have run on.
    #[error("what migrations in Rust build is not known without a database that they have run on")]
    NotRun,
    /// They do not run on an empty database.
    #[error("the migrations do not run on an empty scratch database: {problem}")]
    Program {
        /// What their program says.
        problem: String,
    },
    /// One was interrupted where nothing tells what of it has run.
    #[error("the {direction} of `{revision}` was interrupted, or failed half way: nobody knows what of it is there")]
    InDoubt {
        /// The migration.
        revision: RevisionId,
        /// Which way it went.
        direction: Direction,
    },
    /// One of them fails.
    #[error("{problem}")]
    Failed {
        /// What their program says.
        problem: String,
    },
    /// Their program ran, and did not do it.
    #[error("the program of the migration crate does not {} `{revision}`, which its source has", if *.direction == Direction::Upgrade { "run" } else { "undo" })]
    NotRecorded {
        /// The migration.
        revision: RevisionId,
        /// What was asked for.
        direction: Direction,
    },
    /// SeaORM 1 runs every migration on PostgreSQL in a transaction.
    #[error("a part of this must run outside a transaction, and SeaORM 1 runs every migration on PostgreSQL in one")]
    OnlyInTransaction,
    /// The manifest of the crate, or its lock file, cannot be read.
    #[error("cannot read `{}`: {problem}", .path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// Why.
        problem: String,
    },
    /// SeaORM runs migrations in their order, and another one is next.
    #[error("SeaORM would run the {direction} of `{other}` first, which is not asked for")]
    OutOfOrder {
        /// What is next.
        other: RevisionId,
        /// Which way.
        direction: Direction,
    },
}

impl MigrationsError {
    /// Returns what a person can do about it.
    pub fn hints(&self) -> Vec<String> {
        match self {
            MigrationsError::NotRegistered(error) => error.help.clone(),
            error => error.hint().map(str::to_owned).into_iter().collect(),
        }
    }

    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            MigrationsError::NoCrate { .. } => {
                "`directory` in autogen.toml names the folder of the crate that depends on sea-orm-migration"
            }
            MigrationsError::WhichMigrator(which) => match which.as_ref() {
                WhichMigrator::None { .. } | WhichMigrator::Unreadable(_) => return None,
                WhichMigrator::Unknown { .. } | WhichMigrator::Several { .. } => {
                    "`migrator` in autogen.toml names the one that is meant: migrator = \"Migrator\""
                }
            },
            MigrationsError::Unclear(_) => {
                "`vec![Box::new(m20220101_000001_create_users::Migration)]` is read from the source; nothing is run to find out"
            }
            MigrationsError::OutOfOrder { direction: Direction::Upgrade, .. } => {
                "go as far as that one first; branches that are run apart are for revisions in SQL"
            }
            MigrationsError::OutOfOrder { direction: Direction::Downgrade, .. } => {
                "undo that one too; branches that are undone apart are for revisions in SQL"
            }
            MigrationsError::NotRun => {
                "name it by --database-url, DATABASE_URL or `database_url` in autogen.toml; `autogen upgrade` runs them"
            }
            MigrationsError::UnclearTable(_) => {
                "`version_table` in autogen.toml names it: version_table = \"my_migrations\""
            }
            MigrationsError::Program { .. } => {
                "with a database that has them (--database-url, `database_url`) none has to be run; `[scratch] setup` makes what they take for granted"
            }
            MigrationsError::NotRecorded { .. } => {
                "`migrator_command` in autogen.toml may name a program that was built before, or one that runs another migrator"
            }
            MigrationsError::InDoubt { direction: Direction::Upgrade, .. } => {
                "see that nothing runs any more, and look at the database: finish it by hand, then `autogen repair --applied`; or undo it, then `autogen repair --not-applied`"
            }
            MigrationsError::InDoubt { direction: Direction::Downgrade, .. } => {
                "see that nothing runs any more, and look at the database: finish it by hand, then `autogen repair --not-applied`; or undo it, then `autogen repair --applied`"
            }
            MigrationsError::Failed { .. } | MigrationsError::NotRegistered(_) | MigrationsError::Manifest { .. } => {
                return None;
            }
            MigrationsError::OnlyInTransaction => "make it without `--online`, or write the migration by hand",
            MigrationsError::Registered { .. } => "two that are made within one second have one name: try again",
            MigrationsError::SameName { .. } => "SeaORM names a migration by its file: give each a file of its own",
            MigrationsError::Misplaced { .. } => {
                "SeaORM runs migrations in the order of the vector: put it behind, or mend `Revises:` in its header"
            }
        })
    }
}
