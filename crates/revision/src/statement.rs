//! Cuts the body of a section into statements.
//!
//! Nothing is lost: the pieces, joined, are the body. Each keeps its line, so that a failing statement is shown where it
//! stands. What SQL means is left to the database; only what the runner must know about is recognised ([`Kind`]).

use autogen_schema::Dialect;
use autogen_schema::sql::{Token, tokenize};

mod kind;

#[cfg(test)]
mod tests;

pub use kind::{Kind, kind};

/// One statement of a section, or what follows the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement<'a> {
    /// The whole piece: white space and comments before the statement, the statement, and its `;`.
    pub text: &'a str,
    /// The statement alone. Empty when there are only white space and comments.
    pub sql: &'a str,
    /// The line of the file that the statement starts on.
    pub line: usize,
}

impl Statement<'_> {
    /// Whether there is nothing to run.
    pub fn is_empty(&self) -> bool {
        self.sql.is_empty()
    }
}

/// Cuts `body`, which starts on `first_line` of its file.
pub fn split(body: &str, dialect: Dialect, first_line: usize) -> Vec<Statement<'_>> {
    let mut statements = Vec::new();
    let mut piece = Piece { dialect, ..Piece::default() };
    let mut line = first_line;
    for token in tokenize(body, dialect) {
        piece.take(&token, line);
        line += token.text.matches('\n').count();
        if piece.is_complete {
            statements.extend(piece.finish(body, token.end(), line));
        }
    }
    statements.extend(piece.finish(body, body.len(), line));
    statements
}

/// A statement that is being read.
struct Piece {
    dialect: Dialect,
    start: usize,
    sql: Option<(usize, usize)>,
    line: usize,
    words: Vec<String>,
    in_trigger: bool,
    is_complete: bool,
    /// How far the end of a trigger was read: `;`, then `END`.
    trigger_end: TriggerEnd,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum TriggerEnd {
    #[default]
    Inside,
    Semicolon,
    End,
}

impl Default for Piece {
    fn default() -> Self {
        Self {
            dialect: Dialect::Sqlite,
            start: 0,
            sql: None,
            line: 0,
            words: Vec::new(),
            in_trigger: false,
            is_complete: false,
            trigger_end: TriggerEnd::Inside,
        }
    }
}

impl Piece {
    fn take(&mut self, token: &Token<'_>, line: usize) {
        if token.is_trivia() {
            return;
        }
        if token.is_punct(";") {
            self.is_complete = !self.in_trigger || self.trigger_end == TriggerEnd::End;
            self.trigger_end = TriggerEnd::Semicolon;
            if self.is_complete {
                return;
            }
        } else if self.trigger_end == TriggerEnd::Semicolon && token.is_word("end") {
            self.trigger_end = TriggerEnd::End;
        } else {
            self.trigger_end = TriggerEnd::Inside;
        }
        let start = self.sql.map_or(token.start, |(start, _)| start);
        if self.sql.is_none() {
            self.line = line;
        }
        self.sql = Some((start, token.end()));
        self.notice_trigger(token);
    }

    /// SQLite's own rule (`sqlite3_complete`): after `CREATE [TEMP] TRIGGER` a statement ends at `; END ;`. Every statement
    /// of a trigger's body ends with `;`, so that the `END` of a `CASE` cannot be taken for the trigger's.
    fn notice_trigger(&mut self, token: &Token<'_>) {
        if self.dialect != Dialect::Sqlite || self.words.len() > 2 {
            return;
        }
        self.words.push(token.text.to_ascii_lowercase());
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        self.in_trigger = matches!(words[..], ["create", "trigger"] | ["create", "temp" | "temporary", "trigger"])
            || (self.in_trigger && matches!(words[..], ["create", "trigger", _]));
    }

    /// Returns the piece up to `end` and starts the next one there.
    fn finish<'a>(&mut self, body: &'a str, end: usize, line: usize) -> Option<Statement<'a>> {
        let done = std::mem::replace(self, Piece { dialect: self.dialect, start: end, ..Piece::default() });
        let text = body.get(done.start..end).filter(|text| !text.is_empty())?;
        let (sql, line) = match done.sql {
            Some((start, end)) => (body.get(start..end).unwrap_or_default(), done.line),
            None => ("", line),
        };
        Some(Statement { text, sql, line })
    }
}
