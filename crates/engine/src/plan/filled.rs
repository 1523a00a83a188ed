//! Whether what is said of values does for rows what it must: tried with sample rows on the scratch.
//!
//! Samples are nobody's rows. What leaves NULL in one of them where nothing may be NULL is wrong for all; an expression that fails over
//! one is told of, and may be right for what a database really holds.

use autogen_diff::{Difference, Note, Operation};
use autogen_revision::{Direction, Failure, Revision, RunError, RunProblem};
use autogen_schema::change::FactKey;
use autogen_schema::{Dialect, Ident, Schema, TableName};

use crate::Error;
use crate::scratch::Scratch;
use crate::verify::{Row, rows};

/// What a trial with rows showed.
#[derive(Default)]
pub(super) struct Tried {
    pub(super) findings: Vec<String>,
    pub(super) notes: Vec<Note>,
}

/// A column whose values somebody said, by its names after the upgrade.
struct Valued<'a> {
    table: &'a TableName,
    column: &'a Ident,
    fill: Option<&'a String>,
    using: Option<&'a String>,
}

/// Tries an upgrade with rows. The scratch stands behind it, and does so again afterwards. `base` is what the upgrade starts from.
pub(super) async fn with_rows(
    scratch: &Scratch,
    difference: &Difference,
    base: &Schema,
    revision: &Revision,
) -> Result<Tried, Error> {
    let mut tried = Tried::default();
    let valued = valued(difference);
    if valued.is_empty() {
        return Ok(tried);
    }
    scratch.run(revision, Direction::Downgrade).await?;
    // Rows that may be NULL can be in the way of something else, as its hazard says. In a transaction nothing stays of that.
    let whole = is_whole(revision, scratch.dialect());
    let kinds: &[&[Row]] = if whole { &[&Row::ALL, &[Row::Ordinary]] } else { &[&Row::ALL] };
    let mut failure = None;
    for kinds in kinds {
        let filled = rows::fill(scratch, base, kinds).await?;
        let empty = without_rows(scratch, &valued, &difference.operations).await?;
        match scratch.run(revision, Direction::Upgrade).await {
            Ok(()) => {
                let renamed: Vec<TableName> = filled.iter().map(|table| after(&difference.operations, table)).collect();
                rows::clear(scratch, &renamed).await?;
                tried.notes.extend(empty);
                return Ok(tried);
            }
            Err(Error::Run(error)) => {
                tried.findings.extend(nulls(scratch, &valued, &error).await);
                failure = Some(error);
            }
            Err(other) => return Err(other),
        }
        if !whole {
            break;
        }
        rows::clear(scratch, &filled).await?;
        if !tried.findings.is_empty() {
            break;
        }
    }
    if whole {
        scratch.run(revision, Direction::Upgrade).await?;
    }
    if let (Some(error), true) = (failure, tried.findings.is_empty()) {
        let problem = scratch.anonymous(&error.problem.to_string());
        tried.notes.extend(valued.iter().filter(|valued| valued.fill.is_some()).map(|valued| {
            valued.note(format!(
                "sample rows make the upgrade fail, so that its fill was not tried with rows ({problem})"
            ))
        }));
    }
    Ok(tried)
}

/// Whether an upgrade that fails leaves nothing behind.
fn is_whole(revision: &Revision, dialect: Dialect) -> bool {
    let sections = revision.sections(Direction::Upgrade, dialect);
    dialect != Dialect::Mysql && sections.is_ok_and(|sections| sections.iter().all(|section| section.transaction))
}

fn valued(difference: &Difference) -> Vec<Valued<'_>> {
    let said = difference.operations.iter().filter_map(|operation| match operation {
        Operation::SetValues { table, column, up, .. } if up.fill.is_some() || up.using.is_some() => {
            Some(Valued { table, column, fill: up.fill.as_ref(), using: up.using.as_ref() })
        }
        _ => None,
    });
    said.collect()
}

impl Valued<'_> {
    fn note(&self, text: String) -> Note {
        Note { about: FactKey::Column(self.table.clone(), self.column.clone()), text }
    }

    fn finding(&self) -> String {
        let (what, sql) = match (self.fill, self.using) {
            (Some(sql), _) => ("fill", sql.as_str()),
            (None, using) => ("conversion", using.map_or("", String::as_str)),
        };
        format!("with sample rows, the {what} of {}.{} leaves NULL in some: {sql}", self.table, self.column)
    }
}

/// Tells of the columns whose table has no row to try them with.
async fn without_rows(scratch: &Scratch, valued: &[Valued<'_>], operations: &[Operation]) -> Result<Vec<Note>, Error> {
    let mut notes = Vec::new();
    for valued in valued {
        let table = scratch.dialect().quote_table(&before(operations, valued.table));
        if scratch.query(&format!("SELECT 1 FROM {table} LIMIT 1")).await?.is_empty() {
            let what = if valued.fill.is_some() { "fill" } else { "conversion" };
            let text = format!("its {what} was not tried with rows: no sample row fits the table");
            notes.push(valued.note(text));
        }
    }
    Ok(notes)
}

/// Tells which columns hold NULL where the upgrade failed over that.
async fn nulls(scratch: &Scratch, valued: &[Valued<'_>], error: &RunError) -> Vec<String> {
    let RunProblem::Statement(failure) = error.problem.as_ref() else { return Vec::new() };
    let mut found = Vec::new();
    for valued in valued {
        let is_it = match scratch.dialect() {
            Dialect::Mysql => stands_null(scratch, valued).await,
            Dialect::Sqlite | Dialect::Postgres => is_named(failure, valued.column),
        };
        found.extend(is_it.then(|| valued.finding()));
    }
    found
}

fn is_named(failure: &Failure, column: &Ident) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let ends = |at: usize| {
        let (before, after) = (&failure.message[..at], &failure.message[at + column.as_str().len()..]);
        !before.ends_with(part) && !after.starts_with(part)
    };
    failure.is_null_refused() && failure.message.match_indices(column.as_str()).any(|(at, _)| ends(at))
}

/// A statement of MySQL stands by itself: what was filled before it is there to be looked at.
async fn stands_null(scratch: &Scratch, valued: &Valued<'_>) -> bool {
    let (table, column) = (scratch.dialect().quote_table(valued.table), scratch.dialect().quote(valued.column));
    let sql = format!("SELECT 1 FROM {table} WHERE {column} IS NULL LIMIT 1");
    scratch.attempt_query(&sql).await.is_ok_and(|rows| !rows.is_empty())
}

fn before(operations: &[Operation], table: &TableName) -> TableName {
    let renamed = operations.iter().find_map(|operation| match operation {
        Operation::RenameTable { from, to } if to == table => Some(from),
        _ => None,
    });
    renamed.unwrap_or(table).clone()
}

fn after(operations: &[Operation], table: &TableName) -> TableName {
    let renamed = operations.iter().find_map(|operation| match operation {
        Operation::RenameTable { from, to } if from == table => Some(to),
        _ => None,
    });
    renamed.unwrap_or(table).clone()
}
