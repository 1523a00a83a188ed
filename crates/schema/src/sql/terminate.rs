//! Puts the semicolon after a statement where it ends it.

use super::{TokenKind, tokens_from};
use crate::Dialect;

/// Returns `sql` with a semicolon after it: behind whatever comment it ends in, not within.
///
/// A database stores the comment that a statement ends in, and SQLite one that nobody closed, too.
pub fn terminated(sql: &str, dialect: Dialect) -> String {
    let may_end_in_comment = ["--", "/*", "#"].iter().any(|sign| sql.contains(sign));
    let last = if may_end_in_comment { tokens_from(sql, 0, dialect).last() } else { None };
    let end = match last {
        Some(token) if token.kind == TokenKind::LineComment => "\n;",
        Some(token) if token.kind == TokenKind::BlockComment && !is_closed(token.text) => " */;",
        _ => ";",
    };
    format!("{sql}{end}")
}

fn is_closed(comment: &str) -> bool {
    comment.len() >= "/**/".len() && comment.ends_with("*/")
}
