//! The textual normal form of expressions and statements.
//!
//! It is for comparing, not for running: two texts with the same form mean the same. Two texts that mean the same may
//! still have different forms (`a + 1`, `1 + a`), since only a database knows what an expression is.

use super::token::unquote;
use super::{Token, TokenKind, tokenize};
use crate::Dialect;

/// Returns the normal form of an expression: comments dropped, white space set anew, the parentheses around the whole taken
/// off, words in lower case, quotes taken off names that need none. String literals stay as they are.
///
/// On SQLite and MySQL the case of a quoted name is folded too, as the databases do with columns. What SQLite takes for a
/// string although it stands in double quotes is a name here.
pub fn normalize(expr: &str, dialect: Dialect) -> String {
    let tokens = significant(expr, dialect);
    join(strip_parentheses(&tokens), dialect)
}

/// Returns the normal form of a whole statement: as [`normalize`], with every parenthesis kept and a final `;` dropped.
pub fn normalize_statement(sql: &str, dialect: Dialect) -> String {
    let mut tokens = significant(sql, dialect);
    while tokens.last().is_some_and(|token| token.is_punct(";")) {
        tokens.pop();
    }
    join(&tokens, dialect)
}

fn significant(sql: &str, dialect: Dialect) -> Vec<Token<'_>> {
    // The server executes what stands in `/*! … */`.
    let executed = |token: &Token<'_>| {
        dialect == Dialect::Mysql
            && token.kind == TokenKind::BlockComment
            && (token.text.starts_with("/*!") || token.text.starts_with("/*M!"))
    };
    tokenize(sql, dialect).into_iter().filter(|token| !token.is_trivia() || executed(token)).collect()
}

fn strip_parentheses<'t, 'a>(tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    let closing = closing_parentheses(tokens);
    let (mut first, mut last) = (0, tokens.len());
    while first < last && closing.get(first).copied().flatten() == Some(last - 1) {
        first += 1;
        last -= 1;
    }
    tokens.get(first..last).unwrap_or_default()
}

/// For each token that opens a parenthesis, the position of the one that closes it.
fn closing_parentheses(tokens: &[Token<'_>]) -> Vec<Option<usize>> {
    let mut closing = vec![None; tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.is_punct("(") {
            open.push(at);
        } else if token.is_punct(")")
            && let Some(opening) = open.pop()
        {
            closing[opening] = Some(at);
        }
    }
    closing
}

fn join(tokens: &[Token<'_>], dialect: Dialect) -> String {
    let mut out = String::new();
    let mut previous: Option<&Token<'_>> = None;
    for token in tokens {
        if previous.is_some_and(|previous| spaced(previous, token)) {
            out.push(' ');
        }
        out.push_str(&spell(token, dialect));
        previous = Some(token);
    }
    out
}

/// Whether a blank stands between two tokens: not at parentheses, brackets, dots and casts, and not before a comma.
fn spaced(left: &Token<'_>, right: &Token<'_>) -> bool {
    let tight = |token: &Token<'_>, marks: &[&str]| marks.iter().any(|mark| token.is_punct(mark));
    let called = right.is_punct("(") && matches!(left.kind, TokenKind::Word | TokenKind::QuotedIdent);
    !(called || tight(left, &["(", "[", ".", "::"]) || tight(right, &[")", "]", "[", ".", ",", ";", "::"]))
}

fn spell(token: &Token<'_>, dialect: Dialect) -> String {
    match token.kind {
        TokenKind::Word | TokenKind::Number | TokenKind::Blob => token.text.to_ascii_lowercase(),
        TokenKind::QuotedIdent => spell_name(token.text, dialect),
        _ => token.text.to_owned(),
    }
}

fn spell_name(text: &str, dialect: Dialect) -> String {
    let Some(name) = unquote(text) else { return text.to_owned() };
    let name = if dialect == Dialect::Postgres { name } else { name.to_ascii_lowercase() };
    dialect.quote_where_needed(&name.into())
}
