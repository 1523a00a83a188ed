//! One column in `SHOW CREATE TABLE`, in a form that does not depend on which server shows it and on what its defaults are.

use crate::sql::{Token, TokenKind, normalize_statement, tokenize};
use crate::sqlite::hash;
use crate::{Dialect, Ident};

const MYSQL: Dialect = Dialect::Mysql;

/// Returns what stands for the definition of a column: the first 16 hexadecimal digits of the SHA-256 of its normal form,
/// without its name. `None` where the text has no such column.
///
/// Display widths, the many names of the clock, quotes around numbers and a character set that follows from the collation do
/// not count.
pub fn column_fingerprint(show_create: &str, column: &Ident) -> Option<String> {
    column_fingerprints(show_create, column).into_iter().next()
}

/// Returns the fingerprints that a column may be known by. A collation that is the table's own is not shown, so that the
/// same column looks otherwise where a database has another default: the second form names it.
pub fn column_fingerprints(show_create: &str, column: &Ident) -> Vec<String> {
    let Some(text) = column_text(show_create, column) else { return Vec::new() };
    let shown = normal_form(text);
    let collation =
        table_collation(show_create).filter(|_| !shown.iter().any(|word| word == "collate" || word == "set"));
    let said = collation.map(|collation| with_collation(&shown, &collation));
    [Some(shown), said].into_iter().flatten().map(|words| hash(&words.join(" "))).collect()
}

/// Returns the definition of a column as it is shown, from behind its name up to the comma.
pub fn column_text<'a>(show_create: &'a str, column: &Ident) -> Option<&'a str> {
    let mut depth = 0_usize;
    let mut begins = false;
    let mut found: Option<usize> = None;
    for token in tokenize(show_create, MYSQL) {
        if let Some(start) = found
            && (depth == 1 && (token.is_punct(",") || token.is_punct(")")))
        {
            return show_create.get(start..token.start).map(str::trim);
        }
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 1 && begins && token.kind == TokenKind::QuotedIdent && token.ident()?.same(column, MYSQL) {
            found = Some(token.end());
        }
        if !token.is_trivia() {
            begins = depth == 1 && (token.is_punct("(") || token.is_punct(","));
        }
    }
    None
}

/// The words of a definition.
fn normal_form(text: &str) -> Vec<String> {
    let executed = uncommented(text);
    let tokens: Vec<Token<'_>> = tokenize(&executed, MYSQL).into_iter().filter(|token| !token.is_trivia()).collect();
    let mut words: Vec<String> = tokens.iter().map(spelled).collect();
    let has = |words: &[String], wanted: &str| words.iter().any(|word| word == wanted);
    let is_integer = words.first().is_some_and(|ty| ty.ends_with("int"));
    let is_boolean = words.get(..4).is_some_and(|start| start == ["tinyint", "(", "1", ")"]);
    if is_integer && !is_boolean && !has(&words, "zerofill") {
        cut(&mut words, &["(", "*", ")"], 0);
    }
    // `current_timestamp()` is the clock without digits.
    while cut(&mut words, &["current_timestamp", "(", ")"], 1) {}
    // A sequence is shown with the database that it is in, which is another one where a revision is tried.
    while let Some(at) = words.windows(5).position(|w| w[0] == "nextval" && w[1] == "(" && w[3] == ".") {
        words.drain(at + 2..at + 4);
    }
    if has(&words, "json_valid") && words.first().is_some_and(|ty| ty == "longtext") {
        // JSON is a text with a check on MariaDB, of a collation that is shown where the table has another.
        cut(&mut words, &["character", "set", "*"], 0);
        cut(&mut words, &["collate", "*"], 0);
        cut(&mut words, &["check", "(", "json_valid", "(", "*", ")", ")"], 0);
        words.splice(..1, ["json".to_owned()]);
    }
    if has(&words, "collate") {
        cut(&mut words, &["character", "set", "*"], 0);
    }
    cut(&mut words, &["default", "null"], 0);
    // A timestamp says that it may be NULL.
    let said = words.windows(2).position(|pair| pair[1] == "null" && !matches!(pair[0].as_str(), "not" | "is"));
    if let Some(at) = said {
        words.remove(at + 1);
    }
    words
}

/// Takes out the first words that fit a pattern, but for the first `kept` of them. `*` fits every word.
fn cut(words: &mut Vec<String>, pattern: &[&str], kept: usize) -> bool {
    let fits = |window: &[String]| window.iter().zip(pattern).all(|(word, wanted)| *wanted == "*" || word == wanted);
    let at = words.windows(pattern.len()).position(fits);
    if let Some(at) = at {
        words.drain(at + kept..at + pattern.len());
    }
    at.is_some()
}

/// Says the collation where it would be shown: behind the type and what stands in its parentheses.
fn with_collation(shown: &[String], collation: &str) -> Vec<String> {
    let close = || shown.iter().position(|word| word == ")").map_or(1, |at| at + 1);
    let behind = if shown.get(1).is_some_and(|word| word == "(") { close() } else { 1 };
    let (ty, rest) = shown.split_at(behind.min(shown.len()));
    [ty, &["collate".to_owned(), collation.to_owned()], rest].concat()
}

fn spelled(token: &Token<'_>) -> String {
    let inside = token.text.trim_matches('\'');
    let is_number = token.kind == TokenKind::String
        && inside.len() + 2 == token.text.len()
        && inside.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
        && inside.bytes().any(|byte| byte.is_ascii_digit());
    match token.kind {
        TokenKind::String if is_number => inside.to_owned(),
        TokenKind::String => token.text.to_owned(),
        TokenKind::Word => spelled_set(token.text),
        _ => normalize_statement(token.text, MYSQL),
    }
}

/// `utf8` is what newer servers call `utf8mb3`.
fn spelled_set(word: &str) -> String {
    let word = word.to_ascii_lowercase();
    match word.strip_prefix("utf8mb3") {
        Some(rest) if rest.is_empty() || rest.starts_with('_') => format!("utf8{rest}"),
        _ => word,
    }
}

/// MySQL shows what other servers may not know in comments that it executes: `/*!80023 INVISIBLE */`.
fn uncommented(text: &str) -> String {
    let plain = |token: Token<'_>| match token.text.strip_prefix("/*!").and_then(|rest| rest.strip_suffix("*/")) {
        Some(inside) if token.kind == TokenKind::BlockComment => {
            inside.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned()
        }
        _ => token.text.to_owned(),
    };
    tokenize(text, MYSQL).into_iter().map(plain).collect()
}

/// The collation of a table, as it is shown behind the closing parenthesis.
fn table_collation(show_create: &str) -> Option<String> {
    let tokens: Vec<Token<'_>> = tokenize(show_create, MYSQL).into_iter().filter(|token| !token.is_trivia()).collect();
    let mut depth = 0_usize;
    let mut set = None;
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let value = || tokens.get(at + 2).map(|value| spelled_set(value.text));
        if depth == 0 && token.is_word("collate") {
            return value();
        }
        if depth == 0 && token.is_word("charset") {
            set = value();
        }
    }
    // MySQL leaves out the collation that its character set has by itself.
    set.map(|set| match set.as_str() {
        "utf8mb4" => "utf8mb4_0900_ai_ci".to_owned(),
        "latin1" => "latin1_swedish_ci".to_owned(),
        set => format!("{set}_general_ci"),
    })
}

#[cfg(test)]
mod tests;
