//! The markers that an unfinished merge leaves in a file.

use std::ops::Range;

use crate::location::Lines;

/// Returns the first marker, where the file holds a whole conflict: `<<<<<<<`, `=======`, `>>>>>>>`, each at the start of a
/// line and in this order. A single one may be part of a text.
pub(crate) fn find(lines: &Lines<'_>) -> Option<Range<usize>> {
    let mut lines = lines.iter();
    let mut next = |marker: &str| lines.find(|(_, line)| is_marker(line, marker));
    let (start, line) = next("<<<<<<<")?;
    next("=======")?;
    next(">>>>>>>")?;
    Some(start..start + line.trim_end().len())
}

fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}
