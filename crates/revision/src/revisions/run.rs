//! What a program asks of its revisions.

use super::attempt::Task;
use super::{Database, Error, Revisions};
use crate::file::Direction;
use crate::runner::{Observer, Report, Silent};
use crate::version_table::{Row, whole};
use crate::{ConnectError, Mode, RevisionId};

impl Revisions {
    /// Brings a database up to `target`: `head`, an id or its beginning, `+1`. Returns once the database has every revision that
    /// takes, whoever ran it. A SQLite file that is not there is made.
    ///
    /// Any number of processes may do this at once. A revision runs in one transaction with its row in the version table; where the
    /// database cannot do that (MySQL, MariaDB, a section marked `no-transaction`), one that was interrupted is an error until
    /// `autogen repair` has settled it. On an error the revisions before the one that failed stay.
    pub async fn upgrade(&self, database: impl Into<Database<'_>>, target: &str) -> Result<Report, Error> {
        self.upgrade_with(database, target, &mut Silent).await
    }

    /// Does what [`Revisions::upgrade`] does, and tells `observer` of each step.
    pub async fn upgrade_with(
        &self,
        database: impl Into<Database<'_>>,
        target: &str,
        observer: &mut dyn Observer,
    ) -> Result<Report, Error> {
        let task = Task { database: database.into(), direction: Direction::Upgrade, target };
        self.run(task, observer).await
    }

    /// Takes a database back to `target`, which itself stays: `-1`, `base`, an id or its beginning. A revision that is not among
    /// these is undone by the downgrade that the version table keeps of it.
    pub async fn downgrade(&self, database: impl Into<Database<'_>>, target: &str) -> Result<Report, Error> {
        self.downgrade_with(database, target, &mut Silent).await
    }

    /// Does what [`Revisions::downgrade`] does, and tells `observer` of each step.
    pub async fn downgrade_with(
        &self,
        database: impl Into<Database<'_>>,
        target: &str,
        observer: &mut dyn Observer,
    ) -> Result<Report, Error> {
        let task = Task { database: database.into(), direction: Direction::Downgrade, target };
        self.run(task, observer).await
    }

    /// Returns the revisions that a database lacks, in the order in which they would run. Nothing is changed or made.
    pub async fn pending(&self, database: impl Into<Database<'_>>) -> Result<Vec<RevisionId>, Error> {
        let rows = self.rows(database.into()).await?;
        Ok(self.graph.plan_upgrade("heads", &whole(&rows))?)
    }

    /// Returns where a database stands: the last revision that it has, of each branch the last one; none at the base.
    /// Nothing is changed or made.
    pub async fn current(&self, database: impl Into<Database<'_>>) -> Result<Vec<RevisionId>, Error> {
        let rows = self.rows(database.into()).await?;
        let graph = self.graph.including(rows.iter().map(Row::header))?;
        Ok(graph.current_tips(&whole(&rows)))
    }

    /// Reads the version table. A SQLite file that is not there has none.
    async fn rows(&self, database: Database<'_>) -> Result<Vec<Row>, Error> {
        let opened = match database.open(Mode::ReadOnly, self.limits).await {
            Err(Error::Connect(ConnectError::Missing { .. })) => return Ok(Vec::new()),
            opened => opened?,
        };
        let connection = opened.connection();
        let rows = self.table(connection.dialect()).read(connection.database()).await;
        let closed = opened.close().await;
        let rows = rows?;
        closed.map(|()| rows)
    }
}
