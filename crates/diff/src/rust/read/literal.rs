//! What a text in SQL says.

use autogen_schema::Dialect;
use autogen_schema::sql::{Token, TokenKind};

/// Returns the text that a literal stands for, however it is escaped. `None` for what is none, or has an escape that is not known here.
pub(super) fn decoded(token: &Token<'_>, dialect: Dialect) -> Option<String> {
    if token.kind != TokenKind::String {
        return None;
    }
    let quoted = |text: &str, quote: char| {
        text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)).map(|inside| (inside.to_owned(), quote))
    };
    match dialect {
        Dialect::Sqlite => quoted(token.text, '\'').map(|(inside, _)| inside.replace("''", "'")),
        Dialect::Mysql => {
            let (inside, quote) = quoted(token.text, '\'').or_else(|| quoted(token.text, '"'))?;
            unescaped(&inside, quote, mysql)
        }
        Dialect::Postgres => match token.text.strip_prefix(['E', 'e']) {
            Some(rest) => quoted(rest, '\'').and_then(|(inside, quote)| unescaped(&inside, quote, postgres)),
            None => quoted(token.text, '\'').map(|(inside, _)| inside.replace("''", "'")),
        },
    }
}

/// Halves doubled quotes, and takes back what backslashes did.
fn unescaped(inside: &str, quote: char, meaning: impl Fn(char) -> Option<char>) -> Option<String> {
    let mut out = String::new();
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            out.push(meaning(chars.next()?)?);
        } else if c == quote {
            out.push(chars.next().filter(|next| *next == quote)?);
        } else {
            out.push(c);
        }
    }
    Some(out)
}

/// <https://dev.mysql.com/doc/refman/8.4/en/string-literals.html>
fn mysql(escaped: char) -> Option<char> {
    match escaped {
        '0' => Some('\0'),
        'b' => Some('\x08'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'Z' => Some('\x1a'),
        // The backslash stays there, as in a pattern.
        '%' | '_' => None,
        other => Some(other),
    }
}

/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS-ESCAPE>
fn postgres(escaped: char) -> Option<char> {
    match escaped {
        'b' => Some('\x08'),
        'f' => Some('\x0c'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        // A number of a character.
        '0'..='9' | 'x' | 'u' | 'U' => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use autogen_schema::sql::tokenize;

    use super::*;

    #[test]
    fn a_text_is_what_it_stands_for() {
        for (dialect, sql, expected) in [
            (Dialect::Sqlite, r"'it''s \n'", Some(r"it's \n")),
            (Dialect::Postgres, r"'it''s \n'", Some(r"it's \n")),
            (Dialect::Postgres, r"E'it\'s \\ \t'''", Some("it's \\ \t'")),
            (Dialect::Postgres, r"E'\x41'", None),
            (Dialect::Mysql, r"'it''s \' \\ \Z'", Some("it's ' \\ \x1a")),
            (Dialect::Mysql, r#""say ""it"" \"now\" ' ""#, Some("say \"it\" \"now\" ' ")),
            (Dialect::Mysql, r"'\z'", Some("z")),
            (Dialect::Mysql, r"'\%'", None),
            (Dialect::Mysql, "N'x'", None),
        ] {
            let tokens = tokenize(sql, dialect);
            assert_eq!(decoded(&tokens[0], dialect).as_deref(), expected, "{sql}");
        }
    }
}
