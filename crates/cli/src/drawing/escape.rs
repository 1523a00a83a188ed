//! Text that may hold anything, as each notation takes it between quotes.

use std::fmt::Write as _;

use crate::output::printable;

/// Writes text for Mermaid. Whatever its grammars, its Markdown or its search for directives could take for their own is a number.
pub(super) fn mermaid(text: &str) -> String {
    let text = printable(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let is_special = match c {
            '"' | '#' | '&' | '<' | '>' | ';' | '%' | '\\' | '`' | '~' => true,
            // A semicolon is taken away from what looks like a style with a colour: `style a:#fff;`.
            ':' => rest.peek().is_some_and(|next| !next.is_whitespace()),
            // `direction TB` is a statement wherever it stands in a line.
            _ => c.is_whitespace() && ends_in_direction(&out),
        };
        if is_special {
            let _infallible = write!(out, "#{};", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

fn ends_in_direction(text: &str) -> bool {
    let word = "direction";
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
