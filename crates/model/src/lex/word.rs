//! Names and keywords, and the literals and lifetimes that begin like them.

use unicode_ident::{is_xid_continue, is_xid_start};

use super::{Kind, Lexer};

impl Lexer<'_> {
    /// Reads what begins with a letter: a word, or a literal with a prefix.
    pub(super) fn word_or_literal(&self, first: u8) -> Option<(Kind, usize)> {
        if matches!(first, b'r' | b'b' | b'c')
            && let Some(prefixed) = self.prefix()
        {
            return Some((Kind::Literal, self.prefixed(&prefixed)?));
        }
        let end = match self.bytes(self.at) {
            [b'r', b'#', ..] => self.raw_word(self.at)?,
            _ => self.word(self.at)?,
        };
        Some((Kind::Word, end))
    }

    /// Returns the end of a word at `from`.
    pub(super) fn word(&self, from: usize) -> Option<usize> {
        let first = match self.byte_at(from)? {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => 1,
            byte if byte.is_ascii() => return None,
            _ => self.rest(from).chars().next().filter(|char| is_xid_start(*char))?.len_utf8(),
        };
        Some(self.word_end(from + first))
    }

    /// Returns where a word ends that goes on at `from`.
    fn word_end(&self, from: usize) -> usize {
        let ascii = self.bytes(from).iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
        let at = ascii.map_or(self.text.len(), |length| from + length);
        if self.byte_at(at).is_none_or(|byte| byte.is_ascii()) {
            return at;
        }
        let rest = self.rest(at);
        at + rest.find(|char| !is_xid_continue(char)).unwrap_or(rest.len())
    }

    /// Whether a word would go on at `from`.
    pub(super) fn goes_on(&self, from: usize) -> bool {
        self.word_end(from) > from
    }

    /// `r#type`. Some words cannot be escaped.
    fn raw_word(&self, from: usize) -> Option<usize> {
        let end = self.word(from + 2)?;
        let name = self.slice(from + 2..end);
        (!["_", "super", "self", "Self", "crate"].contains(&name)).then_some(end)
    }

    /// Reads what begins with a quote: a character, or that of a lifetime.
    pub(super) fn quote(&self) -> Option<(Kind, usize)> {
        if let Some(end) = self.character(self.at + 1) {
            return Some((Kind::Literal, end));
        }
        let name = self.at + 1;
        let raw = matches!(self.bytes(name), [b'r', b'#', ..]);
        let end = if raw { self.raw_word(name)? } else { self.word(name)? };
        match self.byte_at(end) {
            Some(b'\'') => None,
            Some(b'#') if !raw => None,
            _ => Some((Kind::Punct(b'\''), self.at + 1)),
        }
    }
}
