//! Cuts the body of a section into statements.
//!
//! Nothing is lost: the pieces, joined, are the body. Each keeps its line, so that a failing statement is shown where it
//! stands. What SQL means is left to the database; only what the runner must know about is recognised ([`Kind`]).

use autogen_schema::Dialect;
use autogen_schema::sql::{Token, TokenKind, tokenize, tokens_from};

mod body;
mod delimiter;
mod kind;
mod mysql;

#[cfg(test)]
mod tests;

pub use kind::{Kind, kind};
pub(crate) use kind::{is_for_session, is_undone_whole, parameter};

use body::Body;
use delimiter::Delimiter;

/// One statement of a section, or what follows the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement<'a> {
    /// The whole piece: white space and comments before the statement, the statement, and its `;`.
    pub text: &'a str,
    /// The statement alone. Empty when there are only white space and comments, or a command to the client.
    pub sql: &'a str,
    /// The line of the file that the statement starts on.
    pub line: usize,
}

impl Statement<'_> {
    /// Whether there is nothing to run.
    pub fn is_empty(&self) -> bool {
        self.sql.is_empty()
    }

    /// Returns the comments that stand above the statement.
    pub(crate) fn comments(&self, dialect: Dialect) -> Vec<&str> {
        let above = tokens_from(self.text, 0, dialect).take_while(|token| is_passed_over(token, dialect));
        above.filter(|token| token.kind != TokenKind::Whitespace).map(|token| token.text).collect()
    }
}

/// Cuts `body`, which starts on `first_line` of its file.
pub fn split(body: &str, dialect: Dialect, first_line: usize) -> Vec<Statement<'_>> {
    let mut splitter = Splitter { text: body, dialect, delimiter: Delimiter::default(), at: 0, line: first_line };
    std::iter::from_fn(|| splitter.next()).collect()
}

struct Splitter<'a> {
    text: &'a str,
    dialect: Dialect,
    delimiter: Delimiter,
    at: usize,
    line: usize,
}

impl<'a> Splitter<'a> {
    fn next(&mut self) -> Option<Statement<'a>> {
        let (start, first_line) = (self.at, self.line);
        let mut sql: Option<(usize, usize)> = None;
        let mut line = None;
        let mut body = Body::new(self.dialect);
        for token in tokens_from(self.text, start, self.dialect) {
            if is_passed_over(&token, self.dialect) {
                continue;
            }
            if sql.is_none()
                && self.dialect == Dialect::Mysql
                && let Some(end) = self.delimiter.command(self.text, &token)
            {
                return self.piece(start, end, None, None);
            }
            let found = match self.dialect {
                Dialect::Mysql => self.delimiter.find(self.text, &token, body.is_open()),
                _ => (token.is_punct(";") && !body.is_open()).then(|| token.span()),
            };
            if found.as_ref().is_none_or(|found| found.start > token.start) {
                let end = found.as_ref().map_or(token.end(), |found| found.start);
                line = line.or_else(|| Some(first_line + lines(self.text, start, token.start)));
                sql = Some((sql.map_or(token.start, |(start, _)| start), end));
                body.take(&token);
            }
            if let Some(found) = found {
                return self.piece(start, found.end, sql, line);
            }
        }
        self.piece(start, self.text.len(), sql, line)
    }

    /// Returns the piece from `start` to `end`; the next one starts there.
    fn piece(
        &mut self,
        start: usize,
        end: usize,
        sql: Option<(usize, usize)>,
        line: Option<usize>,
    ) -> Option<Statement<'a>> {
        let text = self.text.get(start..end).filter(|text| !text.is_empty())?;
        self.at = end;
        self.line += text.matches('\n').count();
        let sql = sql.and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default();
        Some(Statement { text, sql, line: line.unwrap_or(self.line) })
    }
}

fn lines(text: &str, start: usize, end: usize) -> usize {
    text.get(start..end).unwrap_or_default().matches('\n').count()
}

/// Whether nobody runs the token: white space, or a comment that a server does not execute.
fn is_passed_over(token: &Token<'_>, dialect: Dialect) -> bool {
    token.is_trivia() && executable(token, dialect).is_none()
}

/// Returns what a server executes of a comment: `/*!40101 … */` on MySQL, `/*M! … */` on MariaDB.
fn executable<'a>(token: &Token<'a>, dialect: Dialect) -> Option<&'a str> {
    let is_mysql = token.kind == TokenKind::BlockComment && dialect == Dialect::Mysql;
    let text = token.text.strip_prefix("/*!").or_else(|| token.text.strip_prefix("/*M!")).filter(|_| is_mysql)?;
    Some(text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_end_matches("*/"))
}

/// Returns the tokens that mean something, with those of comments that a server executes.
fn significant(sql: &str, dialect: Dialect) -> Vec<Token<'_>> {
    let tokens = tokenize(sql, dialect).into_iter().filter(|token| !is_passed_over(token, dialect));
    let opened = tokens.flat_map(|token| match executable(&token, dialect) {
        Some(inside) => significant(inside, dialect),
        None => vec![token],
    });
    opened.collect()
}
