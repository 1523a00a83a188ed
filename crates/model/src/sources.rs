//! Where each part of a schema is written.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use autogen_schema::{EnumName, Ident, TableName};

use crate::Location;

/// A part of a schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A table: the name of its struct.
    Table(TableName),
    /// A column: its field.
    Column(TableName, Ident),
    /// An index or a unique over these columns, in order: the attribute, or the first of them.
    Index(TableName, Vec<Ident>),
    /// A foreign key from these columns, in order: the relation.
    ForeignKey(TableName, Vec<Ident>),
    /// An enum type: the name of its enum.
    Enum(EnumName),
}

/// Where each part of a schema is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    pub(crate) tables: BTreeMap<TableName, TableSources>,
    pub(crate) enums: BTreeMap<EnumName, Location>,
}

/// Where the parts of one table are written. Of two places for one part the first is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TableSources {
    table: Location,
    columns: Places<Ident>,
    indexes: Places<Vec<Ident>>,
    foreign_keys: Places<Vec<Ident>>,
}

/// Places by what stands there, sorted: a table has few of them, and a project many tables.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Places<K>(Vec<(K, Location)>);

impl<K: Ord> Places<K> {
    fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&Location>
    where
        K: Borrow<Q>,
    {
        let at = self.0.binary_search_by(|(known, _)| known.borrow().cmp(key)).ok()?;
        self.0.get(at).map(|(_, place)| place)
    }

    fn add(&mut self, key: K, place: Location) {
        if let Err(at) = self.0.binary_search_by(|(known, _)| known.cmp(&key)) {
            self.0.insert(at, (key, place));
        }
    }
}

impl Sources {
    /// Returns where `subject` is written.
    pub fn get(&self, subject: &Subject) -> Option<&Location> {
        match subject {
            Subject::Table(table) => Some(&self.tables.get(table)?.table),
            Subject::Column(table, column) => self.column(table, column),
            Subject::Index(table, columns) => self.tables.get(table)?.indexes.get(columns),
            Subject::ForeignKey(table, columns) => self.tables.get(table)?.foreign_keys.get(columns),
            Subject::Enum(name) => self.enums.get(name),
        }
    }

    pub(crate) fn column(&self, table: &TableName, column: &Ident) -> Option<&Location> {
        self.tables.get(table)?.columns.get(column)
    }

    /// Returns every part with its place: enums, then table by table in the order of [`Subject`].
    pub fn iter(&self) -> impl Iterator<Item = (Subject, &Location)> {
        let enums = self.enums.iter().map(|(name, place)| (Subject::Enum(name.clone()), place));
        enums.chain(self.tables.iter().flat_map(|(table, parts)| parts.iter(table)))
    }
}

impl TableSources {
    /// Begins with the place of the table itself.
    pub(crate) fn new(table: Location) -> Self {
        Self { table, columns: Places(Vec::new()), indexes: Places(Vec::new()), foreign_keys: Places(Vec::new()) }
    }

    pub(crate) fn add_column(&mut self, column: &Ident, place: Location) {
        self.columns.add(column.clone(), place);
    }

    pub(crate) fn add_index(&mut self, columns: &[Ident], place: Location) {
        self.indexes.add(columns.to_vec(), place);
    }

    pub(crate) fn add_foreign_key(&mut self, columns: Vec<Ident>, place: Location) {
        self.foreign_keys.add(columns, place);
    }

    /// Gives back what room was left for more.
    pub(crate) fn shrink(&mut self) {
        self.columns.0.shrink_to_fit();
        self.indexes.0.shrink_to_fit();
        self.foreign_keys.0.shrink_to_fit();
    }

    pub(crate) fn foreign_key(&self, columns: &[Ident]) -> Option<&Location> {
        self.foreign_keys.get(columns)
    }

    fn iter(&self, table: &TableName) -> impl Iterator<Item = (Subject, &Location)> {
        let columns = self.columns.0.iter().map(|(column, at)| (Subject::Column(table.clone(), column.clone()), at));
        let indexes = self.indexes.0.iter().map(|(columns, at)| (Subject::Index(table.clone(), columns.clone()), at));
        let keys =
            self.foreign_keys.0.iter().map(|(columns, at)| (Subject::ForeignKey(table.clone(), columns.clone()), at));
        std::iter::once((Subject::Table(table.clone()), &self.table)).chain(columns).chain(indexes).chain(keys)
    }
}
