//! Rust's tokens, as one flat list that borrows from the text.
//!
//! A tree of owned tokens costs more than all that is made of it: this list has no string and no vector of its own for
//! anything in it, and a bracket knows how many tokens it holds. What lexes, and where each token begins and ends, is what
//! `proc_macro2` says of the same text; `tests/lex.rs` holds them against each other. What a literal means is left to
//! `syn`.

mod comment;
mod literal;
mod number;
mod token;
mod tokens;
mod tree;
mod word;

use std::ops::Range;

pub(crate) use token::{Delimiter, Kind, Token};
pub(crate) use tokens::Tokens;
pub(crate) use tree::{Group, Literal, Tree, Word};

/// Where a text is not Rust: a bracket, quote or comment is not closed, or a character is out of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LexError {
    pub(crate) at: usize,
}

/// Lists the tokens of a text. A byte order mark and a first line like `#!/usr/bin/env run-cargo-script` are none.
pub(crate) fn lex(text: &str) -> Result<Vec<Token>, LexError> {
    let mut tokens = Vec::new();
    lex_into(text, &mut tokens)?;
    Ok(tokens)
}

/// Lists the tokens of a text in `tokens`, and forgets what was there.
pub(crate) fn lex_into(text: &str, tokens: &mut Vec<Token>) -> Result<(), LexError> {
    tokens.clear();
    let begin = begin(text);
    if u32::try_from(text.len()).is_err() {
        // No file of source is that long, and places in it could not be told.
        return Err(LexError { at: begin });
    }
    Lexer { text, at: begin, tokens, open: Vec::new() }.run()
}

/// Where the first token may be.
fn begin(text: &str) -> usize {
    let mark = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    let line = text.get(mark..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    match line.strip_prefix("#!") {
        Some(rest) if !rest.trim_start().starts_with('[') => mark + line.len(),
        _ => mark,
    }
}

/// What is left of the text, and what was found in it.
struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: &'a mut Vec<Token>,
    /// The brackets that are open, by their place in the list.
    open: Vec<usize>,
}

impl Lexer<'_> {
    fn run(mut self) -> Result<(), LexError> {
        while let Some(byte) = self.byte(0) {
            let found = match byte {
                b' ' | b'\t'..=b'\r' => {
                    self.at += 1;
                    continue;
                }
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.word_or_literal(byte),
                b'0'..=b'9' => self.number().map(|end| (Kind::Literal, end)),
                b'"' => self.string(self.at + 1).map(|end| (Kind::Literal, end)),
                b'\'' => self.quote(),
                b'(' | b'[' | b'{' => Some(self.opening(byte)),
                b')' | b']' | b'}' => self.closing(byte),
                b'/' if matches!(self.byte(1), Some(b'/' | b'*')) => match self.comment() {
                    Some((None, end)) => {
                        self.at = end;
                        continue;
                    }
                    Some((Some(doc), end)) => Some((doc, end)),
                    None => None,
                },
                _ if is_punctuation(byte) => Some((Kind::Punct(byte), self.at + 1)),
                _ if byte.is_ascii() => None,
                _ => match self.blank() {
                    Some(end) => {
                        self.at = end;
                        continue;
                    }
                    None => self.word(self.at).map(|end| (Kind::Word, end)),
                },
            };
            let Some((kind, end)) = found else { return Err(LexError { at: self.at }) };
            self.tokens.push(Token::new(kind, self.at..end));
            self.at = end;
        }
        match self.open.last().and_then(|&open| self.tokens.get(open)) {
            Some(open) => Err(LexError { at: open.range().start }),
            None => Ok(()),
        }
    }

    fn opening(&mut self, byte: u8) -> (Kind, usize) {
        self.open.push(self.tokens.len());
        (Kind::Open(Delimiter::of(byte), 0), self.at + 1)
    }

    /// Tells the bracket that is closed how many tokens it holds.
    fn closing(&mut self, byte: u8) -> Option<(Kind, usize)> {
        let open = self.open.pop()?;
        let delimiter = Delimiter::of(byte);
        let held = u32::try_from(self.tokens.len() - open - 1).ok()?;
        let token = self.tokens.get_mut(open).filter(|token| token.opens(delimiter))?;
        token.kind = Kind::Open(delimiter, held);
        Some((Kind::Close(delimiter), self.at + 1))
    }

    /// Returns the end of a character that is not ASCII and counts as a blank.
    fn blank(&self) -> Option<usize> {
        let char = self.rest(self.at).chars().next()?;
        // The marks for the direction of text are blanks to Rust.
        (char.is_whitespace() || matches!(char, '\u{200e}' | '\u{200f}')).then(|| self.at + char.len_utf8())
    }

    /// Returns the byte so far behind the place at hand.
    fn byte(&self, ahead: usize) -> Option<u8> {
        self.byte_at(self.at + ahead)
    }

    fn byte_at(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn bytes(&self, from: usize) -> &[u8] {
        self.text.as_bytes().get(from..).unwrap_or_default()
    }

    fn rest(&self, from: usize) -> &str {
        self.text.get(from..).unwrap_or_default()
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }
}

fn is_punctuation(byte: u8) -> bool {
    matches!(
        byte,
        b'!' | b'#' | b'$' | b'%' | b'&' | b'*'..=b'/' | b':'..=b'@' | b'^' | b'|' | b'~'
    )
}
