//! SQL as the catalog spells it, brought into the form in which it would be written.

use autogen_schema::sql::{Token, TokenKind, tokenize};
use autogen_schema::{Dialect, Ident};

use super::server::{Product, Server};

/// Returns an expression without the parentheses around the whole of it, its names without the current database.
pub(super) fn expression(text: &str, server: &Server) -> String {
    let text = match server.product {
        // The data dictionary of MySQL keeps expressions as the inside of a string literal.
        Product::MySql => unescape(text),
        Product::MariaDb => text.to_owned(),
    };
    unqualify(strip_parentheses(&text), &server.database)
}

/// Takes off the escapes of a string literal's inside: `_utf8mb4\'a\'` is `_utf8mb4'a'`.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('0') => out.push('\0'),
                Some('Z') => out.push('\u{1a}'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    out
}

/// Takes off the parentheses that stand around the whole text.
pub(super) fn strip_parentheses(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(inside) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        let mut depth = 1_usize;
        let closed_early = tokenize(inside, Dialect::Mysql).iter().any(|token| {
            if token.is_punct("(") {
                depth += 1;
            } else if token.is_punct(")") {
                depth = depth.saturating_sub(1);
            }
            depth == 0
        });
        if closed_early {
            break;
        }
        text = inside.trim();
    }
    text
}

/// Takes the current database off the names of tables, columns and functions, so that the text reads the same in every
/// database. The servers write all names out, in backquotes.
///
/// Where something else is called like the database (a table, an alias), a name of two parts may be its column, and keeps
/// both unless it stands where tables do.
pub(super) fn unqualify(text: &str, database: &str) -> String {
    let tokens = tokenize(text, Dialect::Mysql);
    let named = |token: Option<&Token<'_>>| {
        token.is_some_and(|t| t.kind == TokenKind::QuotedIdent && t.ident().is_some_and(|i| i.as_str() == database))
    };
    let dot = |token: Option<&Token<'_>>| token.is_some_and(|token| token.is_punct("."));
    let name = |token: Option<&Token<'_>>| token.is_some_and(|token| token.kind == TokenKind::QuotedIdent);
    let at = |at: usize| tokens.get(at);
    let before = |i: usize| i.checked_sub(1).and_then(at);
    let ambiguous = (0..tokens.len()).any(|i| named(at(i)) && (!dot(at(i + 1)) || dot(before(i))));
    let mut out = String::with_capacity(text.len());
    let mut i = 0;
    while let Some(token) = at(i) {
        let qualifies = named(Some(token)) && !dot(before(i)) && dot(at(i + 1)) && name(at(i + 2));
        let three = dot(at(i + 3)) && name(at(i + 4));
        let called = at(i + 3).is_some_and(|token| token.is_punct("("));
        if qualifies && (three || called || !ambiguous || among_tables(&tokens, i)) {
            i += 2;
        } else {
            out.push_str(token.text);
            i += 1;
        }
    }
    out
}

/// Whether the token at `at` follows a word that tables follow.
fn among_tables(tokens: &[Token<'_>], at: usize) -> bool {
    let before = tokens.get(..at).unwrap_or_default().iter().rev();
    let word = before.filter(|token| !token.is_trivia() && !token.is_punct("(")).find(|_| true);
    word.is_some_and(|token| ["from", "join", "straight_join"].iter().any(|word| token.is_word(word)))
}

/// Returns the account of a `DEFINER` clause, unless it is the one that asks: `` `u`@`%` ``.
pub(super) fn definer(definer: &str, server: &Server) -> Option<String> {
    if definer.is_empty() || definer == server.account {
        return None;
    }
    let quote = |name: &str| Dialect::Mysql.quote(&Ident::new(name));
    Some(match definer.rsplit_once('@') {
        Some((user, host)) if !host.is_empty() => format!("{}@{}", quote(user), quote(host)),
        // A role of MariaDB has no host.
        Some((role, _)) => quote(role),
        None => quote(definer),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parentheses_come_off_where_they_stand_around_everything() {
        for (text, expected) in [
            ("((1 + 2))", "1 + 2"),
            ("(a) + (b)", "(a) + (b)"),
            ("(')')", "')'"),
            ("('(')", "'('"),
            ("(", "("),
            ("()", ""),
            ("now()", "now()"),
            ("(a", "(a"),
        ] {
            assert_eq!(strip_parentheses(text), expected, "{text}");
        }
    }

    #[test]
    fn escapes_come_off() {
        assert_eq!(unescape(r"(`a` <> _utf8mb4\'it\\\'s\')"), r"(`a` <> _utf8mb4'it\'s')");
        assert_eq!(unescape(r"\n\\n\Z\0\r\"), "\n\\n\u{1a}\0\r\\");
    }

    #[test]
    fn the_current_database_is_taken_off_names() {
        for (text, expected) in [
            ("select `x`.`p`.`id` AS `id` from `x`.`p`", "select `p`.`id` AS `id` from `p`"),
            ("select `x`.`f`(1)", "select `f`(1)"),
            ("nextval(`x`.`sq`)", "nextval(`sq`)"),
            ("select '`x`.`p`' from `y`.`p` `q`", "select '`x`.`p`' from `y`.`p` `q`"),
            ("select `y`.`x`.`a` from (`y`.`x` join `x`.`p`)", "select `y`.`x`.`a` from (`y`.`x` join `p`)"),
            ("select `x`.`a` from `x`.`p` `x`", "select `x`.`a` from `p` `x`"),
            ("select `x`.`x`.`x` from `x`.`x`", "select `x`.`x` from `x`"),
        ] {
            assert_eq!(unqualify(text, "x"), expected);
        }
    }
}
