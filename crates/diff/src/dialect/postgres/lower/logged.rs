//! Which tables the server logs. One that it logs refers to none that it does not
//! (<https://www.postgresql.org/docs/current/sql-createtable.html>: `UNLOGGED`).

use autogen_schema::{Table, TableName};

use super::{Aim, Lowering, POSTGRES};
use crate::dialect::postgres::warn;
use crate::order::referenced_first;
use crate::{Operation, Statement};

/// Returns at which operation tables have to be what they are to be: the first that makes a key.
pub(super) fn first_key(operations: &[Operation]) -> usize {
    let makes =
        |operation: &Operation| matches!(operation, Operation::CreateTable(_) | Operation::AddForeignKey { .. });
    operations.iter().position(makes).unwrap_or(operations.len())
}

impl Lowering<'_> {
    /// Makes tables logged, what is referred to first, and others unlogged, what refers first.
    pub(super) fn set_logged(&mut self) {
        if self.aim == Aim::Change {
            return;
        }
        let goal = self.goal;
        let differs = |table: &&Table| {
            let target = goal.table(&table.name, POSTGRES);
            target.is_some_and(|target| is_logged(target) != is_logged(table))
        };
        let differing: Vec<Table> = self.standing.schema.tables.values().filter(differs).cloned().collect();
        let (unlogged, logged): (Vec<Table>, Vec<Table>) =
            referenced_first(differing, POSTGRES).into_iter().partition(|table| !is_logged(table));
        for table in unlogged {
            self.persist(&table.name, "SET LOGGED");
        }
        for table in logged.into_iter().rev() {
            self.persist(&table.name, "SET UNLOGGED");
        }
    }

    fn persist(&mut self, table: &TableName, action: &str) {
        let mut statement = Statement::new(format!("ALTER TABLE {} {action}", POSTGRES.quote_table(table)));
        statement.hazards.push(warn::copies(table));
        self.push(table, statement);
    }
}

fn is_logged(table: &Table) -> bool {
    !table.clauses.iter().any(|clause| clause == "UNLOGGED")
}
