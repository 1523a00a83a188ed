//! What the servers have no statement for.

use autogen_schema::{Dialect, Object, Schema};

use super::lower::clauses;
use crate::dialect::Refusal;
use crate::exact::Renames;

const MYSQL: Dialect = Dialect::Mysql;

/// Returns what stays as it is on the way from one schema to another.
pub(crate) fn left(from: &Schema, to: &Schema, renames: &Renames) -> Vec<Refusal> {
    let mut left = Vec::new();
    for table in from.tables.values() {
        if let Some(target) = to.table(&renames.table(&table.name, MYSQL), MYSQL) {
            left.extend(clauses::left(table, target));
        }
    }
    let is_there = |object: &&Object| from.objects.iter().any(|o| (&o.kind, &o.name) == (&object.kind, &object.name));
    let new = to.objects.iter().filter(|object| object.sql.is_none()).filter(|object| !is_there(object));
    left.extend(new.map(|object| {
        let what = format!("make {} `{}`", object.kind, object.name);
        Refusal::new(what, "the catalog does not tell this account how it is made")
    }));
    left
}
