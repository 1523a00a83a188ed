//! `column_type = "…"` and `db_type = "…"`: the tail of a Rust expression after `ColumnType::`.
//!
//! Only what is plainly written is understood; a function call, a constant or a macro is not.

use std::sync::Arc;

use autogen_schema::{ColumnType, Precision, StringLength};
use syn::{Expr, ExprCall, ExprLit, ExprMethodCall, Lit};

use crate::memo::Memo;
use crate::parse::nesting;

/// An enum that is written out in a `column_type`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InlineEnum {
    pub(crate) name: String,
    pub(crate) labels: Vec<String>,
}

/// A column type, and the enum that it writes out.
type Read = (ColumnType, Option<InlineEnum>);

/// A column type as it is written, and what it is where that is plain.
#[derive(Debug)]
pub(crate) struct WrittenType {
    pub(crate) text: String,
    pub(crate) read: Option<Read>,
}

/// Reads what `column_type = "…"` takes: `Text`, `String(StringLen::N(20))`, `Decimal(Some((10, 2)))`,
/// `custom("citext")`. Returns nothing for what only a compiler can tell.
pub fn parse_column_type(text: &str) -> Option<ColumnType> {
    parse(text).map(|(column_type, _)| column_type)
}

/// Reads a column type that is written in a string.
pub(crate) fn written(text: &str) -> Arc<WrittenType> {
    thread_local!(static SEEN: Memo<Arc<WrittenType>> = Memo::new());
    SEEN.with(|seen| seen.get(text, |text| Arc::new(WrittenType { text: text.to_owned(), read: parse(text) })))
}

fn parse(text: &str) -> Option<Read> {
    match of_word(text) {
        Some(column_type) => Some((column_type, None)),
        None => nesting::expression(text).and_then(|expr| of_written(&expr)),
    }
}

/// Reads a column type that is an expression.
pub(crate) fn of_written(expr: &Expr) -> Option<Read> {
    match expr {
        Expr::Struct(body) if last(&body.path)? == "Enum" => {
            let inline = inline_enum(body)?;
            Some((ColumnType::Enum(inline.name.as_str().into()), Some(inline)))
        }
        _ => Some((of_expr(expr)?, None)),
    }
}

fn of_expr(expr: &Expr) -> Option<ColumnType> {
    match expr {
        Expr::Paren(inner) => of_expr(&inner.expr),
        Expr::Path(path) => of_word(&last(&path.path)?),
        Expr::Call(call) => of_call(&function(call)?, &call.args.iter().collect::<Vec<_>>()),
        _ => None,
    }
}

fn of_word(word: &str) -> Option<ColumnType> {
    Some(match word {
        "Text" => ColumnType::Text,
        "Blob" => ColumnType::Blob,
        "TinyInteger" => ColumnType::TinyInteger,
        "SmallInteger" => ColumnType::SmallInteger,
        "Integer" => ColumnType::Integer,
        "BigInteger" => ColumnType::BigInteger,
        "TinyUnsigned" => ColumnType::TinyUnsigned,
        "SmallUnsigned" => ColumnType::SmallUnsigned,
        "Unsigned" => ColumnType::Unsigned,
        "BigUnsigned" => ColumnType::BigUnsigned,
        "Float" => ColumnType::Float,
        "Double" => ColumnType::Double,
        "DateTime" => ColumnType::DateTime,
        "Timestamp" => ColumnType::Timestamp,
        "TimestampWithTimeZone" => ColumnType::TimestampWithTimeZone,
        "Time" => ColumnType::Time,
        "Date" => ColumnType::Date,
        "Year" => ColumnType::Year,
        "Boolean" => ColumnType::Boolean,
        "Json" => ColumnType::Json,
        "JsonBinary" => ColumnType::JsonBinary,
        "Uuid" => ColumnType::Uuid,
        "Cidr" => ColumnType::Cidr,
        "Inet" => ColumnType::Inet,
        "MacAddr" => ColumnType::MacAddr,
        "LTree" => ColumnType::LTree,
        _ => return None,
    })
}

fn of_call(name: &str, args: &[&Expr]) -> Option<ColumnType> {
    Some(match (name, args) {
        ("Char", [length]) => ColumnType::Char(option(length, number)?),
        ("String", [length]) => ColumnType::String(string_length(length)?),
        ("string", [length]) => {
            ColumnType::String(option(length, number)?.map_or(StringLength::Unset, StringLength::Limit))
        }
        ("Decimal", [precision]) => ColumnType::Decimal(option(precision, pair)?),
        ("Money", [precision]) => ColumnType::Money(option(precision, pair)?),
        ("Binary", [length]) => ColumnType::Binary(number(length)?),
        ("VarBinary", [length]) => ColumnType::VarBinary(string_length(length)?),
        ("var_binary", [length]) => ColumnType::VarBinary(StringLength::Limit(number(length)?)),
        ("Bit", [length]) => ColumnType::Bit(option(length, number)?),
        ("VarBit", [length]) => ColumnType::VarBit(number(length)?),
        ("Vector", [length]) => ColumnType::Vector(option(length, number)?),
        ("Interval", [fields, precision]) => {
            ColumnType::Interval(option(fields, interval_fields)?, option(precision, number)?)
        }
        ("Array", [element]) => ColumnType::Array(Box::new(array_element(element)?)),
        ("custom" | "Custom", [name]) => ColumnType::Custom(string(name)?),
        _ => return None,
    })
}

/// `StringLen::N(20)`, `StringLen::None`, `StringLen::Max`; `Some(20)` and `None` of sea-orm 0.
fn string_length(expr: &Expr) -> Option<StringLength> {
    match expr {
        Expr::Path(path) => match last(&path.path)?.as_str() {
            "None" => Some(StringLength::Unset),
            "Max" => Some(StringLength::Max),
            _ => None,
        },
        Expr::Call(call) => match (function(call)?.as_str(), call.args.first()) {
            ("N" | "Some", Some(length)) => Some(StringLength::Limit(number(length)?)),
            _ => None,
        },
        _ => None,
    }
}

/// `RcOrArc::new(ColumnType::Text)`, `ColumnType::Text.into()`.
fn array_element(expr: &Expr) -> Option<ColumnType> {
    match expr {
        Expr::Call(call) if function(call)? == "new" => of_expr(call.args.first()?),
        Expr::MethodCall(call) if call.method == "into" => of_expr(&call.receiver),
        _ => None,
    }
}

/// `Some(PgInterval::YearToMonth)`: the fields as SQL writes them.
fn interval_fields(expr: &Expr) -> Option<String> {
    let Expr::Path(path) = expr else { return None };
    let sql = match last(&path.path)?.as_str() {
        "Year" => "YEAR",
        "Month" => "MONTH",
        "Day" => "DAY",
        "Hour" => "HOUR",
        "Minute" => "MINUTE",
        "Second" => "SECOND",
        "YearToMonth" => "YEAR TO MONTH",
        "DayToHour" => "DAY TO HOUR",
        "DayToMinute" => "DAY TO MINUTE",
        "DayToSecond" => "DAY TO SECOND",
        "HourToMinute" => "HOUR TO MINUTE",
        "HourToSecond" => "HOUR TO SECOND",
        "MinuteToSecond" => "MINUTE TO SECOND",
        _ => return None,
    };
    Some(sql.to_owned())
}

fn inline_enum(body: &syn::ExprStruct) -> Option<InlineEnum> {
    let field = |name: &str| {
        body.fields.iter().find_map(|field| match &field.member {
            syn::Member::Named(ident) if ident == name => Some(&field.expr),
            _ => None,
        })
    };
    let name = string(field("name")?)?;
    let labels = match field("variants")? {
        Expr::Macro(list) if last(&list.mac.path)? == "vec" => {
            let items = list.mac.parse_body_with(syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated);
            items.ok()?.iter().map(string).collect::<Option<_>>()?
        }
        _ => return None,
    };
    Some(InlineEnum { name, labels })
}

/// `None` and `Some(x)`.
#[allow(clippy::option_option)]
fn option<T>(expr: &Expr, some: impl FnOnce(&Expr) -> Option<T>) -> Option<Option<T>> {
    match expr {
        Expr::Path(path) if last(&path.path)? == "None" => Some(None),
        Expr::Call(call) if function(call)? == "Some" => some(call.args.first()?).map(Some),
        _ => None,
    }
}

fn pair(expr: &Expr) -> Option<Precision> {
    match expr {
        Expr::Tuple(tuple) if tuple.elems.len() == 2 => {
            Some((number(tuple.elems.first()?)?, number(tuple.elems.last()?)?))
        }
        _ => None,
    }
}

fn number(expr: &Expr) -> Option<u32> {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => int.base10_parse().ok(),
        _ => None,
    }
}

/// A string literal, whatever wraps it to make an identifier of it: `Alias::new("x").into_iden()`.
pub(crate) fn string(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        Expr::Paren(inner) => string(&inner.expr),
        Expr::Reference(inner) => string(&inner.expr),
        Expr::MethodCall(ExprMethodCall { receiver, method, args, .. })
            if args.is_empty()
                && ["into_iden", "into", "to_owned", "to_string", "as_str"].iter().any(|name| method == name) =>
        {
            string(receiver)
        }
        Expr::Call(call)
            if call.args.len() == 1 && ["new", "from", "into_iden"].contains(&function(call)?.as_str()) =>
        {
            string(call.args.first()?)
        }
        _ => None,
    }
}

/// Returns the last word of the path that `call` calls.
pub(crate) fn function(call: &ExprCall) -> Option<String> {
    match &*call.func {
        Expr::Path(path) => last(&path.path),
        _ => None,
    }
}

pub(crate) fn last(path: &syn::Path) -> Option<String> {
    path.segments.last().map(|segment| segment.ident.to_string())
}
