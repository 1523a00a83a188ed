//! Names of tables that are given outside of `DeriveEntityModel`: `impl EntityName for Entity`, `#[derive(DeriveEntity)]`.

use proc_macro2::{TokenStream, TokenTree};
use syn::Lit;

use super::attributes::{Argument, Attribute, first_arguments};
use super::bodies::function;
use super::context::Context;
use super::expanded::EntityStruct;
use super::summary::Named;

/// Reads the body of `impl EntityName for Entity`. A function gives a name where its body is nothing but a literal.
pub(crate) fn of_impl(body: &TokenStream) -> Named {
    let schema = function(body, "schema_name");
    Named {
        table: function(body, "table_name").and_then(literal),
        computed_schema: schema.clone().is_some_and(|body| !is_none(body.clone()) && literal(body).is_none()),
        schema: schema.and_then(literal),
        comment: function(body, "comment").and_then(literal),
    }
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
            let inside: Vec<TokenTree> = group.stream().into_iter().collect();
            match inside.as_slice() {
                [TokenTree::Literal(text)] => self::literal(TokenTree::Literal(text.clone()).into()),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Reads a struct that derives `DeriveEntity`: what it is called and which enums belong to it.
pub(crate) fn of_struct(ident: &syn::Ident, attributes: &[Attribute], cx: &Context<'_>) -> EntityStruct {
    let arguments = first_arguments(attributes).unwrap_or_default();
    let find = |key: &str| arguments.iter().rev().find(|argument| argument.key == key);
    let text = |key: &str| find(key).and_then(Argument::text);
    let word = |key: &str, default: &str| find(key).and_then(Argument::word).unwrap_or_else(|| default.to_owned());
    EntityStruct {
        name: ident.to_string(),
        span: cx.span(ident.span()),
        // Without a name of the table SeaORM heeds no schema either.
        table: text("table_name").map(|table| Named {
            table: Some(table),
            schema: text("schema_name"),
            ..Named::default()
        }),
        columns: word("column", "Column"),
        primary_key: word("primary_key", "PrimaryKey"),
        relations: word("relation", "Relation"),
    }
}
