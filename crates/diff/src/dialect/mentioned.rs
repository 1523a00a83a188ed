//! What says a label of an enum in a text that is not changed along with it.
//!
//! Texts are known by their words, not by what those mean: a word too many refuses what could be done, which a person can work around;
//! a word too few would leave something wrong behind.

use std::collections::BTreeSet;

use autogen_schema::sql::{Token, TokenKind, tokenize};
use autogen_schema::{DefaultValue, Dialect, Ident, IndexKey, Schema, Table, TableName};

use super::Refusal;

/// Returns what says the label, where it is about the table: a check, a computed column, an index, a trigger, a view, a routine.
pub(super) fn by(schema: &Schema, table: &Table, label: &str, dialect: Dialect) -> Option<String> {
    let says = |sql: &str| says(sql, label, dialect);
    let about = |sql: &str| says(sql) && names(sql, dialect).contains(&table.name.name.key(dialect));
    let check = table.checks.iter().find(|check| says(&check.expression));
    if let Some(check) = check {
        return Some(format!("the check {}", check.expression));
    }
    let computed =
        table.columns.iter().find(|column| column.generated.as_ref().is_some_and(|made| says(&made.expression)));
    if let Some(column) = computed {
        return Some(format!("the generated column `{}`", column.name));
    }
    let index = table.indexes.iter().find(|index| {
        let expressions = index.parts.iter().filter_map(|part| match &part.key {
            IndexKey::Expression(sql) => Some(sql),
            IndexKey::Column(_) => None,
        });
        expressions.chain(&index.predicate).any(|sql| says(sql))
    });
    if let Some(index) = index {
        return Some(format!("the index `{}`", index.name.as_ref().map_or("", Ident::as_str)));
    }
    let triggers = schema.tables.values().flat_map(|on| on.triggers.iter().map(move |trigger| (on, trigger)));
    let own = |on: &Table, sql: &str| if on.name == table.name { says(sql) } else { about(sql) };
    if let Some((_, trigger)) = triggers.into_iter().find(|(on, trigger)| own(on, &trigger.sql)) {
        return Some(format!("trigger `{}`", trigger.name));
    }
    if let Some(view) = schema.views.values().find(|view| says(&view.sql)) {
        return Some(format!("view `{}`", view.name));
    }
    let object = schema.objects.iter().find(|object| object.sql.as_deref().is_some_and(about))?;
    Some(format!("{} `{}`", object.kind, object.name))
}

/// Whether a default is the label.
pub(super) fn is_said(default: &DefaultValue, label: &str, dialect: Dialect) -> bool {
    match default {
        DefaultValue::Expression(sql) => says(sql, label, dialect),
        DefaultValue::Text(text) => text == label,
        DefaultValue::Number(_) | DefaultValue::Bool(_) | DefaultValue::Unknown(_) => false,
    }
}

/// Says that a label cannot be renamed.
pub(super) fn refusal(table: &TableName, column: &Ident, label: &str, says: &str) -> Refusal {
    Refusal::new(format!("rename the label {label} of `{table}.{column}`"), format!("{says} says it"))
        .hint(format!("drop {says} in a revision before this one, and make it again with the new label after it"))
}

fn says(sql: &str, label: &str, dialect: Dialect) -> bool {
    let text = |token: &Token<'_>| match token.kind {
        TokenKind::String => {
            let quote = if token.text.ends_with('"') { '"' } else { '\'' };
            let inside = token.text.split_once(quote).map_or("", |(_, rest)| rest).strip_suffix(quote);
            inside.map(|inside| inside.replace(&format!("{quote}{quote}"), &quote.to_string()))
        }
        // SQLite takes a name that nothing has for text.
        TokenKind::QuotedIdent if dialect == Dialect::Sqlite => token.ident().map(|name| name.to_string()),
        _ => None,
    };
    tokenize(sql, dialect)
        .iter()
        .filter_map(text)
        .any(|text| text == label || dialect.literal(label) == dialect.literal(&text))
}

fn names(sql: &str, dialect: Dialect) -> BTreeSet<Ident> {
    tokenize(sql, dialect).iter().filter_map(Token::ident).map(|name| name.key(dialect)).collect()
}
