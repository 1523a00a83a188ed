//! A whole schema.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Attachment, Dialect, EnumName, Ident, Object, Table, TableName, View, VirtualTable};

/// Everything that is known of a database, or everything that entities ask of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// Tables, by name.
    pub tables: BTreeMap<TableName, Table>,
    /// Enum types, by name. A database without enum types has none.
    pub enums: BTreeMap<EnumName, EnumType>,
    /// Views, by name.
    pub views: BTreeMap<TableName, View>,
    /// Tables of modules, by name.
    pub virtual_tables: BTreeMap<TableName, VirtualTable>,
    /// What else there is, sorted. Never managed.
    pub objects: Vec<Object>,
    /// What has to be there before something else can be made, both by name, where the database tells: the type of a column,
    /// the function of a default, what a view selects from. A function's name holds the types of its arguments.
    pub needs: BTreeMap<TableName, BTreeSet<TableName>>,
}

impl Schema {
    /// Adds `table`, in place of one of the same name.
    pub fn add(&mut self, table: Table) {
        self.tables.insert(table.name.clone(), table);
    }

    /// Returns the table called `name` on `dialect`.
    pub fn table(&self, name: &TableName, dialect: Dialect) -> Option<&Table> {
        match self.tables.get(name) {
            // There names are the same to the letter or not at all.
            None if dialect == Dialect::Postgres => None,
            None => self.tables.values().find(|table| table.name.same(name, dialect)),
            found => found,
        }
    }

    /// Returns the table called `name` on `dialect`, to be changed.
    pub fn table_mut(&mut self, name: &TableName, dialect: Dialect) -> Option<&mut Table> {
        let key = self.table(name, dialect)?.name.clone();
        self.tables.get_mut(&key)
    }
}

/// An enum type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumType {
    /// The name.
    pub name: EnumName,
    /// The labels, in order.
    pub labels: Vec<String>,
    /// What belongs to it: grants, a comment. Made again with it.
    pub attachments: Vec<Attachment>,
}

impl EnumType {
    /// Makes an enum type.
    pub fn new(name: impl Into<Ident>, labels: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { name: name.into(), labels: labels.into_iter().map(Into::into).collect(), attachments: Vec::new() }
    }
}
