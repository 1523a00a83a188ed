//! A column of a table.

use crate::{DataType, DefaultValue, Ident, Identity, TableName};

/// A column.
///
/// Where a schema was read from entities, `None` means that nothing was said; where it was read from a database,
/// that there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name, as the database stores it.
    pub name: Ident,
    /// The type.
    pub data_type: DataType,
    /// Whether it holds NULL.
    pub nullable: bool,
    /// The default.
    pub default: Option<DefaultValue>,
    /// Whether the database makes its values: SQLite's rowid alias (with or without AUTOINCREMENT), `AUTO_INCREMENT`,
    /// identity, serial.
    pub auto_increment: bool,
    /// Where its values come from, on PostgreSQL: an identity or a sequence that the column owns.
    pub identity: Option<Identity>,
    /// The expression it is computed from.
    pub generated: Option<Generated>,
    /// What it becomes when its row is updated (`ON UPDATE …`, MySQL), as an SQL expression.
    pub on_update: Option<String>,
    /// The collation, when it is not the default.
    pub collation: Option<TableName>,
    /// The comment.
    pub comment: Option<String>,
    /// What else a database holds of it that no other field does, each as the clause that sets it: on PostgreSQL what follows
    /// `ALTER COLUMN …` (`SET STORAGE EXTERNAL`, `SET STATISTICS 500`), or the unusual name of what makes it NOT NULL
    /// (`CONSTRAINT "of_old"`); on MySQL words of its definition (`INVISIBLE`).
    pub settings: Vec<String>,
    /// SQL that an entity appends to the column (`extra = "…"`), as it is written there.
    pub extra: Option<String>,
    /// The name the column had before, where the entity tells (`renamed_from = "…"`).
    pub renamed_from: Option<Ident>,
}

impl Column {
    /// Makes a plain column: NOT NULL, without anything else.
    pub fn new(name: impl Into<Ident>, data_type: DataType) -> Self {
        Self {
            name: name.into(),
            data_type,
            nullable: false,
            default: None,
            auto_increment: false,
            identity: None,
            generated: None,
            on_update: None,
            collation: None,
            comment: None,
            settings: Vec::new(),
            extra: None,
            renamed_from: None,
        }
    }
}

/// How a generated column is computed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generated {
    /// The SQL expression, without the parentheses around it.
    pub expression: String,
    /// Whether the value is stored.
    pub storage: Storage,
}

/// Where the value of a generated column lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Storage {
    /// Computed when written.
    Stored,
    /// Computed when read.
    Virtual,
}
