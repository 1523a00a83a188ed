//! Running one revision: the lock, the rows, the sections, the row.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;

use super::error::{RunError, RunProblem, Stop};
use super::foreign_keys::{self, Violations};
use super::job::Job;
use super::observer::{Event, Observer};
use super::rebuild::legacy_alter_table;
use super::section::Progress;
use super::transaction::{BeginError, begin, commit, roll_back};
use crate::file::{Direction, Revision, Section};
use crate::version_table::{Row, State, VersionTable, VersionTableError};
use crate::{Connection, RevisionId};

pub(super) enum Outcome {
    Done,
    Skipped,
}

/// Runs `job`. `row` is what is recorded of an upgrade.
pub(super) async fn run(
    connection: &Connection,
    table: &VersionTable,
    files: &BTreeMap<&RevisionId, &Revision>,
    job: &Job,
    row: Option<&Row>,
    observer: &mut dyn Observer,
) -> Result<Outcome, RunError> {
    let progress = Progress { connection, job, observer, statements: 0, renamed: Vec::new(), partly: false };
    let mut run = Run { table, files, row, progress, violations: None, begun: false };
    let result = run.with_foreign_keys().await;
    let partly = run.progress.partly;
    if result.is_err() {
        run.clean_up().await;
    }
    result.map_err(|stop| job.error(run.name_the_lock(stop), partly))
}

struct Run<'a> {
    table: &'a VersionTable,
    files: &'a BTreeMap<&'a RevisionId, &'a Revision>,
    row: Option<&'a Row>,
    progress: Progress<'a>,
    /// What was violated before.
    violations: Option<Violations>,
    /// Whether the row says that the revision is running.
    begun: bool,
}

impl<'a> Run<'a> {
    fn connection(&self) -> &'a Connection {
        self.progress.connection
    }

    /// Foreign keys can only be turned off before a transaction, and are turned on again whatever happens.
    async fn with_foreign_keys(&mut self) -> Result<Outcome, Stop> {
        if !self.progress.job.rebuilds() {
            return self.phases().await;
        }
        let were_on = foreign_keys::turn_off(self.connection()).await?;
        let result = self.phases().await;
        if result.is_err() {
            roll_back(self.connection()).await;
        }
        let restored = if were_on { foreign_keys::turn_on(self.connection()).await } else { Ok(()) };
        result.and_then(|outcome| restored.map(|()| outcome))
    }

    /// Sections in a row that run in a transaction share it. The first transaction claims the revision, the last one records it.
    async fn phases(&mut self) -> Result<Outcome, Stop> {
        let job = self.progress.job;
        let phases: Vec<&[Section]> = job.sections.chunk_by(|a, b| a.transaction && b.transaction).collect();
        let atomic = phases.len() < 2 && phases.iter().all(|phase| phase.iter().all(|section| section.transaction));
        begin(self.connection()).await?;
        if !self.claim().await? {
            roll_back(self.connection()).await;
            self.progress.observer.observe(Event::Skipped { revision: &job.id });
            return Ok(Outcome::Skipped);
        }
        self.progress.observer.observe(Event::Started { revision: &job.id, direction: job.direction });
        if atomic {
            for section in &job.sections {
                self.progress.run(section).await?;
            }
        } else {
            self.mark().await?;
            self.commit().await?;
            self.begun = true;
            for phase in phases {
                self.phase(phase).await?;
            }
            begin(self.connection()).await?;
        }
        self.record().await?;
        self.commit().await?;
        self.progress.observer.observe(Event::Finished { revision: &job.id });
        Ok(Outcome::Done)
    }

    /// Part of a revision that does not run in one transaction.
    async fn phase(&mut self, sections: &[Section]) -> Result<(), Stop> {
        if sections.iter().all(|section| !section.transaction) {
            for section in sections {
                self.progress.run(section).await?;
            }
            return Ok(());
        }
        begin(self.connection()).await?;
        for section in sections {
            self.progress.run(section).await?;
        }
        self.commit().await?;
        self.progress.partly = true;
        Ok(())
    }

    /// Reads the rows under the lock. `false` when there is nothing left to do.
    async fn claim(&mut self) -> Result<bool, Stop> {
        let job = self.progress.job;
        let database = self.connection().database();
        if job.direction == Direction::Upgrade {
            self.table.create(database).await?;
        }
        let rows = self.table.read(database).await?;
        let own = rows.iter().find(|row| row.revision == job.id);
        if let Some(row) = own.filter(|row| row.state != State::Applied) {
            return Err(RunProblem::Interrupted { revision: job.id.clone(), state: row.state }.into());
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
            row.revises.contains(id) || self.files.get(&row.revision).is_some_and(depends)
        };
        match rows.iter().find(requires) {
            Some(row) => Err(RunProblem::StillRequired(row.revision.clone()).into()),
            None => Ok(()),
        }
    }

    /// Says in the version table that the revision is running.
    async fn mark(&mut self) -> Result<(), Stop> {
        let database = self.connection().database();
        match self.row {
            Some(row) => self.table.insert(database, &Row { state: State::Upgrading, ..row.clone() }).await?,
            None => self.table.set_state(database, &self.progress.job.id, State::Downgrading).await?,
        }
        Ok(())
    }

    /// Takes [`Run::mark`] back.
    async fn unmark(&mut self) -> Result<(), Stop> {
        begin(self.connection()).await?;
        let database = self.connection().database();
        match self.row {
            Some(row) => self.table.delete(database, &row.revision).await?,
            None => self.table.set_state(database, &self.progress.job.id, State::Applied).await?,
        }
        self.commit().await
    }

    /// Checks what the sections left behind, and writes the row.
    async fn record(&mut self) -> Result<(), Stop> {
        if let Some(before) = self.violations.take() {
            Violations::read(self.connection()).await?.refuse_new(&before, &self.progress.renamed)?;
        }
        reset_session(self.connection()).await?;
        let (database, job) = (self.connection().database(), self.progress.job);
        match self.row {
            Some(row) if self.begun => self.table.set_state(database, &row.revision, State::Applied).await?,
            Some(row) => self.table.insert(database, row).await?,
            None => self.table.delete(database, &job.id).await?,
        }
        self.progress.observer.observe(Event::Recorded { revision: &job.id });
        Ok(())
    }

    /// After an error: nothing open, nothing set, and no mark when nothing was done.
    async fn clean_up(&mut self) {
        roll_back(self.connection()).await;
        let _same_connection = reset_session(self.connection()).await;
        if self.begun && !self.progress.partly {
            let _reported_as_interrupted = self.unmark().await;
        }
    }

    async fn commit(&self) -> Result<(), Stop> {
        let committed = commit(self.connection()).await;
        committed.map_err(|failure| RunProblem::Database { doing: "committing", failure }.into())
    }

    /// A lock is the database's trouble, whichever statement met it.
    fn name_the_lock(&self, stop: Stop) -> Stop {
        let failure = match stop.problem.as_ref() {
            RunProblem::Statement(failure) | RunProblem::Database { failure, .. } => failure,
            RunProblem::VersionTable(VersionTableError::Failed { failure, .. }) => failure,
            _ => return stop,
        };
        if !(failure.is_locked() || failure.is_read_only()) {
            return stop;
        }
        let problem = BeginError::of(failure.clone(), self.connection()).into();
        Stop { problem: Box::new(problem), ..stop }
    }
}

/// Undoes settings that a revision may have changed and that would change what comes after it.
async fn reset_session(connection: &Connection) -> Result<(), Stop> {
    const SETTINGS: &str = "PRAGMA query_only = OFF; PRAGMA writable_schema = OFF; PRAGMA ignore_check_constraints = OFF; \
                            PRAGMA recursive_triggers = OFF; PRAGMA reverse_unordered_selects = OFF";
    let reset = connection.database().execute_unprepared(SETTINGS).await;
    reset.map_err(Stop::database("resetting settings"))?;
    legacy_alter_table(connection, false).await
}
