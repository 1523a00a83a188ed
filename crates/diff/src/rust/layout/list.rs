//! Lists: on one line, or an item a line.

use super::Layout;
use super::shape::{SMALL, Shape, first_line_width, last_line_width, width};
use crate::rust::expr::Expr;

/// How wide an item may be that shares its line although the list has several.
const SHORT: usize = 10;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tactic {
    Horizontal,
    Vertical,
    /// As many items on a line as there is room for.
    Mixed,
}

/// A list between its marks.
struct List<'a> {
    layout: Layout,
    /// What stands before the opening mark.
    name: &'a str,
    items: &'a [Expr],
    marks: (char, char),
    /// Where the list starts that stands on one line, and how wide it may be then.
    one_line: Option<Shape>,
    one_line_width: usize,
    nested: Shape,
}

impl Layout {
    pub(super) fn parens(self, name: &str, items: &[Expr], shape: Shape) -> Option<String> {
        self.list(name, items, ('(', ')'), shape)
    }

    pub(super) fn brackets(self, items: &[Expr], shape: Shape) -> Option<String> {
        self.list("", items, ('[', ']'), shape)
    }

    fn list(self, name: &str, items: &[Expr], marks: (char, char), shape: Shape) -> Option<String> {
        let used = last_line_width(name);
        let one_line_width = shape.width.saturating_sub(used + 2);
        let one_line = shape.behind(used + 1).and_then(|shape| shape.without(1));
        // A comma stands behind each item.
        let nested = shape.nested();
        let nested = nested.without(1).unwrap_or(Shape { width: 0, ..nested });
        List { layout: self, name, items, marks, one_line, one_line_width, nested }.laid_out(shape)
    }
}

impl List<'_> {
    fn laid_out(&self, shape: Shape) -> Option<String> {
        let (tactic, items) = self.items()?;
        let text = self.joined(tactic, &items);
        let room = shape.width.saturating_sub(last_line_width(self.name));
        let first = if text.is_empty() { 2 } else { first_line_width(&text) + 1 };
        let is_short = tactic == Tactic::Horizontal && (first <= room || !self.layout.strict);
        let (open, close) = self.marks;
        let name = self.name;
        Some(if is_short {
            format!("{name}{open}{text}{close}")
        } else {
            let text = if text.is_empty() { text } else { self.nested.line() + &text };
            format!("{name}{open}{text}{}{close}", shape.line())
        })
    }

    /// Lays out the items, and says how they are put together.
    fn items(&self) -> Option<(Tactic, Vec<String>)> {
        let [before @ .., last] = self.items else { return Some((Tactic::Horizontal, Vec::new())) };
        let mut items = before.iter().map(|item| self.nested_item(item)).collect::<Option<Vec<_>>>()?;
        let hanging = self.hanging(last);
        let first_line = hanging.as_deref().map(|text| text.split('\n').next().unwrap_or_default());
        let mut tried = items.clone();
        tried.push(first_line.map_or_else(|| self.nested_item(last), |line| Some(line.to_owned()))?);
        if let (Tactic::Horizontal, Some(hanging)) = (self.tactic(&tried), &hanging) {
            let flat = || self.nested_item(last).filter(|text| !text.contains('\n'));
            // Two lines are worse than one that is by itself.
            let flat = (self.items.len() == 1 && hanging.matches('\n').count() == 1).then(flat).flatten();
            items.push(flat.unwrap_or_else(|| hanging.clone()));
            return Some((Tactic::Horizontal, items));
        }
        items.push(self.nested_item(last)?);
        let tactic = match items.as_slice() {
            [only] if self.one_line_width > 0 && !only.contains('\n') && width(only) <= self.one_line_width => {
                Tactic::Horizontal
            }
            _ => self.tactic(&items),
        };
        let are_short = items.iter().all(|item| item.len() <= SHORT) && self.items.iter().all(is_simple);
        let mixed = tactic == Tactic::Vertical && are_short;
        Some((if mixed { Tactic::Mixed } else { tactic }, items))
    }

    fn nested_item(&self, item: &Expr) -> Option<String> {
        self.layout.expr(item, self.nested)
    }

    /// Lays out the last item so that its first line stands behind the opening mark, where it may.
    fn hanging(&self, last: &Expr) -> Option<String> {
        let may_hang = self.items.len() == 1 && !matches!(last, Expr::Word(_) | Expr::Text(_));
        // A name shorter than an indentation takes its only argument along, whatever that is.
        let combines = self.items.len() == 1 && self.name.len() < super::shape::TAB;
        let shape = self.one_line.filter(|_| may_hang || combines)?;
        let shape = match last {
            Expr::Call(..) => Shape { width: shape.width.min(SMALL), ..shape },
            _ => shape,
        };
        let one_line_chains = matches!(last, Expr::Chain(..)) && !combines;
        Layout { one_line_chains: one_line_chains || self.layout.one_line_chains, ..self.layout }.expr(last, shape)
    }

    fn tactic(&self, items: &[String]) -> Tactic {
        let total = items.iter().map(|item| width(item)).sum::<usize>() + 2 * items.len().saturating_sub(1);
        let limit = SMALL.min(self.one_line_width);
        if total <= limit && !items.iter().any(|item| item.contains('\n')) {
            Tactic::Horizontal
        } else {
            Tactic::Vertical
        }
    }

    fn joined(&self, tactic: Tactic, items: &[String]) -> String {
        match tactic {
            Tactic::Horizontal => items.join(", "),
            Tactic::Vertical => items.join(&format!(",{}", self.nested.line())) + ",",
            Tactic::Mixed => self.packed(items),
        }
    }

    fn packed(&self, items: &[String]) -> String {
        let mut text = String::new();
        let mut column = 0;
        for (at, item) in items.iter().enumerate() {
            let is_last = at + 1 == items.len();
            let needed = width(item) + usize::from(!is_last);
            if at > 0 && column + 1 + needed > self.nested.width {
                text.push_str(&self.nested.line());
                column = 0;
            } else if at > 0 {
                text.push(' ');
                column += 1;
            }
            text.push_str(item);
            text.push_str(if is_last { "" } else { "," });
            column += needed;
        }
        // The last one has its comma too, as there is a line behind it.
        text + ","
    }
}

fn is_simple(item: &Expr) -> bool {
    matches!(item, Expr::Word(_) | Expr::Text(_))
}
