//! What stands beside tables, and the database's own text of things.

use std::collections::BTreeSet;

use crate::{Ident, TableName};

/// A database's own text of an object: the `sql` of `sqlite_master`, for instance.
///
/// It says how something came to be written, not what it is, and so two definitions are always equal. It is there to
/// carry over what the types do not hold.
#[derive(Clone, Debug, Default)]
pub struct Definition(pub Option<String>);

impl Definition {
    /// Wraps the text.
    pub fn new(sql: impl Into<String>) -> Self {
        Self(Some(sql.into()))
    }

    /// Returns the text, where there is one.
    pub fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl PartialEq for Definition {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Definition {}

/// A view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The name.
    pub name: TableName,
    /// The statement that makes it.
    pub sql: String,
    /// Whether its rows are stored.
    pub materialized: bool,
    /// The names of tables and views that its text mentions. A superset is harmless, a subset is not.
    pub mentions: BTreeSet<Ident>,
    /// Triggers on it.
    pub triggers: Vec<Trigger>,
}

/// A trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// The name.
    pub name: Ident,
    /// The statement that makes it.
    pub sql: String,
}

/// A table that is served by a module (`CREATE VIRTUAL TABLE`), or a shadow table of one. Never managed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VirtualTable {
    /// The name.
    pub name: TableName,
    /// The statement that makes it.
    pub sql: String,
    /// Whether it belongs to another virtual table.
    pub shadow: bool,
}
