//! Triggers.

use autogen_schema::Trigger;
use sea_orm::{DbErr, QueryResult};

use super::catalog::idents;

pub(super) const SQL: &str = include_str!("trigger.sql");

/// A trigger, and when it fires.
pub(super) struct TriggerRow {
    pub(super) trigger: Trigger,
    /// `O` for always but on a replica, `D` for never, `R` for on a replica alone, `A` for always.
    pub(super) enabled: String,
    pub(super) comment: Option<String>,
}

/// Reads a row of `trigger.sql`.
pub(super) fn decode(row: &QueryResult) -> Result<TriggerRow, DbErr> {
    let mut trigger = Trigger::new(row.try_get::<String>("", "name")?, row.try_get::<String>("", "definition")?);
    trigger.uses = idents(row, "uses")?.into_iter().collect();
    Ok(TriggerRow { trigger, enabled: row.try_get("", "enabled")?, comment: row.try_get("", "comment")? })
}
