//! Walks over the characters of a change line.

use super::ParseError;
use crate::Ident;

/// A position in a line. Every reader skips the blanks before what it reads.
pub(super) struct Scanner<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(line: &'a str) -> Self {
        Self { line, at: 0 }
    }

    fn rest(&self) -> &'a str {
        self.line.get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Makes an error at the current position.
    pub(super) fn error(&self, problem: impl Into<String>) -> ParseError {
        ParseError { problem: problem.into(), column: self.line[..self.at].chars().count() + 1 }
    }

    pub(super) fn is_at_end(&mut self) -> bool {
        self.skip_blanks();
        self.rest().is_empty()
    }

    /// Whether `c` comes next, blanks aside.
    pub(super) fn peek(&mut self, c: char) -> bool {
        self.skip_blanks();
        self.rest().starts_with(c)
    }

    /// Whether `c` comes next without a blank before it.
    pub(super) fn adjacent(&self, c: char) -> bool {
        self.rest().starts_with(c)
    }

    pub(super) fn take(&mut self, c: char) -> bool {
        let found = self.peek(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    pub(super) fn expect(&mut self, c: char) -> Result<(), ParseError> {
        if self.take(c) { Ok(()) } else { Err(self.error(format!("expected `{c}`"))) }
    }

    pub(super) fn arrow(&mut self) -> Result<(), ParseError> {
        self.skip_blanks();
        if self.rest().starts_with("->") {
            self.at += 2;
            return Ok(());
        }
        Err(self.error("expected `->`"))
    }

    /// Returns the bare word that comes next, without taking it.
    pub(super) fn peek_word(&mut self) -> &'a str {
        self.skip_blanks();
        let rest = self.rest();
        let mut end = 0;
        for (at, c) in rest.char_indices() {
            let arrow = rest[at..].starts_with("->");
            if arrow || !(c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-')) {
                break;
            }
            end = at + 1;
        }
        &rest[..end]
    }

    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let found = self.peek_word() == word;
        if found {
            self.at += word.len();
        }
        found
    }

    pub(super) fn word(&mut self) -> Result<String, ParseError> {
        let word = self.peek_word();
        if word.is_empty() {
            return Err(self.error("expected a word"));
        }
        self.at += word.len();
        Ok(word.to_owned())
    }

    /// Takes a decimal number, with a sign or not, if one comes next.
    pub(super) fn take_decimal(&mut self) -> Option<String> {
        self.skip_blanks();
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '.'))).unwrap_or(rest.len());
        let number = rest.get(..end).filter(|number| super::print::is_plain(number))?;
        self.at += end;
        Some(number.to_owned())
    }

    pub(super) fn name(&mut self) -> Result<Ident, ParseError> {
        if self.peek('"') {
            return self.quoted('"').map(Ident::from);
        }
        let name = self.peek_word();
        if !name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_') {
            return Err(self.error("expected a name"));
        }
        self.at += name.len();
        Ok(Ident::from(name))
    }

    pub(super) fn text(&mut self) -> Result<String, ParseError> {
        if self.peek('\'') { self.quoted('\'') } else { Err(self.error("expected text in single quotes")) }
    }

    pub(super) fn number(&mut self) -> Result<u32, ParseError> {
        self.skip_blanks();
        let rest = self.rest();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = rest[..digits].parse().map_err(|_| self.error("expected a number"))?;
        self.at += digits;
        Ok(number)
    }

    /// Reads what `inner` reads, in parentheses.
    pub(super) fn parenthesized<T>(
        &mut self,
        inner: impl FnOnce(&mut Self) -> Result<T, ParseError>,
    ) -> Result<T, ParseError> {
        self.expect('(')?;
        let value = inner(self)?;
        self.expect(')')?;
        Ok(value)
    }

    /// Reads a list in parentheses; an empty one only where `empty` allows it.
    pub(super) fn list<T>(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<T, ParseError>,
    ) -> Result<Vec<T>, ParseError> {
        self.expect('(')?;
        let mut items = Vec::new();
        if self.take(')') {
            return Ok(items);
        }
        loop {
            items.push(item(self)?);
            if self.take(')') {
                return Ok(items);
            }
            self.expect(',')?;
        }
    }

    fn quoted(&mut self, quote: char) -> Result<String, ParseError> {
        let start = self.at;
        self.expect(quote)?;
        let mut out = String::new();
        let mut chars = self.rest().char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                c if c == quote => {
                    self.at += at + c.len_utf8();
                    return Ok(out);
                }
                '\\' => {
                    let Some(c) = escape(&mut chars) else {
                        self.at += at;
                        return Err(self.error("unknown escape; `\\\\`, the quote and `\\u{…}` are known"));
                    };
                    out.push(c);
                }
                c => out.push(c),
            }
        }
        self.at = start;
        Err(self.error("this quote is never closed"))
    }
}

fn escape(chars: &mut std::str::CharIndices<'_>) -> Option<char> {
    match chars.next()?.1 {
        c @ ('\\' | '"' | '\'') => Some(c),
        'u' => {
            if chars.next()?.1 != '{' {
                return None;
            }
            let mut code = 0_u32;
            loop {
                match chars.next()?.1 {
                    '}' => return char::from_u32(code),
                    c => code = code.checked_mul(16)?.checked_add(c.to_digit(16)?)?,
                }
            }
        }
        _ => None,
    }
}
