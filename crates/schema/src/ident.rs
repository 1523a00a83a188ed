//! Names: of one object, and of a table within its schema.

use std::fmt;
use std::sync::Arc;

use crate::Dialect;

/// A name exactly as a database stores it: unquoted, case kept.
///
/// Equality is exact. Whether two names mean the same object depends on the database: see [`Ident::key`]. A copy shares the text: the
/// name of a table stands in each fact about it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(Arc<str>);

impl Ident {
    /// Wraps `name`, which is not quoted and may hold any character.
    pub fn new(name: impl Into<String>) -> Self {
        Self(Arc::from(name.into()))
    }

    /// Returns the bare name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns what the name is compared by on `dialect`: SQLite and MySQL fold the ASCII letters of column
    /// names, PostgreSQL compares exactly.
    #[must_use]
    pub fn key(&self, dialect: Dialect) -> Ident {
        match dialect {
            Dialect::Sqlite | Dialect::Mysql if self.0.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                Self(self.0.to_ascii_lowercase().into())
            }
            Dialect::Sqlite | Dialect::Mysql | Dialect::Postgres => self.clone(),
        }
    }

    /// Whether both names mean the same column on `dialect`.
    pub fn same(&self, other: &Ident, dialect: Dialect) -> bool {
        match dialect {
            Dialect::Sqlite | Dialect::Mysql => self.0.eq_ignore_ascii_case(&other.0),
            Dialect::Postgres => self.0 == other.0,
        }
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl From<&str> for Ident {
    fn from(name: &str) -> Self {
        Self(name.into())
    }
}

impl From<String> for Ident {
    fn from(name: String) -> Self {
        Self(name.into())
    }
}

/// The name of a table, view, type or collation: `name`, or `schema.name` where the schema is not the default one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableName {
    /// The schema, when it is not the connection's default.
    pub schema: Option<Ident>,
    /// The name within the schema.
    pub name: Ident,
}

impl TableName {
    /// Names a table in the default schema.
    pub fn new(name: impl Into<Ident>) -> Self {
        Self { schema: None, name: name.into() }
    }

    /// Names a table in `schema`.
    pub fn in_schema(schema: impl Into<Ident>, name: impl Into<Ident>) -> Self {
        Self { schema: Some(schema.into()), name: name.into() }
    }

    /// Returns what the name is compared by on `dialect`.
    #[must_use]
    pub fn key(&self, dialect: Dialect) -> TableName {
        Self { schema: self.schema.as_ref().map(|s| s.key(dialect)), name: self.name.key(dialect) }
    }

    /// Whether both names mean the same table on `dialect`.
    pub fn same(&self, other: &TableName, dialect: Dialect) -> bool {
        let same_schema = match (&self.schema, &other.schema) {
            (Some(one), Some(other)) => one.same(other, dialect),
            (one, other) => one.is_none() && other.is_none(),
        };
        same_schema && self.name.same(&other.name, dialect)
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.schema {
            Some(schema) => write!(f, "{schema}.{}", self.name),
            None => write!(f, "{}", self.name),
        }
    }
}

impl From<Ident> for TableName {
    fn from(name: Ident) -> Self {
        Self::new(name)
    }
}

impl From<&str> for TableName {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}
