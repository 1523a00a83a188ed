//! What operations run as.
//!
//! An upgrade is applied to the schema that it starts from, as a value; a downgrade is told where it arrives. From there on
//! both are the same: [`transition`] compares where it starts with where it arrives, and writes what leads there.

mod alter;
mod apply;
mod beside;
pub(super) mod clauses;
mod column;
mod dependents;
mod foreign_keys;
mod gained;
mod generated;
mod labels;
mod online;
mod renamed;
mod settle;
mod stopover;
mod tables;
mod transition;
mod valued;
mod versioned;

use std::collections::BTreeMap;

use autogen_schema::{Dialect, EnumName, EnumType, Schema};

use crate::dialect::Refusal;
use crate::exact::Renames;
use crate::{Block, Operation, Script, Statement, invert};
use beside::Beside;
use transition::{Transition, Way};

#[cfg(test)]
mod tests;

const MYSQL: Dialect = Dialect::Mysql;

/// Lowers the operations of an upgrade: what is done to one table goes into one statement where a server allows it.
///
/// `base` is the schema that the upgrade starts from, as its database tells it; `enums` are those of the entities, whose
/// labels MySQL keeps in each column. Operations on enums come to nothing by themselves, but for labels that are renamed. Fails where something that stays
/// would break, or a type has no spelling.
pub fn upgrade(
    operations: &[Operation],
    base: &Schema,
    enums: &BTreeMap<EnumName, EnumType>,
) -> Result<Script, Refusal> {
    let mut script = Script::default();
    let mut now = base.clone();
    // SQL that somebody wrote stands where it was put: what it counts on is done, what counts on it is not.
    for part in operations.split_inclusive(|operation| matches!(operation, Operation::RawSql { .. })) {
        let (raw, part) = match part.split_last() {
            Some((Operation::RawSql { up, .. }, before)) => (Some(up), before),
            _ => (None, part),
        };
        dependents::check(part, &now)?;
        versioned::check(part, &now)?;
        labels::check(part, &now)?;
        let arrival = apply::apply(part, &now)?;
        let renames = Renames::undoing(&invert(part.to_vec()));
        let labels = labels::forth(part);
        let values = valued::forth(part);
        let transition = Transition {
            from: &now,
            to: &arrival.schema,
            renames: &renames,
            labels: &labels,
            values: &values,
            enums,
            way: Way::Up(&arrival.taken),
        };
        script.blocks.extend(transition.blocks()?);
        script.blocks.extend(raw.map(|sql| Block::new(vec![Statement::new(sql)])));
        now = arrival.schema;
    }
    Ok(script)
}

/// Lowers what undoes an upgrade: `from` is the schema after it has run, `to` the one before it, both as their database tells
/// them; `operations` are the upgrade's and tell what was renamed.
pub fn downgrade(from: &Schema, to: &Schema, operations: &[Operation]) -> Result<Script, Refusal> {
    let renames = Renames::undoing(operations);
    let enums = BTreeMap::new();
    let raw = operations.iter().rev().filter_map(|operation| match operation {
        Operation::RawSql { down, .. } => Some(Block::new(vec![Statement::new(down)])),
        _ => None,
    });
    let raw: Vec<Block> = raw.collect();
    // What SQL of somebody's made, that SQL's own way back takes away.
    let beside = if raw.is_empty() { beside::beside(from, to, &renames) } else { Beside::default() };
    let labels = labels::back(operations, &renames);
    let values = valued::back(operations, &renames);
    let transition =
        Transition { from, to, renames: &renames, labels: &labels, values: &values, enums: &enums, way: Way::Down };
    let blocks = transition.blocks()?;
    Ok(Script {
        blocks: raw.into_iter().chain(beside.before).chain(blocks).chain(beside.after).collect(),
        rebuild: false,
    })
}
