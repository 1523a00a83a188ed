//! One token of the list.

use std::ops::Range;

/// A token: what it is, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    start: u32,
    end: u32,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name or a keyword, `r#` included.
    Word,
    /// One character of an operator; also the quote of a lifetime, whose name is a word.
    Punct(u8),
    /// A string, a character or a number of any kind, suffix included.
    Literal,
    /// A bracket, and how many tokens there are before the one that closes it.
    Open(Delimiter, u32),
    Close(Delimiter),
    /// A comment that Rust takes for an attribute: of what it stands in, or of what follows.
    Doc {
        inner: bool,
    },
}

/// A kind of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delimiter {
    Parenthesis,
    Bracket,
    Brace,
}

impl Delimiter {
    /// Returns the kind of one of `()[]{}`.
    pub(super) fn of(byte: u8) -> Self {
        match byte {
            b'(' | b')' => Delimiter::Parenthesis,
            b'[' | b']' => Delimiter::Bracket,
            _ => Delimiter::Brace,
        }
    }
}

impl Token {
    /// Makes a token of a text whose length has been found to fit.
    #[allow(clippy::cast_possible_truncation, reason = "no longer text is lexed")]
    pub(super) fn new(kind: Kind, range: Range<usize>) -> Self {
        Self { kind, start: range.start as u32, end: range.end as u32 }
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(super) fn opens(self, delimiter: Delimiter) -> bool {
        matches!(self.kind, Kind::Open(found, _) if found == delimiter)
    }
}
