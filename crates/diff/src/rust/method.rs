//! The methods of a migration.

use autogen_schema::Dialect;

use super::body::{body, has_stages, needs_no_transaction};
use crate::Script;
use crate::render::Direction;

/// What a migration says of transactions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transaction {
    /// Nothing: SeaORM begins one on PostgreSQL alone (`sea-orm-migration/src/migrator/exec.rs`), which is right.
    Usual,
    /// It is to begin one.
    Always,
    /// It must not, since a part runs outside of any.
    Never,
}

impl Transaction {
    /// Finds out what is right for the scripts of both ways. One that replaces a table of SQLite's has a transaction of its own there.
    pub fn of(upgrade: &[(Dialect, Script)], downgrade: &[(Dialect, Script)]) -> Self {
        let mut all = upgrade.iter().chain(downgrade);
        if needs_no_transaction(upgrade) || needs_no_transaction(downgrade) {
            Transaction::Never
        } else if all.clone().all(|(_, script)| !has_stages(script))
            && all.any(|(dialect, _)| *dialect == Dialect::Sqlite)
        {
            Transaction::Always
        } else {
            Transaction::Usual
        }
    }

    /// Renders the method that says so; nothing where nothing is said.
    pub fn method(self) -> String {
        let said = match self {
            Transaction::Usual => return String::new(),
            Transaction::Always => "true",
            Transaction::Never => "false",
        };
        format!("    fn use_transaction(&self) -> Option<bool> {{\n        Some({said})\n    }}")
    }
}

/// Renders `up` or `down`: what each dialect of a project runs, without a line break at the end. `transaction` is what the migration says of
/// them as a whole.
pub fn method(direction: Direction, scripts: &[(Dialect, Script)], transaction: Transaction) -> String {
    let name = match direction {
        Direction::Upgrade => "up",
        Direction::Downgrade => "down",
    };
    with_body(name, &body(scripts, transaction != Transaction::Always))
}

/// Renders a method with this body.
pub(super) fn with_body(name: &str, body: &str) -> String {
    let (manager, gap) = if body.is_empty() { ("_manager", "") } else { ("manager", "\n\n") };
    format!(
        "    async fn {name}(&self, {manager}: &SchemaManager) -> Result<(), DbErr> {{\n{body}{gap}        Ok(())\n    }}"
    )
}
