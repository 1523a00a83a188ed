//! Names in a statement.

use super::Span;
use super::keyword::is_keyword;
use crate::sql::{Token, TokenKind, tokenize, unquote};
use crate::{Dialect, Ident};

/// A name, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name, without quotes.
    pub ident: Ident,
    /// Where it lies, quotes included.
    pub span: Span,
}

/// A name with the schema that stands before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QualifiedName {
    /// The schema, where one is written.
    pub schema: Option<Name>,
    /// The name.
    pub name: Name,
}

impl Name {
    /// Reads a token as a name: a word that is no hard keyword, or anything in quotes, single ones included.
    pub(super) fn of(token: &Token<'_>) -> Option<Self> {
        let ident = match token.kind {
            TokenKind::Word if is_keyword(token.text) => return None,
            TokenKind::String => Ident::new(unquote(token.text)?),
            _ => token.ident()?,
        };
        Some(Self { ident, span: token.span() })
    }
}

/// Returns everything within `span` of `sql` that can be a name, in order, keywords that may be names included.
///
/// String literals are not among them, although SQLite would take some for names; nor are functions told from columns.
pub fn names_in(sql: &str, span: Span) -> Vec<Name> {
    tokenize(sql, Dialect::Sqlite)
        .iter()
        .filter(|token| token.start >= span.start && token.end() <= span.end && token.kind != TokenKind::String)
        .filter_map(Name::of)
        .collect()
}

/// Returns everything that can be a name, single-quoted strings included: whatever `sql` refers to is among them.
pub(super) fn mentions(tokens: &[Token<'_>]) -> std::collections::BTreeSet<Ident> {
    tokens.iter().filter_map(Name::of).map(|name| name.ident).collect()
}
