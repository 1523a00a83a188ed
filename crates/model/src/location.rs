//! Source files, and places in them.

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
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Span {
    pub(crate) fn at(self, file: &Arc<Path>) -> Location {
        Location { file: Arc::clone(file), line: self.line, column: self.column, start: self.start, end: self.end }
    }
}

/// Turns byte offsets into lines and columns.
pub(crate) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// Makes a span of `range`, which is cut down to the text where it is not within.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let start = floor(self.text, range.start);
        let end = floor(self.text, range.end).max(start);
        let line = self.starts.partition_point(|&at| at <= start);
        let begin = line.checked_sub(1).and_then(|index| self.starts.get(index)).copied().unwrap_or(0);
        let column = self.text.get(begin..start).map_or(0, |before| before.chars().count()) + 1;
        Span { start, end, line, column }
    }
}

/// Returns the character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
