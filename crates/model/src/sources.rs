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

/// Where each part of a schema is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    places: BTreeMap<Subject, Location>,
}

impl Sources {
    /// Returns where `subject` is written.
    pub fn get(&self, subject: &Subject) -> Option<&Location> {
        self.places.get(subject)
    }

    /// Returns every part with its place, in the order of [`Subject`].
    pub fn iter(&self) -> impl Iterator<Item = (&Subject, &Location)> {
        self.places.iter()
    }

    /// Remembers where `subject` is written, unless that is known.
    pub(crate) fn add(&mut self, subject: Subject, location: Location) {
        self.places.entry(subject).or_insert(location);
    }
}
