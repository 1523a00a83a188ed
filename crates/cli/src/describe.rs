//! Changes in words, as people read them on the screen. What a revision file says is the change list's own language.

use std::collections::HashMap;
use std::fmt::Write as _;

use autogen_schema::change::{Action, Change, Fact, FactKey};
use autogen_schema::{Dialect, TableName};

use crate::theme::{self, paint};

/// Returns a line for each change. What belongs to a table that is made or dropped is counted on the table's line.
pub(crate) fn changes(changes: &[Change]) -> Vec<String> {
    each_change(changes).into_iter().map(|(_, line)| line).collect()
}

/// Returns the changes that have a line of their own, with it.
pub(crate) fn each_change(changes: &[Change]) -> Vec<(&Change, String)> {
    let whole = whole_tables(changes);
    let mut told = Vec::new();
    for change in changes {
        let table = change.key().table();
        let is_member =
            |table| !matches!(change.key(), FactKey::Table(_)) && owners(&whole, table, change).next().is_some();
        let mut line = match &change.action {
            Action::Made(_) | Action::Unmade(_) if table.is_some_and(is_member) => continue,
            Action::Made(fact) => {
                format!("{} {}", paint(theme::GOOD, "added"), subject(fact, change, &whole))
            }
            Action::Unmade(fact) => {
                format!("{} {}", paint(theme::REMOVED, "removed"), subject(fact, change, &whole))
            }
            Action::Claimed(fact) => format!("claimed {}", one_line(&fact.key)),
            Action::Altered(key, facets) => {
                let facets: Vec<String> = facets.iter().map(ToString::to_string).collect();
                let verb = paint(theme::CHANGED, "changed");
                format!("{verb} {}: {}", one_line(key), facets.join(", "))
            }
            Action::Relabelled(key, from, to) => {
                let verb = paint(theme::CHANGED, "renamed");
                let (from, to) = (from.escape_debug(), to.escape_debug());
                format!("{verb} label '{from}' of {} to '{to}'", one_line(key))
            }
            Action::Renamed(key, to) => {
                let verb = paint(theme::CHANGED, "renamed");
                format!("{verb} {} to `{}`", one_line(key), to.as_str().escape_debug())
            }
        };
        if let Some(dialect) = change.dialect {
            let _infallible = write!(line, " [{dialect}]");
        }
        told.push((change, line));
    }
    told
}

/// How many indexes, uniques and keys come or go with each table that is made or dropped, by the dialects that its lines are about.
type Members<'a> = HashMap<&'a TableName, Vec<(Option<Dialect>, [usize; 3])>>;

fn whole_tables(changes: &[Change]) -> Members<'_> {
    let facts = || {
        changes.iter().filter_map(|change| match &change.action {
            Action::Made(fact) | Action::Unmade(fact) => Some((&fact.key, change)),
            _ => None,
        })
    };
    let mut members = Members::new();
    for (key, change) in facts() {
        if let FactKey::Table(table) = key {
            members.entry(table).or_default().push((change.dialect, [0; 3]));
        }
    }
    for (key, change) in facts() {
        let kind = match key {
            FactKey::Unique(..) => 0,
            FactKey::Index(..) => 1,
            FactKey::ForeignKey(..) => 2,
            _ => continue,
        };
        let owners = key.table().and_then(|table| members.get_mut(table)).into_iter().flatten();
        for (_, counts) in owners.filter(|(owner, _)| owns(*owner, change)) {
            counts[kind] += 1;
        }
    }
    members
}

/// The lines of a table that a change belongs to: by their dialects, with what comes or goes with them.
fn owners<'w>(
    whole: &'w Members<'_>,
    table: &TableName,
    change: &Change,
) -> impl Iterator<Item = &'w (Option<Dialect>, [usize; 3])> {
    whole.get(table).into_iter().flatten().filter(|(owner, _)| owns(*owner, change))
}

/// Whether a change belongs to a line that is about a dialect, or about all.
fn owns(line: Option<Dialect>, change: &Change) -> bool {
    line.is_none_or(|dialect| change.serves(dialect))
}

fn subject(fact: &Fact, change: &Change, whole: &Members<'_>) -> String {
    let lines = fact.key.table().and_then(|table| whole.get(table)).into_iter().flatten();
    match (&fact.key, lines.into_iter().find(|(dialect, _)| *dialect == change.dialect)) {
        (FactKey::Table(_), Some((_, counts))) => {
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

/// Returns what is said of dialects: what is said of all of them as it is, and else with their names behind it.
pub(crate) fn of_dialects(said: &[(Dialect, Vec<String>)]) -> Vec<String> {
    if let [(_, texts)] = said {
        return texts.clone();
    }
    let mut lines: Vec<(&String, Vec<&str>)> = Vec::new();
    for (dialect, texts) in said {
        for text in texts {
            match lines.iter_mut().find(|(line, _)| *line == text) {
                Some((_, names)) if names.contains(&dialect.name()) => {}
                Some((_, names)) => names.push(dialect.name()),
                None => lines.push((text, vec![dialect.name()])),
            }
        }
    }
    let named = |(text, names): (&String, Vec<&str>)| {
        if names.len() == said.len() { text.clone() } else { format!("{text} [{}]", names.join(", ")) }
    };
    lines.into_iter().map(named).collect()
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
