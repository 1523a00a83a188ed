//! Indexes that are not constraints.

use crate::{Definition, Ident};

/// An index made by `CREATE INDEX`.
///
/// A unique index over plain columns without predicate is a [`crate::Unique`] as far as an entity can say it; here it is
/// kept as what it is, with [`Index::unique`] set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// The name. From entities `None`: what SeaORM would call it is not said.
    pub name: Option<Ident>,
    /// What is indexed, in order.
    pub parts: Vec<IndexPart>,
    /// Whether its entries are unique.
    pub unique: bool,
    /// The access method, when it is not the default.
    pub method: Option<Ident>,
    /// The predicate of a partial index, without `WHERE`.
    pub predicate: Option<String>,
    /// The database's own text of it.
    pub definition: Definition,
}

impl Index {
    /// Returns the columns, when the index is nothing but columns: no expression, predicate, order, collation or method.
    pub fn plain_columns(&self) -> Option<Vec<&Ident>> {
        if self.predicate.is_some() || self.method.is_some() {
            return None;
        }
        self.parts
            .iter()
            .map(|part| match part {
                IndexPart { key: IndexKey::Column(name), order: SortOrder::Ascending, collation: None } => Some(name),
                _ => None,
            })
            .collect()
    }
}

/// One entry of an index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndexPart {
    /// What is indexed.
    pub key: IndexKey,
    /// In which order.
    pub order: SortOrder,
    /// The collation, when it is not the column's.
    pub collation: Option<Ident>,
}

impl IndexPart {
    /// Makes an ascending part over a column.
    pub fn column(name: impl Into<Ident>) -> Self {
        Self { key: IndexKey::Column(name.into()), order: SortOrder::Ascending, collation: None }
    }
}

/// What an index entry is computed from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndexKey {
    /// A column.
    Column(Ident),
    /// An SQL expression.
    Expression(String),
}

/// The order of an index entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum SortOrder {
    Ascending,
    Descending,
}
