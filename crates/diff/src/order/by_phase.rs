//! The order on servers, which check every reference at once: what holds others goes first of all, and comes last.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::{Dialect, ForeignKey, Table, TableName};

use super::{referenced_first, split_off_indexes};
use crate::Operation;

mod columns;

use columns::Late;

pub(super) fn arrange(
    found: Vec<Operation>,
    created: Vec<Table>,
    dropped: &[Table],
    dialect: Dialect,
) -> Vec<Operation> {
    let changed: BTreeSet<TableName> =
        found.iter().filter_map(|op| op.table()).map(|table| table.key(dialect)).collect();
    let late_columns = Late::of(&found, dialect);
    let (made, late) = create_tables(created, &changed, dialect);
    let mut operations = found;
    operations.extend(drop_tables(dropped, dialect));
    operations.extend(late);
    // Stable: dropped tables keep the order they are given in.
    operations.sort_by_cached_key(|operation| (phase(operation), late_columns.by_name(operation)));
    let at = operations.partition_point(|operation| phase(operation) < Phase::Change);
    operations.splice(at..at, made);
    operations
}

/// When an operation runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    /// Types come before what uses them.
    Types,
    /// Keys hold the tables, uniques and columns that they refer to.
    DropForeignKeys,
    /// Names of indexes are one a schema on PostgreSQL: those that go make room.
    DropTables,
    RenameTables,
    /// What stands on columns goes before they change.
    Release,
    /// New tables may want the names that constraints and indexes had.
    RenameParts,
    /// Everything else on kept tables, one table after the other; new tables come before.
    Change,
    /// Keys come when all that they refer to is there.
    AddForeignKeys,
    DropTypes,
}

fn phase(operation: &Operation) -> Phase {
    use Operation as Op;
    match operation {
        Op::CreateSchema(_) | Op::CreateEnum(_) | Op::AlterEnum { .. } | Op::RenameEnum { .. } => Phase::Types,
        Op::DropForeignKey { .. } => Phase::DropForeignKeys,
        Op::DropTable(_) => Phase::DropTables,
        Op::RenameTable { .. } => Phase::RenameTables,
        Op::DropIndex { .. } | Op::DropUnique { .. } | Op::DropCheck { .. } | Op::DropPrimaryKey { .. } => {
            Phase::Release
        }
        Op::RenameConstraint { .. } | Op::RenameIndex { .. } => Phase::RenameParts,
        Op::AddForeignKey { .. } => Phase::AddForeignKeys,
        Op::DropEnum(_) | Op::DropSchema(_) => Phase::DropTypes,
        _ => Phase::Change,
    }
}

/// Creates tables, referenced ones first, each followed by its indexes. Returns apart the keys to what is not there yet, and to
/// `changed` tables, which may get what is referred to in the same revision.
fn create_tables(
    tables: Vec<Table>,
    changed: &BTreeSet<TableName>,
    dialect: Dialect,
) -> (Vec<Operation>, Vec<Operation>) {
    let new: BTreeSet<TableName> = tables.iter().map(|table| table.name.key(dialect)).collect();
    let mut standing = BTreeSet::new();
    let (mut made, mut late) = (Vec::new(), Vec::new());
    for mut table in referenced_first(tables, dialect) {
        let name = table.name.clone();
        standing.insert(name.key(dialect));
        let can_stand = |key: &ForeignKey| {
            let target = key.references.key(dialect);
            standing.contains(&target) || !(new.contains(&target) || changed.contains(&target))
        };
        let (now, closing): (Vec<_>, Vec<_>) = table.foreign_keys.into_iter().partition(can_stand);
        table.foreign_keys = now;
        let indexes = split_off_indexes(&mut table);
        made.push(Operation::CreateTable(table));
        made.extend(indexes);
        late.extend(closing.into_iter().map(|key| Operation::AddForeignKey { table: name.clone(), key }));
    }
    (made, late)
}

/// Drops tables, referencing ones first. Keys that close a cycle are dropped before.
fn drop_tables(tables: &[Table], dialect: Dialect) -> Vec<Operation> {
    let mut operations = Vec::new();
    let mut standing: BTreeSet<TableName> = tables.iter().map(|table| table.name.key(dialect)).collect();
    let mut referring = BTreeMap::<TableName, BTreeMap<&TableName, &Table>>::new();
    for table in tables {
        for key in &table.foreign_keys {
            referring.entry(key.references.key(dialect)).or_default().insert(&table.name, table);
        }
    }
    for table in referenced_first(tables.to_vec(), dialect).into_iter().rev() {
        standing.remove(&table.name.key(dialect));
        let others = referring.get(&table.name.key(dialect)).into_iter().flat_map(BTreeMap::values);
        for other in others.filter(|other| standing.contains(&other.name.key(dialect))) {
            let closing = other.foreign_keys.iter().filter(|key| key.references.same(&table.name, dialect));
            let drop = |key: &ForeignKey| Operation::DropForeignKey { table: other.name.clone(), key: key.clone() };
            operations.extend(closing.map(drop));
        }
        operations.push(Operation::DropTable(table));
    }
    operations
}
