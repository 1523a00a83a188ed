//! What SeaORM's own table has no place for: that a migration is running, and what its file was when it ran.
//!
//! SeaORM records a migration behind its end. One that was interrupted has left nothing where it ran in a transaction with its row. Anywhere
//! else nobody knows what of it is there, and nothing more runs before a person has looked. Whoever runs migrations without
//! autogen knows nothing of this table, and its rows count for nothing where SeaORM's say otherwise.

use std::fs;

use autogen_model::migrator::Transaction;
use autogen_revision::{
    Connection, Direction, Reached, Revision, RevisionId, Row, State, VersionTable, checksum_of_text,
};
use autogen_schema::Dialect;
use sea_orm::{ConnectionTrait, Statement};

use super::{Migrations, MigrationsError};
use crate::{Error, History, Project, Run};

/// The name of the table beside SeaORM's usual one. Beside another, that one's name follows it.
const TABLE: &str = "autogen_state";

/// The table in one database.
pub struct MigrationState<'a> {
    table: VersionTable,
    project: &'a Project,
    history: &'a History,
    connection: &'a Connection,
    now: i64,
}

impl<'a> MigrationState<'a> {
    /// Takes what runs migrations.
    pub fn of(run: &Run<'a>) -> Self {
        let beside = &run.project.version_table;
        let name = match beside.as_str() {
            "seaql_migrations" => TABLE.to_owned(),
            other => format!("{TABLE}_{other}"),
        };
        let table = VersionTable::new(name, run.connection.dialect());
        Self { table, project: run.project, history: run.history, connection: run.connection, now: run.now }
    }

    /// Returns the migration that is neither applied nor not, by what SeaORM has recorded.
    pub async fn in_doubt(&self, recorded: &[Row]) -> Result<Option<(RevisionId, Direction)>, Error> {
        for row in self.begun().await? {
            let direction = direction(&row);
            if is_recorded(recorded, &row.revision) != (direction == Direction::Upgrade)
                && !self.is_whole(&row.revision)?
            {
                return Ok(Some((row.revision, direction)));
            }
        }
        Ok(None)
    }

    /// Whether a migration has begun of which it is not noted how it ended.
    pub async fn has_begun(&self) -> Result<bool, Error> {
        Ok(!self.begun().await?.is_empty())
    }

    /// Fails where a migration is in doubt; forgets that others have begun.
    pub async fn settle(&self, recorded: &[Row]) -> Result<(), Error> {
        if let Some((revision, direction)) = self.in_doubt(recorded).await? {
            return Err(MigrationsError::InDoubt { revision, direction }.into());
        }
        for row in self.begun().await? {
            self.note(&row.revision, recorded).await?;
        }
        Ok(())
    }

    /// Says that a migration is running.
    pub async fn begin(&self, id: &RevisionId, direction: Direction) -> Result<(), Error> {
        let database = self.connection.database();
        self.table.create(database).await?;
        self.forget(id).await?;
        let state = match direction {
            Direction::Upgrade => State::Upgrading,
            Direction::Downgrade => State::Downgrading,
        };
        Ok(self.table.insert(database, &self.row(id, state)).await?)
    }

    /// Returns what tells whether others write into the database meanwhile, where there is such a thing.
    pub async fn version(&self) -> Result<Option<i64>, Error> {
        if self.connection.dialect() != Dialect::Sqlite {
            return Ok(None);
        }
        // It changes when another connection commits, in every journal mode (https://sqlite.org/pragma.html#pragma_data_version).
        let database = self.connection.database();
        let asked = Statement::from_string(database.get_database_backend(), "PRAGMA data_version");
        let row = database.query_one_raw(asked).await.map_err(|error| Error::Database(error.into()))?;
        let version = row.map(|row| row.try_get_by_index(0)).transpose();
        version.map_err(|error| Error::Database(error.into()))
    }

    /// Says that a migration has ended, with what SeaORM has recorded then, and the [`MigrationState::version`] from before it began. Where
    /// that is not what was meant, it has failed, and is in doubt unless it is known to have left nothing.
    pub async fn end(
        &self,
        id: &RevisionId,
        direction: Direction,
        recorded: &[Row],
        before: Option<i64>,
    ) -> Result<(), Error> {
        let is_untouched = before.is_some() && self.version().await? == before;
        let is_done = is_recorded(recorded, id) == (direction == Direction::Upgrade);
        if is_done || is_untouched || self.is_whole(id)? {
            self.note(id, recorded).await?;
        }
        Ok(())
    }

    /// Takes back that a migration is running: it was not begun.
    pub async fn never_began(&self, id: &RevisionId, recorded: &[Row]) -> Result<(), Error> {
        self.note(id, recorded).await
    }

    /// Takes a person's word for the migration that is in doubt; returns which one that is.
    pub async fn repair(&self, recorded: &[Row], is_applied: bool) -> Result<Option<RevisionId>, Error> {
        let Some((id, _)) = self.in_doubt(recorded).await? else { return Ok(None) };
        let (database, dialect) = (self.connection.database(), self.connection.dialect());
        let table = self.project.version_table(dialect);
        match (is_recorded(recorded, &id), is_applied) {
            (false, true) => table.insert(database, &self.row(&id, State::Applied)).await?,
            (true, false) => table.delete(database, &id).await?,
            (true, true) | (false, false) => {}
        }
        self.note(&id, &table.read(database).await?).await?;
        Ok(Some(id))
    }

    /// Returns the migrations whose file was edited since autogen ran them, in the order of the history.
    pub async fn edited(&self, recorded: &[Row]) -> Result<Vec<&'a Revision>, Error> {
        let rows = self.table.read(self.connection.database()).await?;
        let is_edited = |revision: &&Revision| {
            let id = &revision.header.id;
            let of = |rows: &[Row]| rows.iter().find(|row| row.revision == *id).cloned();
            // Another program may have undone it since, and run what the file became.
            let (Some(own), Some(other)) = (of(&rows), of(recorded)) else { return false };
            own.applied_at == other.applied_at && checksum(revision).is_some_and(|now| now != own.checksum)
        };
        Ok(self.history.revisions.iter().filter(is_edited).collect())
    }

    async fn begun(&self) -> Result<Vec<Row>, Error> {
        let rows = self.table.read(self.connection.database()).await?;
        Ok(rows.into_iter().filter(|row| row.state != State::Applied).collect())
    }

    /// Says of a migration what SeaORM does.
    async fn note(&self, id: &RevisionId, recorded: &[Row]) -> Result<(), Error> {
        self.forget(id).await?;
        let Some(row) = recorded.iter().find(|row| row.revision == *id) else { return Ok(()) };
        let own = Row { applied_at: row.applied_at, ..self.row(id, State::Applied) };
        Ok(self.table.insert(self.connection.database(), &own).await?)
    }

    async fn forget(&self, id: &RevisionId) -> Result<(), Error> {
        let database = self.connection.database();
        if self.table.read(database).await?.iter().any(|row| row.revision == *id) {
            self.table.delete(database, id).await?;
        }
        Ok(())
    }

    fn row(&self, id: &RevisionId, state: State) -> Row {
        let revision = self.history.get(id);
        let header = revision.map(|revision| &revision.header);
        Row {
            revision: id.clone(),
            revises: header.map(|header| header.revises.clone()).unwrap_or_default(),
            message: header.map(|header| header.message.clone()).unwrap_or_default(),
            checksum: revision.and_then(checksum).unwrap_or_default(),
            downgrade: String::new(),
            state,
            applied_at: self.now,
            progress: Reached::Begun(0),
        }
    }

    /// Whether SeaORM runs a migration in one transaction with its row: on PostgreSQL unless it asks for none, on SQLite where it asks for one
    /// (`sea-orm-migration/src/migrator/exec.rs`). Of one that is not known, nor is that.
    fn is_whole(&self, id: &RevisionId) -> Result<bool, Error> {
        let said = Migrations::of(self.project)?.transaction(id)?;
        Ok(match self.connection.dialect() {
            Dialect::Sqlite => said == Transaction::Asked,
            Dialect::Postgres => {
                matches!(said, Transaction::Asked | Transaction::Unsaid) && self.history.get(id).is_some()
            }
            Dialect::Mysql => false,
        })
    }
}

fn direction(row: &Row) -> Direction {
    if row.state == State::Downgrading { Direction::Downgrade } else { Direction::Upgrade }
}

fn is_recorded(recorded: &[Row], id: &RevisionId) -> bool {
    recorded.iter().any(|row| row.revision == *id)
}

/// Of the file as it is now.
fn checksum(revision: &Revision) -> Option<String> {
    Some(checksum_of_text(&fs::read_to_string(&revision.file).ok()?))
}
