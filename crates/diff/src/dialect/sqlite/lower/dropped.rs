//! Tables that go.

use autogen_schema::{ReferentialAction, Table};

use super::{Lowering, Phase, SQLITE};
use crate::dialect::Refusal;
use crate::dialect::sqlite::dependents::check_drop_table;
use crate::{Hazard, Operation, Statement};

impl Lowering<'_> {
    /// Lowers the drop of a table. It comes alone: nothing that stays may refer to it.
    pub(super) fn drop(&mut self, table: &Table) -> Result<(), Refusal> {
        check_drop_table(self.base, table, &self.intent)?;
        self.rebuild |= self.needs_keys_off(table);
        let mut statement = Statement::new(format!("DROP TABLE {}", SQLITE.quote_table(&table.name)));
        statement.hazards.push(Hazard::LosesData(format!("every row of {}", table.name)));
        statement.hazards.extend(table.triggers.iter().map(|trigger| {
            Hazard::TouchesUnmanaged(format!("trigger {} goes with table {}", trigger.name, table.name))
        }));
        self.gone.push(table.name.clone());
        table.indexes.iter().filter_map(|index| index.name.as_ref()).for_each(|name| self.names.release(name));
        self.names.release(&table.name.name);
        self.push_statements(Phase::Drop, vec![statement]);
        Ok(())
    }

    /// Dropping a table deletes its rows first, which fails while another table still refers to them, and where a row may
    /// not be deleted because of another in the same table.
    fn needs_keys_off(&self, table: &Table) -> bool {
        let refers = |other: &Table| other.foreign_keys.iter().any(|key| key.references.same(&table.name, SQLITE));
        let waits = |other: &&Table| {
            !other.name.same(&table.name, SQLITE)
                && self.intent.drops_table(&other.name)
                && !self.gone.iter().any(|gone| gone.same(&other.name, SQLITE))
        };
        let restricts_itself = table
            .foreign_keys
            .iter()
            .any(|key| key.references.same(&table.name, SQLITE) && key.on_delete == Some(ReferentialAction::Restrict));
        restricts_itself || self.base.tables.values().filter(waits).any(refers)
    }
}

/// Whether an operation leaves the table as it is on SQLite.
pub(super) fn is_nothing(operation: &Operation) -> bool {
    matches!(operation, Operation::SetTableComment { .. })
}
