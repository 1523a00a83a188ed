//! What a hand-written `impl` says of an entity or of a type.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::Expr;
use syn::spanned::Spanned as _;

use super::bodies::{associated_type, cases, function, tail};
use super::context::Context;
use super::expanded::{EntityStruct, Parts};
use super::summary::{Module, TypeDeclKind, Written};
use super::{column_def, entity_name, relation_def};

/// Reads `impl Trait for Type { … }`; any other is nobody's business.
pub(crate) fn read(header: &[TokenTree], body: &TokenStream, out: &mut Module, parts: &mut Parts, cx: &Context<'_>) {
    let Some((name, own)) = header_of(header) else { return };
    let of = own.to_string();
    let span = cx.span(own.span());
    match name.to_string().as_str() {
        "EntityName" => parts.names.push((of, span, entity_name::of_impl(body))),
        "EntityTrait" => parts.entities.push(EntityStruct {
            columns: associated_type(body, "Column").unwrap_or_else(|| "Column".to_owned()),
            primary_key: associated_type(body, "PrimaryKey").unwrap_or_else(|| "PrimaryKey".to_owned()),
            relations: associated_type(body, "Relation").unwrap_or_else(|| "Relation".to_owned()),
            name: of,
            span,
            table: None,
        }),
        "IdenStatic" => parts.column_names.push((of, function(body, "as_str").and_then(cases))),
        "ColumnTrait" => parts.columns.push((of, function(body, "def").and_then(cases))),
        "PrimaryKeyTrait" => parts.auto_increment.push((of, function(body, "auto_increment").and_then(flag))),
        "RelationTrait" => {
            let at = cx.span(name.span());
            let found = function(body, "def").and_then(cases);
            out.relations.push(relation_def::of(&of, at, found.as_ref(), cx));
        }
        "ValueType" => parts.value_types.extend(value_type(body, cx).map(|kind| (of, kind))),
        _ => {}
    }
}

/// The words before and after `for`.
fn header_of(header: &[TokenTree]) -> Option<(&Ident, &Ident)> {
    let words = header.iter().filter_map(|token| match token {
        TokenTree::Ident(word) => Some(word),
        _ => None,
    });
    let words: Vec<&Ident> = words.take_while(|word| *word != "where").collect();
    let before = words.iter().position(|word| *word == "for")?;
    Some((words.get(before.checked_sub(1)?)?, words.last()?))
}

fn flag(body: TokenStream) -> Option<bool> {
    match tail(body)? {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Bool(value), .. }) => Some(value.value),
        _ => None,
    }
}

/// What `fn column_type()` gives: a column type that is written out, or that of another type.
fn value_type(body: &TokenStream, cx: &Context<'_>) -> Option<TypeDeclKind> {
    let expr = tail(function(body, "column_type")?)?;
    if let Some(of) = column_def::type_of(&expr, cx) {
        return Some(TypeDeclKind::Wraps(of));
    }
    let Written { text, column_type, span } = column_def::written(&expr, cx);
    column_type.map(|known| TypeDeclKind::Column(Written { text, column_type: Some(known), span }))
}

/// Lists the fields of a `Model` that are an `Option`, by the variants of `Column` that belong to them.
pub(crate) fn optional_fields(item: &syn::ItemStruct, cx: &Context<'_>) -> Vec<(String, crate::location::Span)> {
    let mut out = Vec::new();
    for field in &item.fields {
        let Some(ident) = &field.ident else { continue };
        if super::type_ref::of(&field.ty, cx).text.starts_with("Option<") {
            let names = crate::naming::column_names(&ident.to_string(), None, None, None);
            out.push((names.variant, cx.span(field.ty.span())));
        }
    }
    out
}
