//! Runs revisions.
//!
//! One revision is one transaction, and the row of the version table is written in it: killed at any instant, the database stands
//! before or behind a revision. The rows are read again under the lock, so that of any number of processes exactly one runs
//! each revision. A section marked `no-transaction` has no such thing, nor has any on MySQL, where each statement commits: the row
//! says that the revision is running, and on servers before each statement which one, so that one at most is in doubt.

use std::collections::BTreeMap;

use autogen_schema::Dialect;

use crate::file::{Direction, Revision};
use crate::version_table::{Row, VersionTable, VersionTableError};
use crate::{Connection, RevisionId};

mod catalog;
mod concurrent;
mod error;
mod foreign_keys;
mod guard;
mod interrupted;
mod job;
pub(crate) mod lock;
mod observer;
mod offline;
mod rebuild;
mod record;
mod repair;
mod retry;
mod revision;
mod section;
mod session;
pub(crate) mod transaction;
mod turn;

#[cfg(test)]
mod tests;

pub use error::{InDoubt, RunError, RunProblem};
pub use lock::Holder;
pub use observer::{Event, Observer, Silent};
pub use offline::{Script, ScriptOptions, Unchecked, downgrade_script, upgrade_script};
pub use rebuild::NEW_TABLE_PREFIX;
pub use repair::{HalfDone, RepairError, Settlement, half_done, settle};
pub(crate) use retry::Retries;
pub use transaction::BeginError;

use job::Job;
use revision::Outcome;
use session::Session;
use turn::Turn;

/// How to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The version table.
    pub version_table: VersionTable,
    /// The time, in seconds since 1970.
    pub now: i64,
    /// Whether to run downgrades that say that they must not be run.
    pub force: bool,
}

/// What was run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Revisions that ran, in order.
    pub done: Vec<RevisionId>,
    /// Revisions that somebody else had run in the meantime.
    pub skipped: Vec<RevisionId>,
}

/// Runs the upgrades of `plan`, in order. All of them are looked through before the first one runs.
///
/// `revisions` has at least those of the plan. On an error those before it stay applied.
pub async fn upgrade(
    connection: &Connection,
    revisions: &[Revision],
    plan: &[RevisionId],
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Report, RunError> {
    let files = by_id(revisions);
    let jobs = upgrade_jobs(&files, plan, connection.dialect(), options.now)?;
    run(connection, &files, jobs, options, observer).await
}

/// Runs the downgrades of `plan`, in order. All of them are looked through before the first one runs.
///
/// A revision that is not among `revisions` is undone by what the version table holds of it.
pub async fn downgrade(
    connection: &Connection,
    revisions: &[Revision],
    plan: &[RevisionId],
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Report, RunError> {
    let files = by_id(revisions);
    let mut rows = Vec::new();
    if let Some(first) = plan.iter().find(|id| !files.contains_key(id)) {
        let failed = |error: VersionTableError| RunError {
            problem: Box::new(error.into()),
            ..unknown(first, Direction::Downgrade)
        };
        rows = options.version_table.read(connection.database()).await.map_err(failed)?;
    }
    let jobs = downgrade_jobs(&files, &rows, plan, connection.dialect(), options.force)?;
    run(connection, &files, jobs, options, observer).await
}

/// Looks through what an upgrade of `plan` would run, as [`upgrade`] does before it runs anything.
pub fn look_through_upgrade(revisions: &[Revision], plan: &[RevisionId], dialect: Dialect) -> Result<(), RunError> {
    upgrade_jobs(&by_id(revisions), plan, dialect, 0).map(drop)
}

/// Looks through what a downgrade of `plan` would run, as [`downgrade`] does before it runs anything.
pub fn look_through_downgrade(
    revisions: &[Revision],
    rows: &[Row],
    plan: &[RevisionId],
    dialect: Dialect,
    force: bool,
) -> Result<(), RunError> {
    downgrade_jobs(&by_id(revisions), rows, plan, dialect, force).map(drop)
}

type Jobs = Vec<(Job, Option<Row>)>;

fn upgrade_jobs(
    files: &BTreeMap<&RevisionId, &Revision>,
    plan: &[RevisionId],
    dialect: Dialect,
    now: i64,
) -> Result<Jobs, RunError> {
    let job = |id: &RevisionId| {
        let revision = files.get(id).ok_or_else(|| unknown(id, Direction::Upgrade))?;
        let job = Job::upgrade(revision, dialect)?;
        match Row::of(revision, dialect, now) {
            Ok(row) => Ok((job, Some(row))),
            Err(error) => Err(job.error(error::Stop::at(error.line, error.into()), false)),
        }
    };
    plan.iter().map(job).collect()
}

fn downgrade_jobs(
    files: &BTreeMap<&RevisionId, &Revision>,
    rows: &[Row],
    plan: &[RevisionId],
    dialect: Dialect,
    force: bool,
) -> Result<Jobs, RunError> {
    let job = |id: &RevisionId| {
        let job = match (files.get(id), rows.iter().find(|row| row.revision == *id)) {
            (Some(revision), _) => Job::downgrade(revision, dialect, force)?,
            (None, Some(row)) => Job::stored_downgrade(row, dialect, force)?,
            (None, None) => return Err(unknown(id, Direction::Downgrade)),
        };
        Ok((job, None))
    };
    plan.iter().map(job).collect()
}

async fn run(
    connection: &Connection,
    files: &BTreeMap<&RevisionId, &Revision>,
    jobs: Jobs,
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Report, RunError> {
    let ways: Vec<(&RevisionId, Direction)> = jobs.iter().map(|(job, _)| (&job.id, job.direction)).collect();
    interrupted::refuse(connection, &options.version_table, files, &ways).await?;
    let Some((first, _)) = jobs.first() else { return Ok(Report::default()) };
    let session = Session::new(connection, &options.version_table, files).await;
    let mut session = session.map_err(|problem| first.error(problem.into(), false))?;
    let mut turn = Turn::new(connection, session.lock.clone());
    let report = run_in(&mut turn, &mut session, jobs, observer).await;
    turn.end().await;
    report
}

async fn run_in(
    turn: &mut Turn<'_>,
    session: &mut Session<'_>,
    jobs: Jobs,
    observer: &mut dyn Observer,
) -> Result<Report, RunError> {
    let mut report = Report::default();
    for (job, row) in jobs {
        let mut attempts = session.connection.retries();
        let outcome = loop {
            turn.take().await.map_err(|error| job.error(error.into(), false))?;
            let ran = revision::run(session, &job, row.as_ref(), &mut attempts, observer).await;
            if ran.is_err() || job.may_let_go_of_locks() {
                turn.end().await;
            }
            match ran {
                Err(error) if !error.partly && attempts.again(&error.problem, &job.id, observer).await => {}
                ran => break ran?,
            }
        };
        session.table.found();
        match outcome {
            Outcome::Done => report.done.push(job.id),
            Outcome::Skipped => report.skipped.push(job.id),
        }
    }
    Ok(report)
}

fn by_id(revisions: &[Revision]) -> BTreeMap<&RevisionId, &Revision> {
    revisions.iter().map(|revision| (&revision.header.id, revision)).collect()
}

fn unknown(id: &RevisionId, direction: Direction) -> RunError {
    RunError {
        revision: id.clone(),
        direction,
        file: id.as_str().into(),
        line: None,
        statement: None,
        problem: Box::new(RunProblem::Unknown(id.clone())),
        partly: false,
        goes_on: false,
    }
}
