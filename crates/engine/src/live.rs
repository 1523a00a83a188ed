//! What a database says: its schema, and which revisions it has.

use std::borrow::Cow;
use std::collections::BTreeSet;

use autogen_revision::{BUSY_TIMEOUT, Connection, Mode, RevisionId, Row, Standing, connect};
use autogen_schema::{Dialect, Schema};

use crate::dump::{Entry, entries, managed};
use crate::excluded::without_excluded;
use crate::introspect::introspect;
use crate::other_tool::{standings, to_take_over};
use crate::unchanged::everything;
use crate::{Error, History, Project, TakeOverError};

/// A database, read without changing it.
#[derive(Debug)]
pub struct Live {
    /// Its schema, without what is never managed.
    pub schema: Schema,
    /// The rows of its version table, in the order in which they were applied.
    pub applied: Vec<Row>,
    /// Where it stands by the tools that kept its history before, where no revision of the project is applied.
    pub standings: Vec<Standing>,
    /// What could not be read for what it is.
    pub notes: Vec<String>,
    dialect: Dialect,
    /// SQLite's own text of everything in it.
    stored: Vec<Entry>,
    /// What stands for all that SQLite stores, also of what is never managed.
    pub(crate) everything: Option<String>,
}

impl Live {
    /// Reads the database at `url`. Nothing is created.
    pub async fn read(project: &Project, url: &str) -> Result<Self, Error> {
        let connection = connect(url, Mode::ReadOnly, BUSY_TIMEOUT).await?;
        let read = Self::of(project, &connection).await;
        connection.close().await.map_err(Error::Database)?;
        read
    }

    /// Reads an open database.
    pub(crate) async fn of(project: &Project, connection: &Connection) -> Result<Self, Error> {
        let applied = project.version_table(connection.dialect()).read(connection.database()).await?;
        let introspected = introspect(connection).await?;
        let mut notes: Vec<String> = introspected.notes.iter().map(ToString::to_string).collect();
        let standings = if applied.is_empty() { standings(connection).await } else { Ok(Vec::new()) };
        let standings = standings.unwrap_or_else(|error| {
            notes.push(format!("where another tool left the database cannot be read: {error}"));
            Vec::new()
        });
        let schema = without_excluded(introspected.schema, project);
        let dialect = connection.dialect();
        let everything = (dialect == Dialect::Sqlite).then(|| everything(&introspected.stored));
        let stored = managed(introspected.stored, project);
        Ok(Self { schema, applied, standings, notes, dialect, stored, everything })
    }

    /// Returns the database's own text of everything in it. A server's is put together here.
    pub(crate) fn entries(&self) -> Cow<'_, [Entry]> {
        match self.dialect {
            Dialect::Sqlite => Cow::Borrowed(&self.stored),
            dialect => Cow::Owned(entries(&self.schema, dialect)),
        }
    }

    /// Returns the ids of the applied revisions.
    pub fn ids(&self) -> Vec<RevisionId> {
        self.applied.iter().map(|row| row.revision.clone()).collect()
    }

    /// Returns the revisions of the history that the database lacks, in upgrade order.
    pub fn pending(&self, history: &History) -> Vec<RevisionId> {
        let ids = self.ids();
        let applied: BTreeSet<RevisionId> = history.graph.counted(&ids).iter().cloned().collect();
        history.graph.order().iter().filter(|id| !applied.contains(*id)).cloned().collect()
    }

    /// Returns the revisions that the database has and the history does not know.
    pub fn unknown(&self, history: &History) -> Vec<RevisionId> {
        history.graph.counted(&self.ids()).iter().filter(|id| history.graph.get(id).is_none()).cloned().collect()
    }

    /// Returns the standings that tell that the database is to be taken over first.
    pub(crate) fn to_take_over(&self, history: &History) -> Vec<Standing> {
        to_take_over(self.standings.clone(), &history.graph, &self.applied)
    }

    /// Refuses a database that is not where the history ends.
    pub(crate) fn refuse_behind(&self, history: &History) -> Result<(), Error> {
        let (pending, unknown) = (self.pending(history), self.unknown(history));
        if pending.is_empty() && unknown.is_empty() {
            return Ok(());
        }
        match self.to_take_over(history) {
            standings if standings.is_empty() => Err(Error::NotUpToDate { pending, unknown }),
            standings => Err(TakeOverError::Pending { standings }.into()),
        }
    }
}
