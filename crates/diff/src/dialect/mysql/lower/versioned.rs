//! Tables that keep what their rows were.

use autogen_schema::Schema;

use super::MYSQL;
use crate::Operation;
use crate::dialect::Refusal;

/// MariaDB does not change what the columns of a system-versioned table are, which their history would have to follow
/// (<https://mariadb.com/kb/en/system-versioned-tables/#altering-a-versioned-table>).
pub(super) fn check(operations: &[Operation], base: &Schema) -> Result<(), Refusal> {
    for operation in operations {
        let (table, what) = match operation {
            Operation::AddColumn { table, column } => (table, format!("add `{table}.{}`", column.name)),
            Operation::DropColumn { table, column } => (table, format!("drop `{table}.{}`", column.name)),
            Operation::RenameColumn { table, from, .. } => (table, format!("rename `{table}.{from}`")),
            Operation::AlterColumn { table, to, .. } => (table, format!("change `{table}.{}`", to.name)),
            _ => continue,
        };
        let is_versioned = |clause: &String| clause == "WITH SYSTEM VERSIONING";
        if base.table(table, MYSQL).is_some_and(|table| table.clauses.iter().any(is_versioned)) {
            return Err(Refusal::new(what, format!("`{table}` is system-versioned, and its history would have to follow"))
                .hint("write the change yourself (`autogen revision`), with `SET system_versioning_alter_history = KEEP` before it"));
        }
    }
    Ok(())
}
