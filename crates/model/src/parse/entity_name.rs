//! Names of tables that are given outside of `DeriveEntityModel`: `impl EntityName for Entity`, `#[derive(DeriveEntity)]`.

use std::borrow::Cow;

use super::attributes::{Argument, Attribute, first_arguments};
use super::bodies::function;
use super::context::Context;
use super::expanded::EntityStruct;
use super::summary::Named;
use crate::lex::{Tokens, Tree, Word};

/// Reads the body of `impl EntityName for Entity`. A function gives a name where its body is nothing but a literal.
pub(crate) fn of_impl(body: Tokens<'_>) -> Named {
    let schema = function(body, "schema_name");
    Named {
        table: function(body, "table_name").and_then(literal),
        computed_schema: schema.is_some_and(|body| !is_none(body) && literal(body).is_none()),
        schema: schema.and_then(literal),
        comment: function(body, "comment").and_then(literal),
    }
}

fn is_none(body: Tokens<'_>) -> bool {
    matches!(body.single(), Some(Tree::Word(word)) if word.text == "None")
}

/// `"users"`, `Some("public")`.
fn literal(mut body: Tokens<'_>) -> Option<String> {
    if body.take_keyword("Some") {
        let Some(Tree::Group(group)) = body.single() else { return None };
        body = group.inside;
    }
    match body.single()? {
        Tree::Literal(literal) => literal.string().map(Cow::into_owned),
        _ => None,
    }
}

/// Reads a struct that derives `DeriveEntity`: what it is called and which enums belong to it.
pub(crate) fn of_struct(name: Word<'_>, attributes: &[Attribute<'_>], cx: &Context<'_>) -> EntityStruct {
    let arguments = first_arguments(attributes).unwrap_or_default();
    let find = |key: &str| arguments.iter().rev().find(|argument| argument.key.text == key);
    let text = |key: &str| find(key).and_then(Argument::text).map(Cow::into_owned);
    let word = |key: &str, default: &str| find(key).and_then(Argument::word).unwrap_or(default).to_owned();
    EntityStruct {
        name: name.text.to_owned(),
        span: cx.span(name.range()),
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
