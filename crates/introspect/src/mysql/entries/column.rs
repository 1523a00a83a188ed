//! A column within `CREATE TABLE`.

use autogen_schema::sql::{TokenKind, tokenize};
use autogen_schema::{Check, Column, DataType, DefaultValue, Ident, Storage};

use super::MYSQL;

/// Writes the definition of a column, with the check that stands in it.
pub(super) fn definition(column: &Column, checks: &[Check]) -> String {
    let (first, settings): (Vec<_>, Vec<_>) = column.settings.iter().partition(|setting| *setting == "COMPRESSED");
    let mut words = vec![MYSQL.quote(&column.name), data_type(&column.data_type)];
    words.extend(first.into_iter().cloned());
    words.extend(column.collation.as_ref().map(|collation| collate(&collation.name, &column.data_type)));
    match &column.generated {
        Some(generated) if is_row_time(&generated.expression) => {
            words.push(format!("GENERATED ALWAYS AS {}", generated.expression));
        }
        Some(generated) => {
            let storage = if generated.storage == Storage::Stored { "STORED" } else { "VIRTUAL" };
            words.push(format!("GENERATED ALWAYS AS ({}) {storage}", generated.expression));
            words.extend((!column.nullable).then(|| "NOT NULL".to_owned()));
        }
        // Without the word a TIMESTAMP may become NOT NULL, as `explicit_defaults_for_timestamp` has it.
        None => words.push(if column.nullable { "NULL" } else { "NOT NULL" }.to_owned()),
    }
    words.extend(column.default.as_ref().and_then(default));
    words.extend(column.on_update.as_ref().map(|expression| format!("ON UPDATE {expression}")));
    words.extend(column.auto_increment.then(|| "AUTO_INCREMENT".to_owned()));
    words.extend(settings.into_iter().cloned());
    words.extend(column.comment.as_deref().map(|comment| format!("COMMENT {}", MYSQL.literal(comment))));
    let own = checks.iter().filter(|check| check.column.as_ref() == Some(&column.name));
    words.extend(own.map(|check| format!("CHECK ({})", check.expression)));
    words.join(" ")
}

fn data_type(data_type: &DataType) -> String {
    match data_type {
        DataType::Reported(sql_type) => sql_type.to_string(),
        // Only databases are written here, and they report.
        _ => String::new(),
    }
}

/// JSON takes a collation and no character set.
fn collate(collation: &Ident, data_type: &DataType) -> String {
    let is_json = matches!(data_type, DataType::Reported(sql_type) if sql_type.name == "json");
    let charset = collation.as_str().split('_').next().unwrap_or_default();
    if is_json { format!("COLLATE {collation}") } else { format!("CHARACTER SET {charset} COLLATE {collation}") }
}

fn default(default: &DefaultValue) -> Option<String> {
    match default {
        DefaultValue::Expression(text) if stands_alone(text) => Some(format!("DEFAULT {text}")),
        DefaultValue::Expression(text) => Some(format!("DEFAULT ({text})")),
        _ => None,
    }
}

/// Whether a default needs no parentheses: a literal, or the moment.
fn stands_alone(text: &str) -> bool {
    let tokens: Vec<_> = tokenize(text, MYSQL).into_iter().filter(|token| !token.is_trivia()).collect();
    let tokens = match tokens.split_first() {
        Some((sign, rest)) if sign.is_punct("-") || sign.is_punct("+") => rest,
        _ => tokens.as_slice(),
    };
    match tokens {
        [] => true,
        [token] => {
            matches!(token.kind, TokenKind::String | TokenKind::Number | TokenKind::Blob)
                || ["null", "true", "false", "current_timestamp"].iter().any(|word| token.is_word(word))
        }
        [word, open, rest @ ..] => word.is_word("current_timestamp") && open.is_punct("(") && rest.len() <= 2,
    }
}

/// The columns that say how long a row of a system-versioned table was valid (MariaDB).
fn is_row_time(expression: &str) -> bool {
    ["ROW START", "ROW END"].iter().any(|word| expression.eq_ignore_ascii_case(word))
}

/// Returns the period that such columns make.
pub(super) fn period(columns: &[Column]) -> Option<String> {
    let find = |word: &str| {
        let of = |column: &&Column| {
            column.generated.as_ref().is_some_and(|generated| generated.expression.eq_ignore_ascii_case(word))
        };
        columns.iter().find(of).map(|column| MYSQL.quote(&column.name))
    };
    Some(format!("PERIOD FOR SYSTEM_TIME ({}, {})", find("ROW START")?, find("ROW END")?))
}
