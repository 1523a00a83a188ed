//! The lines of a text, with their numbers.

use std::borrow::Cow;

/// Returns `text` without a byte order mark and with LF as its only line end.
pub(crate) fn unify_line_ends(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) }
}

/// A cursor over lines.
#[derive(Clone)]
pub(crate) struct Lines<'a> {
    rest: &'a str,
    number: usize,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text, number: 1 }
    }

    /// The number of the line that comes next, counted from one.
    pub(crate) fn number(&self) -> usize {
        self.number
    }

    /// Everything that was not read yet.
    pub(crate) fn rest(&self) -> &'a str {
        self.rest
    }

    /// Returns the next line, without its end.
    pub(crate) fn peek(&self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        Some(self.rest.split_once('\n').map_or(self.rest, |(line, _)| line))
    }

    /// Goes on so many bytes further, at the line of that number.
    pub(crate) fn skip(&mut self, bytes: usize, number: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
        self.number = number;
    }

    /// Reads the next line when it is `wanted`; returns it and its number.
    pub(crate) fn next_if(&mut self, wanted: impl FnOnce(&str) -> bool) -> Option<(usize, &'a str)> {
        let line = self.peek().filter(|line| wanted(line))?;
        let number = self.number;
        self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
        self.number += 1;
        Some((number, line))
    }
}
