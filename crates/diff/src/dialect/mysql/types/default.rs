//! Defaults as MySQL and MariaDB take and report them.

use std::fmt::Write as _;

use autogen_schema::sql::{Token, TokenKind, normalize, tokenize};
use autogen_schema::{ColumnType, DataType, DefaultValue, Dialect, SqlType};

use super::canonical::canonical;
use super::labels::{is_character_set, string_literal};
use super::told::as_catalogs_tell;
use crate::script::closed;

const MYSQL: Dialect = Dialect::Mysql;

/// Returns what stands behind `DEFAULT` in a column of type `ty`, as SQL writes it: a literal or the clock bare, anything
/// else in parentheses. `None` for a default that is not known.
///
/// A column of text, bytes or JSON takes only an expression on MySQL
/// (<https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html>); MariaDB takes both and keeps no parentheses.
pub fn default_sql(default: &DefaultValue, ty: &str) -> Option<String> {
    let ty = canonical(&SqlType::parse(ty));
    let (sql, bare) = match default {
        DefaultValue::Text(text) => (MYSQL.literal(text), !is_long(&ty)),
        DefaultValue::Number(number) => (number.clone(), !is_long(&ty)),
        DefaultValue::Bool(yes) => (if *yes { "TRUE" } else { "FALSE" }.to_owned(), true),
        DefaultValue::Expression(sql) => {
            let sql = sql.trim().to_owned();
            let bare = is_null(&sql) || is_clock_of(&sql, &ty) || (stands_bare(&sql) && !is_long(&ty));
            (sql, bare)
        }
        DefaultValue::Unknown(_) => return None,
    };
    Some(if bare { sql } else { format!("({})", closed(sql)) })
}

fn is_null(sql: &str) -> bool {
    sql.eq_ignore_ascii_case("null")
}

/// Whether `DEFAULT` takes the expression without parentheses as the value that it says: a literal or a signed number.
pub(crate) fn stands_bare(sql: &str) -> bool {
    match significant(sql).as_slice() {
        [one] if one.kind == TokenKind::Word => {
            ["null", "true", "false"].iter().any(|word| one.text.eq_ignore_ascii_case(word))
        }
        [one] => matches!(one.kind, TokenKind::String | TokenKind::Number | TokenKind::Blob),
        [sign, number] => (sign.is_punct("-") || sign.is_punct("+")) && number.kind == TokenKind::Number,
        _ => false,
    }
}

/// Whether the expression is the clock with as many digits as a column of the type keeps, which needs no parentheses.
fn is_clock_of(sql: &str, ty: &SqlType) -> bool {
    if !matches!(ty.name.as_str(), "datetime" | "timestamp") {
        return false;
    }
    let tokens = significant(sql);
    let digits = match tokens.as_slice() {
        [word] if word.is_word("current_timestamp") => "0",
        [word, open, close] if word.is_word("current_timestamp") && open.is_punct("(") && close.is_punct(")") => "0",
        [word, open, digits, close]
            if word.is_word("current_timestamp") && open.is_punct("(") && close.is_punct(")") =>
        {
            digits.text
        }
        _ => return false,
    };
    ty.modifiers.first().map_or("0", String::as_str) == digits
}

/// Whether MySQL gives a column of the type no literal default.
fn is_long(ty: &SqlType) -> bool {
    ty.name.ends_with("text") || ty.name.ends_with("blob") || matches!(ty.name.as_str(), "json" | "geometry" | "point")
}

/// Whether the default that an entity says and the one that the database reports give the same value in a column of type
/// `data_type`.
///
/// Quotes around numbers and booleans make no difference, nor do parentheses, the many names of the clock, the character
/// sets that MySQL writes before strings, and the case of keywords; elsewhere the text counts.
pub fn same_default(said: &DefaultValue, reported: &str, data_type: &DataType) -> bool {
    let constant_of = |seen: fn(&str) -> String| match said {
        DefaultValue::Text(text) => Some(Constant::Text(seen(text))),
        DefaultValue::Number(number) => Some(Constant::Number(number_key(number))),
        DefaultValue::Bool(yes) => Some(Constant::Number(u8::from(*yes).to_string())),
        DefaultValue::Expression(sql) => Some(constant(&seen(sql))),
        DefaultValue::Unknown(_) => None,
    };
    let kind = Kind::of(data_type);
    let reported = stored(constant(reported), kind);
    // What is not known is never a difference: source alone cannot tell what it is.
    let is_same = |said: Option<Constant>| said.is_none_or(|said| stored(said, kind) == reported);
    is_same(constant_of(str::to_owned)) || is_same(constant_of(as_catalogs_tell))
}

/// Whether two expressions are the same, up to how each server spells them.
pub(crate) fn same_expression(one: &str, other: &str) -> bool {
    constant(one) == constant(other)
}

/// A default, as far as text tells what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Constant {
    Text(String),
    /// In the spelling of [`number_key`].
    Number(String),
    /// The normal form of anything else.
    Expression(String),
}

/// How a column takes a constant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Boolean,
    Clock,
    Other,
}

impl Kind {
    fn of(ty: &DataType) -> Kind {
        use ColumnType as Ty;
        let reported = match ty {
            DataType::Reported(ty) => Some(canonical(ty)),
            DataType::Exact(Ty::Custom(sql)) => Some(canonical(&SqlType::parse(sql))),
            _ => None,
        };
        if let Some(ty) = reported {
            let name = ty.name.as_str();
            return match name {
                "char" | "varchar" | "enum" | "set" => Kind::Text,
                "tinyint" if ty.modifiers == ["1"] => Kind::Boolean,
                "datetime" | "timestamp" => Kind::Clock,
                _ if name.ends_with("text") || name.ends_with("blob") || name.ends_with("binary") => Kind::Text,
                _ => Kind::Other,
            };
        }
        match ty.column_type() {
            Some(
                Ty::Char(_)
                | Ty::String(_)
                | Ty::Text
                | Ty::Enum(_)
                | Ty::Json
                | Ty::JsonBinary
                | Ty::Binary(_)
                | Ty::VarBinary(_)
                | Ty::Blob
                | Ty::Uuid,
            ) => Kind::Text,
            Some(Ty::Boolean) => Kind::Boolean,
            Some(Ty::DateTime | Ty::Timestamp | Ty::TimestampWithTimeZone) => Kind::Clock,
            _ => Kind::Other,
        }
    }
}

fn constant(sql: &str) -> Constant {
    let inner = strip_parentheses(sql);
    if let Some(text) = string_literal(inner) {
        return Constant::Text(text);
    }
    match significant(inner).as_slice() {
        [one] => match one.kind {
            TokenKind::Number => Constant::Number(number_key(one.text)),
            TokenKind::Blob => bits(one.text).map_or_else(|| expression(sql), Constant::Number),
            TokenKind::Word if one.text.eq_ignore_ascii_case("true") => Constant::Number("1".to_owned()),
            TokenKind::Word if one.text.eq_ignore_ascii_case("false") => Constant::Number("0".to_owned()),
            _ => expression(sql),
        },
        [sign, number] if number.kind == TokenKind::Number && sign.is_punct("-") => {
            Constant::Number(number_key(&format!("-{}", number.text)))
        }
        [sign, number] if number.kind == TokenKind::Number && sign.is_punct("+") => {
            Constant::Number(number_key(number.text))
        }
        _ => expression(sql),
    }
}

/// The number that `b'101'` is.
fn bits(literal: &str) -> Option<String> {
    let digits = literal.strip_prefix(['b', 'B'])?.strip_prefix('\'')?.strip_suffix('\'')?;
    u64::from_str_radix(digits, 2).ok().map(|number| number.to_string())
}

/// A spelling of an expression that both servers' spellings of it share: no parentheses but those of calls, which they add
/// and take away, no character sets before strings, one name for the clock.
fn expression(sql: &str) -> Constant {
    let normal = normalize(sql, MYSQL);
    let tokens = significant(&normal);
    let mut out = String::with_capacity(normal.len());
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1);
        let names_set = is_character_set(token.text) && next.is_some_and(|next| next.kind == TokenKind::String);
        if token.is_punct("(") || token.is_punct(")") || names_set {
            continue;
        }
        let word = match token.text.to_ascii_lowercase().as_str() {
            "now" | "localtime" | "localtimestamp" => "current_timestamp",
            "curdate" => "current_date",
            "curtime" => "current_time",
            _ => token.text,
        };
        if let Some(text) = (token.kind == TokenKind::String).then(|| string_literal(token.text)).flatten() {
            let _infallible = write!(out, "{text:?} ");
        } else {
            let _infallible = write!(out, "{word} ");
        }
    }
    Constant::Expression(out)
}

/// What a row gets in a column of the kind.
fn stored(constant: Constant, kind: Kind) -> Constant {
    match (constant, kind) {
        (Constant::Text(word), Kind::Boolean) if word.eq_ignore_ascii_case("true") => Constant::Number("1".to_owned()),
        (Constant::Text(word), Kind::Boolean) if word.eq_ignore_ascii_case("false") => Constant::Number("0".to_owned()),
        (Constant::Number(number), Kind::Text) => Constant::Text(number),
        (Constant::Text(text), Kind::Clock) => Constant::Text(moment(&text)),
        (Constant::Text(text), Kind::Boolean | Kind::Other) if is_number(&text) => {
            Constant::Number(number_key(text.trim()))
        }
        (other, _) => other,
    }
}

/// Spells a moment as the servers do: with a time, without fractions that are nothing.
fn moment(text: &str) -> String {
    let text = text.trim().replace('T', " ");
    match text.split_once('.') {
        Some((whole, fraction)) if fraction.chars().all(|c| c == '0') => whole.to_owned(),
        None if text.len() == "2020-01-01".len() => format!("{text} 00:00:00"),
        _ => text,
    }
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') && digits.parse::<f64>().is_ok()
}

/// Spells a decimal number in one way: no `+`, no leading or trailing zeros. Exponents and hexadecimal stay as they are.
fn number_key(number: &str) -> String {
    let number = number.trim().to_ascii_lowercase();
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number.strip_prefix('+').unwrap_or(&number)),
    };
    if !digits.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return number;
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    match (whole, fraction) {
        ("0", "") => "0".to_owned(),
        (whole, "") => format!("{sign}{whole}"),
        (whole, fraction) => format!("{sign}{whole}.{fraction}"),
    }
}

fn significant(sql: &str) -> Vec<Token<'_>> {
    tokenize(sql, MYSQL).into_iter().filter(|token| !token.is_trivia()).collect()
}

/// Takes off parentheses that hold one literal; `(a) + (b)` does not come to that.
fn strip_parentheses(sql: &str) -> &str {
    let mut sql = sql.trim();
    while let Some(inner) = sql.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        sql = inner.trim();
    }
    sql
}
