//! What `fn migrations` gives: one vector whose entries are written out, or nothing that can be told.

mod element;

use std::ops::Range;

use super::given::shown;
use super::scope::{Condition, Fault};
use super::{conditions, outer};
use crate::lex::{Delimiter, Group, Tokens, Tree};
pub(in crate::migrator) use element::{Boxed, Element};

/// What `fn migrations` gives.
#[derive(Clone, Debug)]
pub(in crate::migrator) enum List {
    Vector(Vector),
    /// `Vec::new()`.
    Nothing(Range<usize>),
    Unclear(Fault),
}

/// `vec![…]`.
#[derive(Clone, Debug)]
pub(in crate::migrator) struct Vector {
    /// From the word `vec`, or the path to it, to the closing bracket.
    pub(in crate::migrator) whole: Range<usize>,
    /// The brackets and all between.
    pub(in crate::migrator) brackets: Range<usize>,
    pub(in crate::migrator) elements: Vec<Element>,
    /// Where the `=` before it ends.
    pub(in crate::migrator) assigned: Option<usize>,
}

/// Reads the body of `fn migrations`, whose name is at `name`: `vec![…]`, or `let it = vec![…]; it`.
pub(super) fn of(name: Range<usize>, body: Tokens<'_>) -> List {
    let mut rest = body;
    let attributes = outer(&mut rest);
    if rest.is_empty() {
        return unclear(name, "`migrations` gives nothing");
    }
    if let Some(Condition { text, .. }) = conditions(&attributes).first() {
        return unclear(rest.first_range(), format!("what `migrations` gives depends on `cfg({text})`"));
    }
    if rest.take_keyword("let") {
        return bound(rest).unwrap_or_else(|| unclear(rest.first_range(), "`migrations` computes what it gives"));
    }
    rest.take_keyword("return");
    let mut after = rest;
    match until(&mut after, b';') {
        Some(value) if after.is_empty() => expression(value, None),
        Some(_) => unclear(rest.first_range(), "code comes before the vector, and may decide what is in it"),
        None => expression(rest, None),
    }
}

/// Reads `let it = vec![…]; it`, behind the `let`.
fn bound(tokens: Tokens<'_>) -> Option<List> {
    let mut rest = tokens;
    rest.take_keyword("mut");
    let name = rest.take_word()?;
    let statement = until(&mut rest, b';')?;
    let mut value = statement;
    if value.take_punct(b':') {
        until(&mut value, b'=')?;
    } else if !value.take_punct(b'=') {
        return None;
    }
    let assigned = statement.before(value).range().end;
    let mut given = rest;
    if given.take_keyword("return") {
        given = given.without_last(b';');
    }
    Some(match given.single() {
        Some(Tree::Word(word)) if word.text == name.text => expression(value, Some(assigned)),
        _ if rest.is_empty() => unclear(value.first_range(), "`migrations` does not give the vector that it makes"),
        _ => unclear(
            rest.first_range(),
            format!("code comes after the vector `{}`, and may change what is in it", name.text),
        ),
    })
}

/// Reads `vec![…]`.
fn expression(tokens: Tokens<'_>, assigned: Option<usize>) -> List {
    let mut rest = tokens;
    let path = element::path(&mut rest);
    let called = rest.take_punct(b'!');
    let Some(Tree::Group(group)) = rest.take().filter(|_| !path.is_empty()) else { return no_vector(tokens) };
    if called && path.last().is_some_and(|word| word == "vec") {
        return match rest.first() {
            None => vector(tokens, group, assigned),
            Some(_) => unclear(rest.first_range(), format!("the vector goes through `{}`", shown(rest))),
        };
    }
    let is_empty = group.inside.is_empty() && group.delimiter == Delimiter::Parenthesis && rest.is_empty();
    match path.as_slice() {
        [.., vec, new] if vec == "Vec" && new == "new" && is_empty && !called => List::Nothing(tokens.range()),
        [.., name] if called => {
            unclear(tokens.first_range(), format!("the macro `{name}!` makes the list, and macros are not expanded"))
        }
        _ => no_vector(tokens),
    }
}

fn no_vector(tokens: Tokens<'_>) -> List {
    unclear(tokens.range(), format!("`migrations` gives `{}`, not one `vec![…]`", shown(tokens)))
}

fn vector(tokens: Tokens<'_>, group: Group<'_>, assigned: Option<usize>) -> List {
    let mut elements = Vec::new();
    let mut rest = group.inside;
    while !rest.is_empty() {
        let begin = rest;
        let element = until(&mut rest, b',').unwrap_or_else(|| std::mem::take(&mut rest));
        if element.into_iter().any(|token| matches!(token, Tree::Punct(b';'))) {
            return unclear(element.first_range(), "the vector repeats an entry");
        }
        if element.is_empty() {
            return unclear(begin.first_range(), "the vector has a comma before nothing");
        }
        let end = begin.before(rest).range().end;
        let comma = (end > element.range().end).then(|| end.saturating_sub(1)..end);
        elements.push(element::of(element, comma));
    }
    List::Vector(Vector { whole: tokens.range(), brackets: group.range(), elements, assigned })
}

/// Takes everything before this punctuation, and the punctuation itself. What stands in angle brackets does not count.
fn until<'a>(tokens: &mut Tokens<'a>, punct: u8) -> Option<Tokens<'a>> {
    let begin = *tokens;
    let mut rest = *tokens;
    let (mut angles, mut before) = (0_usize, b' ');
    loop {
        let here = rest;
        let token = rest.take()?;
        match token {
            Tree::Punct(found) if found == punct && angles == 0 => {
                *tokens = rest;
                return Some(begin.before(here));
            }
            Tree::Punct(b'<') => angles += 1,
            // What ends an arrow ends no list.
            Tree::Punct(b'>') if !matches!(before, b'-' | b'=') => angles = angles.saturating_sub(1),
            _ => {}
        }
        before = if let Tree::Punct(punct) = token { punct } else { b' ' };
    }
}

fn unclear(at: Range<usize>, message: impl Into<String>) -> List {
    List::Unclear(Fault::new(at, message))
}
