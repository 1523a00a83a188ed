//! A column's definition.

use super::cursor::Cursor;
use super::keyword::is_keyword;
use super::{ForeignKeyClause, Name, ParseError, Span, Timing};
use crate::sql::TokenKind;
use crate::{Conflict, SortOrder, Storage};

/// A column: its name, its type and what follows, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnDef {
    /// The name.
    pub name: Name,
    /// The type, where one is written.
    pub data_type: Option<TypeName>,
    /// The constraints.
    pub constraints: Vec<ColumnConstraint>,
}

/// The type of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeName {
    /// Its text with single blanks and without comments: `double precision`, `decimal(10, 2)`.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// A constraint of a column. SQLite calls everything that follows the type one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnConstraint {
    /// Where it lies, `CONSTRAINT name` included.
    pub span: Span,
    /// Its name.
    pub name: Option<Name>,
    /// What it says.
    pub kind: ColumnConstraintKind,
}

/// What a column's constraint says. Expressions are where they lie, without the parentheses around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnConstraintKind {
    /// `PRIMARY KEY [ASC | DESC] [ON CONFLICT …] [AUTOINCREMENT]`.
    #[allow(missing_docs)]
    PrimaryKey { order: Option<SortOrder>, conflict: Option<Conflict>, autoincrement: bool },
    /// `NOT NULL [ON CONFLICT …]`.
    #[allow(missing_docs)]
    NotNull { conflict: Option<Conflict> },
    /// `NULL`, which changes nothing.
    #[allow(missing_docs)]
    Null { conflict: Option<Conflict> },
    /// `UNIQUE [ON CONFLICT …]`.
    #[allow(missing_docs)]
    Unique { conflict: Option<Conflict> },
    /// `CHECK (…)`.
    #[allow(missing_docs)]
    Check { expr: Span },
    /// `DEFAULT …`.
    #[allow(missing_docs)]
    Default { expr: Span, parenthesised: bool },
    /// `COLLATE …`.
    Collate(Name),
    /// `REFERENCES …`.
    References(ForeignKeyClause),
    /// A deferral clause apart from its `REFERENCES`; it belongs to the last one before it, even another column's.
    Timing(Timing),
    /// `[GENERATED ALWAYS] AS (…) [VIRTUAL | STORED]`.
    #[allow(missing_docs)]
    Generated { expr: Span, storage: Storage },
    /// Nothing but `CONSTRAINT name`, or `GENERATED ALWAYS` without more: SQLite accepts and ignores both.
    Nothing,
}

impl ColumnDef {
    pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<Self, ParseError> {
        let name = cursor.name("a column")?;
        let data_type = TypeName::parse(cursor)?;
        let mut constraints = Vec::new();
        while let Some(constraint) = ColumnConstraint::parse(cursor)? {
            constraints.push(constraint);
        }
        Ok(Self { name, data_type, constraints })
    }
}

impl TypeName {
    fn parse(cursor: &mut Cursor<'_>) -> Result<Option<Self>, ParseError> {
        let start = cursor.start();
        let mut text = String::new();
        while cursor.at_name() && !at_generated(cursor) {
            if !text.is_empty() {
                text.push(' ');
            }
            text.extend(cursor.next().map(|token| token.text));
        }
        if text.is_empty() {
            return Ok(None);
        }
        if cursor.at_punct("(") {
            cursor.next();
            text.push('(');
            modifiers(cursor, &mut text)?;
        }
        Ok(Some(Self { text, span: cursor.since(start) }))
    }
}

/// `GENERATED ALWAYS` ends a type, although each of its words could be one.
fn at_generated(cursor: &Cursor<'_>) -> bool {
    let ends = cursor.ahead(2).is_none_or(|token| match token.kind {
        TokenKind::Word => is_keyword(token.text),
        _ => token.is_punct(",") || token.is_punct(")"),
    });
    ends && cursor.at_words(&["generated", "always"])
}

/// The signed numbers behind a type's `(`.
fn modifiers(cursor: &mut Cursor<'_>, text: &mut String) -> Result<(), ParseError> {
    while let Some(token) = cursor.peek() {
        let number = token.kind == TokenKind::Number || token.is_punct("+") || token.is_punct("-");
        if token.is_punct(")") {
            text.push(')');
            cursor.next();
            return Ok(());
        }
        if token.is_punct(",") {
            text.push_str(", ");
        } else if number {
            text.push_str(token.text);
        } else {
            break;
        }
        cursor.next();
    }
    Err(cursor.unexpected("a number"))
}

impl ColumnConstraint {
    fn parse(cursor: &mut Cursor<'_>) -> Result<Option<Self>, ParseError> {
        let start = cursor.start();
        let name = if cursor.eat(&["constraint"]) { Some(cursor.name("a constraint")?) } else { None };
        let kind = match ColumnConstraintKind::parse(cursor)? {
            Some(kind) => kind,
            None if name.is_some() => ColumnConstraintKind::Nothing,
            None => return Ok(None),
        };
        Ok(Some(Self { span: cursor.since(start), name, kind }))
    }
}

impl ColumnConstraintKind {
    fn parse(cursor: &mut Cursor<'_>) -> Result<Option<Self>, ParseError> {
        if let Some(timing) = Timing::parse(cursor)? {
            return Ok(Some(Self::Timing(timing)));
        }
        Ok(Some(if cursor.eat(&["primary", "key"]) {
            let order = cursor.order();
            let conflict = cursor.conflict()?;
            Self::PrimaryKey { order, conflict, autoincrement: cursor.eat(&["autoincrement"]) }
        } else if cursor.eat(&["not", "null"]) {
            Self::NotNull { conflict: cursor.conflict()? }
        } else if cursor.eat(&["null"]) {
            Self::Null { conflict: cursor.conflict()? }
        } else if cursor.eat(&["unique"]) {
            Self::Unique { conflict: cursor.conflict()? }
        } else if cursor.eat(&["check"]) {
            Self::Check { expr: cursor.parenthesised()? }
        } else if cursor.eat(&["default"]) {
            Self::default(cursor)?
        } else if cursor.eat(&["collate"]) {
            Self::Collate(cursor.name("a collation")?)
        } else if cursor.at_word("references") {
            Self::References(ForeignKeyClause::parse(cursor)?)
        } else if cursor.eat(&["generated", "always"]) {
            if cursor.eat(&["as"]) { Self::generated(cursor)? } else { Self::Nothing }
        } else if cursor.eat(&["as"]) {
            Self::generated(cursor)?
        } else {
            return Ok(None);
        }))
    }

    fn default(cursor: &mut Cursor<'_>) -> Result<Self, ParseError> {
        if cursor.at_punct("(") {
            return Ok(Self::Default { expr: cursor.parenthesised()?, parenthesised: true });
        }
        let start = cursor.start();
        let _ = cursor.eat_punct("+") || cursor.eat_punct("-");
        if !cursor.at_term() {
            return Err(cursor.unexpected("a default"));
        }
        cursor.next();
        Ok(Self::Default { expr: cursor.since(start), parenthesised: false })
    }

    fn generated(cursor: &mut Cursor<'_>) -> Result<Self, ParseError> {
        let expr = cursor.parenthesised()?;
        let stored = cursor.eat(&["stored"]);
        if !stored {
            cursor.eat(&["virtual"]);
        }
        Ok(Self::Generated { expr, storage: if stored { Storage::Stored } else { Storage::Virtual } })
    }
}
