//! The words of views and triggers, and what can be told from them.

use std::collections::BTreeSet;

use autogen_schema::sql::{Token, TokenKind, tokenize};
use autogen_schema::{Ident, Schema, TableName};

use super::SQLITE;

/// Keywords that SQLite takes for a name only in quotes: those of `parse.y` without a fallback, but for joins, which have one
/// of their own, and what tells something else in some places only.
const NEVER_NAMES: &str = "\
    add all alter and as autoincrement between case check collate commit constraint create default deferrable \
    delete distinct drop else escape exists foreign from group having in index insert into is isnull join limit not \
    notnull null on or order primary references select set table then to transaction unique update using values \
    when where";

/// Returns every word that can be a name, quoted name and string of `sql`, in lower case.
pub(super) fn words(sql: &str) -> BTreeSet<String> {
    let word = |text: &str| match text.chars().next() {
        Some('"' | '`' | '\'') => {
            let quote = &text[..1];
            text[1..].strip_suffix(quote).unwrap_or(&text[1..]).replace(&quote.repeat(2), quote)
        }
        Some('[') => text[1..].strip_suffix(']').unwrap_or(&text[1..]).to_owned(),
        _ => text.to_owned(),
    };
    tokenize(sql, SQLITE)
        .iter()
        .filter(|token| match token.kind {
            TokenKind::Word => !NEVER_NAMES.split_ascii_whitespace().any(|keyword| token.is_word(keyword)),
            kind => matches!(kind, TokenKind::QuotedIdent | TokenKind::String),
        })
        .map(|token| word(token.text).to_ascii_lowercase())
        .collect()
}

pub(super) fn key(name: &Ident) -> String {
    name.as_str().to_ascii_lowercase()
}

/// The table and every view whose rows come from it, directly or through other views.
pub(super) fn derived(base: &Schema, table: &TableName) -> BTreeSet<String> {
    let mut derived = BTreeSet::from([key(&table.name)]);
    let views: Vec<(String, BTreeSet<String>)> =
        base.views.values().map(|view| (key(&view.name.name), words(&view.sql))).collect();
    loop {
        let before = derived.len();
        for (name, words) in &views {
            if !words.is_disjoint(&derived) {
                derived.insert(name.clone());
            }
        }
        if derived.len() == before {
            return derived;
        }
    }
}

fn significant(sql: &str) -> Vec<Token<'_>> {
    tokenize(sql, SQLITE).into_iter().filter(|token| !token.is_trivia()).collect()
}

/// `SELECT *`, `t.*`, `, *`. `count(*)` and `2 * 3` are something else, and `EXISTS (SELECT *` does not care how many.
pub(super) fn takes_all(sql: &str) -> bool {
    let tokens = significant(sql);
    let before = |at: usize, back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
    let is = |token: Option<&Token<'_>>, words: &[&str]| {
        token.is_some_and(|token| words.iter().any(|word| token.is_word(word) || token.is_punct(word)))
    };
    (0..tokens.len()).filter(|&at| is(tokens.get(at), &["*"])).any(|star| {
        let exists =
            is(before(star, 1), &["select"]) && is(before(star, 2), &["("]) && is(before(star, 3), &["exists"]);
        is(before(star, 1), &[".", ",", "select", "distinct", "all"]) && !exists
    })
}

/// `INSERT INTO t VALUES (…)`: as many values as `t` has columns, since it does not say which.
pub(super) fn fills_all(sql: &str, table: &TableName) -> bool {
    let tokens = significant(sql);
    (0..tokens.len()).filter(|&at| tokens.get(at).is_some_and(|token| token.is_word("into"))).any(|into| {
        let schema = tokens.get(into + 2).is_some_and(|token| token.is_punct("."));
        let name = into + if schema { 3 } else { 1 };
        let same = tokens.get(name).and_then(Token::ident).is_some_and(|name| name.same(&table.name, SQLITE));
        same && tokens.get(name + 1).is_some_and(|next| next.is_word("values") || next.is_word("select"))
    })
}

/// Whether a view says its columns: `CREATE VIEW v (a, b) AS …`.
pub(super) fn lists_columns(sql: &str) -> bool {
    let before_as = significant(sql).into_iter().take_while(|token| !token.is_word("as"));
    before_as.into_iter().any(|token| token.is_punct("("))
}

pub(super) fn inserts(sql: &str) -> bool {
    significant(sql).iter().any(|token| token.is_word("into"))
}

pub(super) fn is_compound(sql: &str) -> bool {
    significant(sql).iter().any(|token| ["union", "except", "intersect"].iter().any(|word| token.is_word(word)))
}

/// Whether a view or trigger reads from or writes to something that is not there. Names are looked for behind the words
/// that want a table; what a `WITH` or a function gives is there.
pub(super) fn is_broken(base: &Schema, sql: &str) -> bool {
    let there = |name: &str| {
        let name = TableName::new(name);
        base.table(&name, SQLITE).is_some()
            || base.views.keys().chain(base.virtual_tables.keys()).any(|other| other.same(&name, SQLITE))
            || name.name.as_str().get(..7).is_some_and(|start| start.eq_ignore_ascii_case("sqlite_"))
    };
    let tokens = significant(sql);
    let given: BTreeSet<String> = tokens
        .windows(2)
        .filter(|pair| matches!(pair, [_, next] if next.is_word("as") || next.is_punct("(")))
        .filter_map(|pair| Some(key(&pair.first()?.ident()?)))
        .collect();
    (0..tokens.len()).any(|at| {
        let wants = |token: &Token<'_>| ["from", "join", "into", "update"].iter().any(|word| token.is_word(word));
        let (Some(name), Some(next)) = (tokens.get(at + 1), tokens.get(at + 2).or(tokens.last())) else { return false };
        if !tokens.get(at).is_some_and(wants) {
            return false;
        }
        // `UPDATE OF column`, `UPDATE ON table` and `UPDATE OR …` say something else, and so does a function.
        let other = ["of", "on", "or", "select"].iter().any(|word| name.is_word(word));
        let called = next.is_punct("(") && !tokens.get(at).is_some_and(|token| token.is_word("into"));
        let found = if next.is_punct(".") { tokens.get(at + 3).and_then(Token::ident) } else { name.ident() };
        !called && !other && found.is_some_and(|name| !there(name.as_str()) && !given.contains(&key(&name)))
    })
}
