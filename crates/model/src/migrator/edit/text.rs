//! Lines, blanks and comments of a text that is edited.

use std::ops::Range;

/// A piece of text and what it becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Patch {
    pub(super) at: Range<usize>,
    pub(super) text: String,
}

impl Patch {
    pub(super) fn insert(at: usize, text: String) -> Self {
        Self { at: at..at, text }
    }
}

/// Makes all changes, which do not overlap.
pub(super) fn apply(text: &str, patches: &[Patch]) -> String {
    let mut sorted: Vec<&Patch> = patches.iter().collect();
    sorted.sort_by_key(|patch| patch.at.start);
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for patch in sorted {
        out.push_str(slice(text, at..patch.at.start));
        out.push_str(&patch.text);
        at = patch.at.end;
    }
    out.push_str(slice(text, at..text.len()));
    out
}

pub(super) fn slice(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or_default()
}

/// Returns where the line of a place begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    slice(text, 0..at).rfind('\n').map_or(0, |newline| newline + 1)
}

/// Returns the blanks that the line of a place begins with.
pub(super) fn indent(text: &str, at: usize) -> &str {
    let line = slice(text, line_start(text, at)..text.len());
    let end = line.find(|char| char != ' ' && char != '\t').unwrap_or(line.len());
    slice(line, 0..end)
}

/// Whether nothing but blanks stands before a place in its line.
pub(super) fn begins_line(text: &str, at: usize) -> bool {
    slice(text, line_start(text, at)..at).trim().is_empty()
}

/// Returns how the line of a place ends, or the line before where it is the last.
pub(super) fn line_end(text: &str, at: usize) -> &'static str {
    let behind = slice(text, at..text.len()).find('\n').map(|newline| at + newline);
    let end = behind.or_else(|| slice(text, 0..at).rfind('\n'));
    if end.is_some_and(|end| slice(text, 0..end).ends_with('\r')) { "\r\n" } else { "\n" }
}

/// Returns where the line ends, where there are but blanks and comments from a place on that is in neither.
///
/// A comment that goes on in the next lines belongs to the line that it begins in.
pub(super) fn rest_of_line(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = slice(text, at..text.len());
        let Some(char) = rest.chars().next() else { return Some(at) };
        if rest.starts_with("\r\n") || char == '\n' {
            return Some(at);
        }
        if char.is_whitespace() {
            at += char.len_utf8();
        } else if is_comment(rest) {
            at += comment(rest);
        } else {
            return None;
        }
    }
}

/// Whether a text begins with a comment that documents nothing.
fn is_comment(text: &str) -> bool {
    match text.as_bytes() {
        [b'/', b'/', b'/', b'/', ..] | [b'/', b'*', b'*', b'*' | b'/', ..] => true,
        [b'/', b'/', b'/' | b'!', ..] | [b'/', b'*', b'*' | b'!', ..] => false,
        [b'/', b'/' | b'*', ..] => true,
        _ => false,
    }
}

/// Returns how long the comment is that a text begins with, without the end of its line.
fn comment(text: &str) -> usize {
    if text.starts_with("//") {
        let line = text.find('\n').unwrap_or(text.len());
        return slice(text, 0..line).trim_end_matches('\r').len();
    }
    let (mut at, mut depth) = (0, 0_usize);
    loop {
        match text.as_bytes().get(at..) {
            Some([b'/', b'*', ..]) => (at, depth) = (at + 2, depth + 1),
            Some([b'*', b'/', ..]) => (at, depth) = (at + 2, depth.saturating_sub(1)),
            Some([_, ..]) => at += 1,
            _ => return text.len(),
        }
        if depth == 0 {
            return at;
        }
    }
}

/// Returns how wide a text is, as rustfmt counts.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|char| if char == '\t' { 4 } else { 1 }).sum()
}

/// Returns what one more level of indentation is, by that of the line of a place and those above it.
pub(super) fn unit(text: &str, at: usize) -> String {
    let own = indent(text, at);
    if own.contains('\t') {
        return "\t".to_owned();
    }
    let above = slice(text, 0..line_start(text, at)).lines().rev().filter(|line| !line.trim().is_empty());
    let mut shallower = above.map(|line| line.len() - line.trim_start().len()).filter(|indent| *indent < own.len());
    let step = shallower.next().map_or(4, |indent| own.len() - indent);
    " ".repeat(if step > 8 { 4 } else { step })
}
