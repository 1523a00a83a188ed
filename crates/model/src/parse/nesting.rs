//! A limit on nesting, so that nothing that is handed to the recursive parsers overflows the stack.
//!
//! Only what matters to entities is parsed into trees (structs, enums, `use`s, types, attribute values); bodies of
//! functions never are, and may be as deep as they like.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

/// How many brackets and operators may be open at once. Real entities need ten or so.
const LIMIT: usize = 96;

/// Whether `text` may be parsed as an expression.
pub(crate) fn is_shallow(text: &str) -> bool {
    text.parse::<TokenStream>().is_ok_and(|tokens| too_deep(tokens).is_none())
}

/// Returns the first place in `tokens` that is nested too deeply to be parsed into a tree.
///
/// Whatever makes a parser call itself counts: brackets, and operators since the last comma, semicolon, attribute or
/// block (`<<<`, `&&&`, `a + b + c`), which may each open a level.
pub(crate) fn too_deep(tokens: TokenStream) -> Option<Span> {
    let mut stack = vec![(tokens.into_iter(), 0_usize)];
    let mut open = 0;
    while let Some((tokens, here)) = stack.last_mut() {
        let Some(token) = tokens.next() else {
            open -= *here;
            stack.pop();
            open = open.saturating_sub(usize::from(!stack.is_empty()));
            continue;
        };
        let span = token.span();
        match token {
            TokenTree::Punct(punct) => match punct.as_char() {
                ',' | ';' | '#' => {
                    open -= *here;
                    *here = 0;
                }
                ':' | '\'' => {}
                _ => {
                    *here += 1;
                    open += 1;
                }
            },
            TokenTree::Ident(word) if is_prefix(&word.to_string()) => {
                *here += 1;
                open += 1;
            }
            TokenTree::Group(group) => {
                if group.delimiter() != Delimiter::None && group.delimiter() != Delimiter::Bracket {
                    *here += 1;
                    open += 1;
                }
                open += 1;
                stack.push((group.stream().into_iter(), 0));
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {}
        }
        if open > LIMIT {
            return Some(span);
        }
    }
    None
}

/// Words that an expression or type can be prefixed with again and again.
fn is_prefix(word: &str) -> bool {
    matches!(
        word,
        "return" | "break" | "else" | "dyn" | "impl" | "fn" | "mut" | "move" | "as" | "if" | "loop" | "while" | "match"
    )
}
