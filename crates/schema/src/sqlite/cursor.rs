//! A position among the tokens of a statement.

use super::{Name, ParseError, QualifiedName, Span};
use crate::sql::{Token, TokenKind, tokenize};
use crate::{Conflict, Dialect, SortOrder};

/// Walks over the tokens that are neither white space nor comments.
pub(super) struct Cursor<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    length: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(sql: &'a str) -> Self {
        let tokens = tokenize(sql, Dialect::Sqlite).into_iter().filter(|token| !token.is_trivia()).collect();
        Self { tokens, at: 0, length: sql.len() }
    }

    pub(super) fn tokens(&self) -> &[Token<'a>] {
        &self.tokens
    }

    pub(super) fn peek(&self) -> Option<&Token<'a>> {
        self.ahead(0)
    }

    pub(super) fn ahead(&self, count: usize) -> Option<&Token<'a>> {
        self.tokens.get(self.at + count)
    }

    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        let token = self.tokens.get(self.at).copied()?;
        self.at += 1;
        Some(token)
    }

    /// Where the next token starts.
    pub(super) fn start(&self) -> usize {
        self.peek().map_or(self.length, |token| token.start)
    }

    /// Where the previous token ends.
    pub(super) fn end(&self) -> usize {
        self.at.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(0, Token::end)
    }

    /// What lies between `start` and the end of the previous token.
    pub(super) fn since(&self, start: usize) -> Span {
        start..self.end().max(start)
    }

    pub(super) fn unexpected(&self, expected: &'static str) -> ParseError {
        let found = self.peek().map_or_else(|| "the end".to_owned(), |token| format!("`{}`", token.text));
        ParseError { expected, found, offset: self.start() }
    }

    pub(super) fn at_word(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.is_word(word))
    }

    pub(super) fn at_words(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(i, word)| self.ahead(i).is_some_and(|token| token.is_word(word)))
    }

    pub(super) fn at_punct(&self, punct: &str) -> bool {
        self.peek().is_some_and(|token| token.is_punct(punct))
    }

    /// Steps over `words` when they are next.
    pub(super) fn eat(&mut self, words: &[&str]) -> bool {
        let there = self.at_words(words);
        if there {
            self.at += words.len();
        }
        there
    }

    pub(super) fn eat_punct(&mut self, punct: &str) -> bool {
        let there = self.at_punct(punct);
        if there {
            self.at += 1;
        }
        there
    }

    pub(super) fn expect(&mut self, word: &'static str) -> Result<(), ParseError> {
        if self.eat(&[word]) { Ok(()) } else { Err(self.unexpected(word)) }
    }

    pub(super) fn expect_punct(&mut self, punct: &'static str) -> Result<(), ParseError> {
        if self.eat_punct(punct) { Ok(()) } else { Err(self.unexpected(punct)) }
    }

    /// Reads a name; `what` says of what.
    pub(super) fn name(&mut self, what: &'static str) -> Result<Name, ParseError> {
        let name = self.peek().and_then(Name::of).ok_or_else(|| self.unexpected(what))?;
        self.at += 1;
        Ok(name)
    }

    pub(super) fn qualified_name(&mut self, what: &'static str) -> Result<QualifiedName, ParseError> {
        let first = self.name(what)?;
        if self.eat_punct(".") {
            Ok(QualifiedName { schema: Some(first), name: self.name(what)? })
        } else {
            Ok(QualifiedName { schema: None, name: first })
        }
    }

    /// Steps over a pair of parentheses and what is between, and returns where that lies, without white space around it.
    pub(super) fn parenthesised(&mut self) -> Result<Span, ParseError> {
        self.expect_punct("(")?;
        let start = self.start();
        let mut span = start..start;
        let mut depth = 1_usize;
        while let Some(token) = self.next() {
            if token.is_punct("(") {
                depth += 1;
            } else if token.is_punct(")") {
                depth -= 1;
            }
            if depth == 0 {
                return Ok(span);
            }
            span.end = token.end();
        }
        Err(self.unexpected("a closing parenthesis"))
    }

    /// `( name, … )`, each of which may carry the COLLATE and order that old versions allowed and ignored.
    pub(super) fn name_list(&mut self) -> Result<Vec<Name>, ParseError> {
        self.expect_punct("(")?;
        let mut names = Vec::new();
        loop {
            names.push(self.name("a column")?);
            if self.eat(&["collate"]) {
                self.name("a collation")?;
            }
            self.order();
            if !self.eat_punct(",") {
                break;
            }
        }
        self.expect_punct(")")?;
        Ok(names)
    }

    pub(super) fn order(&mut self) -> Option<SortOrder> {
        if self.eat(&["asc"]) {
            Some(SortOrder::Ascending)
        } else if self.eat(&["desc"]) {
            Some(SortOrder::Descending)
        } else {
            None
        }
    }

    /// `ON CONFLICT …`.
    pub(super) fn conflict(&mut self) -> Result<Option<Conflict>, ParseError> {
        if !self.eat(&["on", "conflict"]) {
            return Ok(None);
        }
        let resolutions = [
            ("rollback", Conflict::Rollback),
            ("abort", Conflict::Abort),
            ("fail", Conflict::Fail),
            ("ignore", Conflict::Ignore),
            ("replace", Conflict::Replace),
        ];
        let found = resolutions.into_iter().find(|(word, _)| self.eat(&[word])).map(|(_, conflict)| conflict);
        found.map(Some).ok_or_else(|| self.unexpected("a conflict resolution"))
    }

    /// `CREATE` and what may stand between it and the kind of the object.
    pub(super) fn create(&mut self) -> Result<(), ParseError> {
        self.expect("create")?;
        let _ = self.eat(&["temp"]) || self.eat(&["temporary"]);
        Ok(())
    }

    pub(super) fn if_not_exists(&mut self) {
        // `if` alone may be the object's name.
        self.eat(&["if", "not", "exists"]);
    }

    /// The end of the statement, with or without `;`.
    pub(super) fn finish(&mut self) -> Result<(), ParseError> {
        while self.eat_punct(";") {}
        if self.peek().is_none() { Ok(()) } else { Err(self.unexpected("the end")) }
    }

    /// Whether the next token is one word or quoted text.
    pub(super) fn at_name(&self) -> bool {
        self.peek().is_some_and(|token| Name::of(token).is_some())
    }

    /// Whether the next token is a literal or a word.
    pub(super) fn at_term(&self) -> bool {
        self.peek().is_some_and(|token| token.kind != TokenKind::Punct)
    }
}
