//! The labels of an enum, which on MySQL stand in the type of each column.

use autogen_schema::sql::{TokenKind, tokenize};
use autogen_schema::{Dialect, SqlType};

/// Returns `enum('a', 'b')`.
pub fn enum_type(labels: &[String]) -> String {
    let labels: Vec<String> = labels.iter().map(|label| Dialect::Mysql.literal(label)).collect();
    format!("enum({})", labels.join(", "))
}

/// Returns the labels of a reported type, when it is an enum.
pub fn labels_of(ty: &SqlType) -> Option<Vec<String>> {
    (ty.name == "enum").then(|| ty.modifiers.iter().map(|label| unquoted(label)).collect())
}

/// Returns what a string literal says; anything else as it is written. A character set before it (`_utf8mb4'…'`) makes
/// no difference.
pub(super) fn unquoted(literal: &str) -> String {
    string_literal(literal).unwrap_or_else(|| literal.to_owned())
}

/// Returns what a text says that is one string literal.
pub(crate) fn string_literal(sql: &str) -> Option<String> {
    let tokens: Vec<_> = tokenize(sql, Dialect::Mysql).into_iter().filter(|token| !token.is_trivia()).collect();
    let text = match tokens.as_slice() {
        [one] if one.kind == TokenKind::String => one.text,
        [set, one] if is_character_set(set.text) && one.kind == TokenKind::String => one.text,
        _ => return None,
    };
    let text = text.get(text.find(['\'', '"'])?..)?;
    let quote = text.chars().next()?;
    let inside = text.strip_prefix(quote)?.strip_suffix(quote)?;
    let mut said = String::with_capacity(inside.len());
    let mut rest = inside.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => said.extend(rest.next().map(unescaped)),
            c if c == quote => said.extend(rest.next()),
            c => said.push(c),
        }
    }
    Some(said)
}

/// Whether a word before a string names its character set.
pub(super) fn is_character_set(word: &str) -> bool {
    word.starts_with('_') && word.len() > 1
}

/// What stands behind a backslash (<https://dev.mysql.com/doc/refman/8.4/en/string-literals.html>).
fn unescaped(c: char) -> char {
    match c {
        '0' => '\0',
        'b' => '\u{8}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'Z' => '\u{1a}',
        other => other,
    }
}
