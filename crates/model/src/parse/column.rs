//! What `#[sea_orm(…)]` says on a field that is a column, after `derives/entity_model.rs` of sea-orm-macros.

use super::attributes::{Argument, Value};
use super::context::{Context, did_you_mean};
use super::summary::ColumnAttributes;
use super::value_type::written;
use crate::{Code, default_expr};
use std::borrow::Cow;

use autogen_schema::DefaultValue;

/// The keys that SeaORM knows; those without influence on a schema last.
const KEYS: [&str; 27] = [
    "primary_key",
    "auto_increment",
    "column_type",
    "column_name",
    "enum_name",
    "nullable",
    "unique",
    "unique_key",
    "indexed",
    "default_value",
    "default_expr",
    "comment",
    "extra",
    "renamed_from",
    "ignore",
    "select_as",
    "save_as",
    "arrow_byte_width",
    "arrow_comment",
    "arrow_field",
    "arrow_precision",
    "arrow_scale",
    "arrow_skip",
    "arrow_timestamp_unit",
    "arrow_timezone",
    "from_expr",
    "nested",
];

/// Reads the attributes of a column.
pub(crate) fn attributes(arguments: &[Argument<'_>], cx: &mut Context<'_>) -> ColumnAttributes {
    let mut out = ColumnAttributes::default();
    let mut default_expr = None;
    for argument in arguments {
        match argument.key.text {
            "primary_key" => out.primary_key = true,
            "nullable" => out.nullable = true,
            "unique" => out.unique = Some(cx.span(argument.key.range())),
            "indexed" => out.indexed = Some(cx.span(argument.key.range())),
            "ignore" => out.ignore = true,
            "auto_increment" => match &argument.value {
                Value::Literal(literal) if literal.bool().is_some() => out.auto_increment = literal.bool(),
                _ => invalid(argument, "`true` or `false`", cx),
            },
            "column_type" => out.column_type = written(argument, cx),
            "column_name" => out.more_mut().column_name = string(argument, cx),
            "enum_name" => out.more_mut().enum_name = string(argument, cx),
            "unique_key" => {
                let key = string(argument, cx).map(|key| (key, cx.span(argument.key.range())));
                out.more_mut().unique_key = key;
            }
            "comment" => out.more_mut().comment = string(argument, cx),
            "extra" => out.more_mut().extra = string(argument, cx),
            "renamed_from" => out.more_mut().renamed_from = string(argument, cx),
            "default_value" => out.more_mut().default = default_value(argument, cx),
            "default_expr" => default_expr = expression(argument, cx),
            key if KEYS.contains(&key) => {}
            _ => ignored(argument, cx),
        }
    }
    // SeaORM applies the expression after the value.
    if default_expr.is_some() {
        out.more_mut().default = default_expr;
    }
    out
}

/// Reads a string, and says so where it is none.
pub(crate) fn text<'a>(argument: &Argument<'a>, cx: &mut Context<'_>) -> Option<Cow<'a, str>> {
    let text = argument.text();
    if text.is_none() {
        invalid(argument, "a string", cx);
    }
    text
}

/// Reads a string to keep.
pub(crate) fn string(argument: &Argument<'_>, cx: &mut Context<'_>) -> Option<String> {
    text(argument, cx).map(Cow::into_owned)
}

pub(crate) fn invalid(argument: &Argument<'_>, wanted: &str, cx: &mut Context<'_>) {
    let span = cx.span(argument.value_range());
    let finding = cx.finding(Code::InvalidAttribute, span, format!("`{}` takes {wanted}", argument.key.text));
    cx.report(finding);
}

fn default_value(argument: &Argument<'_>, cx: &mut Context<'_>) -> Option<DefaultValue> {
    match &argument.value {
        Value::Literal(literal) => {
            let known = literal.value().and_then(|value| default_expr::of_lit(&value));
            Some(known.unwrap_or_else(|| {
                unknown_default(argument, cx);
                DefaultValue::Unknown(literal.text.to_owned())
            }))
        }
        Value::Flag | Value::Word(_) | Value::Code | Value::List => {
            invalid(argument, "a literal", cx);
            None
        }
    }
}

fn expression(argument: &Argument<'_>, cx: &mut Context<'_>) -> Option<DefaultValue> {
    let value = default_expr::parse(&text(argument, cx)?);
    if matches!(value, DefaultValue::Unknown(_)) {
        unknown_default(argument, cx);
    }
    Some(value)
}

fn unknown_default(argument: &Argument<'_>, cx: &mut Context<'_>) {
    let span = cx.span(argument.value_range());
    let finding = cx
        .finding(Code::UnknownDefault, span, "the default is code, and its SQL is not known")
        .label("not compared with a database, and nothing can be created from it")
        .help("write the SQL: `default_expr = \"Expr::cust(\\\"…\\\")\"`");
    cx.report(finding);
}

fn ignored(argument: &Argument<'_>, cx: &mut Context<'_>) {
    let span = cx.span(argument.key.range());
    let mut finding = cx.finding(
        Code::IgnoredKey,
        span,
        format!("SeaORM does not know the key `{}` and ignores it", argument.key.text),
    );
    if let Some(meant) = did_you_mean(argument.key.text, &KEYS) {
        finding = finding.help(format!("did you mean `{meant}`?"));
    }
    cx.report(finding);
}
