//! What `graph` draws, as data.

use schemars::JsonSchema;
use serde::Serialize;

use super::Status;

/// Tables and the foreign keys between them.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DrawnTables {
    /// `failed` where the entities have errors, so that what they say is not known for sure, else `clean`.
    pub(crate) status: Status,
    /// Why not everything could be told. Empty unless `status` is `failed`.
    pub(crate) problems: Vec<String>,
    /// The tables.
    pub(crate) tables: Vec<DrawnTable>,
    /// The foreign keys between them.
    pub(crate) foreign_keys: Vec<DrawnKey>,
    /// What is worth knowing.
    pub(crate) notes: Vec<String>,
}

/// A table.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DrawnTable {
    /// Its name, with its schema where that is not the usual one.
    pub(crate) name: String,
    /// Its columns, in their order.
    pub(crate) columns: Vec<DrawnColumn>,
}

/// A column.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DrawnColumn {
    /// Its name.
    pub(crate) name: String,
    /// Its type, in SeaORM's words or in those of the database or of the source.
    #[serde(rename = "type")]
    pub(crate) data_type: String,
    /// Whether it may be NULL.
    pub(crate) nullable: bool,
    /// Which keys it is in: `PK` (primary), `FK` (foreign), `UK` (unique by itself).
    pub(crate) keys: Vec<&'static str>,
}

/// A foreign key.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DrawnKey {
    /// The table that has it.
    pub(crate) table: String,
    /// Its columns.
    pub(crate) columns: Vec<String>,
    /// The table that it references.
    pub(crate) references: String,
    /// The columns that it references.
    pub(crate) referenced_columns: Vec<String>,
    /// Whether a row may do without the other.
    pub(crate) optional: bool,
    /// Whether no two rows have the same other.
    pub(crate) single: bool,
}

/// A drawing, for another program to draw.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Drawing {
    /// What it is written in: `mermaid`.
    pub(crate) notation: &'static str,
    /// Its text.
    pub(crate) text: String,
}
