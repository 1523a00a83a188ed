//! Changes of a text at places.

use autogen_schema::Dialect;
use autogen_schema::sql::{Token, TokenKind, tokenize};
use autogen_schema::sqlite::Span;

/// What is put in the place of a span.
#[derive(Clone, Debug)]
pub(super) struct Change {
    span: Span,
    text: String,
}

impl Change {
    pub(super) fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    pub(super) fn insert(at: usize, text: impl Into<String>) -> Self {
        Self::replace(at..at, text)
    }

    pub(super) fn cut(span: Span) -> Self {
        Self::replace(span, "")
    }
}

/// Applies changes that do not overlap. Insertions at one place stay in their order.
pub(super) fn splice(source: &str, mut changes: Vec<Change>) -> String {
    changes.sort_by_key(|change| (change.span.start, change.span.end));
    let mut out = String::with_capacity(source.len());
    let mut end = 0;
    for change in &changes {
        out.push_str(source.get(end..change.span.start).unwrap_or_default());
        out.push_str(&change.text);
        end = end.max(change.span.end);
    }
    out.push_str(source.get(end..).unwrap_or_default());
    out
}

/// Extends `span` over the white space before it, unless a line comment needs that to end.
pub(super) fn with_blank_before(source: &str, span: &Span) -> Span {
    let before: Vec<Token<'_>> =
        tokenize(source, Dialect::Sqlite).into_iter().take_while(|token| token.end() <= span.start).collect();
    match before.as_slice() {
        [.., comment, blank] if blank.kind == TokenKind::Whitespace && comment.kind != TokenKind::LineComment => {
            blank.start..span.end
        }
        _ => span.clone(),
    }
}

/// Returns where the last comment behind `at` on the same line ends; `at` when there is none.
pub(super) fn line_tail(source: &str, at: usize) -> usize {
    let mut end = at;
    for token in tokenize(source, Dialect::Sqlite).iter().filter(|token| token.start >= at) {
        match token.kind {
            TokenKind::Whitespace if token.text.contains('\n') => break,
            TokenKind::Whitespace => {}
            TokenKind::LineComment | TokenKind::BlockComment => end = token.end(),
            _ => break,
        }
    }
    end
}

/// Returns the white space from the line end before `at` to `at`, when there is nothing else between them.
pub(super) fn line_start(source: &str, at: usize) -> Option<Span> {
    let before = source.get(..at)?;
    let indented = before.trim_end_matches([' ', '\t']);
    let line = indented.strip_suffix('\n')?;
    Some(line.strip_suffix('\r').unwrap_or(line).len()..at)
}
