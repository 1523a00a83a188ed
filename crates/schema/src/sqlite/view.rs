//! `CREATE VIEW`, as far as a change of a table needs to know it.

use std::collections::BTreeSet;

use super::cursor::Cursor;
use super::name::mentions;
use super::{ParseError, QualifiedName};
use crate::Ident;

/// A `CREATE VIEW` statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateView {
    /// The view.
    pub name: QualifiedName,
    /// Everything in its text that can be a name: a superset of what it refers to.
    pub mentions: BTreeSet<Ident>,
}

impl CreateView {
    /// Takes `sql` apart. Fails on every other statement.
    pub fn parse(sql: &str) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(sql);
        cursor.create()?;
        cursor.expect("view")?;
        cursor.if_not_exists();
        let name = cursor.qualified_name("a view")?;
        Ok(Self { name, mentions: mentions(cursor.tokens()) })
    }
}
