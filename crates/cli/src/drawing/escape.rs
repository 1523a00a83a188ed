//! Text that may hold anything, as each notation takes it between quotes.

use std::fmt::Write as _;

use crate::output::printable;

/// Writes text for Mermaid. Whatever its grammars, its Markdown or its search for directives could take for their own is a number.
pub(super) fn mermaid(text: &str) -> String {
    let text = printable(text);
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let (before, rest) = text.split_at(at);
        if is_special(before, c, rest.chars().nth(1)) {
            let _infallible = write!(out, "#{};", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

fn is_special(before: &str, c: char, next: Option<char>) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    match c {
        '"' | '#' | '&' | '<' | '>' | ';' | '%' | '\\' | '`' | '~' | '*' | '[' | ']' | '@' | '$' => true,
        // Within a word it emphasises nothing.
        '_' => !before.ends_with(is_word) || !next.is_some_and(is_word) || before.starts_with('_'),
        // A semicolon is taken away from what looks like a style with a colour: `style a:#fff;`.
        ':' => next.is_some_and(|next| !next.is_whitespace()),
        // The start of a list, or of a link.
        '-' | '+' | '.' | ')' => before.chars().all(|c| c.is_ascii_digit()) || c == '.' && ends_in(before, "www"),
        // `direction TB` is a statement wherever it stands in a line.
        _ => c.is_whitespace() && (before.is_empty() || ends_in(before, "direction")),
    }
}

fn ends_in(text: &str, word: &str) -> bool {
    let end = text.len().checked_sub(word.len()).and_then(|start| text.get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(word))
}

/// Writes text that Graphviz shows.
pub(super) fn dot_label(text: &str) -> String {
    dot_name(&printable(text).replace('&', "&amp;"))
}

/// Writes the name of a node for Graphviz, which is not shown.
pub(super) fn dot_name(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// Writes text for a label of Graphviz that is like HTML.
pub(super) fn dot_html(text: &str) -> String {
    printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
