//! Runs a project's revisions on a database.

use autogen_revision::{
    Connection, HalfDone, Observer, Options, RepairError, RevisionId, Row, Settlement, Stamped, VersionTable, whole,
};

use crate::other_tool::refuse_adopted;
use crate::{Error, History, Project, Target};

/// How a project's revisions are run.
pub struct Run<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its history.
    pub history: &'a History,
    /// The database.
    pub connection: &'a Connection,
    /// The time, in seconds since 1970.
    pub now: i64,
}

impl Run<'_> {
    /// Brings the database up to `target` (an identifier, or several). Returns what ran, in order.
    pub async fn upgrade(&self, target: &str, observer: &mut dyn Observer) -> Result<Vec<RevisionId>, Error> {
        let plan = self.upgrades(target).await?;
        self.run_upgrades(&plan, observer).await
    }

    /// Runs some of what [`Run::upgrades`] returned, in order. Returns what ran.
    pub async fn run_upgrades(
        &self,
        plan: &[RevisionId],
        observer: &mut dyn Observer,
    ) -> Result<Vec<RevisionId>, Error> {
        self.refuse_unserved(plan)?;
        self.restate().await?;
        let options = self.options(false);
        let revisions = &self.history.revisions;
        Ok(autogen_revision::upgrade(self.connection, revisions, plan, &options, observer).await?.done)
    }

    /// Refuses revisions that say nothing of the dialect of the database.
    fn refuse_unserved(&self, plan: &[RevisionId]) -> Result<(), Error> {
        let target = Target { project: self.project, dialect: self.connection.dialect(), url: None };
        self.history.refuse_unserved(target, plan)
    }

    /// Returns what an upgrade to `target` would run, in order. A revision that another process is at counts when it is done:
    /// it may still fail there.
    pub async fn upgrades(&self, target: &str) -> Result<Vec<RevisionId>, Error> {
        let rows = self.rows().await?;
        let graph = self.history.graph.including(rows.iter().map(Row::header))?;
        let plan = graph.plan_upgrade(target, &whole(&rows))?;
        if rows.is_empty() {
            refuse_adopted(self.connection, &graph, &plan).await?;
        }
        Ok(plan)
    }

    /// Takes the database back to `target`. Returns what ran, in order. `force` runs what says that it must not be run.
    pub async fn downgrade(
        &self,
        target: &str,
        force: bool,
        observer: &mut dyn Observer,
    ) -> Result<Vec<RevisionId>, Error> {
        let plan = self.downgrades(target).await?;
        self.run_downgrades(&plan, force, observer).await
    }

    /// Runs some of what [`Run::downgrades`] returned, in order. Returns what ran.
    pub async fn run_downgrades(
        &self,
        plan: &[RevisionId],
        force: bool,
        observer: &mut dyn Observer,
    ) -> Result<Vec<RevisionId>, Error> {
        self.restate().await?;
        let options = self.options(force);
        let revisions = &self.history.revisions;
        Ok(autogen_revision::downgrade(self.connection, revisions, plan, &options, observer).await?.done)
    }

    /// Returns what a downgrade to `target` would run, in order.
    pub async fn downgrades(&self, target: &str) -> Result<Vec<RevisionId>, Error> {
        let rows = self.rows().await?;
        let graph = self.history.graph.including(rows.iter().map(Row::header))?;
        Ok(graph.plan_downgrade(target, &ids(&rows))?)
    }

    /// Sets the version table to `target` without running anything.
    pub async fn stamp(&self, target: &str, purge: bool) -> Result<Stamped, Error> {
        let table = self.table();
        if !purge {
            self.restate().await?;
        }
        let History { graph, revisions } = self.history;
        Ok(autogen_revision::stamp(self.connection, &table, graph, revisions, target, purge, self.now).await?)
    }

    /// Returns the revision that was left half done.
    pub async fn half_done(&self) -> Result<Option<HalfDone>, Error> {
        Ok(autogen_revision::half_done(self.connection, &self.table(), &self.history.revisions).await?)
    }

    /// Settles the revision that was left half done, and returns which one that was.
    pub async fn settle(
        &self,
        settlement: Settlement,
        observer: &mut dyn Observer,
    ) -> Result<Option<RevisionId>, Error> {
        let (revisions, options) = (&self.history.revisions, self.options(true));
        match autogen_revision::settle(self.connection, revisions, settlement, &options, observer).await {
            Ok(settled) => Ok(settled),
            Err(RepairError::Run(error)) => Err((*error).into()),
            Err(RepairError::VersionTable(error)) => Err(error.into()),
        }
    }

    /// Gives squashed revisions their row, in place of those of their parts.
    async fn restate(&self) -> Result<(), Error> {
        let History { graph, revisions } = self.history;
        autogen_revision::restate(self.connection, &self.table(), graph, revisions).await?;
        Ok(())
    }

    /// Reads the rows of the version table.
    pub async fn rows(&self) -> Result<Vec<Row>, Error> {
        Ok(self.table().read(self.connection.database()).await?)
    }

    fn table(&self) -> VersionTable {
        self.project.version_table(self.connection.dialect())
    }

    fn options(&self, force: bool) -> Options {
        Options { version_table: self.table(), now: self.now, force }
    }
}

fn ids(rows: &[Row]) -> Vec<RevisionId> {
    rows.iter().map(|row| row.revision.clone()).collect()
}
