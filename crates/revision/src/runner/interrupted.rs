//! Revisions that were left half done: nothing runs before somebody has looked at them.

use std::collections::BTreeMap;

use autogen_schema::Dialect;

use super::error::{InDoubt, RunError, RunProblem};
use super::lock::Lock;
use crate::checksum::parse_downgrade_text;
use crate::file::{Direction, Revision, Section};
use crate::version_table::{Reached, Row, State, VersionTable};
use crate::{Connection, RevisionId, split};

/// Fails when a revision is left half done, unless it was stopped on the way that one of `jobs` goes, which then goes on with it.
/// Where a lock tells whether another process is at it just now, that one is let finish.
pub(super) async fn refuse(
    connection: &Connection,
    table: &VersionTable,
    files: &BTreeMap<&RevisionId, &Revision>,
    jobs: &[(&RevisionId, Direction)],
) -> Result<(), RunError> {
    let left = async || left(connection, table, files, jobs).await;
    if left().await.is_ok() {
        return Ok(());
    }
    let lock = match Lock::take(connection, table).await {
        Ok(lock) => lock,
        Err(error) => {
            return left().await.map_err(|left| RunError { problem: Box::new(error.into()), ..left });
        }
    };
    let untouched = take_back_untouched(connection, table).await;
    let left = left().await;
    lock.release(connection).await;
    untouched.and(left)
}

/// Takes back the marks of revisions of which no statement has begun: nothing is in doubt there.
async fn take_back_untouched(connection: &Connection, table: &VersionTable) -> Result<(), RunError> {
    let rows = table.read(connection.database()).await.unwrap_or_default();
    for row in rows.iter().filter(|row| row.is_untouched(connection.dialect())) {
        let taken_back = match row.state {
            State::Upgrading => table.delete(connection.database(), &row.revision).await,
            _ => table.set_state(connection.database(), &row.revision, State::Applied).await,
        };
        taken_back.map_err(|error| RunError {
            revision: row.revision.clone(),
            direction: direction(row),
            file: row.revision.as_str().into(),
            line: None,
            statement: None,
            problem: Box::new(error.into()),
            partly: false,
            goes_on: false,
        })?;
    }
    Ok(())
}

/// Fails for the first row that is neither here nor there. A table that cannot be read is the trouble of whoever needs it.
async fn left(
    connection: &Connection,
    table: &VersionTable,
    files: &BTreeMap<&RevisionId, &Revision>,
    jobs: &[(&RevisionId, Direction)],
) -> Result<(), RunError> {
    let rows = table.read(connection.database()).await.unwrap_or_default();
    let goes_on = |row: &Row| row.stopped_behind().is_some() && jobs.contains(&(&row.revision, direction(row)));
    let Some(row) = rows.iter().find(|row| row.state != State::Applied && !goes_on(row)) else { return Ok(()) };
    let file = files.get(&row.revision).copied();
    Err(RunError {
        revision: row.revision.clone(),
        direction: direction(row),
        file: file.map_or_else(|| row.revision.as_str().into(), |file| file.file.clone()),
        line: None,
        statement: None,
        problem: Box::new(problem(row, file, connection.dialect())),
        partly: false,
        goes_on: false,
    })
}

/// Says how far the revision of a row came. `file` is its file, when it has one.
pub(super) fn problem(row: &Row, file: Option<&Revision>, dialect: Dialect) -> RunProblem {
    if let Some(ran) = row.stopped_behind() {
        return RunProblem::Stopped { revision: row.revision.clone(), direction: direction(row), ran };
    }
    let statement = in_doubt(row, file, dialect);
    RunProblem::Interrupted { revision: row.revision.clone(), state: row.state, statement }
}

pub(super) fn direction(row: &Row) -> Direction {
    if row.state == State::Upgrading { Direction::Upgrade } else { Direction::Downgrade }
}

/// Returns the last statement that had begun.
pub(super) fn in_doubt(row: &Row, file: Option<&Revision>, dialect: Dialect) -> Option<InDoubt> {
    let Reached::Begun(number) = row.progress else { return None };
    let of_file = |file: &Revision| {
        file.sections(direction(row), dialect).map(|sections| sections.into_iter().cloned().collect())
    };
    let sections: Vec<Section> = match (file, row.state) {
        (Some(file), _) => of_file(file).ok()?,
        (None, State::Downgrading) => parse_downgrade_text(row.revision.as_str(), &row.downgrade).ok()?,
        (None, _) => return None,
    };
    let statements = sections.iter().flat_map(|section| split(&section.body, dialect, section.first_line));
    let statement = statements.filter(|statement| !statement.is_empty()).nth(number.checked_sub(1)?)?;
    Some(InDoubt { number, line: statement.line, sql: statement.sql.to_owned() })
}
