//! Attributes, and the arguments of `#[sea_orm(…)]`.
//!
//! `cfg_attr` is looked through: what it holds counts when its condition does. Arguments are read as SeaORM's
//! relation attributes are, which do without commas, and more patiently than its other ones: what is wrong is left to
//! those who know the key.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::Lit;

use super::cfg;

/// One attribute.
pub(crate) struct Attribute {
    /// The path: `sea_orm`, `sea_orm::model`, `derive`.
    pub(crate) path: Vec<String>,
    /// What stands in its parentheses, or after `=`.
    pub(crate) tokens: TokenStream,
}

impl Attribute {
    pub(crate) fn is(&self, name: &str) -> bool {
        matches!(self.path.as_slice(), [word] if word == name)
    }

    /// Returns the text of `path = "text"`.
    pub(crate) fn text(&self) -> Option<String> {
        match syn::parse2(self.tokens.clone()) {
            Ok(Lit::Str(text)) => Some(text.value()),
            _ => None,
        }
    }

    /// Whether a word is among the arguments.
    pub(crate) fn mentions(&self, name: &str) -> bool {
        self.tokens.clone().into_iter().any(|token| matches!(&token, TokenTree::Ident(word) if word == name))
    }
}

/// Takes the attributes apart, with what `cfg_attr` adds.
pub(crate) fn flatten(attributes: &[syn::Attribute]) -> Vec<Attribute> {
    let mut out = Vec::new();
    for attribute in attributes {
        let tokens = match &attribute.meta {
            syn::Meta::List(list) => list.tokens.clone(),
            syn::Meta::Path(_) | syn::Meta::NameValue(_) => TokenStream::new(),
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
            && let Some(attribute) = single(group.stream())
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
        let mut parts = split_commas(attribute.tokens).into_iter();
        if parts.next().is_some_and(cfg::holds) {
            let inner: Vec<Attribute> = parts.filter_map(single).collect();
            pending.extend(inner.into_iter().rev());
        }
    }
}

/// Reads `path`, `path(…)` or `path = …`.
fn single(tokens: TokenStream) -> Option<Attribute> {
    let mut path = Vec::new();
    let mut inside = TokenStream::new();
    let mut rest = tokens.into_iter();
    while let Some(token) = rest.next() {
        match token {
            TokenTree::Ident(word) => {
                path.push(word.to_string());
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => {}
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                inside = group.stream();
                break;
            }
            TokenTree::Punct(punct) if punct.as_char() == '=' => {
                inside = rest.collect();
                break;
            }
            _ => break,
        }
    }
    (!path.is_empty()).then_some(Attribute { path, tokens: inside })
}

/// Splits at the commas that stand in no bracket.
pub(crate) fn split_commas(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![Vec::new()];
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => parts.push(Vec::new()),
            token => {
                if let Some(part) = parts.last_mut() {
                    part.push(token);
                }
            }
        }
    }
    parts.into_iter().filter(|part| !part.is_empty()).map(|part| part.into_iter().collect()).collect()
}

/// Whether the attributes leave the item standing.
pub(crate) fn are_met(attributes: &[Attribute]) -> bool {
    attributes.iter().filter(|attribute| attribute.is("cfg")).all(|attribute| cfg::holds(attribute.tokens.clone()))
}

/// Whether a derive of this name is among the attributes.
pub(crate) fn derives(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().filter(|attribute| attribute.is("derive")).any(|attribute| {
        split_commas(attribute.tokens.clone()).into_iter().any(|path| {
            path.into_iter().last().is_some_and(|token| matches!(&token, TokenTree::Ident(ident) if ident == name))
        })
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
    attributes.iter().filter(|a| a.is("sea_orm")).flat_map(|a| list(a.tokens.clone())).collect()
}

/// Reads the first `#[sea_orm(…)]`, the only one that SeaORM's relation attributes heed.
pub(crate) fn first_arguments(attributes: &[Attribute]) -> Option<Vec<Argument>> {
    attributes.iter().find(|a| a.is("sea_orm")).map(|a| list(a.tokens.clone()))
}

fn list(tokens: TokenStream) -> Vec<Argument> {
    let mut tokens = tokens.into_iter().peekable();
    let mut out = Vec::new();
    while let Some(token) = tokens.next() {
        let TokenTree::Ident(word) = token else { continue };
        let mut argument =
            Argument { key: word.to_string(), key_span: word.span(), value: Value::Flag, end: word.span() };
        match tokens.peek() {
            Some(TokenTree::Group(group)) => {
                argument.end = group.span();
                argument.value = Value::List;
                tokens.next();
            }
            Some(TokenTree::Punct(punct)) if punct.as_char() == '=' => {
                tokens.next();
                value(&mut tokens, &mut argument);
            }
            _ => {}
        }
        out.push(argument);
    }
    out
}

fn value(tokens: &mut std::iter::Peekable<proc_macro2::token_stream::IntoIter>, argument: &mut Argument) {
    let mut code: Vec<TokenTree> = Vec::new();
    while let Some(token) = tokens.peek() {
        if matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',') {
            break;
        }
        // The literal ends the value, so that the next key may follow without a comma.
        let ends = matches!(token, TokenTree::Literal(_));
        argument.end = token.span();
        code.extend(tokens.next());
        if ends {
            break;
        }
    }
    argument.value = match (literal(&code), code.as_slice()) {
        (Some(lit), _) => Value::Lit(lit),
        (None, [TokenTree::Ident(word)]) => Value::Word(word.to_string()),
        (None, _) => Value::Code,
    };
}

/// Makes a literal of `"x"`, `-7`, `true`.
fn literal(tokens: &[TokenTree]) -> Option<Lit> {
    let known = match tokens {
        [TokenTree::Literal(_)] => true,
        [TokenTree::Ident(word)] => word == "true" || word == "false",
        [TokenTree::Punct(minus), TokenTree::Literal(_)] => minus.as_char() == '-',
        _ => false,
    };
    if known { syn::parse2(tokens.iter().cloned().collect()).ok() } else { None }
}
