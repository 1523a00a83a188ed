//! Tables, columns and the like: as the entities have them, or as the revisions say.

use std::ffi::OsStr;

use autogen_engine::{History, read_entities};
use autogen_schema::change::FactKey;
use autogen_schema::{Dialect, Schema, Table};
use clap_complete::CompletionCandidate;
use clap_complete::engine::{PathCompleter, ValueCompleter as _};

use super::project;
use super::revisions::starting_with;

/// Completes the name of a table of the entities.
pub(crate) fn table(typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(schema) = entities() else { return Vec::new() };
    starting_with(typed, schema.tables.keys().map(|name| name.to_string().into()).collect())
}

/// Completes the column of `COLUMN=EXPR`.
pub(crate) fn column_value(typed: &OsStr) -> Vec<CompletionCandidate> {
    if typed.as_encoded_bytes().contains(&b'=') {
        return Vec::new();
    }
    let Some(schema) = entities() else { return Vec::new() };
    let columns = columns(&schema).into_iter().map(|name| format!("{name}=").into());
    starting_with(typed, columns.collect())
}

/// Completes `OLD=NEW`: what the revisions say and the entities do not, then what the entities alone say.
pub(crate) fn rename(typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(text) = typed.to_str() else { return Vec::new() };
    let Some(schema) = entities() else { return Vec::new() };
    let (new, held) = (names(&schema), names_held());
    let Some((old, _)) = text.split_once('=') else {
        let gone = held.iter().filter(|name| !new.contains(name));
        return starting_with(typed, gone.map(|name| format!("{name}=").into()).collect());
    };
    let come = new.iter().filter(|name| !held.contains(name));
    let found: Vec<CompletionCandidate> = match old.rsplit_once('.') {
        // A column stays in its table: its new name alone is said.
        Some((table, _)) => come
            .filter_map(|name| name.strip_prefix(table)?.strip_prefix('.'))
            .map(|name| format!("{old}={name}").into())
            .collect(),
        None => come.filter(|name| !name.contains('.')).map(|name| format!("{old}={name}").into()).collect(),
    };
    starting_with(typed, found)
}

/// Completes what the revisions say and the entities do not.
pub(crate) fn gone(typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(schema) = entities() else { return Vec::new() };
    let new = names(&schema);
    starting_with(typed, names_held().into_iter().filter(|name| !new.contains(name)).map(Into::into).collect())
}

/// Completes a side of a comparison: a word for one, or a file.
pub(crate) fn side(typed: &OsStr) -> Vec<CompletionCandidate> {
    let words = ["entities", "history", "database", "empty"];
    let mut found = starting_with(typed, words.map(CompletionCandidate::new).into());
    found.extend(PathCompleter::any().complete(typed));
    found
}

/// Lists the dialects.
pub(crate) fn dialects() -> Vec<CompletionCandidate> {
    Dialect::ALL.map(|dialect| dialect.name().into()).into()
}

fn entities() -> Option<Schema> {
    Some(read_entities(&project()?.project).ok()?.model.schema)
}

fn columns(schema: &Schema) -> Vec<String> {
    let of = |table: &Table| {
        let name = table.name.to_string();
        table.columns.iter().map(move |column| format!("{name}.{}", column.name.as_str())).collect::<Vec<_>>()
    };
    schema.tables.values().flat_map(of).collect()
}

/// Returns tables and columns.
fn names(schema: &Schema) -> Vec<String> {
    schema.tables.keys().map(ToString::to_string).chain(columns(schema)).collect()
}

/// Returns tables and columns that the revisions have made.
fn names_held() -> Vec<String> {
    facts().iter().filter_map(named).collect()
}

/// Returns what the revisions hold.
fn facts() -> Vec<FactKey> {
    let found = || {
        let project = project()?.project;
        let dialect = *project.dialects.first()?;
        let history = History::read(&project).ok()?;
        let ledger = history.ledger(history.graph.heads(), dialect).ok()?;
        Some(ledger.facts().map(|(key, _)| key.clone()).collect())
    };
    found().unwrap_or_default()
}

/// Returns a table or a column as an option names it.
fn named(key: &FactKey) -> Option<String> {
    match key {
        FactKey::Table(table) => Some(table.to_string()),
        FactKey::Column(table, column) => Some(format!("{table}.{}", column.as_str())),
        _ => None,
    }
}
