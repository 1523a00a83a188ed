//! Changes in words, as people read them on the screen. What a revision file says is the change list's own language.

use std::collections::BTreeMap;

use autogen_schema::TableName;
use autogen_schema::change::{Action, Change, Fact, FactKey};

use crate::theme::{self, paint};

/// Returns a line for each change. What belongs to a table that is made or dropped is counted on the table's line.
pub(crate) fn changes(changes: &[Change]) -> Vec<String> {
    let whole = whole_tables(changes);
    let mut lines = Vec::new();
    for change in changes {
        let table = change.key().table();
        let is_member = |table| whole.contains_key(table) && !matches!(change.key(), FactKey::Table(_));
        match &change.action {
            Action::Made(_) | Action::Unmade(_) if table.is_some_and(is_member) => {}
            Action::Made(fact) => {
                lines.push(format!("{} {}", paint(theme::GOOD, "added"), subject(fact, table, &whole)));
            }
            Action::Unmade(fact) => {
                lines.push(format!("{} {}", paint(theme::REMOVED, "removed"), subject(fact, table, &whole)));
            }
            Action::Claimed(fact) => lines.push(format!("claimed {}", one_line(&fact.key))),
            Action::Altered(key, facets) => {
                let facets: Vec<String> = facets.iter().map(ToString::to_string).collect();
                let verb = paint(theme::CHANGED, "changed");
                lines.push(format!("{verb} {}: {}", one_line(key), facets.join(", ")));
            }
            Action::Renamed(key, to) => {
                let verb = paint(theme::CHANGED, "renamed");
                lines.push(format!("{verb} {} to `{}`", one_line(key), to.as_str().escape_debug()));
            }
        }
    }
    lines
}

/// How many indexes, uniques and keys come or go with each table that is made or dropped.
type Members<'a> = BTreeMap<&'a TableName, [usize; 3]>;

fn whole_tables(changes: &[Change]) -> Members<'_> {
    let facts = || {
        changes.iter().filter_map(|change| match &change.action {
            Action::Made(fact) | Action::Unmade(fact) => Some(&fact.key),
            _ => None,
        })
    };
    let mut members: Members<'_> = facts()
        .filter_map(|key| match key {
            FactKey::Table(table) => Some((table, [0; 3])),
            _ => None,
        })
        .collect();
    for key in facts() {
        let kind = match key {
            FactKey::Unique(..) => 0,
            FactKey::Index(..) => 1,
            FactKey::ForeignKey(..) => 2,
            _ => continue,
        };
        let count = key.table().and_then(|table| members.get_mut(table)).and_then(|counts| counts.get_mut(kind));
        if let Some(count) = count {
            *count += 1;
        }
    }
    members
}

fn subject(fact: &Fact, table: Option<&TableName>, whole: &Members<'_>) -> String {
    match (&fact.key, table.and_then(|table| whole.get(table))) {
        (FactKey::Table(_), Some(counts)) => {
            let columns = fact.members.iter().filter(|member| matches!(member.key, FactKey::Column(..))).count();
            let names =
                [("column", "columns"), ("unique", "uniques"), ("index", "indexes"), ("foreign key", "foreign keys")];
            let counts = std::iter::once(columns).chain(counts.iter().copied());
            let parts: Vec<String> = counts
                .zip(names)
                .filter(|(count, _)| *count > 0)
                .map(|(count, (one, many))| format!("{count} {}", if count == 1 { one } else { many }))
                .collect();
            format!("{} ({})", one_line(&fact.key), parts.join(", "))
        }
        (FactKey::Column(..), _) => {
            let (whole, key) = (fact.to_string(), fact.key.to_string());
            let said = whole.strip_prefix(&key).unwrap_or_default().trim();
            format!("{}: {said}", one_line(&fact.key))
        }
        _ => {
            let (whole, key) = (fact.to_string(), fact.key.to_string());
            format!("{}{}", one_line(&fact.key), whole.strip_prefix(&key).unwrap_or_default())
        }
    }
}

/// Returns what a fact is about: column `users.phone_number`.
pub(crate) fn one_line(key: &FactKey) -> String {
    let text = key.to_string();
    match text.split_once(' ') {
        Some((kind, name)) => format!("{} `{name}`", kind.replace('-', " ")),
        None => text,
    }
}

/// Returns a count with its noun: `1 revision`, `3 revisions`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
