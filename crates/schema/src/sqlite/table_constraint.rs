//! A constraint of a whole table.

use super::cursor::Cursor;
use super::indexed::PartList;
use super::{ForeignKeyClause, IndexedPart, Name, ParseError, Span};
use crate::Conflict;

/// A constraint among the columns of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableConstraint {
    /// Its name.
    pub name: Option<Name>,
    /// What it says.
    pub kind: TableConstraintKind,
}

/// What a table's constraint says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableConstraintKind {
    /// `PRIMARY KEY (… [AUTOINCREMENT]) [ON CONFLICT …]`.
    #[allow(missing_docs)]
    PrimaryKey { parts: Vec<IndexedPart>, conflict: Option<Conflict>, autoincrement: bool },
    /// `UNIQUE (…) [ON CONFLICT …]`.
    #[allow(missing_docs)]
    Unique { parts: Vec<IndexedPart>, conflict: Option<Conflict> },
    /// `CHECK (…)`; the expression lies within the parentheses. SQLite accepts a conflict clause and ignores it.
    #[allow(missing_docs)]
    Check { expr: Span, conflict: Option<Conflict> },
    /// `FOREIGN KEY (…) REFERENCES …`.
    #[allow(missing_docs)]
    ForeignKey { columns: Vec<Name>, clause: ForeignKeyClause },
    /// Nothing but `CONSTRAINT name`, which SQLite accepts and ignores.
    Nothing,
}

impl TableConstraint {
    /// Whether a constraint, not a column, comes next.
    pub(super) fn is_next(cursor: &Cursor<'_>) -> bool {
        ["constraint", "primary", "unique", "check", "foreign"].iter().any(|word| cursor.at_word(word))
    }

    pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<Self, ParseError> {
        let name = if cursor.eat(&["constraint"]) { Some(cursor.name("a constraint")?) } else { None };
        let kind = TableConstraintKind::parse(cursor, name.is_some())?;
        Ok(Self { name, kind })
    }
}

impl TableConstraintKind {
    fn parse(cursor: &mut Cursor<'_>, named: bool) -> Result<Self, ParseError> {
        if cursor.eat(&["primary", "key"]) {
            let PartList { parts, autoincrement } = PartList::parse(cursor)?;
            Ok(Self::PrimaryKey { parts, conflict: cursor.conflict()?, autoincrement })
        } else if cursor.eat(&["unique"]) {
            let PartList { parts, .. } = PartList::parse(cursor)?;
            Ok(Self::Unique { parts, conflict: cursor.conflict()? })
        } else if cursor.eat(&["check"]) {
            Ok(Self::Check { expr: cursor.parenthesised()?, conflict: cursor.conflict()? })
        } else if cursor.eat(&["foreign", "key"]) {
            Ok(Self::ForeignKey { columns: cursor.name_list()?, clause: ForeignKeyClause::parse(cursor)? })
        } else if named {
            Ok(Self::Nothing)
        } else {
            Err(cursor.unexpected("a constraint"))
        }
    }
}
