//! What stands in the way when a table or a column goes.
//!
//! Views and triggers are known by the words in their text, not by what the words mean: a word too many refuses what could
//! be done, which a person can work around; a word too few would leave a broken view behind.

use std::collections::BTreeSet;

use autogen_schema::sql::{TokenKind, tokenize};
use autogen_schema::sqlite::{CreateIndex, CreateTable, Span, names_in};
use autogen_schema::{Dialect, Ident, Index, IndexKey, Schema, Table, TableName, Trigger};

use super::Refusal;
use super::edit::TableText;
use super::intent::Intent;

const SQLITE: Dialect = Dialect::Sqlite;

/// Returns every word, quoted name and string of `sql`, in lower case.
fn words(sql: &str) -> BTreeSet<String> {
    let word = |text: &str| match text.chars().next() {
        Some('"' | '`' | '\'') => {
            let quote = &text[..1];
            text[1..].strip_suffix(quote).unwrap_or(&text[1..]).replace(&quote.repeat(2), quote)
        }
        Some('[') => text[1..].strip_suffix(']').unwrap_or(&text[1..]).to_owned(),
        _ => text.to_owned(),
    };
    tokenize(sql, SQLITE)
        .iter()
        .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent | TokenKind::String))
        .map(|token| word(token.text).to_ascii_lowercase())
        .collect()
}

fn key(name: &Ident) -> String {
    name.as_str().to_ascii_lowercase()
}

/// The table and every view whose rows come from it, directly or through other views.
fn derived(base: &Schema, table: &TableName) -> BTreeSet<String> {
    let mut derived = BTreeSet::from([key(&table.name)]);
    let views: Vec<(String, BTreeSet<String>)> =
        base.views.values().map(|view| (key(&view.name.name), words(&view.sql))).collect();
    loop {
        let before = derived.len();
        for (name, words) in &views {
            if !words.is_disjoint(&derived) {
                derived.insert(name.clone());
            }
        }
        if derived.len() == before {
            return derived;
        }
    }
}

/// Every trigger, with what it is on.
fn triggers(base: &Schema) -> impl Iterator<Item = (&TableName, &Trigger)> {
    let of_tables = base.tables.values().flat_map(|table| table.triggers.iter().map(move |t| (&table.name, t)));
    of_tables.chain(base.views.values().flat_map(|view| view.triggers.iter().map(move |t| (&view.name, t))))
}

/// Fails when a view or a trigger mentions the column of a table that goes.
pub(super) fn check_readers(base: &Schema, table: &TableName, column: &Ident) -> Result<(), Refusal> {
    let (derived, column_key) = (derived(base, table), key(column));
    let refuse = |object: String| {
        Refusal::new(format!("drop `{table}.{column}`"), format!("{object} mentions it")).hint(format!(
            "drop {object} in a revision before this one and make it again, without the column, after it"
        ))
    };
    for view in base.views.values().filter(|view| derived.contains(&key(&view.name.name))) {
        if words(&view.sql).contains(&column_key) {
            return Err(refuse(format!("view `{}`", view.name)));
        }
    }
    for (on, trigger) in triggers(base) {
        let words = words(&trigger.sql);
        let related = derived.contains(&key(&on.name)) || !words.is_disjoint(&derived);
        if related && words.contains(&column_key) {
            return Err(refuse(format!("trigger `{}` on `{on}`", trigger.name)));
        }
    }
    Ok(())
}

/// Fails when something that stays refers to a table that goes.
pub(super) fn check_drop_table(base: &Schema, table: &Table, intent: &Intent<'_>) -> Result<(), Refusal> {
    let operation = || format!("drop table `{}`", table.name);
    for other in base.tables.values().filter(|other| !intent.drops_table(&other.name)) {
        let refers = |key: &&autogen_schema::ForeignKey| key.references.same(&table.name, SQLITE);
        if let Some(key) = other.foreign_keys.iter().filter(refers).find(|key| !intent.drops_key(&other.name, key)) {
            let columns = key.columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ");
            return Err(Refusal::new(operation(), format!("the foreign key {}({columns}) refers to it", other.name))
                .hint("drop the foreign key in the same revision or before"));
        }
    }
    let name = key(&table.name.name);
    let refuse = |object: String| {
        Refusal::new(operation(), format!("{object} mentions it"))
            .hint(format!("drop {object} in a revision before this one"))
    };
    if let Some(view) = base.views.values().find(|view| words(&view.sql).contains(&name)) {
        return Err(refuse(format!("view `{}`", view.name)));
    }
    let elsewhere = |on: &TableName| !intent.drops_table(on);
    if let Some((on, trigger)) = triggers(base).find(|(on, t)| elsewhere(on) && words(&t.sql).contains(&name)) {
        return Err(refuse(format!("trigger `{}` on `{on}`", trigger.name)));
    }
    let virtual_tables = base.virtual_tables.values().filter(|table| !table.shadow);
    if let Some(found) = virtual_tables.into_iter().find(|table| words(&table.sql).contains(&name)) {
        return Err(refuse(format!("virtual table `{}`", found.name)));
    }
    Ok(())
}

/// Fails when a foreign key that stays refers to a column that goes.
pub(super) fn check_incoming(
    base: &Schema,
    table: &TableName,
    column: &Ident,
    intent: &Intent<'_>,
) -> Result<(), Refusal> {
    for other in base.tables.values() {
        let refers = |key: &&autogen_schema::ForeignKey| {
            key.references.same(table, SQLITE) && key.referenced_columns.iter().any(|name| name.same(column, SQLITE))
        };
        if let Some(key) = other.foreign_keys.iter().filter(refers).find(|key| !intent.drops_key(&other.name, key)) {
            let columns = key.columns.iter().map(Ident::as_str).collect::<Vec<_>>().join(", ");
            let reason = format!("the foreign key {}({columns}) refers to it", other.name);
            return Err(Refusal::new(format!("drop `{table}.{column}`"), reason)
                .hint("drop the foreign key in the same revision or before"));
        }
    }
    Ok(())
}

/// Fails when something else in the table's own text uses a column that goes: a check, a generated column, the key.
pub(super) fn check_text(table: &TableName, text: &TableText, column: &Ident) -> Result<(), Refusal> {
    use autogen_schema::sqlite::{ColumnConstraintKind as Inline, TableConstraintKind as Apart};
    let parsed = text.parsed();
    let refuse = |reason: String| Err(Refusal::new(format!("drop `{table}.{column}`"), reason));
    if text.key_columns().iter().any(|name| name.same(column, SQLITE)) {
        return refuse("it is in the primary key".to_owned());
    }
    for (_, other) in parsed.columns().filter(|(_, other)| !other.name.ident.same(column, SQLITE)) {
        for constraint in &other.constraints {
            let (what, expr) = match &constraint.kind {
                Inline::Check { expr } => ("a check of column", expr),
                Inline::Generated { expr, .. } => ("the generated column", expr),
                _ => continue,
            };
            if mentions(parsed, expr, column) {
                return refuse(format!("{what} `{}` uses it: {}", other.name.ident, parsed.text(expr)));
            }
        }
    }
    for (_, constraint) in parsed.constraints() {
        if let Apart::Check { expr, .. } = &constraint.kind
            && mentions(parsed, expr, column)
        {
            let name = constraint.name.as_ref().map(|name| format!(" `{}`", name.ident)).unwrap_or_default();
            return refuse(format!("the check{name} uses it: {}", parsed.text(expr)));
        }
    }
    Ok(())
}

fn mentions(parsed: &CreateTable, expr: &Span, column: &Ident) -> bool {
    names_in(parsed.source(), expr.clone()).iter().any(|name| name.ident.same(column, SQLITE))
}

/// How an index uses a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    None,
    /// It is indexed.
    Key,
    /// Only the predicate mentions it.
    Predicate,
}

/// Tells how an index uses a column.
pub(super) fn index_use(index: &Index, column: &Ident) -> Use {
    let in_sql = |sql: &str| names_in(sql, 0..sql.len()).iter().any(|name| name.ident.same(column, SQLITE));
    let in_key = index.parts.iter().any(|part| match &part.key {
        IndexKey::Column(name) => name.same(column, SQLITE),
        IndexKey::Expression(sql) => in_sql(sql),
    });
    // What no other part of the value holds is still in the text.
    let in_text = index
        .definition
        .as_deref()
        .and_then(|sql| CreateIndex::parse(sql).ok())
        .is_some_and(|parsed| parsed.parts.iter().any(|part| in_sql(parsed.text(&part.span))));
    if in_key || in_text {
        Use::Key
    } else if index.predicate.as_deref().is_some_and(in_sql) {
        Use::Predicate
    } else {
        Use::None
    }
}
