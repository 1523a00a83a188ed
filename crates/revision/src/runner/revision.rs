//! Running one revision: the rows, the sections, the row.

use autogen_schema::Dialect;
use sea_orm::ConnectionTrait;

use super::error::{RunError, RunProblem, Stop};
use super::foreign_keys::{self, Violations};
use super::job::{Job, Phase, is_atomic};
use super::observer::{Event, Observer};
use super::retry::Retries;
use super::section::Progress;
use super::session::Session;
use super::transaction::{BeginError, begin, commit, roll_back};
use crate::Connection;
use crate::version_table::{Row, VersionTableError};

pub(super) enum Outcome {
    Done,
    Skipped,
}

/// Runs `job` under the lock. `row` is what is recorded of an upgrade.
pub(super) async fn run(
    session: &Session<'_>,
    job: &Job,
    row: Option<&Row>,
    retries: &mut Retries,
    observer: &mut dyn Observer,
) -> Result<Outcome, RunError> {
    let progress = Progress::new(session.connection, job, retries, observer);
    let mut run = Run { session, row, progress, violations: None, begun: false };
    let result = run.with_foreign_keys().await;
    let partly = run.progress.partly;
    let goes_on = result.is_err() && run.clean_up().await;
    result.map_err(|stop| RunError { goes_on, ..job.error(run.name_the_lock(stop), partly) })
}

/// One revision on its way.
pub(super) struct Run<'a> {
    pub session: &'a Session<'a>,
    pub row: Option<&'a Row>,
    pub progress: Progress<'a>,
    /// What was violated before.
    pub violations: Option<Violations>,
    /// Whether the row says that the revision is running.
    pub begun: bool,
}

impl<'a> Run<'a> {
    pub(super) fn connection(&self) -> &'a Connection {
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

    /// Sections in a row that run in a transaction share it. The first transaction claims the revision, the last one records it. On MySQL
    /// there are none.
    async fn phases(&mut self) -> Result<Outcome, Stop> {
        let job = self.progress.job;
        let phases = job.phases(self.connection().dialect());
        self.begin().await?;
        if !self.claim().await? {
            roll_back(self.connection()).await;
            self.progress.observer.observe(Event::Skipped { revision: &job.id });
            return Ok(Outcome::Skipped);
        }
        self.progress.observer.observe(Event::Started { revision: &job.id, direction: job.direction });
        // What ran before of one that goes on is in no transaction with the rest.
        if is_atomic(&phases) && !self.begun {
            for section in &job.sections {
                self.progress.run(section, true).await?;
            }
            self.record().await?;
            self.commit().await?;
        } else {
            if self.begun {
                self.mark_again().await?;
            } else {
                self.mark().await?;
            }
            self.commit().await?;
            self.begun = true;
            self.progress.journal =
                (self.connection().dialect() != Dialect::Sqlite).then(|| self.session.table.clone());
            self.marked(&phases).await?;
        }
        self.progress.observer.observe(Event::Finished { revision: &job.id });
        Ok(Outcome::Done)
    }

    /// Runs a revision whose row says that it is running, and records it.
    pub(super) async fn marked(&mut self, phases: &[Phase<'_>]) -> Result<(), Stop> {
        for phase in phases {
            self.phase(phase).await?;
        }
        // What a revision left may keep a transaction from writing. Where there is none, the row is written behind both.
        if self.connection().dialect() != Dialect::Mysql {
            reset_session(self.connection()).await?;
        }
        self.begin().await?;
        self.record().await?;
        self.commit().await
    }

    /// Part of a revision that does not run in one transaction.
    async fn phase(&mut self, phase: &Phase<'_>) -> Result<(), Stop> {
        if !phase.transaction {
            for section in phase.sections {
                self.progress.run(section, false).await?;
            }
            return Ok(());
        }
        let mark = self.progress.mark();
        while let Err(stop) = self.transaction(phase).await {
            roll_back(self.connection()).await;
            self.progress.back_to(mark);
            if !self.progress.again(&stop).await {
                return Err(stop);
            }
        }
        self.progress.partly = true;
        Ok(())
    }

    async fn transaction(&mut self, phase: &Phase<'_>) -> Result<(), Stop> {
        begin(self.connection()).await?;
        for section in phase.sections {
            self.progress.run(section, true).await?;
        }
        let committed = commit(self.connection()).await;
        self.progress.in_doubt = committed.as_ref().is_err_and(|failure| !failure.is_an_answer());
        committed.map_err(|failure| RunProblem::Database { doing: "committing", failure }.into())
    }

    /// After an error: nothing open, nothing set, no mark when nothing was done, and else how far it came. Returns whether that is
    /// noted.
    pub(super) async fn clean_up(&mut self) -> bool {
        roll_back(self.connection()).await;
        let _same_connection = reset_session(self.connection()).await;
        if !self.begun || self.progress.in_doubt {
            return false;
        }
        // Where that fails, the revision counts as interrupted.
        if self.progress.partly {
            return self.note_stop().await.unwrap_or_default();
        }
        let _unmarked = self.unmark().await;
        false
    }

    /// Begins a transaction for the version table. On MySQL each statement is one by itself.
    pub(super) async fn begin(&self) -> Result<(), Stop> {
        if self.connection().dialect() == Dialect::Mysql {
            return Ok(());
        }
        begin(self.connection()).await.map_err(Stop::from)
    }

    /// Commits what [`Run::begin`] began.
    pub(super) async fn commit(&self) -> Result<(), Stop> {
        if self.connection().dialect() == Dialect::Mysql {
            return Ok(());
        }
        let committed = commit(self.connection()).await;
        committed.map_err(|failure| RunProblem::Database { doing: "committing", failure }.into())
    }

    /// SQLite's lock is the database's trouble, whichever statement met it. A server has one for each table.
    fn name_the_lock(&self, stop: Stop) -> Stop {
        let (RunProblem::Statement(failure)
        | RunProblem::Database { failure, .. }
        | RunProblem::VersionTable(VersionTableError::Failed { failure, .. })) = stop.problem.as_ref()
        else {
            return stop;
        };
        let is_locked = failure.is_locked() && self.connection().dialect() == Dialect::Sqlite;
        if !(is_locked || failure.is_read_only()) {
            return stop;
        }
        let problem = BeginError::of(failure.clone(), self.connection()).into();
        Stop { problem: Box::new(problem), ..stop }
    }
}

/// What a revision may have set otherwise.
pub(super) const SQLITE_SETTINGS: &str = "PRAGMA query_only = OFF; PRAGMA writable_schema = OFF; \
    PRAGMA ignore_check_constraints = OFF; PRAGMA recursive_triggers = OFF; PRAGMA reverse_unordered_selects = OFF; \
    PRAGMA legacy_alter_table = OFF";

/// Undoes settings that a revision may have changed and that would change what comes after it.
pub(super) async fn reset_session(connection: &Connection) -> Result<(), Stop> {
    if connection.dialect() != Dialect::Sqlite {
        let reset = connection.database().execute_unprepared(connection.session()).await;
        return reset.map(|_| ()).map_err(Stop::database("resetting settings"));
    }
    let reset = connection.database().execute_unprepared(SQLITE_SETTINGS).await;
    reset.map(|_| ()).map_err(Stop::database("resetting settings"))
}
