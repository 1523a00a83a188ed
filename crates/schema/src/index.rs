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
    /// Columns that are kept in it without being searched by (`INCLUDE`, PostgreSQL).
    pub include: Vec<Ident>,
    /// Whether two NULLs are the same value (`NULLS NOT DISTINCT`, PostgreSQL).
    pub nulls_not_distinct: bool,
    /// Whether the database uses it. A concurrent build that failed leaves one that it does not, and MySQL hides one on demand.
    pub valid: bool,
    /// What else a database holds of it, each as the clause that sets it: `COMMENT '…'`, `INVISIBLE`, `IGNORED` (MySQL).
    pub settings: Vec<String>,
    /// The database's own text of it.
    pub definition: Definition,
}

impl Index {
    /// Makes a plain index without a name.
    pub fn new(parts: impl IntoIterator<Item = IndexPart>) -> Self {
        Self {
            name: None,
            parts: parts.into_iter().collect(),
            unique: false,
            method: None,
            predicate: None,
            include: Vec::new(),
            nulls_not_distinct: false,
            valid: true,
            settings: Vec::new(),
            definition: Definition::default(),
        }
    }

    /// Whether it is more than its parts: partial, of another method, covering, or invalid.
    pub fn is_special(&self) -> bool {
        self.predicate.is_some()
            || self.method.is_some()
            || !self.include.is_empty()
            || self.nulls_not_distinct
            || !self.valid
    }

    /// Returns the columns, when the index is nothing but columns: no expression, predicate, order, collation or method.
    pub fn plain_columns(&self) -> Option<Vec<&Ident>> {
        if self.is_special() {
            return None;
        }
        self.parts.iter().map(|part| part.plain().filter(|_| part.order == SortOrder::Ascending)).collect()
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
    /// Where NULLs stand, when it is not where the order puts them (PostgreSQL: last when ascending).
    pub nulls: Option<NullsOrder>,
    /// The operator class, when it is not the default of the type (PostgreSQL).
    pub operator_class: Option<String>,
    /// How many characters are indexed, when it is not the whole value (MySQL).
    pub prefix: Option<u32>,
}

impl IndexPart {
    /// Makes an ascending part over a column.
    pub fn column(name: impl Into<Ident>) -> Self {
        Self::of(IndexKey::Column(name.into()))
    }

    /// Makes an ascending part.
    pub fn of(key: IndexKey) -> Self {
        Self { key, order: SortOrder::Ascending, collation: None, nulls: None, operator_class: None, prefix: None }
    }

    /// Returns the column, when there is nothing else to say than which way it counts.
    pub fn plain(&self) -> Option<&Ident> {
        match self {
            IndexPart {
                key: IndexKey::Column(name),
                collation: None,
                nulls: None,
                operator_class: None,
                prefix: None,
                ..
            } => Some(name),
            _ => None,
        }
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

/// Where NULLs stand in an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum NullsOrder {
    First,
    Last,
}
