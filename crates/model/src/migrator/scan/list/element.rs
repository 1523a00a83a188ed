//! An entry of the vector: `Box::new(path::Type)`, or something that cannot be told.

use std::ops::Range;

use super::super::given::shown;
use super::super::scope::Condition;
use super::super::{conditions, outer};
use crate::lex::{Delimiter, Tokens, Tree};

/// An entry.
#[derive(Clone, Debug)]
pub(in crate::migrator) struct Element {
    /// Attributes and all.
    pub(in crate::migrator) whole: Range<usize>,
    pub(in crate::migrator) comma: Option<Range<usize>>,
    pub(in crate::migrator) conditions: Vec<Condition>,
    /// What is boxed, or why that cannot be told.
    pub(in crate::migrator) boxed: Result<Boxed, String>,
}

/// `Box::new(path::Type)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::migrator) struct Boxed {
    /// The path to the type, as it is written but for blanks.
    pub(in crate::migrator) path: Vec<String>,
    /// `Box<dyn MigrationTrait>`, where it is cast to that.
    pub(in crate::migrator) cast: Option<String>,
    /// Whether there is nothing else to the entry: no attribute, no comment, no fields.
    pub(in crate::migrator) plain: bool,
}

pub(super) fn of(tokens: Tokens<'_>, comma: Option<Range<usize>>) -> Element {
    let mut rest = tokens;
    let attributes = outer(&mut rest);
    let plain = rest.range() == tokens.range() && !has_comment(tokens);
    let boxed = boxed(rest).map(|(path, fields, cast)| Boxed { path, cast, plain: plain && !fields });
    let boxed = boxed.ok_or_else(|| format!("the entry `{}` is not `Box::new(path::to::Type)`", shown(rest)));
    Element { whole: tokens.range(), comma, conditions: conditions(&attributes), boxed }
}

/// Returns the path of what is boxed, whether there is more to it than that path, and what it is cast to.
fn boxed(tokens: Tokens<'_>) -> Option<(Vec<String>, bool, Option<String>)> {
    let mut rest = tokens;
    let call = path(&mut rest);
    let is_box = matches!(call.as_slice(), [.., of, new] if of == "Box" && new == "new");
    let argument = rest.take_group(Delimiter::Parenthesis).filter(|_| is_box)?;
    let (path, fields) = value(argument.inside.without_last(b','))?;
    if rest.is_empty() {
        return Some((path, fields, None));
    }
    (rest.take_keyword("as") && is_boxed_type(rest)).then(|| {
        let to = rest.source().split_whitespace().collect::<Vec<_>>().join(" ");
        (path, fields, Some(to))
    })
}

/// Whether tokens are `Box<…>`.
fn is_boxed_type(tokens: Tokens<'_>) -> bool {
    let mut rest = tokens;
    let is_box = path(&mut rest).last().is_some_and(|name| name == "Box");
    let ends = matches!(rest.into_iter().last(), Some(Tree::Punct(b'>')));
    is_box && rest.take_punct(b'<') && ends && !rest.into_iter().any(|token| matches!(token, Tree::Group(_)))
}

/// Reads `path::Type`, `path::Type { … }`, `path::Type(…)`, `path::Type::new(…)`.
fn value(tokens: Tokens<'_>) -> Option<(Vec<String>, bool)> {
    let mut rest = tokens;
    let mut path = path(&mut rest);
    let is_type = |name: Option<&String>| name.is_some_and(|name| name.starts_with(char::is_uppercase));
    match rest.take() {
        None if is_type(path.last()) => return Some((path, false)),
        Some(Tree::Group(group)) if rest.is_empty() => match group.delimiter {
            Delimiter::Brace => {}
            Delimiter::Parenthesis if is_type(path.last()) => {}
            Delimiter::Parenthesis => {
                path.pop();
            }
            Delimiter::Bracket => return None,
        },
        _ => return None,
    }
    is_type(path.last()).then_some((path, true))
}

/// Takes a path off the beginning; nothing where there is none.
pub(super) fn path(tokens: &mut Tokens<'_>) -> Vec<String> {
    let mut rest = *tokens;
    let mut out = Vec::new();
    if rest.take_colons() {
        out.push(String::new());
    }
    loop {
        let Some(word) = rest.take_word() else { return Vec::new() };
        out.push(word.text.to_owned());
        if !rest.take_colons() {
            *tokens = rest;
            return out;
        }
    }
}

/// Whether a comment stands among the tokens: anything but blanks that is no token.
fn has_comment(tokens: Tokens<'_>) -> bool {
    let written = tokens.source().chars().filter(|char| !char.is_whitespace());
    let lexed = tokens.texts().flat_map(str::chars).filter(|char| !char.is_whitespace());
    !written.eq(lexed)
}
