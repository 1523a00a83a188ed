//! The documentation at the top of a module.

use crate::lex::{Kind, Tokens};

/// Lists the lines of the `//!` comments that stand before anything else, with where each begins.
///
/// Lines are as they are written, without `//!` and the one blank behind it. Where comments do not follow each other
/// directly there is an empty line between them, so that nothing runs together.
pub(super) fn of(text: &str, tokens: Tokens<'_>) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut end = None;
    for (token, comment) in tokens.flat() {
        if token.kind != (Kind::Doc { inner: true }) {
            break;
        }
        let start = token.range().start;
        let between = end.and_then(|end: usize| text.get(end..start)).unwrap_or_default();
        if between.matches('\n').count() > 1 {
            out.push((end.map_or(start, |end| end + 1), String::new()));
        }
        end = Some(token.range().end);
        match comment.strip_prefix("//!") {
            Some(line) => out.push((start, without_blank(line))),
            None => out.extend(block(start, comment)),
        }
    }
    out
}

fn without_blank(line: &str) -> String {
    let line = line.strip_suffix('\r').unwrap_or(line);
    line.strip_prefix(' ').unwrap_or(line).to_owned()
}

/// Lists the lines within `/*! … */`.
fn block(start: usize, comment: &str) -> Vec<(usize, String)> {
    const OPEN: &str = "/*!";
    let inside = comment.strip_prefix(OPEN).and_then(|rest| rest.strip_suffix("*/")).unwrap_or_default();
    let mut at = start + OPEN.len();
    let mut out = Vec::new();
    for line in inside.split_inclusive('\n') {
        out.push((at, without_blank(line.strip_suffix('\n').unwrap_or(line)).trim_end().to_owned()));
        at += line.len();
    }
    out
}
