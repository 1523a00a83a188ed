//! How many entries of the server's lock table the statements of a revision take.
//!
//! A transaction holds the lock of everything it makes or drops until it ends, and all sessions share one table of locks
//! (<https://www.postgresql.org/docs/current/runtime-config-locks.html>). A table is made with the lock of each relation that
//! comes with it; it is dropped with the lock of every object of the catalog that goes along (`performMultipleDeletions`), its
//! row type and the triggers of its foreign keys among them.

use std::ops::Add;

use autogen_schema::Table;

use crate::Operation;

/// The lock table of a server with its default settings: 64 `max_locks_per_transaction` for each of 100 `max_connections`.
/// What a server is set to otherwise has no part in it, or a revision would depend on whose database it was planned against.
const LOCK_TABLE: usize = 6400;

/// A table is stored with another one for long values, and the index of that.
const TOAST: usize = 2;

/// The type of its rows, and of arrays of them.
const ROW_TYPES: usize = 2;

/// A foreign key is two triggers on either table.
const TRIGGERS: usize = 4;

/// The locks that operations take at most, each way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Locks {
    up: usize,
    down: usize,
}

impl Locks {
    pub(crate) fn of(operation: &Operation) -> Self {
        Self { up: locks(operation), down: locks(&operation.clone().invert()) }
    }

    /// Whether one transaction can take them on a server that others use too: an upgrade takes half of the lock table at most. A
    /// downgrade is run seldom and with care, so it may take all of it.
    pub(crate) fn fit(self) -> bool {
        self.up <= LOCK_TABLE / 2 && self.down <= LOCK_TABLE
    }
}

impl Add for Locks {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { up: self.up + other.up, down: self.down + other.down }
    }
}

/// How many locks an operation takes, at most.
fn locks(operation: &Operation) -> usize {
    match operation {
        Operation::CreateTable(table) => relations(table),
        Operation::DropTable(table) => relations(table) + other_objects(table),
        Operation::AddForeignKey { .. } | Operation::DropForeignKey { .. } => 2 + TRIGGERS,
        _ => 2,
    }
}

/// The table, what it is stored with, its indexes and its sequences.
fn relations(table: &Table) -> usize {
    let sequences = table.columns.iter().filter(|column| column.auto_increment).count();
    let keys = usize::from(table.primary_key.is_some()) + table.uniques.len() + table.exclusions.len();
    1 + TOAST + keys + table.indexes.len() + sequences
}

/// What is no relation and is dropped along. The server keeps NOT NULL as a constraint from version 18.
fn other_objects(table: &Table) -> usize {
    let defaults = table.columns.iter().filter(|column| column.default.is_some() || column.auto_increment).count();
    let not_null = table.columns.iter().filter(|column| !column.nullable).count();
    let keys = usize::from(table.primary_key.is_some()) + table.uniques.len() + table.exclusions.len();
    let constraints = keys + table.checks.len() + table.foreign_keys.len() + not_null;
    let triggers = table.triggers.len() + TRIGGERS * table.foreign_keys.len();
    ROW_TYPES + defaults + constraints + triggers
}
