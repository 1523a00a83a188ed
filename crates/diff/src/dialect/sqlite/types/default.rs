//! Defaults as SQLite takes and reports them.

use autogen_schema::sql::{Token, TokenKind, normalize, tokenize};
use autogen_schema::{ColumnType, DataType, DefaultValue, Dialect};

use super::affinity::{Affinity, affinity};
use super::spelling::sql_type;
use crate::script::closed;

/// Returns what stands behind `DEFAULT`: a literal or keyword bare, an expression in parentheses, as sea-query writes them.
/// `None` for a default that is not known.
pub fn default_sql(default: &DefaultValue) -> Option<String> {
    match default {
        DefaultValue::Text(text) => Some(Dialect::Sqlite.literal(text)),
        DefaultValue::Number(number) => Some(number.clone()),
        DefaultValue::Bool(yes) => Some(if *yes { "TRUE" } else { "FALSE" }.to_owned()),
        DefaultValue::Expression(sql) if stands_bare(sql) => Some(sql.trim().to_owned()),
        DefaultValue::Expression(sql) => Some(format!("({})", closed(sql.clone()))),
        DefaultValue::Unknown(_) => None,
    }
}

/// Whether `DEFAULT` takes the expression without parentheses: a literal, a signed number, or a word like
/// `CURRENT_TIMESTAMP`.
pub(crate) fn stands_bare(sql: &str) -> bool {
    let tokens: Vec<Token<'_>> = significant(sql);
    match tokens.as_slice() {
        [one] if one.kind == TokenKind::Word => is_constant_word(one.text),
        [one] => matches!(one.kind, TokenKind::String | TokenKind::Number | TokenKind::Blob),
        [sign, number] => (sign.is_punct("-") || sign.is_punct("+")) && number.kind == TokenKind::Number,
        _ => false,
    }
}

fn is_constant_word(word: &str) -> bool {
    const WORDS: [&str; 6] = ["null", "true", "false", "current_time", "current_date", "current_timestamp"];
    WORDS.iter().any(|constant| constant.eq_ignore_ascii_case(word))
}

/// Whether the default that an entity says and the one that the database reports give the same value in a column of type
/// `data_type`.
///
/// Quotes around numbers and booleans make no difference, nor do parentheses around the whole, the spelling of numbers and
/// the case of keywords; elsewhere the text counts.
pub fn same_default(said: &DefaultValue, reported: &str, data_type: &DataType) -> bool {
    let said = match said {
        DefaultValue::Text(text) => Constant::Text(text.clone()),
        DefaultValue::Number(number) => Constant::Number(number_key(number)),
        DefaultValue::Bool(yes) => Constant::Number(u8::from(*yes).to_string()),
        DefaultValue::Expression(sql) => constant(sql),
        // Never a difference: source alone cannot tell what it is.
        DefaultValue::Unknown(_) => return true,
    };
    let (said, reported) = (stored(said, data_type), stored(constant(reported), data_type));
    said == reported
}

/// A default, as far as text tells what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Constant {
    Text(String),
    /// In the spelling of [`number_key`].
    Number(String),
    Blob(String),
    /// The normal form of anything else.
    Expression(String),
}

fn constant(sql: &str) -> Constant {
    let normal = normalize(sql, Dialect::Sqlite);
    let inner = strip_parentheses(sql);
    let tokens = significant(inner);
    match tokens.as_slice() {
        [one] => match one.kind {
            TokenKind::String => Constant::Text(unquoted(one.text, '\'')),
            // Where no column can be meant, SQLite takes a name in double quotes for a string.
            TokenKind::QuotedIdent if one.text.starts_with('"') => Constant::Text(unquoted(one.text, '"')),
            TokenKind::Number => Constant::Number(number_key(one.text)),
            TokenKind::Blob => Constant::Blob(one.text.to_ascii_lowercase()),
            TokenKind::Word if one.text.eq_ignore_ascii_case("true") => Constant::Number("1".to_owned()),
            TokenKind::Word if one.text.eq_ignore_ascii_case("false") => Constant::Number("0".to_owned()),
            // Any other word alone is a string to SQLite, whatever it means elsewhere (`CURRENT_USER`).
            TokenKind::Word if !is_constant_word(one.text) => Constant::Text(one.text.to_owned()),
            _ => Constant::Expression(normal),
        },
        [sign, number] if number.kind == TokenKind::Number && sign.is_punct("-") => {
            Constant::Number(number_key(&format!("-{}", number.text)))
        }
        [sign, number] if number.kind == TokenKind::Number && sign.is_punct("+") => {
            Constant::Number(number_key(number.text))
        }
        _ => Constant::Expression(normal),
    }
}

/// What a row gets in a column of the type: text that spells a number is one unless the column holds text or bytes, and the
/// words `true` and `false` are numbers in a boolean column.
fn stored(constant: Constant, data_type: &DataType) -> Constant {
    let boolean = matches!(data_type.column_type(), Some(ColumnType::Boolean));
    let text = data_type
        .column_type()
        .and_then(|ty| sql_type(ty).ok())
        .is_some_and(|sql| matches!(affinity(&autogen_schema::SqlType::parse(&sql)), Affinity::Text | Affinity::Blob));
    match constant {
        Constant::Text(word) if boolean && word.eq_ignore_ascii_case("true") => Constant::Number("1".to_owned()),
        Constant::Text(word) if boolean && word.eq_ignore_ascii_case("false") => Constant::Number("0".to_owned()),
        Constant::Text(number) if !text && is_number(&number) => Constant::Number(number_key(number.trim())),
        Constant::Number(number) if text => Constant::Text(number),
        other => other,
    }
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') && digits.parse::<f64>().is_ok()
}

/// Spells a decimal number in one way: no `+`, no leading or trailing zeros. Exponents and hexadecimal stay as they are.
fn number_key(number: &str) -> String {
    let number = number.trim().to_ascii_lowercase().replace('_', "");
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
    tokenize(sql, Dialect::Sqlite).into_iter().filter(|token| !token.is_trivia()).collect()
}

/// Takes off parentheses that hold one literal; `(a) + (b)` does not come to that.
fn strip_parentheses(sql: &str) -> &str {
    let mut sql = sql.trim();
    while let Some(inner) = sql.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        sql = inner.trim();
    }
    sql
}

fn unquoted(text: &str, quote: char) -> String {
    let inside = text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)).unwrap_or(text);
    inside.replace(&format!("{quote}{quote}"), &quote.to_string())
}
