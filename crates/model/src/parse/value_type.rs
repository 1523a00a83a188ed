//! `DeriveValueType` and `FromJsonQueryResult`.

use syn::{Fields, ItemStruct};

use super::attributes::{Argument, Attribute, Value, derives, first_arguments};
use super::context::Context;
use super::summary::{TypeDecl, TypeDeclKind, Written};
use super::type_ref;
use crate::Code;
use crate::column_type;
use crate::naming::plain;

/// Reads what a struct is as a column.
pub(crate) fn of_struct(item: &ItemStruct, attributes: &[Attribute], cx: &mut Context<'_>) -> TypeDeclKind {
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
    let inner = match &item.fields {
        Fields::Unnamed(fields) => fields.unnamed.first().map(|field| type_ref::of(&field.ty, cx)),
        Fields::Named(_) | Fields::Unit => None,
    };
    let Some(inner) = inner else {
        let span = cx.span(item.ident.span());
        let finding = cx.finding(
            Code::InvalidAttribute,
            span,
            format!("`{}` derives `DeriveValueType` and is not a struct around one value", item.ident),
        );
        cx.report(finding.help("wrap one value (`struct Id(i32)`) or add `#[sea_orm(value_type = \"String\")]`"));
        return TypeDeclKind::Opaque;
    };
    // SeaORM takes one `Option<…>` off, by its text.
    match inner.text.starts_with("Option<").then(|| inner.args.first()).flatten() {
        Some(optional) => TypeDeclKind::Wraps(optional.clone()),
        None => TypeDeclKind::Wraps(inner),
    }
}

/// Reads what an enum is as a column, where it is not an `ActiveEnum`.
pub(crate) fn of_enum(attributes: &[Attribute], cx: &mut Context<'_>) -> TypeDeclKind {
    if derives(attributes, "FromJsonQueryResult") {
        TypeDeclKind::Json
    } else if derives(attributes, "DeriveValueType") {
        of_arguments(&first_arguments(attributes).unwrap_or_default(), cx).unwrap_or(TypeDeclKind::Opaque)
    } else {
        TypeDeclKind::Opaque
    }
}

fn of_arguments(arguments: &[Argument], cx: &mut Context<'_>) -> Option<TypeDeclKind> {
    let find = |key: &str| arguments.iter().rev().find(|argument| argument.key == key);
    if let Some(argument) = find("column_type") {
        return written(argument, cx).map(TypeDeclKind::Column);
    }
    (find("value_type")?.text()? == "String").then_some(TypeDeclKind::Text)
}

/// Reads a column type that is written in a string.
pub(crate) fn written(argument: &Argument, cx: &mut Context<'_>) -> Option<Written> {
    let span = cx.span(argument.value_span());
    if let Some(text) = argument.text() {
        let column_type = column_type::parse(&text);
        return Some(Written { text, column_type, span });
    }
    let given = match &argument.value {
        Value::Flag | Value::List => "nothing",
        Value::Lit(_) | Value::Word(_) | Value::Code => "something else",
    };
    let finding =
        cx.finding(Code::InvalidAttribute, span, format!("`{}` takes a string, and is given {given}", argument.key));
    cx.report(finding.help(format!("write `{} = \"…\"`", argument.key)));
    None
}

/// Names a type that is what `kind` says.
pub(crate) fn declare(ident: &syn::Ident, kind: TypeDeclKind, cx: &Context<'_>) -> TypeDecl {
    TypeDecl { name: plain(ident), span: cx.span(ident.span()), kind }
}
