//! Labels of enums that get another name: what says the old one.

use autogen_schema::{Ident, Schema, Table};

use super::{Intent, SQLITE};
use crate::Operation;
use crate::dialect::{Refusal, mentioned};

/// Fails where something that stays says a label that gets another name.
pub(super) fn check(
    base: &Schema,
    table: &Table,
    operations: &[&Operation],
    intent: &Intent<'_>,
) -> Result<(), Refusal> {
    for operation in operations {
        let Operation::SetValues { column, up, .. } = operation else { continue };
        let name = intent.old_column(&table.name, column);
        for (label, _) in &up.labels {
            let says = mentioned::by(base, table, label, SQLITE).or_else(|| default(table, &name, label, operations));
            if let Some(says) = says {
                return Err(mentioned::refusal(&table.name, column, label, &says));
            }
        }
    }
    Ok(())
}

/// A default that is the label, and stays.
fn default(table: &Table, column: &Ident, label: &str, operations: &[&Operation]) -> Option<String> {
    let changes = operations.iter().any(|operation| {
        matches!(operation, Operation::AlterColumn { from, to, .. }
            if from.name.same(column, SQLITE) && from.default != to.default)
    });
    let default = table.column(column, SQLITE)?.default.as_ref().filter(|_| !changes)?;
    mentioned::is_said(default, label, SQLITE).then(|| "its default".to_owned())
}
