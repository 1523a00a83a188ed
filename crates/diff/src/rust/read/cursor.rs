//! A place in a statement.

use autogen_schema::sql::{Token, TokenKind, is_reserved, tokenize};
use autogen_schema::{Dialect, Ident, TableName};

use super::literal::decoded;

/// The rest of a statement. A method that returns `false` or `None` may have gone past something.
pub(super) struct Cursor<'a> {
    sql: &'a str,
    pub(super) dialect: Dialect,
    tokens: Vec<Token<'a>>,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// `None` where there is a comment in the statement, which a database may keep, or execute.
    pub(super) fn new(sql: &'a str, dialect: Dialect) -> Option<Self> {
        let mut tokens = tokenize(sql, dialect);
        tokens.retain(|token| token.kind != TokenKind::Whitespace);
        let has_comment = tokens.iter().any(Token::is_trivia);
        (!has_comment).then_some(Self { sql, dialect, tokens, at: 0 })
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(super) fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at)
    }

    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        let token = self.tokens.get(self.at).copied();
        self.at += 1;
        token
    }

    /// Goes past words, which are separated by blanks, if they come next.
    pub(super) fn words(&mut self, words: &str) -> bool {
        let is_next = self.is_at(words);
        if is_next {
            self.at += words.split(' ').count();
        }
        is_next
    }

    /// Whether words come next.
    pub(super) fn is_at(&self, words: &str) -> bool {
        let tokens = self.tokens.get(self.at..).unwrap_or_default();
        words.split(' ').enumerate().all(|(at, word)| tokens.get(at).is_some_and(|token| token.is_word(word)))
    }

    pub(super) fn mark(&mut self, mark: &str) -> bool {
        let is_next = self.peek().is_some_and(|token| token.is_punct(mark));
        self.at += usize::from(is_next);
        is_next
    }

    /// A name as the database stores it.
    pub(super) fn ident(&mut self) -> Option<Ident> {
        let token = self.next()?;
        match token.kind {
            TokenKind::Word if is_reserved(&token.text.to_ascii_lowercase(), self.dialect) => None,
            TokenKind::Word if self.dialect == Dialect::Postgres => Some(Ident::new(token.text.to_lowercase())),
            TokenKind::Word | TokenKind::QuotedIdent => token.ident(),
            _ => None,
        }
    }

    pub(super) fn table(&mut self) -> Option<TableName> {
        let name = self.ident()?;
        if self.mark(".") { Some(TableName::in_schema(name, self.ident()?)) } else { Some(TableName::new(name)) }
    }

    /// A text, without its quotes and escapes.
    pub(super) fn text(&mut self) -> Option<String> {
        let dialect = self.dialect;
        self.next().and_then(|token| decoded(&token, dialect))
    }

    /// `( … , … )`
    pub(super) fn list<T>(&mut self, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        if !self.mark("(") {
            return None;
        }
        let mut items = vec![item(self)?];
        while self.mark(",") {
            items.push(item(self)?);
        }
        self.mark(")").then_some(items)
    }

    /// What stands between parentheses.
    pub(super) fn parens(&mut self) -> Option<&'a str> {
        let open = self.next().filter(|token| token.is_punct("("))?;
        let mut depth = 1_usize;
        while let Some(token) = self.next() {
            if token.is_punct("(") {
                depth += 1;
            } else if token.is_punct(")") {
                depth -= 1;
            }
            if depth == 0 {
                return self.sql.get(open.end()..token.start).map(str::trim);
            }
        }
        None
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn back_to(&mut self, position: usize) {
        self.at = position;
    }

    /// What has been gone past since a position.
    pub(super) fn since(&self, position: usize) -> &'a str {
        let passed = self.tokens.get(position..self.at).unwrap_or_default();
        let span = passed.first().zip(passed.last()).map(|(first, last)| first.start..last.end());
        span.and_then(|span| self.sql.get(span)).unwrap_or_default()
    }
}
