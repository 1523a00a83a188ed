//! Pieces of source that are handed to `syn`, and its way back to them.
//!
//! Expressions, and what is written in another way than nearly all entities are, take a tree. It is made of the source
//! of that piece alone.

use std::ops::Range;

use syn::parse::{Parse, Parser};
use syn::spanned::Spanned as _;

use super::nesting;
use super::unreadable::Unreadable;
use crate::lex::{Tokens, Word};

/// A piece of the file, from which the spans of a tree count.
#[derive(Clone, Copy)]
pub(crate) struct Piece<'a> {
    text: &'a str,
    start: usize,
}

impl<'a> Piece<'a> {
    fn of(tokens: Tokens<'a>) -> Self {
        Self { text: tokens.source(), start: tokens.range().start }
    }

    /// Returns where `span` is in the file.
    pub(crate) fn range(self, span: proc_macro2::Span) -> Range<usize> {
        let range = span.byte_range();
        self.start + range.start..self.start + range.end
    }

    /// Returns the source at `span`.
    pub(crate) fn text(self, span: proc_macro2::Span) -> &'a str {
        self.text.get(span.byte_range()).unwrap_or_default()
    }

    /// Returns the tokens of attributes in the tree, which was made of `tokens`.
    pub(crate) fn attributes<'t>(self, tokens: Tokens<'t>, attributes: &[syn::Attribute]) -> Tokens<'t> {
        match (attributes.first(), attributes.last()) {
            (Some(first), Some(last)) => tokens.within(&(self.range(first.span()).start..self.range(last.span()).end)),
            _ => Tokens::default(),
        }
    }

    /// Returns a name as it stands in the file.
    pub(crate) fn word(self, ident: &syn::Ident) -> Word<'a> {
        Word::new(self.text(ident.span()), self.range(ident.span()).start)
    }
}

/// Parses tokens into a tree, unless that would go too deep.
pub(crate) fn parse<T: Parse>(tokens: Tokens<'_>) -> Result<(T, Piece<'_>), Unreadable> {
    parse_with(T::parse, tokens)
}

/// Parses tokens into a tree by a parser of `syn`.
pub(crate) fn parse_with<P: Parser>(parser: P, tokens: Tokens<'_>) -> Result<(P::Output, Piece<'_>), Unreadable> {
    if let Some(at) = nesting::too_deep(tokens) {
        return Err(Unreadable::TooDeep(at));
    }
    let piece = Piece::of(tokens);
    let tree = parser.parse_str(piece.text);
    tree.map(|tree| (tree, piece)).map_err(|error| Unreadable::Syntax(piece.range(error.span()), error.to_string()))
}
