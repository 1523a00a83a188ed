//! Defaults as PostgreSQL takes and reports them.

use autogen_schema::sql::{Token, TokenKind, normalize, tokenize};
use autogen_schema::{ColumnType, DataType, DefaultValue, Dialect, SqlType};

use super::canonical::{Canonical, canonical};
use super::literal::{Constant, constant};
use super::spelling::sql_type;
use crate::dialect::Satisfied;
use crate::script::closed;

/// Returns what stands behind `DEFAULT`: a literal, a word or a call bare, any other expression in parentheses. `None` for a
/// default that is not known.
pub fn default_sql(default: &DefaultValue) -> Option<String> {
    match default {
        DefaultValue::Text(text) => Some(Dialect::Postgres.literal(text)),
        DefaultValue::Number(number) => Some(number.clone()),
        DefaultValue::Bool(yes) => Some(if *yes { "true" } else { "false" }.to_owned()),
        DefaultValue::Expression(sql) if stands_bare(sql) => Some(sql.trim().to_owned()),
        DefaultValue::Expression(sql) => Some(format!("({})", closed(sql.clone()))),
        DefaultValue::Unknown(_) => None,
    }
}

/// Returns what stands behind `DEFAULT` in a column of the type. A number is no boolean to the server, and an entity can say
/// one of a `bool`.
pub(crate) fn default_of(default: &DefaultValue, ty: &SqlType) -> Option<String> {
    match default {
        DefaultValue::Number(text) if canonical(ty).name == "boolean" && !canonical(ty).array => {
            let yes = number(text).is_some_and(|number| number != "0");
            default_sql(&DefaultValue::Bool(yes))
        }
        default => default_sql(default),
    }
}

/// Whether `DEFAULT` takes the expression without parentheses and a reader sees where it ends: one literal, word or call, with
/// a sign before it or a cast behind it.
fn stands_bare(sql: &str) -> bool {
    let tokens = tokenize(sql, Dialect::Postgres);
    if tokens.iter().any(|token| matches!(token.kind, TokenKind::LineComment | TokenKind::BlockComment)) {
        return false;
    }
    let tokens: Vec<&Token<'_>> = tokens.iter().filter(|token| !token.is_trivia()).collect();
    let tokens = match tokens.as_slice() {
        [sign, rest @ ..] if sign.is_punct("-") || sign.is_punct("+") => rest,
        all => all,
    };
    let Some(first) = tokens.first() else { return false };
    let mut depth = 0_i32;
    let mut cast = false;
    let operand = matches!(
        first.kind,
        TokenKind::Word | TokenKind::QuotedIdent | TokenKind::String | TokenKind::Number | TokenKind::Blob
    );
    let behind = tokens.iter().skip(1).all(|token| {
        if token.is_punct("(") || token.is_punct("[") {
            depth += 1;
            return true;
        }
        if token.is_punct(")") || token.is_punct("]") {
            depth -= 1;
            return depth >= 0;
        }
        cast |= depth == 0 && token.is_punct("::");
        depth > 0
            || token.is_punct(".")
            || token.is_punct("::")
            || matches!(token.kind, TokenKind::QuotedIdent)
            || (token.kind == TokenKind::Word && (cast || first.kind != TokenKind::String))
                && !["is", "in", "and", "or", "not", "like", "ilike", "between", "at", "collate", "similar"]
                    .iter()
                    .any(|word| token.is_word(word))
    });
    operand && behind && depth == 0
}

/// Whether the default that an entity says and the one that the server reports give the same value in a column of type
/// `data_type`, as far as text tells.
///
/// Casts and quotes of constants, parentheses around the whole and the case of keywords make no difference. What the server
/// may rewrite beyond that (dates, intervals, `jsonb`, operators, arguments) is not compared where it differs.
pub fn same_default(said: &DefaultValue, reported: &str, data_type: &DataType) -> Satisfied {
    let said = match said {
        DefaultValue::Text(text) => Constant::Text(text.clone()),
        DefaultValue::Number(number) => constant(number),
        DefaultValue::Bool(yes) => Constant::Bool(*yes),
        DefaultValue::Expression(sql) if same_spelling(sql, reported) => return Satisfied::Yes,
        DefaultValue::Expression(sql) => constant(sql),
        DefaultValue::Unknown(_) => return Satisfied::NotCompared,
    };
    let kind = Kind::of(data_type);
    let (said, found) = (kind.stored(said), kind.stored(constant(reported)));
    match (&said, &found) {
        (Constant::Expression(said), Constant::Expression(found)) => {
            let certain = said.is_plain() && found.is_plain() && said != found;
            if certain { Satisfied::No } else { Satisfied::NotCompared }
        }
        (Constant::Expression(words), _) | (_, Constant::Expression(words)) => {
            if words.is_plain() {
                Satisfied::No
            } else {
                Satisfied::NotCompared
            }
        }
        (said, found) if said == found => Satisfied::Yes,
        (said, found) if kind.rewrites(said, found) => Satisfied::NotCompared,
        _ => Satisfied::No,
    }
}

/// Whether two texts are the same expression, whatever the case of their keywords and the blanks between them. The start of
/// the transaction has several names.
pub(crate) fn same_spelling(one: &str, other: &str) -> bool {
    let normal = |sql: &str| {
        let sql = normalize(sql, Dialect::Postgres);
        match sql.as_str() {
            "current_timestamp" | "transaction_timestamp()" => "now()".to_owned(),
            _ => sql,
        }
    };
    normal(one) == normal(other)
}

/// Whether a default says no more than that there is none.
pub(crate) fn is_null(default: &DefaultValue) -> bool {
    matches!(default, DefaultValue::Expression(sql) if constant(sql) == Constant::Null)
}

/// Whether the server takes part of the default for a moment when it is set, and another one every time: `'now'`, `'today'`.
pub(crate) fn is_of_the_moment(sql: &str) -> bool {
    const MOMENTS: [&str; 4] = ["now", "today", "tomorrow", "yesterday"];
    let strings = tokenize(sql, Dialect::Postgres);
    let mut strings = strings.iter().filter(|token| matches!(token.kind, TokenKind::String | TokenKind::DollarString));
    strings.any(|token| {
        let text = token.text.to_ascii_lowercase();
        text.split(|c: char| !c.is_ascii_alphabetic()).any(|word| MOMENTS.contains(&word))
    })
}

/// What a column does to a constant.
enum Kind {
    Text,
    Number,
    Bool,
    Uuid,
    Json,
    /// The server writes values of the type in its own way.
    Rewritten,
}

impl Kind {
    fn of(data_type: &DataType) -> Kind {
        let ty = match data_type {
            DataType::Exact(ColumnType::Enum(_)) | DataType::Implied(ColumnType::Enum(_)) => return Kind::Text,
            DataType::Exact(ty) | DataType::Implied(ty) => {
                sql_type(ty).ok().map(|sql| canonical(&SqlType::parse(&sql)))
            }
            DataType::Reported(ty) => Some(canonical(ty)),
            DataType::Unknown(_) => None,
        };
        match ty {
            Some(ty) if ty.array => Kind::Rewritten,
            Some(ty) if ty.is_text() => Kind::Text,
            Some(ty) if ty.is_number() => Kind::Number,
            Some(Canonical { name, .. }) => match name.as_str() {
                "boolean" => Kind::Bool,
                "uuid" => Kind::Uuid,
                "json" => Kind::Json,
                _ => Kind::Rewritten,
            },
            None => Kind::Rewritten,
        }
    }

    /// Returns the constant as the column would hold it.
    fn stored(&self, constant: Constant) -> Constant {
        match (self, constant) {
            (Kind::Number, Constant::Text(text) | Constant::Number(text)) => match number(&text) {
                Some(number) => Constant::Number(number),
                None => Constant::Text(text),
            },
            (Kind::Bool, Constant::Text(text)) => match boolean(&text) {
                Some(yes) => Constant::Bool(yes),
                None => Constant::Text(text),
            },
            (Kind::Bool, Constant::Number(text)) => Constant::Bool(number(&text).is_some_and(|number| number != "0")),
            (Kind::Text | Kind::Rewritten, Constant::Number(number)) => Constant::Text(number),
            (Kind::Text, Constant::Bool(yes)) => Constant::Text(yes.to_string()),
            (Kind::Uuid, Constant::Text(text)) => Constant::Text(
                text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase(),
            ),
            (Kind::Rewritten, Constant::Bits(bits)) => Constant::Text(bits),
            (_, constant) => constant,
        }
    }

    /// Whether two constants that differ may still be the same value.
    fn rewrites(&self, said: &Constant, found: &Constant) -> bool {
        let plain = |constant: &Constant| match constant {
            Constant::Number(number) => number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-')),
            constant => *constant == Constant::Null,
        };
        match self {
            Kind::Rewritten => *said != Constant::Null && *found != Constant::Null,
            // Exponents, other bases, infinity.
            Kind::Number => !plain(said) || !plain(found),
            _ => false,
        }
    }
}

fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "t" | "true" | "y" | "yes" | "on" | "1" => Some(true),
        "f" | "false" | "n" | "no" | "off" | "0" => Some(false),
        _ => None,
    }
}

/// Spells a number without what makes no difference to its value.
fn number(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(&text)),
    };
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    if !digits.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return Some(format!("{sign}{digits}"));
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(match (whole, fraction) {
        ("0", "") => "0".to_owned(),
        (whole, "") => format!("{sign}{whole}"),
        (whole, fraction) => format!("{sign}{whole}.{fraction}"),
    })
}
