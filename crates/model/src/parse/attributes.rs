//! Attributes, and the arguments of `#[sea_orm(…)]`.
//!
//! `cfg_attr` is looked through: what it holds counts when its condition does. Arguments are read as SeaORM's
//! relation attributes are, which do without commas, and more patiently than its other ones: what is wrong is left to
//! those who know the key.

use std::borrow::Cow;
use std::ops::Range;

use syn::Lit;

use super::cfg;
use super::type_ref::may_be_in_a_path;
use crate::lex::{Delimiter, Literal, Tokens, Tree, Word};

/// One attribute.
pub(crate) struct Attribute<'a> {
    /// The path: `sea_orm`, `sea_orm::model`, `derive`.
    path: Tokens<'a>,
    /// What stands in its parentheses, or after `=`.
    pub(crate) tokens: Tokens<'a>,
}

impl<'a> Attribute<'a> {
    /// Returns the words of the path.
    pub(crate) fn path(&self) -> impl Iterator<Item = &'a str> {
        self.path.words().map(|word| word.text)
    }

    pub(crate) fn is(&self, name: &str) -> bool {
        self.path().eq([name])
    }

    /// Returns the text of `path = "text"`.
    pub(crate) fn text(&self) -> Option<Cow<'a, str>> {
        literal(self.tokens)?.string()
    }

    /// Whether a word is among the arguments.
    pub(crate) fn mentions(&self, name: &str) -> bool {
        self.tokens.into_iter().any(|token| matches!(token, Tree::Word(word) if word.text == name))
    }
}

/// Takes the attributes apart, with what `cfg_attr` adds: `#[a] #[b(c)]`.
pub(crate) fn flatten(tokens: Tokens<'_>) -> Vec<Attribute<'_>> {
    let mut out = Vec::new();
    for token in tokens {
        if let Tree::Group(group) = token
            && group.delimiter == Delimiter::Bracket
            && let Some(attribute) = single(group.inside)
        {
            add(attribute, &mut out);
        }
    }
    out
}

fn add<'a>(attribute: Attribute<'a>, out: &mut Vec<Attribute<'a>>) {
    if !attribute.is("cfg_attr") {
        out.push(attribute);
        return;
    }
    // `cfg_attr` may hold `cfg_attr`; a list instead of a call keeps the stack flat.
    let mut pending = vec![attribute];
    while let Some(attribute) = pending.pop() {
        if !attribute.is("cfg_attr") {
            out.push(attribute);
            continue;
        }
        let mut parts = attribute.tokens.split_commas();
        if parts.next().is_some_and(cfg::holds) {
            let inner: Vec<Attribute<'_>> = parts.filter_map(single).collect();
            pending.extend(inner.into_iter().rev());
        }
    }
}

/// Reads `path`, `path(…)` or `path = …`.
fn single(tokens: Tokens<'_>) -> Option<Attribute<'_>> {
    let mut rest = tokens;
    let (path, given) = loop {
        let path = tokens.before(rest);
        let nothing = Tokens::default();
        match rest.take() {
            Some(Tree::Word(_) | Tree::Punct(b':')) => {}
            Some(Tree::Group(group)) if group.delimiter == Delimiter::Parenthesis => break (path, group.inside),
            Some(Tree::Punct(b'=')) => break (path, rest),
            _ => break (path, nothing),
        }
    };
    path.words().next().is_some().then_some(Attribute { path, tokens: given })
}

/// Takes attributes and documentation off the beginning.
pub(crate) fn take<'a>(tokens: &mut Tokens<'a>) -> Tokens<'a> {
    let begin = *tokens;
    loop {
        let mut rest = *tokens;
        if rest.take_doc(false) || (rest.take_punct(b'#') && rest.take_group(Delimiter::Bracket).is_some()) {
            *tokens = rest;
        } else {
            return begin.before(*tokens);
        }
    }
}

/// Whether nothing in the attributes takes a tree to be told from an error: each is `path`, `path(…)` or `path = literal`.
pub(crate) fn are_plain(tokens: Tokens<'_>) -> bool {
    tokens.into_iter().all(|token| match token {
        Tree::Group(group) => is_plain(group.inside),
        _ => true,
    })
}

fn is_plain(mut rest: Tokens<'_>) -> bool {
    rest.take_colons();
    loop {
        if !rest.take_word().is_some_and(|word| may_be_in_a_path(word.text)) {
            return false;
        }
        if !rest.take_colons() {
            break;
        }
    }
    match rest.take() {
        None => true,
        Some(Tree::Group(_)) => rest.is_empty(),
        Some(Tree::Punct(b'=')) => matches!(rest.single(), Some(Tree::Literal(_))),
        Some(_) => false,
    }
}

/// Whether the attributes leave the item standing.
pub(crate) fn are_met(attributes: &[Attribute<'_>]) -> bool {
    attributes.iter().filter(|attribute| attribute.is("cfg")).all(|attribute| cfg::holds(attribute.tokens))
}

/// Whether a derive of this name is among the attributes.
pub(crate) fn derives(attributes: &[Attribute<'_>], name: &str) -> bool {
    attributes.iter().filter(|attribute| attribute.is("derive")).any(|attribute| {
        attribute.tokens.split_commas().any(|path| path.last_word().is_some_and(|word| word.text == name))
    })
}

/// An argument: `key`, `key = value` or `key(…)`.
pub(crate) struct Argument<'a> {
    pub(crate) key: Word<'a>,
    pub(crate) value: Value<'a>,
    end: Range<usize>,
}

/// What an argument is given.
pub(crate) enum Value<'a> {
    /// Nothing: a flag.
    Flag,
    /// A literal.
    Literal(Literal<'a>),
    /// A name.
    Word(Word<'a>),
    /// Code.
    Code,
    /// A list in parentheses.
    List,
}

impl<'a> Argument<'a> {
    /// Returns the text, where the value is a string.
    pub(crate) fn text(&self) -> Option<Cow<'a, str>> {
        match &self.value {
            Value::Literal(literal) => literal.string(),
            _ => None,
        }
    }

    /// Returns the name, where the value is one.
    pub(crate) fn word(&self) -> Option<&'a str> {
        match &self.value {
            Value::Word(word) => Some(word.text),
            _ => None,
        }
    }

    /// Returns where the value is, or the key where there is none.
    pub(crate) fn value_range(&self) -> Range<usize> {
        match &self.value {
            Value::Literal(literal) => literal.range(),
            _ => self.end.clone(),
        }
    }
}

/// Reads every `#[sea_orm(…)]` among the attributes.
pub(crate) fn arguments<'a>(attributes: &[Attribute<'a>]) -> Vec<Argument<'a>> {
    attributes.iter().filter(|a| a.is("sea_orm")).flat_map(|a| list(a.tokens)).collect()
}

/// Reads the first `#[sea_orm(…)]`, the only one that SeaORM's relation attributes heed.
pub(crate) fn first_arguments<'a>(attributes: &[Attribute<'a>]) -> Option<Vec<Argument<'a>>> {
    attributes.iter().find(|a| a.is("sea_orm")).map(|a| list(a.tokens).collect())
}

fn list(tokens: Tokens<'_>) -> impl Iterator<Item = Argument<'_>> {
    let mut rest = tokens;
    std::iter::from_fn(move || {
        loop {
            if let Tree::Word(key) = rest.take()? {
                return Some(argument(key, &mut rest));
            }
        }
    })
}

/// Reads what follows a key.
fn argument<'a>(key: Word<'a>, rest: &mut Tokens<'a>) -> Argument<'a> {
    let mut after = *rest;
    let (value, end) = match after.take() {
        Some(Tree::Group(group)) => (Value::List, group.range()),
        Some(Tree::Punct(b'=')) => {
            let code = take_value(&mut after);
            let end = if code.is_empty() { key.range() } else { code.last_range() };
            (value(code), end)
        }
        _ => return Argument { key, value: Value::Flag, end: key.range() },
    };
    *rest = after;
    Argument { key, value, end }
}

/// Takes a value off the beginning. It ends before a comma and after a literal, so that the next key may follow without a
/// comma.
fn take_value<'a>(rest: &mut Tokens<'a>) -> Tokens<'a> {
    let begin = *rest;
    loop {
        let mut after = *rest;
        match after.take() {
            None | Some(Tree::Punct(b',')) => return begin.before(*rest),
            Some(Tree::Literal(_)) => {
                *rest = after;
                return begin.before(after);
            }
            Some(_) => *rest = after,
        }
    }
}

fn value(code: Tokens<'_>) -> Value<'_> {
    match (literal(code), code.single()) {
        (Some(literal), _) => Value::Literal(literal),
        (None, Some(Tree::Word(word))) => Value::Word(word),
        (None, _) => Value::Code,
    }
}

/// Makes a literal of `"x"`, `-7`, `true`.
fn literal(tokens: Tokens<'_>) -> Option<Literal<'_>> {
    let whole = || Literal::new(tokens.source(), tokens.range().start);
    let mut rest = tokens;
    match rest.take()? {
        Tree::Literal(literal) if rest.is_empty() => Some(literal),
        Tree::Word(word) if rest.is_empty() => matches!(word.text, "true" | "false").then(whole),
        Tree::Punct(b'-') => {
            Some(whole()).filter(|literal| matches!(literal.value(), Some(Lit::Int(_) | Lit::Float(_))))
        }
        _ => None,
    }
}
