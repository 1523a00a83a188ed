//! A database's own text of everything in it, to be compared as the database tells it and not as we read it.
//!
//! SQLite stores the text of each statement. Servers do not: there it is put together from what each catalog function spells.

use std::collections::BTreeSet;

use autogen_schema::sql::{normalize_statement, terminated};
use autogen_schema::sqlite::CreateTable;
use autogen_schema::{Dialect, TableName};
use sea_orm::ConnectionTrait;

use crate::excluded::is_excluded;
use crate::{Error, Project};

pub(crate) use autogen_introspect::{Entry, entries};

/// Everything that a SQLite database stores of its schema but its own and the bookkeeping, in the order of its making.
pub(crate) async fn dump(db: &impl ConnectionTrait, project: &Project) -> Result<Vec<Entry>, Error> {
    Ok(managed(autogen_introspect::stored(db).await?, project))
}

/// Leaves out the bookkeeping.
pub(crate) fn managed(mut stored: Vec<Entry>, project: &Project) -> Vec<Entry> {
    stored.retain(|entry| !is_excluded(entry.table.as_ref().unwrap_or(&entry.name), project));
    stored
}

/// Returns what must be said before everything else. The body of a function is text to PostgreSQL, which tells nobody what it
/// needs: it is not looked into while that may not be there yet.
pub(crate) fn entries_begin(entries: &[Entry], dialect: Dialect) -> Option<String> {
    let has_functions = || entries.iter().any(|entry| matches!(entry.kind.as_str(), "function" | "procedure"));
    (dialect == Dialect::Postgres && has_functions()).then(|| "SET check_function_bodies = off;".to_owned())
}

/// Whether both hold the same objects under the same texts, to the letter.
pub(crate) fn is_same(one: &[Entry], other: &[Entry]) -> bool {
    let sorted = |entries: &[Entry]| -> BTreeSet<Entry> { entries.iter().cloned().collect() };
    one.len() == other.len() && sorted(one) == sorted(other)
}

/// Lists how two dumps differ, up to white space, quoting and the order of making.
pub(crate) fn differences(expected: &[Entry], found: &[Entry], dialect: Dialect) -> Vec<String> {
    let normal = |entries: &[Entry]| -> BTreeSet<(String, TableName, String)> {
        let text = |entry: &Entry| normalize_statement(&comparable(entry, dialect), dialect);
        entries.iter().map(|entry| (entry.kind.clone(), entry.name.clone(), text(entry))).collect()
    };
    let (expected, found) = (normal(expected), normal(found));
    let missing =
        expected.difference(&found).map(|(kind, name, sql)| format!("{kind} {name} is not as expected: {sql}"));
    let extra = found.difference(&expected).map(|(kind, name, sql)| format!("{kind} {name} is there instead: {sql}"));
    missing.chain(extra).collect()
}

/// PostgreSQL can put a column nowhere but behind the others: the order of columns is nothing that it can give back. Statistics
/// list them in that order.
fn comparable(entry: &Entry, dialect: Dialect) -> String {
    let sql = entry.sql.clone().unwrap_or_default();
    if dialect == Dialect::Postgres && entry.kind == "statistics" {
        let mut words: Vec<&str> = sql.split([' ', ',']).collect();
        words.sort_unstable();
        return words.join(" ");
    }
    if dialect != Dialect::Postgres || entry.kind != "table" {
        return sql;
    }
    without_order(&sql)
}

/// The text of a table on PostgreSQL, whatever the order of its columns.
pub(crate) fn without_order(sql: &str) -> String {
    let mut lines: Vec<&str> = sql.lines().map(|line| line.trim_end().trim_end_matches(',')).collect();
    lines.sort_unstable();
    lines.join("\n")
}

/// Returns the lines of an object's text, one for each part of a table.
pub(crate) fn lines(entry: &Entry, dialect: Dialect) -> Vec<String> {
    let text = if dialect == Dialect::Sqlite { pretty(entry) } else { entry.sql.clone().unwrap_or_default() };
    let bare = |line: &str| line.trim().trim_end_matches(',').to_owned();
    text.lines().map(bare).filter(|line| !line.is_empty()).collect()
}

/// Prints a dump for people: tables by name, each with its indexes and triggers, then views; one column a line.
pub(crate) fn print(entries: &[Entry], dialect: Dialect) -> String {
    if dialect != Dialect::Sqlite {
        let texts: Vec<String> = entries.iter().filter_map(|e| Some(terminated(e.sql.as_deref()?, dialect))).collect();
        return texts.join("\n\n") + if texts.is_empty() { "" } else { "\n" };
    }
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    let rank = |kind: &str| match kind {
        "table" => 0,
        "index" => 1,
        "trigger" => 2,
        _ => 3,
    };
    let is_view = |entry: &Entry| entry.kind == "view";
    let lower = |name: &TableName| name.to_string().to_lowercase();
    sorted.sort_by_key(|e| (is_view(e), lower(e.table.as_ref().unwrap_or(&e.name)), rank(&e.kind), lower(&e.name)));
    let mut text = String::new();
    for entry in sorted {
        if entry.kind != "index" && entry.kind != "trigger" && !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&terminated(&pretty(entry), Dialect::Sqlite));
        text.push('\n');
    }
    text
}

fn pretty(entry: &Entry) -> String {
    let sql = entry.sql.clone().unwrap_or_default();
    let Ok(table) = CreateTable::parse(&sql) else { return sql };
    let items: Vec<String> = table
        .items
        .iter()
        .map(|item| format!("    {}", table.text(&item.span).split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect();
    let name = Dialect::Sqlite.quote(&entry.name.name);
    let options = table.text(&table.options.span).trim();
    let space = if options.is_empty() { "" } else { " " };
    format!("CREATE TABLE {name} (\n{}\n){space}{options}", items.join(",\n"))
}
