//! Chains: on one line, or a link a line.

use super::Layout;
use super::shape::{SMALL, Shape, TAB, first_line_width, last_line_width, width};
use crate::rust::expr::{Expr, Link};

/// A chain of which a part has been laid out.
struct Chain<'a> {
    layout: Layout,
    /// What is left of the links.
    links: &'a [Link],
    /// How many there were.
    count: usize,
    /// The root, with the links that stand behind it in any case, and the links after that.
    parts: Vec<String>,
    one_line: bool,
    /// Where a link starts that has its own line.
    own_line: Shape,
}

impl Layout {
    pub(super) fn chain(self, root: &Expr, links: &[Link], shape: Shape) -> Option<String> {
        let mut root_text = self.expr(root, shape)?;
        let mut ends_in_block = root_text.contains('\n');
        let mut rest = links;
        // What is no wider than an indentation has its first link beside it.
        while root_text.len() <= TAB.saturating_sub(shape.offset) && !root_text.contains('\n') {
            let Some((first, others)) = rest.split_first() else { break };
            let Some(text) = self.link(first, shape.behind(root_text.len())?) else { break };
            root_text.push_str(&text);
            ends_in_block = is_end_of_block(&root_text);
            rest = others;
        }
        if rest.is_empty() {
            return self.wrapped(root_text, shape);
        }
        let own_line = if ends_in_block { shape.below() } else { shape.nested() };
        let parts = vec![root_text];
        let mut chain = Chain { layout: self, links: rest, count: links.len(), parts, one_line: false, own_line };
        chain.lay_out(shape)?;
        self.wrapped(chain.joined()?, shape)
    }

    fn link(self, link: &Link, shape: Shape) -> Option<String> {
        match link {
            Link::Method(name, arguments) => self.parens(&format!(".{name}"), arguments, shape),
            Link::Await => shape.without(1).map(|_| ".await?".to_owned()),
        }
    }
}

impl Chain<'_> {
    fn lay_out(&mut self, shape: Shape) -> Option<()> {
        let (last, before) = self.links.split_last()?;
        for link in before {
            self.parts.push(self.layout.link(link, self.own_line)?);
        }
        let last = self.last(last, shape)?;
        self.parts.push(last);
        Some(())
    }

    /// Lays out the last link: behind the others where all of them are on one line, or on its own.
    fn last(&mut self, last: &Link, shape: Shape) -> Option<String> {
        let tries = usize::from(matches!(last, Link::Await));
        let root = self.parts.first()?;
        let extends = is_end_of_block(root);
        let before: usize =
            if extends { last_line_width(root) } else { self.parts.iter().map(|part| width(part)).sum::<usize>() }
                + tries;
        let budget = if self.count == 1 { shape.width } else { shape.width.min(SMALL) }.saturating_sub(before);
        let is_one_line = !self.parts.iter().any(|part| part.contains('\n')) && budget > 0;
        let own_line = self.own_line.without(shape.overhead() + tries)?;
        let beside = if is_one_line || extends { shape.without(tries)?.behind(before) } else { None };
        let beside = beside.and_then(|shape| self.layout.link(last, shape));
        let Some(beside) = beside else {
            let shape = if is_one_line || extends { shape.without(tries)? } else { own_line };
            return self.layout.link(last, shape);
        };
        let lines = beside.lines().count();
        let first_fits = first_line_width(&beside) <= budget;
        if first_fits && lines >= 5 {
            self.one_line = is_one_line;
            return Some(beside);
        }
        match self.layout.link(last, own_line) {
            Some(own) if !first_fits || own.lines().count() < lines => Some(own),
            _ => {
                self.one_line = first_fits && is_one_line;
                Some(beside)
            }
        }
    }

    fn joined(&self) -> Option<String> {
        if !self.one_line && self.layout.one_line_chains {
            return None;
        }
        let between = if self.one_line { String::new() } else { self.own_line.line() };
        Some(self.parts.join(&between))
    }
}

/// Whether the last line is nothing but the end of what stands above it.
fn is_end_of_block(text: &str) -> bool {
    text.ends_with("\"#")
        || text
            .chars()
            .rev()
            .take_while(|c| *c != '\n')
            .all(|c| c.is_whitespace() || matches!(c, '(' | ')' | ']' | '}' | '?' | '>'))
}
