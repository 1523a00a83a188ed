//! The version table while a revision runs: what it says before, in between and after.

use autogen_schema::Dialect;

use super::error::{RunProblem, Stop};
use super::foreign_keys::Violations;
use super::interrupted::{self, direction};
use super::observer::Event;
use super::repair::refuse_edited;
use super::revision::{Run, reset_session};
use crate::RevisionId;
use crate::checksum::checksum_of_first;
use crate::file::{Direction, Revision};
use crate::version_table::{Reached, Row, RowChange, State};

impl Run<'_> {
    /// Reads the rows under the lock. `false` when there is nothing left to do.
    pub(super) async fn claim(&mut self) -> Result<bool, Stop> {
        let job = self.progress.job;
        let database = self.connection().database();
        if job.direction == Direction::Upgrade {
            self.session.table.create(database).await?;
        }
        let (relatives, parent) = self.relatives();
        let rows = self.session.table.read_some(database, &relatives, parent).await?;
        let own = rows.iter().find(|row| row.revision == job.id);
        if let Some(row) = own.filter(|row| row.state != State::Applied) {
            return self.go_on(row).map(|()| true);
        }
        match (job.direction, own) {
            (Direction::Upgrade, Some(_)) | (Direction::Downgrade, None) => return Ok(false),
            (Direction::Upgrade, None) => self.refuse_unready(&rows)?,
            (Direction::Downgrade, Some(_)) => self.refuse_required(&rows)?,
        }
        if job.rebuilds() {
            self.violations = Some(Violations::read(self.connection()).await?);
        }
        Ok(true)
    }

    /// Goes on with what was stopped on this way. Fails where nobody knows how far it came.
    fn go_on(&mut self, row: &Row) -> Result<(), Stop> {
        let (job, dialect) = (self.progress.job, self.connection().dialect());
        let Some(ran) = row.stopped_behind().filter(|_| direction(row) == job.direction) else {
            let file = self.session.files.get(&row.revision).copied();
            return Err(interrupted::problem(row, file, dialect).into());
        };
        refuse_edited(row, &job.sections, ran, dialect)?;
        (self.begun, self.progress.partly, self.progress.skipped) = (true, true, ran);
        Ok(())
    }

    /// The revision, and those that must be there before it, or that must not be there after it; and the one of which no row may be a
    /// child, whether it has a file or not.
    fn relatives(&self) -> (Vec<&RevisionId>, Option<&RevisionId>) {
        let job = self.progress.job;
        match job.direction {
            Direction::Upgrade => (job.requires.iter().chain([&job.id]).collect(), None),
            Direction::Downgrade => {
                let dependants = self.session.dependants(&job.id).iter().copied();
                (dependants.chain([&job.id]).collect(), Some(&job.id))
            }
        }
    }

    fn refuse_unready(&self, rows: &[Row]) -> Result<(), Stop> {
        let applied = |id: &&RevisionId| rows.iter().any(|row| row.revision == **id && row.state == State::Applied);
        match self.progress.job.requires.iter().find(|id| !applied(id)) {
            Some(missing) => Err(RunProblem::NotReady(missing.clone()).into()),
            None => Ok(()),
        }
    }

    fn refuse_required(&self, rows: &[Row]) -> Result<(), Stop> {
        let id = &self.progress.job.id;
        let requires = |row: &&Row| {
            let depends = |file: &&Revision| file.header.requires().any(|required| required == id);
            row.revises.contains(id) || self.session.files.get(&row.revision).is_some_and(depends)
        };
        match rows.iter().find(requires) {
            Some(row) => Err(RunProblem::StillRequired(row.revision.clone()).into()),
            None => Ok(()),
        }
    }

    /// Says in the version table that the revision is running.
    pub(super) async fn mark(&mut self) -> Result<(), Stop> {
        let database = self.connection().database();
        match self.row {
            Some(row) => self.session.table.insert(database, &Row { state: State::Upgrading, ..row.clone() }).await?,
            None => self.session.table.set_state(database, &self.progress.job.id, State::Downgrading).await?,
        }
        Ok(())
    }

    /// Says in the version table that a revision which was left half done is running again: by the whole text of its file, of which the
    /// statements that ran before are the first.
    pub(super) async fn mark_again(&mut self) -> Result<(), Stop> {
        let (database, table, id) = (self.connection().database(), &self.session.table, &self.progress.job.id);
        let reached = Reached::Begun(self.progress.skipped);
        match self.row {
            Some(row) => {
                table.replace_running(database, &Row { state: State::Upgrading, ..row.clone() }, reached).await?;
            }
            None => table.set_progress(database, id, reached).await?,
        }
        Ok(())
    }

    /// Takes [`Run::mark`] back.
    pub(super) async fn unmark(&mut self) -> Result<(), Stop> {
        self.begin().await?;
        let database = self.connection().database();
        match self.row {
            Some(row) => self.session.table.delete(database, &row.revision).await?,
            None => self.session.table.set_state(database, &self.progress.job.id, State::Applied).await?,
        }
        self.commit().await
    }

    /// Notes how far the revision came, of which nothing is in doubt. Returns whether there is a place for that.
    pub(super) async fn note_stop(&mut self) -> Result<bool, Stop> {
        let (job, dialect) = (self.progress.job, self.connection().dialect());
        // It may have stopped before it came to where it goes on.
        let ran = self.progress.statements.max(self.progress.skipped);
        if self.progress.journal.is_none() {
            return Ok(false);
        }
        let checksum = self.row.map(|_| checksum_of_first(&job.sections, dialect, ran));
        self.begin().await?;
        self.session.table.set_stopped(self.connection().database(), &job.id, ran, checksum.as_deref()).await?;
        self.commit().await.map(|()| true)
    }

    /// Checks what the sections left behind, and writes the row.
    pub(super) async fn record(&mut self) -> Result<(), Stop> {
        self.progress.observer.observe(Event::Recording { revision: &self.progress.job.id });
        if let Some(before) = self.violations.take() {
            Violations::read(self.connection()).await?.refuse_new(&before, &self.progress.renamed)?;
        }
        let (connection, job) = (self.connection(), self.progress.job);
        let change = match self.row {
            // What it says else was written when it began.
            Some(row) if self.begun => RowChange::End(&row.revision),
            Some(row) => RowChange::Insert(row),
            None => RowChange::Delete(&job.id),
        };
        let settings = match connection.dialect() {
            Dialect::Sqlite => reset_session(connection).await.map(|()| String::new())?,
            // The server reads all of a text before it runs any of it.
            Dialect::Postgres if job.may_encode() => reset_session(connection).await.map(|()| String::new())?,
            Dialect::Postgres => connection.session().to_owned(),
            // A transaction may be open, which nobody meant to leave, or have been told to begin another at its end.
            Dialect::Mysql => format!("{}; COMMIT", connection.session()),
        };
        self.session.table.change_behind(connection.database(), &settings, change).await?;
        self.progress.observer.observe(Event::Recorded { revision: &job.id });
        Ok(())
    }
}
