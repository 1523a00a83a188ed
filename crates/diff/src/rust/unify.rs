//! One builder for the statements of several dialects.
//!
//! A statement in SQL does not say all that its builder can: what a type is called, what a key is named where that is not kept. What one dialect
//! leaves open another says.

use autogen_schema::Dialect;

use super::builder::alter::Change;
use super::builder::column::Column;
use super::builder::{Builder, Statement as Built};
use crate::Statement;

/// Returns what builders must have in common to be worth a closer look: what they do, and to what.
pub(super) fn key(builder: &Builder) -> String {
    match &builder.0 {
        Built::CreateTable(table) => format!("create table {}", table.name),
        Built::DropTable(name) => format!("drop table {name}"),
        Built::RenameTable(from, to) => format!("rename table {from} {to}"),
        Built::AlterTable(alter) => {
            let changes = alter.changes.iter().map(|change| match change {
                Change::Add(column) => format!(" add {}", column.name),
                Change::Modify(column) => format!(" modify {}", column.name),
                Change::Rename(from, to) => format!(" rename {from} {to}"),
                Change::Drop(name) => format!(" drop {name}"),
            });
            format!("alter table {}{}", alter.table, changes.collect::<String>())
        }
        Built::CreateIndex(table, index) => format!("create index {table} {:?}", index.name),
        Built::DropIndex(index) => format!("drop index {}", index.name),
        Built::CreateForeignKey(table, key) => format!("create key {table} {:?}", key.columns),
        Built::DropForeignKey(table, name) => format!("drop key {table} {name}"),
        Built::CreateEnum(name, _) | Built::AlterEnum(name, _) | Built::DropEnum(name) => format!("enum {name}"),
    }
}

/// Returns a builder that makes the statement of each dialect, to the letter: `one`, with what it does not say and `other` does.
pub(super) fn unified(one: &Builder, other: &Builder, of: &[(Dialect, &Statement)]) -> Option<Builder> {
    let mut both = one.clone();
    match (&mut both.0, &other.0) {
        (Built::CreateTable(one), Built::CreateTable(other)) => {
            for (column, theirs) in one.columns.iter_mut().zip(&other.columns) {
                learn(column, theirs)?;
            }
            for (key, theirs) in one.references.iter_mut().zip(&other.references) {
                key.name = key.name.take().or_else(|| theirs.name.clone());
            }
            one.comment = one.comment.take().or_else(|| other.comment.clone());
        }
        (Built::AlterTable(one), Built::AlterTable(other)) => {
            for pair in one.changes.iter_mut().zip(&other.changes) {
                if let (Change::Add(column) | Change::Modify(column), Change::Add(theirs) | Change::Modify(theirs)) =
                    pair
                {
                    learn(column, theirs)?;
                }
            }
        }
        (Built::DropIndex(one), Built::DropIndex(other)) => {
            one.table = one.table.take().or_else(|| other.table.clone());
        }
        _ => {}
    }
    let makes = |(dialect, statement): &(Dialect, &Statement)| both.sql(*dialect).as_ref() == Some(&statement.sql);
    of.iter().all(makes).then_some(both)
}

/// Leaves of the names of a type those that both have, and takes over what one dialect alone writes.
fn learn(column: &mut Column, theirs: &Column) -> Option<()> {
    if let (Some(ty), Some(other)) = (&mut column.ty, &theirs.ty) {
        ty.kinds.retain(|kind| other.kinds.contains(kind));
        ty.kinds.first()?;
    }
    column.comment = column.comment.take().or_else(|| theirs.comment.clone());
    Some(())
}
