//! Attributes, and the arguments of `#[sea_orm(…)]`.
//!
//! `cfg_attr` is looked through: what it holds counts when its condition does. Arguments are read as SeaORM's
//! relation attributes are, which do without commas, and more patiently than its other ones: what is wrong is left to
//! those who know the key.

use proc_macro2::{Delimiter, Group, Span, TokenTree};
use syn::{Lit, LitBool};

use super::cfg;

/// One attribute.
pub(crate) struct Attribute {
    /// The path: `sea_orm`, `sea_orm::model`, `derive`.
    pub(crate) path: Vec<String>,
    /// What stands in its parentheses, or after `=`.
    pub(crate) tokens: Vec<TokenTree>,
}

impl Attribute {
    pub(crate) fn is(&self, name: &str) -> bool {
        matches!(self.path.as_slice(), [word] if word == name)
    }

    /// Returns the text of `path = "text"`.
    pub(crate) fn text(&self) -> Option<String> {
        match literal(&self.tokens) {
            Some(Lit::Str(text)) => Some(text.value()),
            _ => None,
        }
    }

    /// Whether a word is among the arguments.
    pub(crate) fn mentions(&self, name: &str) -> bool {
        self.tokens.iter().any(|token| matches!(token, TokenTree::Ident(word) if word == name))
    }
}

/// Takes the attributes apart, with what `cfg_attr` adds.
pub(crate) fn flatten(attributes: &[syn::Attribute]) -> Vec<Attribute> {
    let mut out = Vec::new();
    for attribute in attributes {
        let tokens = match &attribute.meta {
            syn::Meta::List(list) => list.tokens.clone().into_iter().collect(),
            syn::Meta::Path(_) | syn::Meta::NameValue(_) => Vec::new(),
        };
        let path = attribute.path().segments.iter().map(|segment| segment.ident.to_string()).collect();
        add(Attribute { path, tokens }, &mut out);
    }
    out
}

/// Takes attributes apart that are still tokens: `#[a] #[b(c)]`.
pub(crate) fn flatten_tokens(tokens: &[TokenTree]) -> Vec<Attribute> {
    let mut out = Vec::new();
    for token in tokens {
        if let TokenTree::Group(group) = token
            && group.delimiter() == Delimiter::Bracket
            && let Some(attribute) = single(&inside(group))
        {
            add(attribute, &mut out);
        }
    }
    out
}

fn add(attribute: Attribute, out: &mut Vec<Attribute>) {
    // `cfg_attr` may hold `cfg_attr`; a list instead of a call keeps the stack flat.
    let mut pending = vec![attribute];
    while let Some(attribute) = pending.pop() {
        if !attribute.is("cfg_attr") {
            out.push(attribute);
            continue;
        }
        let mut parts = split_commas(&attribute.tokens);
        if parts.next().is_some_and(cfg::holds) {
            let inner: Vec<Attribute> = parts.filter_map(single).collect();
            pending.extend(inner.into_iter().rev());
        }
    }
}

/// Reads `path`, `path(…)` or `path = …`.
fn single(tokens: &[TokenTree]) -> Option<Attribute> {
    let mut path = Vec::new();
    let mut given = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(word) => path.push(word.to_string()),
            TokenTree::Punct(punct) if punct.as_char() == ':' => {}
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                given = inside(group);
                break;
            }
            TokenTree::Punct(punct) if punct.as_char() == '=' => {
                given = tokens.get(index + 1..).unwrap_or_default().to_vec();
                break;
            }
            _ => break,
        }
    }
    (!path.is_empty()).then_some(Attribute { path, tokens: given })
}

/// Returns the tokens in a bracket.
pub(crate) fn inside(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

/// Splits at the commas that stand in no bracket.
pub(crate) fn split_commas(tokens: &[TokenTree]) -> impl Iterator<Item = &[TokenTree]> {
    let parts = tokens.split(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ','));
    parts.filter(|part| !part.is_empty())
}

/// Whether the attributes leave the item standing.
pub(crate) fn are_met(attributes: &[Attribute]) -> bool {
    attributes.iter().filter(|attribute| attribute.is("cfg")).all(|attribute| cfg::holds(&attribute.tokens))
}

/// Whether a derive of this name is among the attributes.
pub(crate) fn derives(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().filter(|attribute| attribute.is("derive")).any(|attribute| {
        split_commas(&attribute.tokens)
            .any(|path| matches!(path.last(), Some(TokenTree::Ident(ident)) if ident == name))
    })
}

/// An argument: `key`, `key = value` or `key(…)`.
pub(crate) struct Argument {
    pub(crate) key: String,
    pub(crate) key_span: Span,
    pub(crate) value: Value,
    pub(crate) end: Span,
}

/// What an argument is given.
pub(crate) enum Value {
    /// Nothing: a flag.
    Flag,
    /// A literal.
    Lit(Lit),
    /// A name.
    Word(String),
    /// Code.
    Code,
    /// A list in parentheses.
    List,
}

impl Argument {
    /// Returns the text, where the value is a string.
    pub(crate) fn text(&self) -> Option<String> {
        match &self.value {
            Value::Lit(Lit::Str(text)) => Some(text.value()),
            _ => None,
        }
    }

    /// Returns the name, where the value is one.
    pub(crate) fn word(&self) -> Option<String> {
        match &self.value {
            Value::Word(word) => Some(word.clone()),
            _ => None,
        }
    }

    /// Returns the span of the value, or of the key where there is none.
    pub(crate) fn value_span(&self) -> Span {
        match &self.value {
            Value::Lit(lit) => lit.span(),
            _ => self.end,
        }
    }
}

/// Reads every `#[sea_orm(…)]` among the attributes.
pub(crate) fn arguments(attributes: &[Attribute]) -> Vec<Argument> {
    attributes.iter().filter(|a| a.is("sea_orm")).flat_map(|a| list(&a.tokens)).collect()
}

/// Reads the first `#[sea_orm(…)]`, the only one that SeaORM's relation attributes heed.
pub(crate) fn first_arguments(attributes: &[Attribute]) -> Option<Vec<Argument>> {
    attributes.iter().find(|a| a.is("sea_orm")).map(|a| list(&a.tokens))
}

fn list(tokens: &[TokenTree]) -> Vec<Argument> {
    let mut rest = tokens.iter();
    let mut out = Vec::new();
    while let Some(token) = rest.next() {
        let TokenTree::Ident(word) = token else { continue };
        let mut argument =
            Argument { key: word.to_string(), key_span: word.span(), value: Value::Flag, end: word.span() };
        match rest.as_slice() {
            [TokenTree::Group(group), ..] => {
                argument.end = group.span();
                argument.value = Value::List;
                rest.next();
            }
            [TokenTree::Punct(punct), after @ ..] if punct.as_char() == '=' => {
                let (code, after) = after.split_at(value_length(after));
                argument.end = code.last().map_or(argument.end, TokenTree::span);
                argument.value = value(code);
                rest = after.iter();
            }
            _ => {}
        }
        out.push(argument);
    }
    out
}

/// Returns how many tokens the value at the beginning has. It ends before a comma and after a literal, so that the next
/// key may follow without a comma.
fn value_length(tokens: &[TokenTree]) -> usize {
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => return index,
            TokenTree::Literal(_) => return index + 1,
            _ => {}
        }
    }
    tokens.len()
}

fn value(code: &[TokenTree]) -> Value {
    match (literal(code), code) {
        (Some(lit), _) => Value::Lit(lit),
        (None, [TokenTree::Ident(word)]) => Value::Word(word.to_string()),
        (None, _) => Value::Code,
    }
}

/// Makes a literal of `"x"`, `-7`, `true`.
fn literal(tokens: &[TokenTree]) -> Option<Lit> {
    match tokens {
        [TokenTree::Literal(literal)] => Some(Lit::new(literal.clone())),
        [TokenTree::Ident(word)] if word == "true" || word == "false" => {
            Some(Lit::Bool(LitBool::new(word == "true", word.span())))
        }
        [TokenTree::Punct(minus), TokenTree::Literal(_)] if minus.as_char() == '-' => {
            syn::parse2(tokens.iter().cloned().collect()).ok()
        }
        _ => None,
    }
}
