//! Source files, and places in them.

use std::cell::Cell;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file of Rust source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The path as people see it; modules are derived from it (`src/user.rs` is `crate::user`).
    pub path: PathBuf,
    /// The text.
    pub text: String,
}

impl SourceFile {
    /// Makes a source file.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}

/// A place in a source file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file, as it was given.
    pub file: Arc<Path>,
    /// The line, from 1.
    pub line: usize,
    /// The character within the line, from 1.
    pub column: usize,
    /// Where the span begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl Location {
    /// Returns the span in bytes.
    pub fn span(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// A place in the file at hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    start: u32,
    end: u32,
    line: u32,
    column: u32,
}

impl Span {
    pub(crate) fn at(self, file: &Arc<Path>) -> Location {
        Location {
            file: Arc::clone(file),
            line: self.line as usize,
            column: self.column as usize,
            start: self.start as usize,
            end: self.end as usize,
        }
    }
}

/// Turns byte offsets into lines and columns.
pub(crate) struct Lines<'a> {
    text: &'a str,
    starts: &'a [usize],
    /// The line of the span before: the next is rarely far away.
    last: Cell<usize>,
}

impl<'a> Lines<'a> {
    /// Finds the lines of a text, and keeps where they begin in `starts`.
    pub(crate) fn new(text: &'a str, starts: &'a mut Vec<usize>) -> Self {
        starts.clear();
        starts.push(0);
        for (at, byte) in text.bytes().enumerate() {
            if byte == b'\n' {
                starts.push(at + 1);
            }
        }
        Self { text, starts, last: Cell::new(0) }
    }

    /// Returns the lines with where they begin.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &'a str)> {
        let ends = self.starts.iter().skip(1).copied().chain([self.text.len()]);
        self.starts.iter().zip(ends).map(|(&start, end)| (start, self.text.get(start..end).unwrap_or_default()))
    }

    /// Makes a span of `range`, which is cut down to the text where it is not within.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let start = floor(self.text, range.start);
        let end = floor(self.text, range.end).max(start);
        let line = self.line(start);
        let begin = self.starts.get(line).copied().unwrap_or(0);
        let before = self.text.get(begin..start).unwrap_or_default();
        let column = if before.is_ascii() { before.len() } else { before.chars().count() };
        Span { start: narrow(start), end: narrow(end), line: narrow(line + 1), column: narrow(column + 1) }
    }

    /// Returns the line of a place, from 0.
    fn line(&self, at: usize) -> usize {
        let begins_after = |line: usize| self.starts.get(line).is_none_or(|&start| start > at);
        let last = self.last.get();
        let line = match (last..last + 4).find(|&line| begins_after(line + 1)) {
            Some(line) if !begins_after(line) => line,
            _ => self.starts.partition_point(|&start| start <= at).saturating_sub(1),
        };
        self.last.set(line);
        line
    }
}

/// No longer text is read than this tells places of.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Returns the character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
