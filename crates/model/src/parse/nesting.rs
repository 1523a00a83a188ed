//! A limit on nesting, so that nothing that is handed to the recursive parsers overflows the stack.
//!
//! Only what matters to entities is parsed into trees (structs, enums, `use`s, types, attribute values); bodies of
//! functions never are, and may be as deep as they like.

use std::ops::Range;

use crate::lex::{Delimiter, Group, Tokens, Tree, lex};

/// How many brackets and operators may be open at once. Entities need five or so; a parser that is not optimised takes
/// up to 80 kB of stack for each, and threads have 2 MB.
const LIMIT: usize = 16;

/// How deep brackets may be where they stay tokens: in the arguments of attributes.
const TOKENS: usize = 64;

/// Parses an expression, unless that would go too deep.
pub(crate) fn expression(text: &str) -> Option<syn::Expr> {
    let tokens = lex(text).ok()?;
    match too_deep(Tokens::new(text, &tokens)) {
        Some(_) => None,
        None => syn::parse_str(text).ok(),
    }
}

/// How many colons the paths that are open may have: `use` goes down one level for each step.
const COLONS: usize = 64;

/// One bracket on the way down.
#[derive(Clone, Copy)]
struct Level<'a> {
    rest: Tokens<'a>,
    /// How many operators are open in it.
    open: usize,
    /// How many colons the path at hand has.
    colons: usize,
    /// Whether it stays tokens.
    inert: bool,
    /// Whether the last token was a `#`, or a `-` or `=` that may begin an arrow.
    after: u8,
}

impl<'a> Level<'a> {
    fn new(rest: Tokens<'a>, inert: bool) -> Self {
        Self { rest, open: 0, colons: 0, inert, after: b' ' }
    }

    /// Follows a token; returns the level to go into.
    fn follow(&mut self, token: Tree<'a>) -> Option<Self> {
        let before = std::mem::replace(&mut self.after, b' ');
        match token {
            Tree::Group(group) if self.inert || (before == b'#' && is_list(group)) => {
                return Some(Self::new(group.inside, true));
            }
            _ if self.inert => {}
            Tree::Punct(punct) => {
                self.after = punct;
                match punct {
                    b',' | b';' | b'#' => (self.open, self.colons) = (0, 0),
                    b'>' if before == b'-' || before == b'=' => {}
                    b'>' => self.open = self.open.saturating_sub(1),
                    b':' => self.colons += 1,
                    b'\'' | b'.' | b'?' => {}
                    _ => self.open += 1,
                }
            }
            Tree::Word(word) if is_prefix(word.text) => self.open += 1,
            Tree::Group(group) => {
                // What follows a bracket may lean on it: `a(b)(c)`, `if a {} else {}`.
                self.open += 1;
                return Some(Self::new(group.inside, false));
            }
            Tree::Doc => (self.open, self.colons) = (1, 0),
            Tree::Word(_) | Tree::Literal(_) => {}
        }
        None
    }
}

/// Returns the first place in `tokens` that is nested too deeply to be parsed into a tree.
///
/// Whatever makes a parser call itself counts: brackets, and operators since the last comma, semicolon or attribute
/// (`<<<`, `&&&`, `a + b + c`), each of which may open a level.
pub(crate) fn too_deep(tokens: Tokens<'_>) -> Option<Range<usize>> {
    let mut levels = vec![Level::new(tokens, false)];
    loop {
        let level = levels.last_mut()?;
        let at = level.rest;
        let Some(token) = level.rest.take() else {
            levels.pop();
            continue;
        };
        let inside = level.follow(token);
        levels.extend(inside);
        let open: usize = levels.iter().map(|level| level.open).sum();
        let colons: usize = levels.iter().map(|level| level.colons).sum();
        if open > LIMIT || colons > COLONS || levels.len() > TOKENS {
            return Some(at.first_range());
        }
    }
}

/// Whether an attribute is `path(…)`, whose arguments stay tokens.
fn is_list(group: Group<'_>) -> bool {
    group.delimiter == Delimiter::Bracket && !group.inside.into_iter().any(|token| matches!(token, Tree::Punct(b'=')))
}

/// Words that an expression or type can be prefixed with again and again.
fn is_prefix(word: &str) -> bool {
    matches!(
        word,
        "return" | "break" | "else" | "dyn" | "impl" | "fn" | "mut" | "move" | "as" | "if" | "loop" | "while" | "match"
    )
}
