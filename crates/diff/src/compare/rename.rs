//! Finds columns that have another name in the entities, where an entity says so (`renamed_from = "…"`). Nothing is guessed.

use autogen_schema::change::{Action, Change, FactKey};
use autogen_schema::{Column, Ident, Ledger, Schema, Table, TableName};

use super::{Difference, Sides};
use crate::Operation;

/// A column of the base that an entity calls by another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rename {
    table: TableName,
    from: Ident,
    to: Ident,
}

/// Finds the renames that are still to be made, by table.
pub(super) fn find(sides: Sides<'_>, difference: &mut Difference) -> Vec<Rename> {
    let mut renames = Vec::new();
    for model in sides.model.tables.values() {
        let Some(base) = sides.base.table(&model.name, sides.dialect) else { continue };
        for column in &model.columns {
            renames.extend(renamed(sides, model, base, column, difference));
        }
    }
    renames
}

fn renamed(
    sides: Sides<'_>,
    model: &Table,
    base: &Table,
    column: &Column,
    difference: &mut Difference,
) -> Option<Rename> {
    let dialect = sides.dialect;
    let old = column.renamed_from.as_ref()?;
    // It says so for as long as the attribute stands: afterwards there is nothing left to rename.
    let found = base.column(old, dialect)?;
    if base.column(&column.name, dialect).is_some() {
        return None;
    }
    let claims = |other: &&Column| other.renamed_from.as_ref().is_some_and(|from| from.same(old, dialect));
    if model.column(old, dialect).is_some() || model.columns.iter().filter(claims).count() > 1 {
        let key = FactKey::Column(base.name.clone(), column.name.clone());
        difference
            .note(key, format!("it is not renamed from `{old}`, because another field lays claim to that column"));
        return None;
    }
    Some(Rename { table: base.name.clone(), from: found.name.clone(), to: column.name.clone() })
}

/// Returns base and ledger with the new names.
pub(super) fn apply(renames: &[Rename], sides: Sides<'_>) -> (Schema, Ledger) {
    let (mut base, mut ledger) = (sides.base.clone(), sides.ledger.clone());
    for rename in renames {
        base.rename_column(&rename.table, &rename.from, &rename.to, sides.dialect);
        ledger.fold(&[rename.change()]);
    }
    (base, ledger)
}

/// Says what is renamed.
pub(super) fn tell(renames: &[Rename], difference: &mut Difference) {
    for rename in renames {
        difference.changes.push(rename.change());
        let Rename { table, from, to } = rename.clone();
        difference.operations.push(Operation::RenameColumn { table, from, to });
    }
}

impl Rename {
    fn change(&self) -> Change {
        let key = FactKey::Column(self.table.clone(), self.from.clone());
        Change::new(Action::Renamed(key, self.to.clone()))
    }
}
