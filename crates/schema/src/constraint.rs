//! Constraints of a table: keys, uniques, foreign keys, checks.

use crate::{Definition, Dialect, Ident, IndexPart, TableName};

/// A primary key. Equality ignores the name, which is the database's own choice almost everywhere.
#[derive(Clone, Debug)]
pub struct PrimaryKey {
    /// The constraint's name, where it has one.
    pub name: Option<Ident>,
    /// The columns, in key order.
    pub columns: Vec<Ident>,
    /// What its index holds, where that is not the columns as they are: prefixes of them, or one that counts down (MySQL).
    pub parts: Vec<IndexPart>,
    /// The database's own text of it.
    pub definition: Definition,
}

impl PrimaryKey {
    /// Makes a key without a name.
    pub fn new(columns: impl IntoIterator<Item = impl Into<Ident>>) -> Self {
        let columns = columns.into_iter().map(Into::into).collect();
        Self { name: None, columns, parts: Vec::new(), definition: Definition::default() }
    }
}

impl PartialEq for PrimaryKey {
    fn eq(&self, other: &Self) -> bool {
        self.columns == other.columns && self.parts == other.parts
    }
}

impl Eq for PrimaryKey {}

/// Columns whose values are unique together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unique {
    /// The name. From entities: what SeaORM would call it is not said, and so is `None`.
    pub name: Option<Ident>,
    /// The columns, in order.
    pub columns: Vec<Ident>,
    /// How it is made.
    pub kind: UniqueKind,
    /// What happens on a duplicate (SQLite).
    pub conflict: Option<Conflict>,
    /// The key that an entity groups the columns under (`unique_key = "…"`).
    pub key: Option<Ident>,
    /// Whether two NULLs are the same value (`NULLS NOT DISTINCT`, PostgreSQL).
    pub nulls_not_distinct: bool,
    /// The database's own text of it.
    pub definition: Definition,
}

impl Unique {
    /// Makes a unique without a name.
    pub fn new(columns: impl IntoIterator<Item = impl Into<Ident>>, kind: UniqueKind) -> Self {
        Self {
            name: None,
            columns: columns.into_iter().map(Into::into).collect(),
            kind,
            conflict: None,
            key: None,
            nulls_not_distinct: false,
            definition: Definition::default(),
        }
    }
}

/// Whether a unique is a constraint of the table or an index beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UniqueKind {
    /// `UNIQUE` in the table's definition.
    Constraint,
    /// `CREATE UNIQUE INDEX`.
    Index,
}

/// `ON CONFLICT …` of SQLite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Conflict {
    Rollback,
    Abort,
    Fail,
    Ignore,
    Replace,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// The constraint's name, where it has one.
    pub name: Option<Ident>,
    /// The referencing columns.
    pub columns: Vec<Ident>,
    /// The referenced table.
    pub references: TableName,
    /// The referenced columns. From a database never empty: an omitted list is the referenced table's primary key.
    pub referenced_columns: Vec<Ident>,
    /// What happens to the rows when a referenced row is deleted. From entities `None` where nothing was said.
    pub on_delete: Option<ReferentialAction>,
    /// What happens to the rows when a referenced key changes.
    pub on_update: Option<ReferentialAction>,
    /// When it is checked.
    pub deferrable: Option<Deferrable>,
    /// How NULLs in a composite key match.
    pub matching: Option<Match>,
    /// The database's own text of it.
    pub definition: Definition,
}

impl ForeignKey {
    /// Makes a key without a name, of which nothing else is said.
    pub fn new(
        columns: impl IntoIterator<Item = impl Into<Ident>>,
        references: impl Into<TableName>,
        referenced_columns: impl IntoIterator<Item = impl Into<Ident>>,
    ) -> Self {
        Self {
            name: None,
            columns: columns.into_iter().map(Into::into).collect(),
            references: references.into(),
            referenced_columns: referenced_columns.into_iter().map(Into::into).collect(),
            on_delete: None,
            on_update: None,
            deferrable: None,
            matching: None,
            definition: Definition::default(),
        }
    }

    /// Whether both keys connect the same columns, whatever their names and actions.
    pub fn same_columns(&self, other: &ForeignKey, dialect: Dialect) -> bool {
        let pairs = |key: &ForeignKey| {
            let mut pairs: Vec<_> = key
                .columns
                .iter()
                .map(|c| c.key(dialect))
                .zip(key.referenced_columns.iter().map(|c| c.key(dialect)))
                .collect();
            pairs.sort();
            pairs
        };
        self.references.same(&other.references, dialect)
            && self.columns.len() == other.columns.len()
            && pairs(self) == pairs(other)
    }
}

/// `ON DELETE …`, `ON UPDATE …`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum ReferentialAction {
    NoAction,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}

impl ReferentialAction {
    /// Every action.
    pub const ALL: [ReferentialAction; 5] = [
        ReferentialAction::NoAction,
        ReferentialAction::Restrict,
        ReferentialAction::Cascade,
        ReferentialAction::SetNull,
        ReferentialAction::SetDefault,
    ];

    /// Returns the action in SQL: `SET NULL`.
    pub fn sql(self) -> &'static str {
        match self {
            ReferentialAction::NoAction => "NO ACTION",
            ReferentialAction::Restrict => "RESTRICT",
            ReferentialAction::Cascade => "CASCADE",
            ReferentialAction::SetNull => "SET NULL",
            ReferentialAction::SetDefault => "SET DEFAULT",
        }
    }

    /// Returns the action that SQL writes as `text`, in any case and spacing.
    pub fn parse(text: &str) -> Option<Self> {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_uppercase();
        Self::ALL.into_iter().find(|action| action.sql() == words)
    }
}

/// When a deferrable constraint is checked by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deferrable {
    /// `DEFERRABLE INITIALLY IMMEDIATE`.
    InitiallyImmediate,
    /// `DEFERRABLE INITIALLY DEFERRED`.
    InitiallyDeferred,
}

/// `MATCH …` of a composite foreign key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Match {
    Full,
    Partial,
}

/// A condition that every row fulfils.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The constraint's name, where it has one.
    pub name: Option<Ident>,
    /// The SQL expression, without the parentheses around it.
    pub expression: String,
    /// The column whose definition holds it, where that makes a difference: MariaDB drops it when the column is defined anew
    /// without it, and in no other way.
    pub column: Option<Ident>,
    /// Whether rows are held to it (`NOT ENFORCED`, MySQL).
    pub enforced: bool,
    /// The database's own text of it.
    pub definition: Definition,
}

impl Check {
    /// Makes a check of the table, which is enforced.
    pub fn new(name: Option<Ident>, expression: impl Into<String>) -> Self {
        Self { name, expression: expression.into(), column: None, enforced: true, definition: Definition::default() }
    }
}

/// A condition that no two rows may fulfil together (`EXCLUDE`, PostgreSQL). Never an entity's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// The constraint's name.
    pub name: Ident,
    /// The database's own text of it: `EXCLUDE USING gist (…)`.
    pub sql: String,
}
