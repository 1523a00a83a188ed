//! What ends a statement on MySQL: `;`, or what a `DELIMITER` line says.
//!
//! `DELIMITER` is a command to the client, which never reaches the server. Like the client, a delimiter is looked for anywhere
//! outside of quotes and comments: in `END//`, and in `END$$`, which is one word.

use std::ops::Range;

use autogen_schema::sql::{Token, TokenKind};

#[derive(Clone, Debug)]
pub(super) struct Delimiter(String);

impl Default for Delimiter {
    fn default() -> Self {
        Self(";".to_owned())
    }
}

impl Delimiter {
    /// Takes a `DELIMITER` line that starts with `token`; returns where it ends.
    pub(super) fn command(&mut self, text: &str, token: &Token<'_>) -> Option<usize> {
        if !token.is_word("delimiter") {
            return None;
        }
        let rest = text.get(token.end()..)?;
        let line = rest.split('\n').next()?;
        let delimiter = line.split_whitespace().next()?;
        let end = token.end() + line.len();
        delimiter.clone_into(&mut self.0);
        Some(end)
    }

    /// Returns where the delimiter stands, when it starts within `token`. `;` does not end a statement inside of a body.
    pub(super) fn find(&self, text: &str, token: &Token<'_>, in_body: bool) -> Option<Range<usize>> {
        if self.0 == ";" {
            return (token.is_punct(";") && !in_body).then(|| token.span());
        }
        let is_quoted = matches!(token.kind, TokenKind::String | TokenKind::QuotedIdent | TokenKind::Blob)
            || token.kind == TokenKind::BlockComment;
        let starts = |at: &usize| text.get(*at..).is_some_and(|rest| rest.starts_with(&self.0));
        let at = token.span().filter(|_| !is_quoted).find(starts)?;
        Some(at..at + self.0.len())
    }
}
