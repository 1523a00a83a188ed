//! `CREATE TRIGGER`, as far as a change of a table needs to know it.

use std::collections::BTreeSet;

use super::cursor::Cursor;
use super::name::mentions;
use super::{ParseError, QualifiedName};
use crate::Ident;

/// A `CREATE TRIGGER` statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateTrigger {
    /// The trigger.
    pub name: QualifiedName,
    /// The table or view that it is on.
    pub table: QualifiedName,
    /// Everything in its text that can be a name: a superset of what it refers to.
    pub mentions: BTreeSet<Ident>,
}

impl CreateTrigger {
    /// Takes `sql` apart. Fails on every other statement.
    pub fn parse(sql: &str) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(sql);
        cursor.create()?;
        cursor.expect("trigger")?;
        cursor.if_not_exists();
        let name = cursor.qualified_name("a trigger")?;
        // Between the name and `ON` stand only the event and its columns, none of which can be an unquoted `on`.
        while cursor.peek().is_some() && !cursor.at_word("on") {
            cursor.next();
        }
        cursor.expect("on")?;
        let table = cursor.qualified_name("a table")?;
        Ok(Self { name, table, mentions: mentions(cursor.tokens()) })
    }
}
