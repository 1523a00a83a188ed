//! What is changed in the server's own texts: parentheses that mean nothing, names that need no schema.

use autogen_schema::Dialect;
use autogen_schema::sql::{Token, tokenize};

/// An expression without the parentheses that stand around the whole of it.
pub(super) fn unwrapped(text: &str) -> &str {
    let Some(inside) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) else { return text };
    let mut depth = 0_usize;
    for token in tokenize(inside, Dialect::Postgres) {
        match token.text {
            "(" => depth += 1,
            ")" if depth == 0 => return text,
            ")" => depth -= 1,
            _ => {}
        }
    }
    inside
}

/// A statement without the schema of what it makes, which is named behind the word `kind`: the server writes some statements
/// with every schema, also where it is the default one.
pub(super) fn in_default_schema(statement: &str, kind: &str) -> String {
    without(statement, |before, tokens| match (before, tokens) {
        (Some(word), [_, dot, ..]) if word.is_word(kind) && dot.is_punct(".") => 2,
        _ => 0,
    })
}

/// A statement without the first tokens that `count` counts, which is given the token before and those that follow. Blanks are
/// not among them.
pub(super) fn without(statement: &str, count: impl Fn(Option<&Token<'_>>, &[Token<'_>]) -> usize) -> String {
    let tokens: Vec<_> =
        tokenize(statement, Dialect::Postgres).into_iter().filter(|token| !token.is_trivia()).collect();
    let mut before = None;
    for (at, token) in tokens.iter().enumerate() {
        let rest = tokens.get(at..).unwrap_or_default();
        let cut = count(before, rest);
        if cut > 0 {
            let end = rest.get(cut).map_or(statement.len(), |next| next.span().start);
            let (head, tail) = (statement.get(..token.span().start), statement.get(end..));
            return [head, tail].into_iter().flatten().collect();
        }
        before = Some(token);
    }
    statement.to_owned()
}
