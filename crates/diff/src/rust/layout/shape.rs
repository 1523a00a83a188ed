//! The room that there is for an expression.

use unicode_width::UnicodeWidthStr;

/// How wide a line may be.
pub(super) const MAX_WIDTH: usize = 100;
/// How wide a chain may be that stands on one line, and the arguments of a call and the items of an array that do.
pub(super) const SMALL: usize = 60;
/// How far what is within is indented.
pub(super) const TAB: usize = 4;

/// Where an expression starts, and how wide it may be there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// The indentation of the line.
    pub(super) indent: usize,
    /// How far behind that the expression starts.
    pub(super) offset: usize,
    pub(super) width: usize,
}

impl Shape {
    /// Moves its start to the right.
    pub(super) fn behind(self, columns: usize) -> Option<Self> {
        Some(Self { offset: self.offset + columns, ..self.without(columns)? })
    }

    /// Leaves room at its end.
    pub(super) fn without(self, columns: usize) -> Option<Self> {
        Some(Self { width: self.width.checked_sub(columns)?, ..self })
    }

    /// A line of its own, further in.
    pub(super) fn nested(self) -> Self {
        let indent = self.indent + TAB;
        Self { indent, offset: 0, width: MAX_WIDTH.saturating_sub(indent) }
    }

    /// A line of its own, as far in.
    pub(super) fn below(self) -> Self {
        Self { offset: 0, width: MAX_WIDTH.saturating_sub(self.indent), ..self }
    }

    /// What is kept free at the end of the line.
    pub(super) fn overhead(self) -> usize {
        MAX_WIDTH.saturating_sub(self.used() + self.width)
    }

    fn used(self) -> usize {
        self.indent + self.offset
    }

    /// A new line that is indented as this one.
    pub(super) fn line(self) -> String {
        format!("\n{}", " ".repeat(self.indent))
    }
}

pub(super) fn width(text: &str) -> usize {
    text.width()
}

pub(super) fn first_line_width(text: &str) -> usize {
    width(text.lines().next().unwrap_or_default())
}

pub(super) fn last_line_width(text: &str) -> usize {
    width(text.rsplit('\n').next().unwrap_or_default())
}

/// Whether the first line fits where it starts, and the others within a line.
pub(super) fn fits(text: &str, shape: Shape) -> bool {
    if first_line_width(text) > shape.width {
        return false;
    }
    let last = || last_line_width(text) <= shape.used() + shape.width;
    !text.contains('\n') || text.lines().skip(1).all(|line| width(line) <= MAX_WIDTH) && last()
}
