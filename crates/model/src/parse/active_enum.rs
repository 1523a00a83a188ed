//! `DeriveActiveEnum`, after `derives/active_enum.rs` of sea-orm-macros.

use std::borrow::Cow;

use super::attributes::{Argument, Attribute, are_met, arguments};
use super::context::Context;
use super::summary::TypeDeclKind;
use super::value_type::written;
use super::variant::{Enum, Variant};
use crate::Code;
use crate::naming::{CaseStyle, enum_type_name};

const KEYS: [&str; 4] = ["rs_type", "db_type", "enum_name", "rename_all"];
const VARIANT_KEYS: [&str; 4] = ["string_value", "num_value", "rename", "display_value"];

/// Reads what an `ActiveEnum` is as a column.
pub(crate) fn of(item: &Enum<'_>, attributes: &[Attribute<'_>], cx: &mut Context<'_>) -> TypeDeclKind {
    let arguments = arguments(attributes);
    refuse_unknown(&arguments, &KEYS, cx);
    let find = |key: &str| arguments.iter().rev().find(|argument| argument.key.text == key);
    let Some(db_type) = find("db_type") else {
        let span = cx.span(item.name.range());
        let finding =
            cx.finding(Code::InvalidAttribute, span, format!("the enum `{}` lacks `db_type`", item.name.text));
        cx.report(finding.help("add `#[sea_orm(rs_type = \"String\", db_type = \"Enum\")]`, or another column type"));
        return TypeDeclKind::Opaque;
    };
    let rename_all = find("rename_all").and_then(|argument| case_style(argument, cx));
    if db_type.text().as_deref() != Some("Enum") {
        if find("rs_type").is_none() {
            let span = cx.span(item.name.range());
            let finding =
                cx.finding(Code::InvalidAttribute, span, format!("the enum `{}` lacks `rs_type`", item.name.text));
            cx.report(finding.help("add the type of its values: `rs_type = \"String\"`, `rs_type = \"i32\"`"));
        }
        return written(db_type, cx).map_or(TypeDeclKind::Opaque, TypeDeclKind::Column);
    }
    let name =
        find("enum_name").and_then(Argument::text).map_or_else(|| enum_type_name(item.name.text), Cow::into_owned);
    let variants = item.variants.iter().filter(|variant| are_met(&variant.attributes));
    let labels = variants.map(|variant| label(variant, rename_all, cx)).collect();
    match labels {
        Some(labels) => TypeDeclKind::NativeEnum { name, labels },
        None => TypeDeclKind::Opaque,
    }
}

/// Returns the label of a variant: what it says, or its name in the case that it or the enum asks for.
fn label(variant: &Variant<'_>, rename_all: Option<CaseStyle>, cx: &mut Context<'_>) -> Option<String> {
    let arguments = arguments(&variant.attributes);
    refuse_unknown(&arguments, &VARIANT_KEYS, cx);
    let find = |key: &str| arguments.iter().rev().find(|argument| argument.key.text == key);
    if let Some(value) = find("string_value").and_then(Argument::text) {
        return Some(value.into_owned());
    }
    let rename = find("rename").and_then(|argument| case_style(argument, cx)).or(rename_all);
    if let (Some(rename), None) = (rename, find("num_value")) {
        return Some(rename.apply(variant.name.text));
    }
    let span = cx.span(variant.name.range());
    let finding = cx.finding(
        Code::InvalidAttribute,
        span,
        format!("the variant `{}` of a native enum has no label", variant.name.text),
    );
    cx.report(finding.help("add `#[sea_orm(string_value = \"…\")]`"));
    None
}

/// Reads a case style, and says which there are where it is none.
pub(crate) fn case_style(argument: &Argument<'_>, cx: &mut Context<'_>) -> Option<CaseStyle> {
    let style = argument.text().as_deref().and_then(CaseStyle::parse);
    if style.is_none() {
        let span = cx.span(argument.value_range());
        let message = format!("`{}` does not name a case that SeaORM knows", argument.key.text);
        let finding = cx.finding(Code::InvalidAttribute, span, message);
        cx.report(finding.help(format!("the cases are {}", CaseStyle::NAMES.join(", "))));
    }
    style
}

/// Reports keys that SeaORM does not compile.
pub(crate) fn refuse_unknown(arguments: &[Argument<'_>], known: &[&str], cx: &mut Context<'_>) {
    for argument in arguments.iter().filter(|argument| !known.contains(&argument.key.text)) {
        let span = cx.span(argument.key.range());
        let mut finding =
            cx.finding(Code::UnknownKey, span, format!("SeaORM refuses the key `{}` here", argument.key.text));
        if let Some(meant) = super::context::did_you_mean(argument.key.text, known) {
            finding = finding.help(format!("did you mean `{meant}`?"));
        }
        cx.report(finding.help(format!("the keys are {}", known.join(", "))));
    }
}
