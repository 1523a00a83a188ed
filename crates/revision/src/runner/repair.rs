//! Settling a revision that was left half done, where statements commit one by one.
//!
//! The row says which statement began last: those before it have run, those behind it have not. Whether that one has, a person says who
//! has looked; what is left runs then. Or that person has finished or undone the whole by hand, and the row is set to that.

use std::collections::BTreeMap;
use std::path::PathBuf;

use autogen_schema::Dialect;

use super::error::{InDoubt, RunError, RunProblem, Stop};
use super::interrupted::{direction, in_doubt};
use super::job::Job;
use super::lock::Lock;
use super::observer::{Event, Observer};
use super::revision::{Run, reset_session};
use super::section::Progress;
use super::transaction::begin;
use super::{Options, by_id};
use crate::checksum::{checksum, downgrade_text};
use crate::file::{Direction, Revision};
use crate::statement::split;
use crate::version_table::{Row, State, VersionTable, VersionTableError};
use crate::{Connection, RevisionId};

/// A revision that is neither applied nor not, and that nobody may be at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfDone {
    /// The revision.
    pub revision: RevisionId,
    /// Which way it went.
    pub direction: Direction,
    /// Its file, where there is one.
    pub file: Option<PathBuf>,
    /// The statement that may have run or not, where that was noted.
    pub statement: Option<InDoubt>,
    /// Whether it was noted that none has begun.
    pub is_untouched: bool,
    /// How many statements it has.
    pub statements: usize,
}

/// How a revision is settled that was left half done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// What is left runs, without the statement in doubt, which has run.
    GoOnBehind,
    /// What is left runs, with the statement in doubt, which has not run.
    GoOnWith,
    /// Somebody has finished it: it is applied.
    Applied,
    /// Somebody has undone it: it is not applied.
    NotApplied,
}

/// Why a revision could not be settled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RepairError {
    /// The version table cannot be read.
    #[error(transparent)]
    VersionTable(#[from] VersionTableError),
    /// What is left of the revision does not run, or must not.
    #[error(transparent)]
    Run(Box<RunError>),
}

impl From<RunError> for RepairError {
    fn from(error: RunError) -> Self {
        RepairError::Run(Box::new(error))
    }
}

/// Returns the revision that was left half done.
pub async fn half_done(
    connection: &Connection,
    table: &VersionTable,
    revisions: &[Revision],
) -> Result<Option<HalfDone>, VersionTableError> {
    let rows = table.read(connection.database()).await?;
    let Some(row) = rows.iter().find(|row| row.state != State::Applied) else { return Ok(None) };
    let file = by_id(revisions).get(&row.revision).copied();
    let dialect = connection.dialect();
    let job = job(row, file, dialect).ok();
    let sections = job.iter().flat_map(|job| &job.sections);
    let statements = sections.flat_map(|section| split(&section.body, dialect, 1)).filter(|s| !s.is_empty());
    Ok(Some(HalfDone {
        revision: row.revision.clone(),
        direction: direction(row),
        file: file.map(|file| file.file.clone()),
        statement: in_doubt(row, file, dialect),
        is_untouched: row.is_untouched(dialect),
        statements: statements.count(),
    }))
}

/// Settles the revision that was left half done; returns which one that was. Nothing is done where there is none.
pub async fn settle(
    connection: &Connection,
    revisions: &[Revision],
    settlement: Settlement,
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Option<RevisionId>, RepairError> {
    let files = by_id(revisions);
    let table = &options.version_table;
    let half_done = async || {
        let rows = table.read(connection.database()).await?;
        Ok::<_, VersionTableError>(rows.into_iter().find(|row| row.state != State::Applied))
    };
    let Some(row) = half_done().await? else { return Ok(None) };
    // Whoever is still at it has the lock.
    let lock = Lock::take(connection, table).await.map_err(|error| about(&row, error.into()))?;
    let settled = match half_done().await {
        Ok(Some(row)) => {
            let settled = settle_row(connection, &files, &row, settlement, options, observer).await;
            settled.map(|()| Some(row.revision)).map_err(RepairError::from)
        }
        Ok(None) => Ok(None),
        Err(error) => Err(error.into()),
    };
    lock.release(connection).await;
    settled
}

async fn settle_row(
    connection: &Connection,
    files: &BTreeMap<&RevisionId, &Revision>,
    row: &Row,
    settlement: Settlement,
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<(), RunError> {
    let file = files.get(&row.revision).copied();
    let failed = |stop: Stop| RunError { line: stop.line, ..about(row, *stop.problem) };
    let table = options.version_table.located(connection.database()).await;
    let table = table.map_err(|error| about(row, error.into()))?;
    let (id, database) = (&row.revision, connection.database());
    let recorded = match settlement {
        Settlement::Applied => table.set_state(database, id, State::Applied).await,
        Settlement::NotApplied => table.delete(database, id).await,
        Settlement::GoOnBehind | Settlement::GoOnWith => {
            let done = done(row, settlement, connection.dialect()).ok_or_else(|| about(row, RunProblem::NotNoted))?;
            refuse_edited(row, file, connection.dialect()).map_err(failed)?;
            let job = job(row, file, connection.dialect())?;
            return go_on(connection, table, files, row, &job, done, observer).await;
        }
    };
    recorded.map_err(|error| about(row, error.into()))
}

/// Runs the statements of `job` behind the first `done`, and writes the row.
async fn go_on(
    connection: &Connection,
    table: VersionTable,
    files: &BTreeMap<&RevisionId, &Revision>,
    row: &Row,
    job: &Job,
    done: usize,
    observer: &mut dyn Observer,
) -> Result<(), RunError> {
    let mut retries = connection.retries();
    let mut progress = Progress::new(connection, job, &mut retries, observer);
    (progress.skipped, progress.partly) = (done, true);
    progress.journal = Some(table.clone());
    let row = (job.direction == Direction::Upgrade).then_some(row);
    let mut run = Run { table, files, row, progress, violations: None, begun: true };
    let result = run.rest().await;
    if result.is_err() {
        run.clean_up().await;
    }
    result.map_err(|stop| job.error(stop, true))
}

impl Run<'_> {
    /// Runs what is left of a revision whose row says that it is running.
    async fn rest(&mut self) -> Result<(), Stop> {
        let job = self.progress.job;
        self.progress.observer.observe(Event::Started { revision: &job.id, direction: job.direction });
        for phase in job.phases(self.connection().dialect()) {
            self.phase(&phase).await?;
        }
        reset_session(self.connection()).await?;
        begin(self.connection()).await?;
        self.record().await?;
        self.commit().await?;
        self.progress.observer.observe(Event::Finished { revision: &job.id });
        Ok(())
    }
}

fn job(row: &Row, file: Option<&Revision>, dialect: Dialect) -> Result<Job, RunError> {
    match (file, direction(row)) {
        (Some(file), Direction::Upgrade) => Job::upgrade(file, dialect),
        (Some(file), Direction::Downgrade) => Job::downgrade(file, dialect, true),
        (None, Direction::Downgrade) => Job::stored_downgrade(row, dialect, true),
        (None, Direction::Upgrade) => Err(about(row, RunProblem::Unknown(row.revision.clone()))),
    }
}

/// How many statements have run.
fn done(row: &Row, settlement: Settlement, dialect: Dialect) -> Option<usize> {
    if row.is_untouched(dialect) && settlement == Settlement::GoOnWith {
        return Some(0);
    }
    let begun = usize::try_from(row.progress).ok().filter(|begun| *begun > 0)?;
    Some(if settlement == Settlement::GoOnBehind { begun } else { begun - 1 })
}

/// Statements are known by their number, which an edit may have given to others.
fn refuse_edited(row: &Row, file: Option<&Revision>, dialect: Dialect) -> Result<(), Stop> {
    let Some(file) = file else { return Ok(()) };
    let is_same = match direction(row) {
        Direction::Upgrade => checksum(file, dialect)? == row.checksum,
        Direction::Downgrade => downgrade_text(file, dialect)? == row.downgrade,
    };
    if is_same { Ok(()) } else { Err(RunProblem::EditedMeanwhile(row.revision.clone()).into()) }
}

fn about(row: &Row, problem: RunProblem) -> RunError {
    RunError {
        revision: row.revision.clone(),
        direction: direction(row),
        file: row.revision.as_str().into(),
        line: None,
        statement: None,
        problem: Box::new(problem),
        partly: false,
    }
}
