//! The layout of expressions: that of rustfmt as it comes, so that what is written is left as it is.
//!
//! These are rustfmt's own rules for chains (`chains.rs`) and lists (`overflow.rs`, `lists.rs`), for the few expressions there are.
//! What rustfmt finds no layout for it leaves as it stands: a text that is wider than a line.

mod chain;
mod list;
mod shape;

use shape::{MAX_WIDTH, Shape, fits};

use super::expr::Expr;
use super::literal::literal;

/// Lays out an expression on a line that is indented by `indent` columns, with `before` characters before it and `behind` more on its last line.
pub(crate) fn layout(expr: &Expr, indent: usize, before: usize, behind: usize) -> String {
    let shape = Shape { indent, offset: before, width: MAX_WIDTH.saturating_sub(indent + before + behind) };
    // What fits nowhere is laid out as if there were room.
    Layout::strict().expr(expr, shape).or_else(|| Layout::loose().expr(expr, shape)).unwrap_or_default()
}

/// How expressions are laid out at the moment.
#[derive(Clone, Copy)]
struct Layout {
    /// Whether a line has an end.
    strict: bool,
    /// Whether chains must stand on one line.
    one_line_chains: bool,
}

impl Layout {
    fn strict() -> Self {
        Self { strict: true, one_line_chains: false }
    }

    fn loose() -> Self {
        Self { strict: false, one_line_chains: false }
    }

    /// Lays out an expression; `None` where it does not fit.
    fn expr(self, expr: &Expr, shape: Shape) -> Option<String> {
        match expr {
            Expr::Word(word) => Some(word.clone()),
            Expr::Text(text) => self.text(&literal(text), shape),
            Expr::Call(function, arguments) => self.parens(function, arguments, shape),
            Expr::Tuple(items) => self.parens("", items, shape),
            Expr::Array(items) => self.brackets(items, shape),
            Expr::Chain(root, links) => self.chain(root, links, shape),
        }
    }

    /// A text on one line has its place whether it fits or not; what is around it finds out.
    fn text(self, literal: &str, shape: Shape) -> Option<String> {
        if literal.contains('\n') { self.wrapped(literal.to_owned(), shape) } else { Some(literal.to_owned()) }
    }

    /// Returns what has been laid out, if it fits.
    fn wrapped(self, text: String, shape: Shape) -> Option<String> {
        (!self.strict || fits(&text, shape)).then_some(text)
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(in crate::rust) use tests::formatted;
