//! Lines of Rust as they come to stand one below the other.

use super::expr::Expr;
use super::layout::layout;
use super::literal::one_line;

/// How far what is within is indented.
const TAB: usize = 4;

/// What is being written.
pub(super) struct Page {
    text: String,
    indent: usize,
}

impl Page {
    /// Begins a page whose lines are indented by `indent` columns.
    pub(super) fn new(indent: usize) -> Self {
        Self { text: String::new(), indent }
    }

    /// Writes lines as they are, from where the page is indented.
    pub(super) fn lines(&mut self, lines: &str) {
        for line in lines.lines() {
            if !line.is_empty() {
                self.text.push_str(&" ".repeat(self.indent));
                self.text.push_str(line);
            }
            self.text.push('\n');
        }
    }

    /// Leaves a line empty, unless a block has just begun or one is left empty already.
    pub(super) fn gap(&mut self) {
        if !(self.text.is_empty() || self.text.ends_with("{\n") || self.text.ends_with("\n\n")) {
            self.text.push('\n');
        }
    }

    /// Writes a comment on one line.
    pub(super) fn comment(&mut self, text: &str) {
        self.lines(&format!("// {}", one_line(text)));
    }

    /// Writes an expression behind some words, and what stands behind it. Its own lines are as deep as they are to be.
    pub(super) fn expr(&mut self, before: &str, expr: &Expr, behind: &str) {
        let text = layout(expr, self.indent, before.len(), behind.len());
        self.text.push_str(&" ".repeat(self.indent));
        self.text.push_str(before);
        self.text.push_str(&text);
        self.text.push_str(behind);
        self.text.push('\n');
    }

    /// Writes what is within a block whose first line stands above, and ends it.
    pub(super) fn within(&mut self, within: impl FnOnce(&mut Self)) {
        self.indent += TAB;
        within(self);
        self.indent -= TAB;
        self.lines("}");
    }

    /// Writes a block: its first line, which ends in `{`, and what is within.
    pub(super) fn block(&mut self, first: &str, within: impl FnOnce(&mut Self)) {
        self.lines(first);
        self.within(within);
    }

    /// Returns where the page ends at the moment.
    pub(super) fn mark(&self) -> usize {
        self.text.len()
    }

    /// Returns what has been written since.
    pub(super) fn since(&self, mark: usize) -> &str {
        self.text.get(mark..).unwrap_or_default()
    }

    /// Leaves a line empty before what has been written since.
    pub(super) fn gap_at(&mut self, mark: usize) {
        let after = self.text.split_off(mark.min(self.text.len()));
        self.gap();
        self.text.push_str(&after);
    }

    /// Returns the text, without a line break at its end.
    pub(super) fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end_matches('\n').len());
        self.text
    }
}
