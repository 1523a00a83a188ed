//! A limit on nesting, so that nothing that is handed to the recursive parsers overflows the stack.
//!
//! Only what matters to entities is parsed into trees (structs, enums, `use`s, types, attribute values); bodies of
//! functions never are, and may be as deep as they like.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree, token_stream};

/// How many brackets and operators may be open at once. Entities need five or so; a parser that is not optimised takes
/// up to 80 kB of stack for each, and threads have 2 MB.
const LIMIT: usize = 16;

/// How deep brackets may be where they stay tokens: in the arguments of attributes.
const TOKENS: usize = 64;

/// Parses an expression, unless that would go too deep.
pub(crate) fn expression(text: &str) -> Option<syn::Expr> {
    let tokens: TokenStream = text.parse().ok()?;
    if too_deep(tokens.clone()).is_some() {
        return None;
    }
    syn::parse2(tokens).ok()
}

/// How many colons the paths that are open may have: `use` goes down one level for each step.
const COLONS: usize = 64;

/// One bracket on the way down.
struct Level {
    tokens: token_stream::IntoIter,
    /// How many operators are open in it.
    open: usize,
    /// How many colons the path at hand has.
    colons: usize,
    /// Whether it stays tokens.
    inert: bool,
    /// Whether the last token was a `#`, or a `-` or `=` that may begin an arrow.
    after: char,
}

impl Level {
    fn new(tokens: TokenStream, inert: bool) -> Self {
        Self { tokens: tokens.into_iter(), open: 0, colons: 0, inert, after: ' ' }
    }

    /// Follows a token; returns the level to go into.
    fn follow(&mut self, token: TokenTree) -> Option<Level> {
        let before = std::mem::replace(&mut self.after, ' ');
        match token {
            TokenTree::Group(group) if self.inert || (before == '#' && is_list(&group)) => {
                return Some(Level::new(group.stream(), true));
            }
            _ if self.inert => {}
            TokenTree::Punct(punct) => {
                let char = punct.as_char();
                self.after = char;
                match char {
                    ',' | ';' | '#' => (self.open, self.colons) = (0, 0),
                    '>' if before == '-' || before == '=' => {}
                    '>' => self.open = self.open.saturating_sub(1),
                    ':' => self.colons += 1,
                    '\'' | '.' | '?' => {}
                    _ => self.open += 1,
                }
            }
            TokenTree::Ident(word) if is_prefix(&word.to_string()) => self.open += 1,
            TokenTree::Group(group) => {
                // What follows a bracket may lean on it: `a(b)(c)`, `if a {} else {}`.
                self.open += 1;
                return Some(Level::new(group.stream(), false));
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {}
        }
        None
    }
}

/// Returns the first place in `tokens` that is nested too deeply to be parsed into a tree.
///
/// Whatever makes a parser call itself counts: brackets, and operators since the last comma, semicolon or attribute
/// (`<<<`, `&&&`, `a + b + c`), each of which may open a level.
pub(crate) fn too_deep(tokens: TokenStream) -> Option<Span> {
    let mut levels = vec![Level::new(tokens, false)];
    loop {
        let level = levels.last_mut()?;
        let Some(token) = level.tokens.next() else {
            levels.pop();
            continue;
        };
        let span = token.span();
        let inside = level.follow(token);
        levels.extend(inside);
        let open: usize = levels.iter().map(|level| level.open).sum();
        let colons: usize = levels.iter().map(|level| level.colons).sum();
        if open > LIMIT || colons > COLONS || levels.len() > TOKENS {
            return Some(span);
        }
    }
}

/// Whether an attribute is `path(…)`, whose arguments stay tokens.
fn is_list(group: &Group) -> bool {
    group.delimiter() == Delimiter::Bracket
        && !group.stream().into_iter().any(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '='))
}

/// Words that an expression or type can be prefixed with again and again.
fn is_prefix(word: &str) -> bool {
    matches!(
        word,
        "return" | "break" | "else" | "dyn" | "impl" | "fn" | "mut" | "move" | "as" | "if" | "loop" | "while" | "match"
    )
}
