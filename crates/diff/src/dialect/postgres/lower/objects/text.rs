//! The text of an object, taken apart as far as it takes to see what differs.

use autogen_schema::Object;
use autogen_schema::sql::{Token, normalize_statement, tokenize};

use super::POSTGRES;

/// Cuts the text of an object where what belongs to it begins: a comment, a grant, a setting. A body of statements stays whole.
pub(super) fn parts(sql: &str) -> Vec<&str> {
    let tokens = tokenize(sql, POSTGRES);
    let mut statements = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.is_punct(";")) {
        let next = tokens.iter().skip(at + 1).find(|token| !token.is_trivia());
        if next
            .is_some_and(|next| ["comment", "grant", "revoke", "alter", "create"].iter().any(|word| next.is_word(word)))
        {
            statements.extend(sql.get(start..token.start));
            start = token.end();
        }
    }
    statements.extend(sql.get(start..));
    statements.into_iter().map(str::trim).filter(|statement| !statement.is_empty()).collect()
}

/// Returns the statement that undoes one that belongs to an object.
pub(super) fn undone(part: &str) -> Option<String> {
    if let Some(grant) = part.strip_prefix("GRANT ") {
        let (rights, receiver) = grant.rsplit_once(" TO ")?;
        return Some(format!("REVOKE {rights} FROM {}", receiver.trim_end_matches("WITH GRANT OPTION").trim_end()));
    }
    if let Some(revoke) = part.strip_prefix("REVOKE ") {
        let (rights, receiver) = revoke.rsplit_once(" FROM ")?;
        return Some(format!("GRANT {rights} TO {receiver}"));
    }
    let (comment, _) = part.strip_prefix("COMMENT ON ")?.split_once(" IS ")?;
    Some(format!("COMMENT ON {comment} IS NULL"))
}

/// What of an object cannot be replaced in place: nothing, or all but the body of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Head {
    Replaced(String),
    Whole,
}

/// Returns what comes before the language of a function: its name, what it takes, and what it returns.
pub(super) fn head(sql: &str) -> Head {
    if !sql.starts_with("CREATE OR REPLACE") {
        return Head::Whole;
    }
    let tokens = tokenize(sql, POSTGRES);
    let end = tokens.iter().find(|token| token.is_word("language")).map_or(sql.len(), |token| token.start);
    Head::Replaced(normalize_statement(sql.get(..end).unwrap_or(sql), POSTGRES))
}

pub(super) fn head_of(object: &Object) -> Option<Head> {
    object.sql.as_deref().map(head)
}

/// Returns the table that a partition is of, quoted.
pub(super) fn parent(sql: &str) -> Option<&str> {
    let (_, rest) = sql.split_once(" PARTITION OF ")?;
    let end = [" FOR VALUES ", " DEFAULT"].iter().filter_map(|word| rest.find(word)).min()?;
    rest.get(..end)
}

/// Returns the tokens that are no white space, each with how deep in parentheses it is.
pub(super) fn with_depth<'t>(tokens: &'t [Token<'t>]) -> impl Iterator<Item = (usize, &'t Token<'t>)> {
    let mut depth = 0_usize;
    tokens.iter().filter(|token| !token.is_trivia()).map(move |token| {
        if token.is_punct(")") {
            depth = depth.saturating_sub(1);
        }
        let at = depth;
        if token.is_punct("(") {
            depth += 1;
        }
        (at, token)
    })
}
