//! The markers that an unfinished merge leaves in a file.

use std::ops::Range;

/// Returns the first marker, where the file holds a whole conflict: `<<<<<<<`, `=======`, `>>>>>>>`, each at the start of a
/// line and in this order. A single one may be part of a text.
pub(crate) fn find(text: &str) -> Option<Range<usize>> {
    let mut wanted = ["<<<<<<<", "=======", ">>>>>>>"].iter().peekable();
    let mut first = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if wanted.peek().is_some_and(|marker| is_marker(line, marker)) {
            wanted.next();
            first.get_or_insert(offset..offset + line.trim_end().len());
        }
        offset += line.len();
    }
    if wanted.peek().is_none() { first } else { None }
}

fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}
