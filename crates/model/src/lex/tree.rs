//! What going through tokens gives.

use std::borrow::Cow;
use std::ops::Range;

use super::{Delimiter, Tokens};

/// A token, or a bracket with all that is in it.
#[derive(Clone, Copy)]
pub(crate) enum Tree<'a> {
    Word(Word<'a>),
    Punct(u8),
    Literal(Literal<'a>),
    Group(Group<'a>),
    /// A comment that Rust takes for an attribute.
    Doc,
}

/// A name or a keyword.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'a> {
    /// As it is written, `r#` included.
    pub(crate) text: &'a str,
    start: usize,
}

/// A literal, or what may stand for one: `true`, `-7`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Literal<'a> {
    pub(crate) text: &'a str,
    start: usize,
}

/// A bracket.
#[derive(Clone, Copy)]
pub(crate) struct Group<'a> {
    pub(crate) delimiter: Delimiter,
    /// What stands in it.
    pub(crate) inside: Tokens<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<'a> Word<'a> {
    pub(crate) fn new(text: &'a str, start: usize) -> Self {
        Self { text, start }
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// Returns the name without the `r#` that keeps it from being a keyword.
    pub(crate) fn plain(self) -> &'a str {
        self.text.strip_prefix("r#").unwrap_or(self.text)
    }
}

impl<'a> Literal<'a> {
    pub(crate) fn new(text: &'a str, start: usize) -> Self {
        Self { text, start }
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// Returns what it is to `syn`.
    pub(crate) fn value(self) -> Option<syn::Lit> {
        syn::parse_str(self.text).ok()
    }

    /// Returns `true` or `false`, where it is that.
    pub(crate) fn bool(self) -> Option<bool> {
        self.text.parse().ok()
    }

    /// Returns what a string says.
    pub(crate) fn string(self) -> Option<Cow<'a, str>> {
        let inside = self.text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        // Where nothing is escaped the text is what it says.
        if let Some(inside) = inside.filter(|inside| !inside.contains(['\\', '\r'])) {
            return Some(Cow::Borrowed(inside));
        }
        match self.value()? {
            syn::Lit::Str(text) => Some(Cow::Owned(text.value())),
            _ => None,
        }
    }
}

impl Group<'_> {
    pub(crate) fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}
