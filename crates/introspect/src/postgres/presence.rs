//! Which kinds of things there are, so that nothing is asked about the others.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::catalog::query;
use crate::Error;

/// What a database has some of.
pub(super) struct Presence(BTreeSet<Thing>);

/// What a query asks for that is not always asked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    Trigger,
    Policy,
    Rule,
    Statistics,
    Publication,
    Enum,
    /// But for composite types, which are relations.
    UserType,
    Function,
    /// But for those on relations and columns, which tell of them by themselves.
    Grant,
    /// Something that something else needs, but for what references need.
    Dependency,
    Other,
}

impl Thing {
    /// Everything, each by its query.
    const ALL: [(Self, &str); 11] = [
        (Self::Trigger, "trigger"),
        (Self::Policy, "policy"),
        (Self::Rule, "rule"),
        (Self::Statistics, "statistics"),
        (Self::Publication, "publication"),
        (Self::Enum, "enumeration"),
        (Self::UserType, "user_type"),
        (Self::Function, "function"),
        (Self::Grant, "grant"),
        (Self::Dependency, "dependency"),
        (Self::Other, "other"),
    ];
}

impl Presence {
    pub(super) async fn read(db: &impl ConnectionTrait) -> Result<Self, Error> {
        let rows = query(db, "presence", include_str!("presence.sql"), decode).await?;
        rows.into_iter().next().ok_or(Error::Silent { what: "presence" })
    }

    pub(super) fn has(&self, thing: Thing) -> bool {
        self.0.contains(&thing)
    }
}

fn decode(row: &QueryResult) -> Result<Presence, DbErr> {
    let mut there = BTreeSet::new();
    for (thing, query) in Thing::ALL {
        if row.try_get("", query)? {
            there.insert(thing);
        }
    }
    Ok(Presence(there))
}

#[cfg(test)]
mod tests {
    /// What a query asks of `pg_depend` between two of its lines, without comments and white space.
    fn condition(sql: &str, begin: &str, end: &str) -> String {
        let (_, rest) = sql.split_once(begin).unwrap();
        let lines = rest.split_once(end).unwrap().0.lines().map(str::trim).filter(|line| !line.starts_with("--"));
        lines.collect::<String>().split_whitespace().collect()
    }

    #[test]
    fn dependencies_are_there_where_the_query_for_them_finds_any() {
        let asked = condition(include_str!("dependency.sql"), "FROM pg_depend AS d", "\n),\nspace AS");
        let there = condition(include_str!("presence.sql"), "FROM pg_depend AS d", "\n    ) AS dependency");
        assert!(asked.contains("d.refobjid>=16384"), "{asked}");
        assert_eq!(there, asked);
    }
}
