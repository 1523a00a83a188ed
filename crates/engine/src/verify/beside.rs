//! What stands beside tables and goes along with them unseen: views, triggers, policies.

use std::collections::BTreeSet;

use autogen_revision::{Direction, Revision};
use autogen_schema::{Dialect, Schema, TableName};

use crate::Error;
use crate::dump::Entry;
use crate::scratch::Scratch;

/// What nobody manages, in the database's words.
const BESIDE: &[&str] =
    &["view", "materialized view", "trigger", "policy", "rule", "statistics", "function", "procedure", "event"];

/// Returns what the upgrade took along although none of its statements names it.
pub(super) fn gone(
    before: &[Entry],
    after: &[Entry],
    revision: &Revision,
    dialect: Dialect,
) -> Vec<(TableName, String)> {
    let there: BTreeSet<(&str, &TableName)> = after.iter().map(|entry| (entry.kind.as_str(), &entry.name)).collect();
    let tables: BTreeSet<&TableName> = after.iter().filter(|e| e.kind == "table").map(|e| &e.name).collect();
    let upgrades = || revision.sections.iter().filter(|s| s.direction == Direction::Upgrade && s.serves(dialect));
    let is_named = |name: &TableName| upgrades().any(|section| section.body.contains(name.name.as_str()));
    before
        .iter()
        .filter(|entry| BESIDE.contains(&entry.kind.as_str()) && !there.contains(&(entry.kind.as_str(), &entry.name)))
        // What hangs on a table goes with it.
        .filter(|entry| entry.table.as_ref().is_none_or(|table| tables.contains(table)))
        .filter(|entry| !is_named(&entry.name))
        .map(|entry| {
            let text = format!("{} {} is gone after the upgrade, and no statement names it", entry.kind, entry.name);
            (entry.name.clone(), text)
        })
        .collect()
}

/// Returns the views that cannot be read, each with what the database says.
pub(super) async fn broken_views(scratch: &Scratch, schema: &Schema) -> Result<Vec<(TableName, String)>, Error> {
    let dialect = scratch.dialect();
    let mut broken = Vec::new();
    for name in schema.views.keys() {
        let sql = format!("SELECT 1 FROM {} LIMIT 0", dialect.quote_table(name));
        if let Err(failure) = scratch.attempt_query(&sql).await {
            broken.push((name.clone(), scratch.anonymous(&failure.to_string())));
        }
    }
    Ok(broken)
}
