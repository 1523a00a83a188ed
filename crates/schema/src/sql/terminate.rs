//! Puts the semicolon after a statement where it ends it.

use super::{TokenKind, tokenize};
use crate::Dialect;

/// Returns `sql` with a semicolon after it: behind whatever comment it ends in, not within.
///
/// A database stores the comment that a statement ends in, and SQLite one that nobody closed, too.
pub fn terminated(sql: &str, dialect: Dialect) -> String {
    let end = match tokenize(sql, dialect).last() {
        Some(token) if token.kind == TokenKind::LineComment => "\n;",
        Some(token) if token.kind == TokenKind::BlockComment && !is_closed(token.text) => " */;",
        _ => ";",
    };
    format!("{sql}{end}")
}

fn is_closed(comment: &str) -> bool {
    comment.len() >= "/**/".len() && comment.ends_with("*/")
}
