//! `default_value = …` and `default_expr = "…"`, `.default_value(…)` and `.default(…)`.

use autogen_schema::DefaultValue;
use syn::{Expr, ExprLit, ExprUnary, Lit, UnOp};

use crate::column_type::{function, last, string};
use crate::parse::nesting;

/// Reads the Rust expression of a `default_expr`. What only a compiler can tell is [`DefaultValue::Unknown`].
pub(crate) fn parse(text: &str) -> DefaultValue {
    let known = nesting::expression(text).and_then(|expr| of_expr(&expr));
    known.unwrap_or_else(|| DefaultValue::Unknown(text.to_owned()))
}

/// Reads a literal, as `default_value` takes it. Bytes are not understood.
pub(crate) fn of_lit(lit: &Lit) -> Option<DefaultValue> {
    Some(match lit {
        Lit::Str(text) => DefaultValue::Text(text.value()),
        Lit::Char(char) => DefaultValue::Text(char.value().to_string()),
        Lit::Bool(bool) => DefaultValue::Bool(bool.value),
        Lit::Int(int) => DefaultValue::Number(int.base10_digits().to_owned()),
        Lit::Float(float) => DefaultValue::Number(float.base10_digits().to_owned()),
        Lit::Byte(byte) => DefaultValue::Number(byte.value().to_string()),
        _ => return None,
    })
}

pub(crate) fn of_expr(expr: &Expr) -> Option<DefaultValue> {
    match expr {
        Expr::Paren(inner) => of_expr(&inner.expr),
        Expr::Lit(ExprLit { lit, .. }) => of_lit(lit),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match of_expr(expr)? {
            DefaultValue::Number(digits) => Some(DefaultValue::Number(format!("-{digits}"))),
            _ => None,
        },
        Expr::Path(path) => keyword(&last(&path.path)?),
        Expr::MethodCall(call) if call.args.is_empty() && call.method == "into" => of_expr(&call.receiver),
        Expr::MethodCall(call) if call.args.is_empty() => string(expr).map(DefaultValue::Text),
        Expr::Call(call) => {
            let args: Vec<&Expr> = call.args.iter().collect();
            if is_func(call) { of_func(&function(call)?, &args) } else { of_call(&function(call)?, &args) }
        }
        _ => None,
    }
}

/// The constructors of `sea_query::Expr` that need no database to be understood.
fn of_call(name: &str, args: &[&Expr]) -> Option<DefaultValue> {
    match (name, args) {
        ("current_timestamp", []) => keyword("CURRENT_TIMESTAMP"),
        ("current_date", []) => keyword("CURRENT_DATE"),
        ("current_time", []) => keyword("CURRENT_TIME"),
        ("cust" | "custom_keyword" | "Custom", [text]) => string(text).map(DefaultValue::Expression),
        ("value" | "val" | "expr" | "Value" | "Keyword" | "from", [inner]) => of_expr(inner),
        _ => None,
    }
}

/// Whether `call` is one of the constructors of `sea_query::Func`.
fn is_func(call: &syn::ExprCall) -> bool {
    matches!(&*call.func, Expr::Path(path) if path.path.segments.iter().rev().nth(1).is_some_and(|s| s.ident == "Func"))
}

/// `Func::cust("now")` calls a function without arguments.
fn of_func(name: &str, args: &[&Expr]) -> Option<DefaultValue> {
    match (name, args) {
        ("cust", [text]) => string(text).map(|function| DefaultValue::Expression(format!("{function}()"))),
        _ => None,
    }
}

fn keyword(word: &str) -> Option<DefaultValue> {
    let sql = match word {
        "CURRENT_TIMESTAMP" | "CurrentTimestamp" => "CURRENT_TIMESTAMP",
        "CURRENT_DATE" | "CurrentDate" => "CURRENT_DATE",
        "CURRENT_TIME" | "CurrentTime" => "CURRENT_TIME",
        "NULL" | "Null" => "NULL",
        _ => return None,
    };
    Some(DefaultValue::Expression(sql.to_owned()))
}
