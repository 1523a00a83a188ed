//! Where a hazard stands when its statement has become several: above the one that it comes from.

use autogen_schema::Ident;

use super::builder::alter::Change;
use super::builder::index::Part;
use super::builder::{Builder, Statement};
use crate::{Hazard, HazardKind};

/// Returns which of some builders a hazard of theirs comes from; the first, where that cannot be told.
pub(super) fn place(hazard: &Hazard, builders: &[&Builder]) -> usize {
    let text = hazard.to_string();
    builders.iter().position(|builder| is_of(hazard, &text, &builder.0)).unwrap_or(0)
}

fn is_of(hazard: &Hazard, text: &str, statement: &Statement) -> bool {
    match statement {
        Statement::AlterTable(alter) => {
            let named = |name: &Ident| mentions(text, &format!("{}.{name}", alter.table));
            let copies = hazard.kind() == HazardKind::Rewrites;
            copies
                || alter.changes.iter().any(|change| match change {
                    Change::Add(column) | Change::Modify(column) => named(&column.name),
                    Change::Rename(_, name) | Change::Drop(name) => named(name),
                })
        }
        Statement::CreateForeignKey(..) => text.contains(" refers to a row that "),
        Statement::CreateIndex(_, index) => {
            let columns = index.parts.iter().filter_map(|part| match part {
                Part::Column { name, .. } => Some(name.as_str()),
                Part::Expression { .. } => None,
            });
            let doubles = format!(" have the same {}", columns.collect::<Vec<_>>().join(", "));
            text.ends_with(" while the index is built") || index.unique && text.ends_with(&doubles)
        }
        _ => false,
    }
}

/// Whether a text has a name in it, and not as the beginning of a longer one.
fn mentions(text: &str, name: &str) -> bool {
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-');
    text.match_indices(name).any(|(at, _)| !goes_on(text.get(at + name.len()..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use autogen_schema::Dialect;

    use super::*;
    use crate::rust::read::read;

    #[test]
    fn a_hazard_stands_above_what_it_comes_from() {
        let sql = "ALTER TABLE t DROP COLUMN a, DROP COLUMN ab, ADD UNIQUE INDEX u (c, d), \
                   ADD CONSTRAINT k FOREIGN KEY (e) REFERENCES p (id)";
        let builders = read(sql, Dialect::Mysql).unwrap();
        let builders: Vec<&Builder> = builders.iter().collect();
        for (hazard, place) in [
            (Hazard::LosesData("the values of t.ab".to_owned()), 0),
            (Hazard::FailsOnRows("fails if two rows of t have the same c, d".to_owned()), 1),
            (Hazard::FailsOnRows("fails if t(e) refers to a row that p does not have".to_owned()), 2),
            (Hazard::copies("t", crate::Others::Wait), 0),
            (Hazard::TouchesUnmanaged("drops trigger x".to_owned()), 0),
        ] {
            assert_eq!(super::place(&hazard, &builders), place, "{hazard}");
        }
    }

    #[test]
    fn a_longer_name_is_another() {
        assert!(mentions("the values of t.a", "t.a"));
        assert!(!mentions("the values of t.ab", "t.a"));
        assert!(mentions("the values of t.ab and t.a: gone", "t.a"));
    }
}
