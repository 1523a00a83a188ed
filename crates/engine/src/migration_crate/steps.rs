//! What SeaORM's migrator is asked to run for a plan. It counts: so many of those that are not applied, in the order of the vector,
//! or so many of those that are, from its end.

use std::collections::BTreeSet;

use autogen_revision::{Direction, RevisionId, Row};

use super::MigrationsError;
use crate::History;

/// Returns how many migrations the migrator is to run so that it runs those of `plan`.
pub fn steps(
    history: &History,
    rows: &[Row],
    plan: &[RevisionId],
    direction: Direction,
) -> Result<usize, MigrationsError> {
    let applied: BTreeSet<&RevisionId> = rows.iter().map(|row| &row.revision).collect();
    let in_order = history.revisions.iter().map(|revision| &revision.header.id);
    let candidates: Vec<&RevisionId> = match direction {
        Direction::Upgrade => in_order.filter(|id| !applied.contains(id)).collect(),
        Direction::Downgrade => in_order.rev().filter(|id| applied.contains(id)).collect(),
    };
    let wanted: BTreeSet<&RevisionId> = plan.iter().collect();
    match candidates.iter().take(plan.len()).find(|id| !wanted.contains(**id)) {
        Some(other) => Err(MigrationsError::OutOfOrder { other: (*other).clone(), direction }),
        None => Ok(plan.len()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use autogen_revision::Revision;

    use super::*;

    fn history(names: &[&str]) -> History {
        let mut before = None;
        let mut revisions = Vec::new();
        for name in names {
            let revision = Revision::of_migration(Path::new(name), name, &[], before.as_ref()).unwrap();
            before = Some(revision.header.id.clone());
            revisions.push(revision);
        }
        History::new(revisions).unwrap()
    }

    fn ids(names: &[&str]) -> Vec<RevisionId> {
        names.iter().map(|name| RevisionId::new(*name).unwrap()).collect()
    }

    fn rows(history: &History, names: &[&str]) -> Vec<Row> {
        let applied = history.revisions.iter().filter(|revision| names.contains(&revision.header.id.as_str()));
        applied.map(|revision| Row::of(revision, autogen_schema::Dialect::Sqlite, 0).unwrap()).collect()
    }

    #[test]
    fn a_plan_is_counted() {
        let history = history(&["m1", "m2", "m3"]);
        let count = |applied: &[&str], plan: &[&str], direction| {
            steps(&history, &rows(&history, applied), &ids(plan), direction).map_err(|error| error.to_string())
        };
        assert_eq!(count(&[], &["m1", "m2"], Direction::Upgrade), Ok(2));
        assert_eq!(count(&["m1"], &["m2", "m3"], Direction::Upgrade), Ok(2));
        assert_eq!(count(&["m1", "m2", "m3"], &["m3", "m2"], Direction::Downgrade), Ok(2));
        let told = "SeaORM would run the upgrade of `m2` first, which is not asked for";
        assert_eq!(count(&["m1"], &["m3"], Direction::Upgrade), Err(told.to_owned()));
        let told = "SeaORM would run the downgrade of `m3` first, which is not asked for";
        assert_eq!(count(&["m1", "m2", "m3"], &["m2"], Direction::Downgrade), Err(told.to_owned()));
    }
}
