//! A database in memory, to build a history on and to try a revision.

use std::time::Duration;

use autogen_revision::{
    Connection, Direction, Mode, Options, Revision, Silent, VersionTable, connect, downgrade, split, upgrade,
};
use autogen_schema::{Dialect, Schema};
use sea_orm::ConnectionTrait;

use crate::dump::{Entry, dump};
use crate::{Error, History, Project};

/// A SQLite database in memory. It is gone when this value is.
pub(crate) struct Scratch {
    connection: Connection,
    options: Options,
}

impl Scratch {
    /// Makes an empty one.
    pub(crate) async fn empty(project: &Project) -> Result<Self, Error> {
        // Nobody else can hold it, so there is nothing to wait for.
        let connection = connect("sqlite::memory:", Mode::Create, Duration::ZERO).await?;
        let version_table = VersionTable::new(project.version_table.clone(), Dialect::Sqlite);
        // The clock has no part in what a history builds.
        Ok(Self { connection, options: Options { version_table, now: 0, force: true } })
    }

    /// Makes one that the whole history has run on.
    pub(crate) async fn replayed(project: &Project, history: &History) -> Result<Self, Error> {
        let scratch = Self::empty(project).await?;
        upgrade(&scratch.connection, &history.revisions, history.graph.order(), &scratch.options, &mut Silent)
            .await
            .map_err(|error| Error::Replay(Box::new(error)))?;
        Ok(scratch)
    }

    /// Runs one revision as it will be run: by the same runner.
    pub(crate) async fn run(&self, revision: &Revision, direction: Direction) -> Result<(), Error> {
        let (revisions, plan) = (std::slice::from_ref(revision), std::slice::from_ref(&revision.header.id));
        match direction {
            Direction::Upgrade => upgrade(&self.connection, revisions, plan, &self.options, &mut Silent).await?,
            Direction::Downgrade => downgrade(&self.connection, revisions, plan, &self.options, &mut Silent).await?,
        };
        Ok(())
    }

    /// Runs SQL that belongs to no revision, statement by statement. References to what comes later are not checked.
    pub(crate) async fn execute(&self, sql: &str) -> Result<(), Error> {
        let failed = |error: sea_orm::DbErr| Error::Database(error.into());
        let database = self.connection.database();
        database.execute_unprepared("PRAGMA foreign_keys = OFF").await.map_err(failed)?;
        for statement in split(sql, Dialect::Sqlite, 1).into_iter().filter(|statement| !statement.is_empty()) {
            database.execute_unprepared(statement.sql).await.map_err(failed)?;
        }
        database.execute_unprepared("PRAGMA foreign_keys = ON").await.map_err(failed)?;
        Ok(())
    }

    /// Reads the schema.
    pub(crate) async fn schema(&self) -> Result<Schema, Error> {
        Ok(autogen_introspect::introspect(self.connection.database()).await?.schema)
    }

    /// Returns what the database stores.
    pub(crate) async fn dump(&self, project: &Project) -> Result<Vec<Entry>, Error> {
        dump(self.connection.database(), project).await
    }
}

/// Returns the statements of one direction of a revision, in order.
pub(crate) fn statements(revision: &Revision, direction: Direction) -> Result<Vec<String>, Error> {
    let sections = revision.sections(direction, Dialect::Sqlite)?;
    let mut statements = Vec::new();
    for section in sections {
        let pieces = split(&section.body, Dialect::Sqlite, section.first_line);
        statements.extend(pieces.into_iter().filter(|piece| !piece.is_empty()).map(|piece| piece.sql.to_owned()));
    }
    Ok(statements)
}
