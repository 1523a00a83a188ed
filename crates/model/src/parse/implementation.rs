//! What a hand-written `impl` says of an entity or of a type.

use syn::Expr;

use super::bodies::{Excerpt, associated_type, cases, function, tail};
use super::context::Context;
use super::expanded::{EntityStruct, Parts};
use super::items::Item;
use super::summary::{Module, TypeDeclKind};
use super::{column_def, entity_name, field, relation_def};
use crate::lex::{Tokens, Tree, Word};
use crate::location::Span;
use crate::naming::column_names;

/// Reads `impl Trait for Type { … }`; any other is nobody's business.
pub(crate) fn read<'a>(
    header: Tokens<'a>,
    body: Tokens<'a>,
    (out, parts): (&mut Module, &mut Parts<'a>),
    cx: &Context<'_>,
) {
    let Some((name, own)) = header_of(header) else { return };
    let of = own.text.to_owned();
    let span = cx.span(own.range());
    match name.text {
        "EntityName" => parts.names.push((of, span, entity_name::of_impl(body))),
        "EntityTrait" => parts.entities.push(EntityStruct {
            columns: associated_type(body, "Column").unwrap_or("Column").to_owned(),
            primary_key: associated_type(body, "PrimaryKey").unwrap_or("PrimaryKey").to_owned(),
            relations: associated_type(body, "Relation").unwrap_or("Relation").to_owned(),
            name: of,
            span,
            table: None,
        }),
        "IdenStatic" => parts.column_names.push((of, function(body, "as_str").and_then(cases))),
        "ColumnTrait" => parts.columns.push((of, function(body, "def").and_then(cases))),
        "PrimaryKeyTrait" => parts.auto_increment.push((of, function(body, "auto_increment").and_then(flag))),
        "RelationTrait" => {
            let at = cx.span(name.range());
            let found = function(body, "def").and_then(cases);
            out.relations.push(relation_def::of(&of, at, found.as_ref(), cx));
        }
        "ValueType" => parts.value_types.extend(value_type(body, cx).map(|kind| (of, kind))),
        _ => {}
    }
}

/// The words before and after `for`.
fn header_of(header: Tokens<'_>) -> Option<(Word<'_>, Word<'_>)> {
    let words = header.into_iter().filter_map(|token| match token {
        Tree::Word(word) => Some(word),
        _ => None,
    });
    let words: Vec<Word<'_>> = words.take_while(|word| word.text != "where").collect();
    let before = words.iter().position(|word| word.text == "for")?;
    Some((*words.get(before.checked_sub(1)?)?, *words.last()?))
}

fn flag(body: Tokens<'_>) -> Option<bool> {
    match tail(body)?.0 {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Bool(value), .. }) => Some(value.value),
        _ => None,
    }
}

/// What `fn column_type()` gives: a column type that is written out, or that of another type.
fn value_type(body: Tokens<'_>, cx: &Context<'_>) -> Option<TypeDeclKind> {
    let (expr, piece) = tail(function(body, "column_type")?)?;
    let excerpt = Excerpt { expr: &expr, piece };
    if let Some(of) = column_def::type_of(excerpt) {
        return Some(TypeDeclKind::Wraps(of));
    }
    let written = column_def::written(excerpt, cx);
    written.column_type.read.is_some().then_some(TypeDeclKind::Column(written))
}

/// Lists the fields of a `Model` that are an `Option`, by the variants of `Column` that belong to them.
///
/// They decide nothing: what cannot be read gives none, and may be as deep and as new as it likes.
pub(crate) fn optional_fields(item: &Item<'_>, cx: &Context<'_>) -> Vec<(String, Span)> {
    let fields = field::of(item, cx).map(|(_, fields)| fields).unwrap_or_default();
    let optional = fields.into_iter().filter(|field| field.ty.text.starts_with("Option<"));
    optional.map(|field| (column_names(field.name.text, None, None, None).variant, field.ty_span)).collect()
}
