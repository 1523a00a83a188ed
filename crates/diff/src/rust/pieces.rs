//! Statements of MySQL's that are said in several.
//!
//! A server takes a statement as a whole, and so what is dropped may be what something stands on that comes. Such a statement is not cut.

use autogen_schema::{Dialect, ForeignKey, Table};

use super::builder::alter::{AlterTable, Change};
use super::builder::column::Column;
use super::builder::index::{DropIndex, IndexSpec};
use super::builder::reference::Reference;
use super::builder::table::CreateTable;
use super::builder::{Builder, Statement};
use super::matching::Target;

/// Returns the builders one after the other, each of which is a statement of its own. Where another dialect may have the same lines, they are
/// as small as that one's. `None` where they cannot be taken apart.
pub(super) fn pieces(builders: Vec<Builder>, target: Target<'_>) -> Option<Vec<Builder>> {
    if target.dialect != Dialect::Mysql {
        return Some(builders);
    }
    let whole: Vec<Statement> = builders.into_iter().map(|builder| builder.0).collect();
    let small: Vec<Statement> = whole.iter().cloned().flat_map(cut).collect();
    let can_be_cut = can_be_cut(&small, target);
    let chosen = if target.is_shared() && can_be_cut { small } else { whole };
    (chosen.len() == 1 || can_be_cut).then(|| chosen.into_iter().map(Builder).collect())
}

/// Takes out of a statement what other dialects say by itself: indexes of a new table, and columns that come and go.
fn cut(statement: Statement) -> Vec<Statement> {
    match statement {
        Statement::CreateTable(mut table) => {
            let (named, inline): (Vec<IndexSpec>, Vec<IndexSpec>) =
                std::mem::take(&mut table.indexes).into_iter().partition(|index| index.name.is_some());
            let name = table.name.clone();
            let table = Statement::CreateTable(CreateTable { indexes: inline, ..table });
            let indexes = named.into_iter().map(|index| Statement::CreateIndex(name.clone(), index));
            [table].into_iter().chain(indexes).collect()
        }
        Statement::AlterTable(alter) if alter.changes.iter().all(stands_by_itself) => {
            let one = |change| AlterTable { table: alter.table.clone(), changes: vec![change] };
            alter.changes.into_iter().map(|change| Statement::AlterTable(one(change))).collect()
        }
        other => vec![other],
    }
}

/// A column that is renamed has its old name for the whole of its statement.
fn stands_by_itself(change: &Change) -> bool {
    matches!(change, Change::Add(_) | Change::Drop(_))
}

/// Whether one statement after the other comes to the same.
fn can_be_cut(statements: &[Statement], target: Target<'_>) -> bool {
    let mut dropped = statements.iter().filter_map(|statement| match statement {
        Statement::DropIndex(index) => Some(index),
        _ => None,
    });
    statements.len() == 1
        || !statements.iter().any(needs_index) && dropped.all(|index| !is_needed(index, statements, target))
}

/// Whether an index must be there at once: for a column whose values the server makes, and for what a key refers to in its own table.
fn needs_index(statement: &Statement) -> bool {
    match statement {
        Statement::AlterTable(alter) => alter.changes.iter().any(|change| match change {
            Change::Add(column) | Change::Modify(column) => column.auto_increment,
            Change::Rename(..) | Change::Drop(_) => false,
        }),
        Statement::CreateTable(table) => {
            let columns = table.primary_key.as_ref().map(|(_, columns)| columns.as_slice()).unwrap_or_default();
            let is_keyed = |column: &Column| column.primary_key || columns.first() == Some(&column.name);
            let counts = table.columns.iter().any(|column| column.auto_increment && !is_keyed(column));
            let refers = |key: &Reference| key.references == table.name;
            counts || table.references.iter().any(refers)
        }
        _ => false,
    }
}

/// Whether the server may refuse to drop an index by itself: a column may need it whose values it makes, and a foreign key that stays until
/// something comes in its place.
fn is_needed(index: &DropIndex, statements: &[Statement], target: Target<'_>) -> bool {
    let table = index.table.as_ref().and_then(|name| target.from.table(name, Dialect::Mysql));
    let Some(table) = table else { return true };
    let first = table.primary_key.as_ref().and_then(|key| key.columns.first());
    let counts = table.columns.iter().any(|column| column.auto_increment && first != Some(&column.name));
    let comes =
        |statement: &Statement| matches!(statement, Statement::CreateIndex(..) | Statement::CreateForeignKey(..));
    counts || statements.iter().any(comes) && is_stood_on(index, table, statements, target)
}

/// Whether a foreign key may stand on an index. The one that a server made for a key goes with that.
fn is_stood_on(index: &DropIndex, table: &Table, statements: &[Statement], target: Target<'_>) -> bool {
    let goes = |key: &&ForeignKey| {
        statements.iter().any(|statement| match statement {
            Statement::DropForeignKey(_, name) => key.name.as_ref() == Some(name),
            _ => false,
        })
    };
    let maker = table.foreign_keys.iter().filter(goes).find(|key| key.name.as_ref() == Some(&index.name));
    let mut staying = table.foreign_keys.iter().filter(|key| !goes(key));
    match maker {
        Some(maker) => staying.any(|key| key.columns.first() == maker.columns.first()),
        None => {
            let refers =
                |other: &Table| other.foreign_keys.iter().any(|key| key.references.same(&table.name, Dialect::Mysql));
            staying.next().is_some() || target.from.tables.values().any(refers)
        }
    }
}
