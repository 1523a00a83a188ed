//! `DeriveValueType` and `FromJsonQueryResult`.

use std::sync::Arc;

use syn::Fields;

use super::attributes::{Argument, Attribute, Value, derives, first_arguments};
use super::context::Context;
use super::items::Item;
use super::summary::{TypeDecl, TypeDeclKind, TypeRef, Written};
use super::unreadable::Unreadable;
use super::{piece, type_ref};
use crate::Code;
use crate::column_type;
use crate::lex::Word;

/// Reads what a struct is as a column.
pub(crate) fn of_struct(
    item: &Item<'_>,
    attributes: &[Attribute<'_>],
    cx: &mut Context<'_>,
) -> Result<TypeDecl, Unreadable> {
    let (tree, piece) = piece::parse::<syn::ItemStruct>(item.whole)?;
    let name = piece.word(&tree.ident);
    let wrapped = match &tree.fields {
        Fields::Unnamed(fields) => fields.unnamed.first().map(|field| type_ref::of(&field.ty, piece)),
        Fields::Named(_) | Fields::Unit => None,
    };
    let kind = kind_of_struct(name, wrapped, attributes, cx);
    Ok(declare(name, kind, cx))
}

fn kind_of_struct(
    name: Word<'_>,
    wrapped: Option<Arc<TypeRef>>,
    attributes: &[Attribute<'_>],
    cx: &mut Context<'_>,
) -> TypeDeclKind {
    if derives(attributes, "FromJsonQueryResult") {
        return TypeDeclKind::Json;
    }
    if !derives(attributes, "DeriveValueType") {
        return TypeDeclKind::Opaque;
    }
    let arguments = first_arguments(attributes).unwrap_or_default();
    if let Some(kind) = of_arguments(&arguments, cx) {
        return kind;
    }
    let Some(inner) = wrapped else {
        let span = cx.span(name.range());
        let finding = cx.finding(
            Code::InvalidAttribute,
            span,
            format!("`{}` derives `DeriveValueType` and is not a struct around one value", name.text),
        );
        cx.report(finding.help("wrap one value (`struct Id(i32)`) or add `#[sea_orm(value_type = \"String\")]`"));
        return TypeDeclKind::Opaque;
    };
    // SeaORM takes one `Option<…>` off, by its text.
    match inner.text.starts_with("Option<").then(|| inner.args.first()).flatten() {
        Some(optional) => TypeDeclKind::Wraps(Arc::clone(optional)),
        None => TypeDeclKind::Wraps(inner),
    }
}

/// Reads what an enum is as a column, where it is not an `ActiveEnum`.
pub(crate) fn of_enum(attributes: &[Attribute<'_>], cx: &mut Context<'_>) -> TypeDeclKind {
    if derives(attributes, "FromJsonQueryResult") {
        TypeDeclKind::Json
    } else if derives(attributes, "DeriveValueType") {
        of_arguments(&first_arguments(attributes).unwrap_or_default(), cx).unwrap_or(TypeDeclKind::Opaque)
    } else {
        TypeDeclKind::Opaque
    }
}

fn of_arguments(arguments: &[Argument<'_>], cx: &mut Context<'_>) -> Option<TypeDeclKind> {
    let find = |key: &str| arguments.iter().rev().find(|argument| argument.key.text == key);
    if let Some(argument) = find("column_type") {
        return written(argument, cx).map(TypeDeclKind::Column);
    }
    (find("value_type")?.text()? == "String").then_some(TypeDeclKind::Text)
}

/// Reads a column type that is written in a string.
pub(crate) fn written(argument: &Argument<'_>, cx: &mut Context<'_>) -> Option<Written> {
    let span = cx.span(argument.value_range());
    if let Some(text) = argument.text() {
        return Some(Written { column_type: column_type::written(&text), span });
    }
    let given = match &argument.value {
        Value::Flag | Value::List => "nothing",
        Value::Literal(_) | Value::Word(_) | Value::Code => "something else",
    };
    let finding = cx.finding(
        Code::InvalidAttribute,
        span,
        format!("`{}` takes a string, and is given {given}", argument.key.text),
    );
    cx.report(finding.help(format!("write `{} = \"…\"`", argument.key.text)));
    None
}

/// Names a type that is what `kind` says.
pub(crate) fn declare(name: Word<'_>, kind: TypeDeclKind, cx: &Context<'_>) -> TypeDecl {
    TypeDecl { name: name.plain().to_owned(), span: cx.span(name.range()), kind }
}
