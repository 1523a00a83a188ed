//! What brings a schema back to what it was before an upgrade, as the server told it then.

use autogen_schema::Schema;

use super::POSTGRES;
use super::enum_names::EnumNames;
use super::lower::{Aim, lowered, with_children, without_children};
use crate::dialect::Refusal;
use crate::exact::{self, Renames};
use crate::{Operation, Script, Values, values};

/// Lowers what undoes an upgrade.
///
/// `from` is the schema after the upgrade has run, `to` the one before it, both as the server tells them; `operations` are the
/// upgrade's and tell what was renamed. What raw SQL did to the schema is undone with the rest; its own way back is not run.
///
/// What an upgrade has destroyed does not come back: a column that must not be NULL is filled, and the script says so. Columns
/// that come back stand behind the others.
pub fn downgrade(from: &Schema, to: &Schema, operations: &[Operation]) -> Result<Script, Refusal> {
    restored(from, to, operations).map(|(script, _)| script)
}

/// As [`downgrade`], with the tables as the statements leave them.
pub(super) fn restored(from: &Schema, to: &Schema, operations: &[Operation]) -> Result<(Script, Schema), Refusal> {
    let done = with_children(operations, to);
    let undoing = Renames::undoing(&done);
    // What the server writes otherwise for a rename alone comes back with that.
    let from = &EnumNames::undoing(operations).schema(from);
    let mut back = exact::between(from, to, POSTGRES, &undoing);
    back.extend(values::back(operations, &undoing, POSTGRES).into_iter().map(|(table, column, said)| {
        // Columns have their names back by the time that their types come back.
        let names = undoing.columns_to(&table);
        let up = said.renamed(&names, POSTGRES);
        Operation::SetValues { table, column, up, down: Values::default() }
    }));
    lowered(&without_children(back, to), from, to, Aim::Restore)
}
