//! Names of tables that are given outside of a derive: `impl EntityName for Entity`, `#[derive(DeriveEntity)]`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::Lit;

use super::attributes::{Argument, Attribute, arguments};
use super::context::Context;
use super::summary::{EntityName, Expanded};
use crate::location::Span;

/// Reads the body of `impl EntityName for Entity`. A function gives a name where its body is nothing but a literal.
pub(crate) fn of_impl(body: TokenStream, span: Span) -> EntityName {
    let schema = function(body.clone(), "schema_name");
    EntityName {
        span,
        table_name: function(body.clone(), "table_name").and_then(literal),
        computed_schema: schema.clone().is_some_and(|body| !is_none(body.clone()) && literal(body).is_none()),
        schema_name: schema.and_then(literal),
        comment: function(body, "comment").and_then(literal),
    }
}

/// Returns the body of a function.
fn function(body: TokenStream, name: &str) -> Option<TokenStream> {
    let mut tokens = body.into_iter();
    while let Some(token) = tokens.next() {
        if matches!(&token, TokenTree::Ident(word) if word == "fn")
            && matches!(tokens.next(), Some(TokenTree::Ident(word)) if word == name)
        {
            return tokens.find_map(|token| match token {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
                _ => None,
            });
        }
    }
    None
}

fn is_none(body: TokenStream) -> bool {
    let mut tokens = body.into_iter();
    matches!((tokens.next(), tokens.next()), (Some(TokenTree::Ident(word)), None) if word == "None")
}

/// `"users"`, `Some("public")`.
fn literal(body: TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    match tokens.as_slice() {
        [TokenTree::Literal(literal)] => match Lit::new(literal.clone()) {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        [TokenTree::Ident(some), TokenTree::Group(group)] if some == "Some" => {
            match group.stream().into_iter().next() {
                Some(TokenTree::Literal(text)) => self::literal(TokenTree::Literal(text).into()),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Reads the attributes of an `Entity` that derives `DeriveEntity`.
pub(crate) fn of_struct(ident: &syn::Ident, attributes: &[Attribute], cx: &Context<'_>) -> Expanded {
    let arguments = arguments(attributes);
    let text = |key: &str| arguments.iter().rev().find(|argument| argument.key == key).and_then(Argument::text);
    Expanded { span: cx.span(ident.span()), table_name: text("table_name"), schema_name: text("schema_name") }
}
