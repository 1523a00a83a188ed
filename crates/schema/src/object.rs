//! What stands beside tables, and the database's own text of things.

use std::collections::{BTreeMap, BTreeSet};

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
    /// The columns that it counts on, by table or view, where the database tells. Empty on SQLite, where [`View::mentions`]
    /// is all that is known.
    pub uses: BTreeMap<TableName, BTreeSet<Ident>>,
    /// What belongs to it: grants, comments, rules, the indexes of a materialized view. Made again with it.
    pub attachments: Vec<Attachment>,
}

impl View {
    /// Makes a view that nothing more is known of.
    pub fn new(name: impl Into<TableName>, sql: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            sql: sql.into(),
            materialized: false,
            mentions: BTreeSet::new(),
            triggers: Vec::new(),
            uses: BTreeMap::new(),
            attachments: Vec::new(),
        }
    }
}

/// A trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// The name.
    pub name: Ident,
    /// The statement that makes it.
    pub sql: String,
    /// The columns of its table that it counts on (`UPDATE OF`, `WHEN`), where the database tells.
    pub uses: BTreeSet<Ident>,
}

impl Trigger {
    /// Makes a trigger that nothing more is known of.
    pub fn new(name: impl Into<Ident>, sql: impl Into<String>) -> Self {
        Self { name: name.into(), sql: sql.into(), uses: BTreeSet::new() }
    }
}

/// Something that hangs on a table or a view and is never an entity's business: a policy, a grant, a rule, statistics, a comment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attachment {
    /// What it is.
    pub kind: AttachmentKind,
    /// Its name; of a comment or a setting, what it is about.
    pub name: Ident,
    /// The statement that makes it.
    pub sql: String,
    /// The columns of the table that it counts on.
    pub uses: BTreeSet<Ident>,
    /// The index, constraint or trigger that it is about and goes along with.
    pub of: Option<Ident>,
}

/// What an [`Attachment`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum AttachmentKind {
    Index,
    Rule,
    Policy,
    Statistics,
    /// The table's place in a publication (PostgreSQL).
    Publication,
    Grant,
    Comment,
    /// A property of the whole, such as row security or the replica identity.
    Setting,
}

/// An object that autogen never manages and that stands beside tables and views.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Object {
    /// What it is, in the database's word: `domain`, `sequence`, `function`, `partition`, `foreign table`.
    pub kind: String,
    /// Its name; of a function with the types of its arguments.
    pub name: TableName,
    /// The statement that makes it, where the database tells.
    pub sql: Option<String>,
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
