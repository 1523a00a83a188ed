//! `REFERENCES …`, in a column or after `FOREIGN KEY`.

use super::cursor::Cursor;
use super::{Name, ParseError, Span};
use crate::{Deferrable, ReferentialAction};

/// `REFERENCES table (columns) ON DELETE … ON UPDATE … MATCH … DEFERRABLE …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKeyClause {
    /// From `REFERENCES` to the end.
    pub span: Span,
    /// The referenced table.
    pub table: Name,
    /// The referenced columns; empty when none are written, which means the primary key.
    pub columns: Vec<Name>,
    /// The last `ON DELETE`.
    pub on_delete: Option<ActionClause>,
    /// The last `ON UPDATE`.
    pub on_update: Option<ActionClause>,
    /// The name after the last `MATCH`; SQLite takes any.
    pub matching: Option<Name>,
    /// When it is checked.
    pub timing: Option<Timing>,
}

/// `ON DELETE action`, `ON UPDATE action`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionClause {
    /// The action.
    pub action: ReferentialAction,
    /// From `ON` to the end of the action.
    pub span: Span,
}

/// `[NOT] DEFERRABLE [INITIALLY DEFERRED | IMMEDIATE]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// What it says; `None` for `NOT DEFERRABLE`, whatever follows.
    pub deferrable: Option<Deferrable>,
    /// Where.
    pub span: Span,
}

impl ForeignKeyClause {
    /// Reads from `REFERENCES` on.
    pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<Self, ParseError> {
        let start = cursor.start();
        cursor.expect("references")?;
        let table = cursor.name("a table")?;
        let columns = if cursor.at_punct("(") { cursor.name_list()? } else { Vec::new() };
        let mut clause =
            Self { span: start..start, table, columns, on_delete: None, on_update: None, matching: None, timing: None };
        while clause.argument(cursor)? {}
        clause.timing = Timing::parse(cursor)?;
        clause.span = cursor.since(start);
        Ok(clause)
    }

    fn argument(&mut self, cursor: &mut Cursor<'_>) -> Result<bool, ParseError> {
        let start = cursor.start();
        if cursor.eat(&["on", "delete"]) {
            self.on_delete = Some(ActionClause { action: action(cursor)?, span: cursor.since(start) });
        } else if cursor.eat(&["on", "update"]) {
            self.on_update = Some(ActionClause { action: action(cursor)?, span: cursor.since(start) });
        } else if cursor.eat(&["on", "insert"]) {
            // Accepted by the grammar, without meaning.
            action(cursor)?;
        } else if cursor.eat(&["match"]) {
            self.matching = Some(cursor.name("a kind of match")?);
        } else {
            return Ok(false);
        }
        Ok(true)
    }
}

fn action(cursor: &mut Cursor<'_>) -> Result<ReferentialAction, ParseError> {
    let found = ReferentialAction::ALL.into_iter().find(|action| {
        let words: Vec<_> = action.sql().split(' ').collect();
        cursor.eat(&words)
    });
    found.ok_or_else(|| cursor.unexpected("a referential action"))
}

impl Timing {
    /// Reads a deferral clause when one is next.
    pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<Option<Self>, ParseError> {
        let start = cursor.start();
        let not = cursor.eat(&["not", "deferrable"]);
        if !not && !cursor.eat(&["deferrable"]) {
            return Ok(None);
        }
        let mut deferrable = Deferrable::InitiallyImmediate;
        if cursor.eat(&["initially"]) {
            if cursor.eat(&["deferred"]) {
                deferrable = Deferrable::InitiallyDeferred;
            } else if !cursor.eat(&["immediate"]) {
                return Err(cursor.unexpected("DEFERRED or IMMEDIATE"));
            }
        }
        Ok(Some(Self { deferrable: (!not).then_some(deferrable), span: cursor.since(start) }))
    }
}
