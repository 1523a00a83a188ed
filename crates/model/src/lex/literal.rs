//! Strings and characters of every kind. What they hold is checked as far as it decides where they end.

use super::Lexer;

/// A literal that begins with letters, and how many these are.
pub(super) struct Prefixed {
    letters: usize,
    form: Form,
}

#[derive(Clone, Copy)]
enum Form {
    Raw(Content),
    Cooked(Content),
    Byte,
}

/// What may stand in a string.
#[derive(Clone, Copy)]
enum Content {
    Text,
    Bytes,
    /// A C string: no zero in it.
    Nonzero,
}

impl Lexer<'_> {
    /// Whether the letters at hand begin a literal: `r"…"`, `b'…'`.
    pub(super) fn prefix(&self) -> Option<Prefixed> {
        let (letters, form) = match self.bytes(self.at) {
            [b'r', b'"', ..] | [b'r', b'#', b'"' | b'#', ..] => (1, Form::Raw(Content::Text)),
            [b'b', b'r', b'"' | b'#', ..] => (2, Form::Raw(Content::Bytes)),
            [b'c', b'r', b'"' | b'#', ..] => (2, Form::Raw(Content::Nonzero)),
            [b'b', b'"', ..] => (1, Form::Cooked(Content::Bytes)),
            [b'c', b'"', ..] => (1, Form::Cooked(Content::Nonzero)),
            [b'b', b'\'', ..] => (1, Form::Byte),
            _ => return None,
        };
        Some(Prefixed { letters, form })
    }

    /// Returns the end of a literal that begins with letters.
    pub(super) fn prefixed(&self, prefixed: &Prefixed) -> Option<usize> {
        let from = self.at + prefixed.letters;
        match prefixed.form {
            Form::Raw(content) => self.raw(from, content),
            Form::Cooked(content) => self.cooked(from + 1, content),
            Form::Byte => self.byte_character(from + 1),
        }
    }

    /// Returns the end of `"…"`, whose content begins at `from`.
    pub(super) fn string(&self, from: usize) -> Option<usize> {
        self.cooked(from, Content::Text)
    }

    /// A string with escapes.
    fn cooked(&self, from: usize, content: Content) -> Option<usize> {
        let mut at = from;
        loop {
            match self.byte_at(at)? {
                b'"' => return Some(self.suffix(at + 1)),
                b'\\' => at = self.escape_in_string(at + 1, content)?,
                byte => at = self.plain(at, byte, content)?,
            }
        }
    }

    /// A string without escapes: `"…"` or `##"…"##` at `from`.
    fn raw(&self, from: usize, content: Content) -> Option<usize> {
        let hashes = self.bytes(from).iter().take_while(|&&byte| byte == b'#').count();
        // Rust takes no more.
        if hashes > 255 || self.byte_at(from + hashes) != Some(b'"') {
            return None;
        }
        let mut at = from + hashes + 1;
        loop {
            let byte = self.byte_at(at)?;
            if byte == b'"' {
                let closes = self.bytes(at + 1).iter().take(hashes).filter(|&&byte| byte == b'#').count() == hashes;
                if closes {
                    return Some(self.suffix(at + 1 + hashes));
                }
                at += 1;
            } else {
                at = self.plain(at, byte, content)?;
            }
        }
    }

    /// Goes past what stands for itself.
    fn plain(&self, at: usize, byte: u8, content: Content) -> Option<usize> {
        match (byte, content) {
            (b'\r', _) => (self.byte_at(at + 1) == Some(b'\n')).then_some(at + 2),
            (0, Content::Nonzero) => None,
            (_, Content::Bytes) if !byte.is_ascii() => None,
            _ => Some(at + 1),
        }
    }

    /// Goes past an escape whose backslash stands before `at`.
    fn escape_in_string(&self, at: usize, content: Content) -> Option<usize> {
        match (self.byte_at(at)?, content) {
            (b'\n' | b'\r', _) => self.continued(at),
            (b'0', Content::Nonzero) | (b'u', Content::Bytes) => None,
            (b'x', Content::Nonzero) => {
                let end = self.two_digits(at + 1, false)?;
                (self.slice(at + 1..end) != "00").then_some(end)
            }
            (b'x', Content::Bytes) => self.two_digits(at + 1, false),
            (b'u', Content::Text) => self.unicode(at + 1).map(|(end, _)| end),
            (b'u', Content::Nonzero) => self.unicode(at + 1).and_then(|(end, char)| (char != '\0').then_some(end)),
            _ => self.escape(at),
        }
    }

    /// Goes past an escape of one letter, or `\x7f`.
    fn escape(&self, at: usize) -> Option<usize> {
        match self.byte_at(at)? {
            b'n' | b'r' | b't' | b'\\' | b'0' | b'\'' | b'"' => Some(at + 1),
            b'x' => self.two_digits(at + 1, true),
            _ => None,
        }
    }

    /// Goes past the blanks of a line that is continued; there has to be something behind them.
    fn continued(&self, mut at: usize) -> Option<usize> {
        loop {
            at = match self.byte_at(at)? {
                b'\r' if self.byte_at(at + 1) == Some(b'\n') => at + 2,
                b'\r' => return None,
                b' ' | b'\t' | b'\n' => at + 1,
                _ => return Some(at),
            }
        }
    }

    fn two_digits(&self, at: usize, ascii: bool) -> Option<usize> {
        match self.bytes(at) {
            [first, second, ..] if first.is_ascii_hexdigit() && second.is_ascii_hexdigit() => {
                (!ascii || matches!(first, b'0'..=b'7')).then_some(at + 2)
            }
            _ => None,
        }
    }

    /// Reads `{1f600}`.
    fn unicode(&self, at: usize) -> Option<(usize, char)> {
        if self.byte_at(at) != Some(b'{') {
            return None;
        }
        let (mut value, mut digits, mut at) = (0, 0, at + 1);
        loop {
            match self.byte_at(at)? {
                b'_' if digits > 0 => {}
                b'}' if digits > 0 => return Some((at + 1, char::from_u32(value)?)),
                byte if digits < 6 => {
                    value = value * 16 + char::from(byte).to_digit(16)?;
                    digits += 1;
                }
                _ => return None,
            }
            at += 1;
        }
    }

    /// Returns the end of `'x'`, which begins before `from`.
    pub(super) fn character(&self, from: usize) -> Option<usize> {
        let end = match self.byte_at(from)? {
            b'\\' if self.byte_at(from + 1) == Some(b'u') => self.unicode(from + 2)?.0,
            b'\\' => self.escape(from + 1)?,
            byte if byte.is_ascii() => from + 1,
            _ => from + self.rest(from).chars().next()?.len_utf8(),
        };
        (self.byte_at(end) == Some(b'\'')).then(|| self.suffix(end + 1))
    }

    /// Returns the end of `b'x'`, whose content begins at `from`.
    fn byte_character(&self, from: usize) -> Option<usize> {
        let end = match self.byte_at(from)? {
            b'\\' if self.byte_at(from + 1) == Some(b'x') => self.two_digits(from + 2, false)?,
            b'\\' => self.escape(from + 1)?,
            _ => from + 1,
        };
        (self.byte_at(end) == Some(b'\'')).then(|| self.suffix(end + 1))
    }

    /// Goes past the word that may stand directly behind a literal.
    pub(super) fn suffix(&self, at: usize) -> usize {
        self.word(at).unwrap_or(at)
    }
}
