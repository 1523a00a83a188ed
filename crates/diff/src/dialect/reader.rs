//! Takes apart what an entity appends to a column.

use autogen_schema::Dialect;
use autogen_schema::sql::{Token, TokenKind, tokenize};

/// Returns the tokens that mean something.
pub(super) fn significant(sql: &str, dialect: Dialect) -> Vec<Token<'_>> {
    tokenize(sql, dialect).into_iter().filter(|token| !token.is_trivia()).collect()
}

/// Walks over the tokens of what an entity appends.
pub(super) struct Reader<'t, 'a> {
    pub(super) sql: &'a str,
    pub(super) tokens: &'t [Token<'a>],
}

impl<'t, 'a> Reader<'t, 'a> {
    pub(super) fn next(&mut self) -> Option<&'t Token<'a>> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    pub(super) fn skip(&mut self, word: &str) -> bool {
        let found = self.tokens.first().is_some_and(|token| token.is_word(word));
        if found {
            self.next();
        }
        found
    }

    pub(super) fn skip_punct(&mut self, punct: &str) -> bool {
        let found = self.tokens.first().is_some_and(|token| token.is_punct(punct));
        if found {
            self.next();
        }
        found
    }

    /// Everything up to a word that `ends`, outside of parentheses.
    pub(super) fn until(&mut self, ends: impl Fn(&Token<'_>) -> bool) -> Option<String> {
        let start = self.tokens.first()?.start;
        let (mut depth, mut end) = (0_usize, start);
        while let Some(token) = self.tokens.first().filter(|token| depth > 0 || !ends(token)) {
            depth =
                if token.is_punct("(") { depth + 1 } else { depth.saturating_sub(usize::from(token.is_punct(")"))) };
            end = token.end();
            self.next();
        }
        self.sql.get(start..end).map(str::to_owned).filter(|sql| !sql.is_empty())
    }

    /// What stands in parentheses.
    pub(super) fn expression(&mut self) -> Option<String> {
        let open = self.next().filter(|token| token.is_punct("("))?;
        let mut depth = 1_usize;
        while let Some(token) = self.next() {
            depth = if token.is_punct("(") { depth + 1 } else { depth - usize::from(token.is_punct(")")) };
            if depth == 0 {
                return self.sql.get(open.end()..token.start).map(|sql| sql.trim().to_owned());
            }
        }
        None
    }

    /// A literal, a signed number, an expression in parentheses, or a function.
    pub(super) fn value(&mut self) -> Option<String> {
        if self.tokens.first()?.is_punct("(") {
            return self.expression();
        }
        let first = self.next()?;
        let mut end = first.end();
        if first.kind == TokenKind::Punct {
            end = self.next()?.end();
        } else if self.tokens.first().is_some_and(|token| token.is_punct("(")) {
            self.expression()?;
            end = self.tokens.first().map_or(self.sql.len(), |next| next.start);
        }
        self.sql.get(first.start..end).map(|sql| sql.trim().to_owned())
    }
}
