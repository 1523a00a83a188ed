//! What is said of a statement, in words.

use autogen_schema::{ForeignKey, Ident, Match, TableName};

use crate::{Hazard, Others};

/// Says that rows may have the same values in columns that are to be unique together.
pub(super) fn duplicates(table: &TableName, columns: &[Ident]) -> Hazard {
    let columns = match columns {
        [] => "key".to_owned(),
        [one] => one.to_string(),
        [most @ .., last] => format!("{} and {last}", most.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ")),
    };
    Hazard::FailsOnRows(format!("fails if two rows of {table} have the same {columns}"))
}

/// Says what a foreign key does to rows that are there.
pub(super) fn orphans(table: &TableName, key: &ForeignKey) -> Hazard {
    let columns = key.columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ");
    let in_part = if key.matching == Some(Match::Full) { ", or is NULL in part" } else { "" };
    let target = &key.references;
    Hazard::FailsOnRows(format!("fails if {table}({columns}) refers to a row that {target} does not have{in_part}"))
}

/// Says that rows may not fulfil a condition.
pub(super) fn unsatisfied(table: &TableName, expression: &str) -> Hazard {
    Hazard::FailsOnRows(format!("fails if a row of {table} does not satisfy {expression}"))
}

/// Says that rows may be such as cannot stand beside each other.
pub(super) fn excluded(table: &TableName, exclusion: &str) -> Hazard {
    Hazard::FailsOnRows(format!("fails if two rows of {table} keep each other out: {exclusion}"))
}

/// Says that a column is not where it was: the server adds one behind all others.
pub(super) fn comes_last(table: &TableName, column: &Ident) -> Hazard {
    Hazard::Reorders(format!("brings {table}.{column} back as the last column, which it was not"))
}

/// Says that all rows are written anew, under the lock of `ALTER TABLE`, which shuts readers out too
/// (<https://www.postgresql.org/docs/current/sql-altertable.html>).
pub(super) fn copies(table: &TableName) -> Hazard {
    Hazard::copies(table, Others::Wait)
}

/// Says that an index is built, which readers do not notice
/// (<https://www.postgresql.org/docs/current/explicit-locking.html>: `SHARE`).
pub(super) fn index_is_built(table: &TableName) -> Hazard {
    Hazard::Blocks(format!("writes to {table} wait while the index is built"))
}

/// Says that a constraint builds its index, under the lock of `ALTER TABLE`.
pub(super) fn key_is_built(table: &TableName) -> Hazard {
    Hazard::Blocks(format!("reads and writes of {table} wait while the index is built"))
}

/// Says that every row is looked at, under the lock of `ALTER TABLE`.
pub(super) fn rows_are_checked(table: &TableName) -> Hazard {
    Hazard::Blocks(format!("reads and writes of {table} wait while its rows are checked"))
}

/// Says that every row is looked up in the other table, while neither can be written
/// (<https://www.postgresql.org/docs/current/sql-altertable.html>: `SHARE ROW EXCLUSIVE`). One that is new has no writers.
pub(super) fn references_are_checked(table: &TableName, target: Option<&TableName>) -> Hazard {
    let tables = match target.filter(|target| *target != table) {
        Some(target) => format!("{table} and {target}"),
        None => table.to_string(),
    };
    Hazard::Blocks(format!("writes to {tables} wait while the rows of {table} are checked"))
}

/// Says that every row goes.
pub(super) fn rows(table: &TableName) -> Hazard {
    Hazard::LosesData(format!("every row of {table}"))
}

/// Says that the values of a column go.
pub(super) fn values(table: &TableName, column: &Ident) -> Hazard {
    Hazard::LosesData(format!("the values of {table}.{column}"))
}

/// Says that something unmanaged goes with a column, and what becomes of it.
pub(super) fn goes_along(what: &str, table: &TableName, column: &Ident) -> Hazard {
    Hazard::TouchesUnmanaged(format!("drops {what}, which is over {table}.{column}; the downgrade makes it again"))
}

/// Says that something unmanaged makes room for a change and comes back.
pub(super) fn comes_back(what: &str) -> Hazard {
    Hazard::TouchesUnmanaged(format!("drops {what}, which is in the way, and makes it again below"))
}
