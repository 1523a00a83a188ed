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
use super::revision::Run;
use super::section::Progress;
use super::session::Session;
use super::{Options, by_id};
use crate::checksum::{checksum_of_first, checksum_of_sections, parse_downgrade_text};
use crate::file::{Direction, Revision, Section};
use crate::statement::split;
use crate::version_table::{Reached, Row, State, VersionTable, VersionTableError};
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
    /// How many have run, where it was noted that the next one failed and nothing is in doubt.
    pub stopped_behind: Option<usize>,
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
        stopped_behind: row.stopped_behind(),
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
    let table = &options.version_table;
    let (id, database) = (&row.revision, connection.database());
    let recorded = match settlement {
        Settlement::Applied => table.set_state(database, id, State::Applied).await,
        Settlement::NotApplied => table.delete(database, id).await,
        Settlement::GoOnBehind | Settlement::GoOnWith => {
            let dialect = connection.dialect();
            let done = done(row, settlement, dialect).ok_or_else(|| about(row, RunProblem::NotNoted))?;
            let job = job(row, file, dialect)?;
            refuse_edited(row, &job.sections, done, dialect).map_err(failed)?;
            let whole = file.filter(|_| job.direction == Direction::Upgrade);
            let whole = whole.map(|file| Row::of(file, dialect, row.applied_at)).transpose();
            let whole = whole.map_err(|error| failed(error.into()))?;
            let session = Session::new(connection, table, files).await.map_err(|problem| about(row, problem))?;
            return go_on(&session, whole.as_ref(), &job, done, observer).await;
        }
    };
    recorded.map_err(|error| about(row, error.into()))
}

/// Runs the statements of `job` behind the first `done`, and writes the row, of an upgrade as `row` has it.
async fn go_on(
    session: &Session<'_>,
    row: Option<&Row>,
    job: &Job,
    done: usize,
    observer: &mut dyn Observer,
) -> Result<(), RunError> {
    let mut retries = session.connection.retries();
    let mut progress = Progress::new(session.connection, job, &mut retries, observer);
    (progress.skipped, progress.partly) = (done, true);
    progress.journal = Some(session.table.clone());
    let mut run = Run { session, row, progress, violations: None, begun: true };
    let result = run.rest().await;
    let goes_on = result.is_err() && run.clean_up().await;
    result.map_err(|stop| RunError { goes_on, ..job.error(stop, true) })
}

impl Run<'_> {
    /// Runs what is left of a revision whose row says that it is running.
    async fn rest(&mut self) -> Result<(), Stop> {
        let job = self.progress.job;
        self.progress.observer.observe(Event::Started { revision: &job.id, direction: job.direction });
        // Whoever stopped it may have noted less than the whole of its text. There is no place for that on SQLite.
        if self.connection().dialect() != Dialect::Sqlite {
            self.begin().await?;
            self.mark_again().await?;
            self.commit().await?;
        }
        self.marked(&job.phases(self.connection().dialect())).await?;
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
    let ran = match row.progress {
        Reached::Begun(begun) => begun.checked_sub(1)?,
        Reached::Ran(ran) => ran,
    };
    Some(if settlement == Settlement::GoOnBehind { ran + 1 } else { ran })
}

/// Statements are known by their number, which an edit may have given to others. `sections` are those that are to go on behind
/// their first `done` statements. What has not run may be edited, where it is known what has.
pub(super) fn refuse_edited(row: &Row, sections: &[Section], done: usize, dialect: Dialect) -> Result<(), Stop> {
    let is_same = match (direction(row), row.stopped_behind()) {
        (Direction::Upgrade, Some(ran)) => checksum_of_first(sections, dialect, ran) == row.checksum,
        (Direction::Upgrade, None) => checksum_of_sections(sections) == row.checksum,
        (Direction::Downgrade, _) => {
            let stored = parse_downgrade_text(row.revision.as_str(), &row.downgrade)?;
            let first = |sections: &[Section]| checksum_of_first(sections, dialect, done);
            first(&stored) == first(sections)
        }
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
        goes_on: false,
    }
}
