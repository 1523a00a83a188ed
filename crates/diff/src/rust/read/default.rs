//! The defaults of columns.

use autogen_schema::Dialect;
use autogen_schema::sql::{TokenKind, tokenize};

use super::cursor::Cursor;
use super::literal::decoded;
use crate::rust::builder::column::{Clock, Default};
use crate::rust::sql::Sql;

/// Reads what stands behind `DEFAULT`.
pub(super) fn default(cursor: &mut Cursor<'_>) -> Option<Default> {
    if cursor.peek()?.is_punct("(") {
        let inside = cursor.parens()?;
        // Parentheses are nothing to PostgreSQL. SQLite does not add a column whose default stands in them, and MySQL keeps an expression
        // where they are.
        let plain = (cursor.dialect == Dialect::Postgres).then(|| literal(inside, cursor.dialect)).flatten();
        return Some(plain.unwrap_or_else(|| Default::Expression(Sql::new(inside, cursor.dialect))));
    }
    let start = cursor.position();
    bare(cursor)?;
    let text = cursor.since(start);
    Some(literal(text, cursor.dialect).unwrap_or_else(|| {
        let sql = Sql::new(text, cursor.dialect);
        // PostgreSQL keeps the expression, however it is written.
        if cursor.dialect == Dialect::Postgres { Default::Expression(sql) } else { Default::Bare(sql) }
    }))
}

/// Goes past a literal, a word or a call, and on PostgreSQL the types that it is cast to.
fn bare(cursor: &mut Cursor<'_>) -> Option<()> {
    if !cursor.mark("-") {
        cursor.mark("+");
    }
    let token = cursor.next()?;
    match token.kind {
        TokenKind::Word => {
            while cursor.mark(".") {
                cursor.ident()?;
            }
            if cursor.peek().is_some_and(|token| token.is_punct("(")) {
                cursor.parens()?;
            }
        }
        TokenKind::String | TokenKind::Number | TokenKind::Blob => {}
        _ => return None,
    }
    while cursor.mark("::") {
        cast(cursor)?;
    }
    Some(())
}

fn cast(cursor: &mut Cursor<'_>) -> Option<()> {
    cursor.next()?;
    while cursor.mark(".") {
        cursor.next()?;
    }
    loop {
        let more =
            ["varying", "precision", "without time zone", "with time zone"].iter().any(|word| cursor.words(word));
        if cursor.peek().is_some_and(|token| token.is_punct("(")) {
            cursor.parens()?;
        } else if cursor.mark("[") {
            if !cursor.mark("]") {
                return None;
            }
        } else if !more {
            return Some(());
        }
    }
}

/// Returns what is a value of sea-query's.
fn literal(sql: &str, dialect: Dialect) -> Option<Default> {
    let mut tokens = tokenize(sql, dialect);
    tokens.retain(|token| token.kind != TokenKind::Whitespace);
    let is_clock = |word: &str| match word.to_ascii_lowercase().as_str() {
        "current_timestamp" => Some(Clock::Timestamp),
        "current_date" => Some(Clock::Date),
        "current_time" => Some(Clock::Time),
        _ => None,
    };
    match tokens.as_slice() {
        [text] if text.kind == TokenKind::String => decoded(text, dialect).map(Default::Text),
        [number] if number.kind == TokenKind::Number => Some(Default::Number(number.text.to_owned())),
        [sign, number] if sign.is_punct("-") && number.kind == TokenKind::Number => {
            Some(Default::Number(format!("-{}", number.text)))
        }
        [word] if word.is_word("true") => Some(Default::Bool(true)),
        [word] if word.is_word("false") => Some(Default::Bool(false)),
        [word] if word.kind == TokenKind::Word => is_clock(word.text).map(Default::Now),
        // MariaDB reports the word as a call.
        [word, open, close]
            if dialect == Dialect::Mysql
                && word.is_word("current_timestamp")
                && open.is_punct("(")
                && close.is_punct(")") =>
        {
            Some(Default::Now(Clock::Timestamp))
        }
        _ => None,
    }
}
