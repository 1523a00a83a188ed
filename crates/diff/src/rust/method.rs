//! The methods of a migration.

use autogen_schema::Dialect;

use super::body::{body, has_stages, needs_no_transaction};
use crate::Script;
use crate::render::Direction;

/// Renders `up` or `down`: what each dialect of a project runs, without a line break at the end.
pub fn method(direction: Direction, scripts: &[(Dialect, Script)]) -> String {
    let name = match direction {
        Direction::Upgrade => "up",
        Direction::Downgrade => "down",
    };
    let body = body(scripts);
    let (manager, gap) = if body.is_empty() { ("_manager", "") } else { ("manager", "\n\n") };
    format!(
        "    async fn {name}(&self, {manager}: &SchemaManager) -> Result<(), DbErr> {{\n{body}{gap}        Ok(())\n    }}"
    )
}

/// Renders what SeaORM is told of transactions, where it would do otherwise by itself: it begins one on PostgreSQL alone
/// (`sea-orm-migration/src/migrator/exec.rs`). Nothing where that is right.
pub fn use_transaction(upgrade: &[(Dialect, Script)], downgrade: &[(Dialect, Script)]) -> String {
    let all = || upgrade.iter().chain(downgrade);
    let has_transactions = |dialect: Dialect| dialect == Dialect::Sqlite;
    let said = if needs_no_transaction(upgrade) || needs_no_transaction(downgrade) {
        "false"
    } else if all().any(|(_, script)| has_stages(script)) || !all().any(|(dialect, _)| has_transactions(*dialect)) {
        return String::new();
    } else {
        "true"
    };
    format!("    fn use_transaction(&self) -> Option<bool> {{\n        Some({said})\n    }}")
}
