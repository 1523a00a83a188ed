//! Where each part of a schema is written.

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

impl Subject {
    /// Returns the table that it is a part of.
    fn table(&self) -> Option<&TableName> {
        match self {
            Subject::Table(table)
            | Subject::Column(table, _)
            | Subject::Index(table, _)
            | Subject::ForeignKey(table, _) => Some(table),
            Subject::Enum(_) => None,
        }
    }
}

/// Where each part of a schema is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// By table; enums under nothing.
    places: BTreeMap<Option<TableName>, BTreeMap<Subject, Location>>,
}

impl Sources {
    /// Returns where `subject` is written.
    pub fn get(&self, subject: &Subject) -> Option<&Location> {
        self.places.get(&subject.table().cloned())?.get(subject)
    }

    /// Returns every part with its place, table by table, in the order of [`Subject`].
    pub fn iter(&self) -> impl Iterator<Item = (&Subject, &Location)> {
        self.places.values().flatten()
    }

    /// Takes over what is known of a table that nothing was known of.
    pub(crate) fn extend(&mut self, other: Self) {
        self.places.extend(other.places);
    }

    /// Remembers where `subject` is written, unless that is known.
    pub(crate) fn add(&mut self, subject: Subject, location: Location) {
        let beside = self.places.entry(subject.table().cloned()).or_default();
        beside.entry(subject).or_insert(location);
    }
}
