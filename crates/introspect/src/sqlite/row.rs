//! The rows of the catalog, as SQLite puts them into arrays: one of an array's elements a field, in their order.

use serde::{Deserialize, Deserializer};

use crate::Entry;

/// A row of `sqlite_master`.
#[derive(Deserialize)]
pub(super) struct ObjectRow {
    pub(super) rowid: i64,
    /// `table`, `view`, `index`, `trigger`.
    pub(super) kind: String,
    pub(super) name: String,
    /// The table or view that it is on; its own name for a table or view.
    pub(super) table: String,
    pub(super) sql: Option<String>,
}

/// What was made, of a kind that is known from where it is.
pub(super) struct Stored {
    pub(super) name: String,
    pub(super) sql: String,
}

/// What `pragma_table_list` says of a table or view.
#[derive(Deserialize)]
pub(super) struct KindRow {
    /// `table`, `view`, `virtual`, `shadow`.
    pub(super) kind: String,
    /// How many columns it has; 0 where SQLite could not tell.
    pub(super) columns: i64,
    #[serde(deserialize_with = "flag")]
    pub(super) without_rowid: bool,
    #[serde(deserialize_with = "flag")]
    pub(super) strict: bool,
}

/// A column.
#[derive(Deserialize)]
pub(super) struct ColumnRow {
    pub(super) position: i64,
    pub(super) name: String,
    pub(super) data_type: String,
    #[serde(deserialize_with = "flag")]
    pub(super) not_null: bool,
    pub(super) default: Option<String>,
    /// The position in the primary key, from 1; 0 when it is not in it.
    pub(super) key: i64,
    /// 2 for a virtual generated column, 3 for a stored one.
    pub(super) hidden: i64,
}

/// One column of a foreign key.
#[derive(Deserialize)]
pub(super) struct ForeignKeyRow {
    /// SQLite numbers them from the last to the first.
    pub(super) id: i64,
    pub(super) position: i64,
    pub(super) parent: String,
    pub(super) child_column: String,
    pub(super) parent_column: Option<String>,
    pub(super) on_update: String,
    pub(super) on_delete: String,
}

/// One part of an index.
#[derive(Deserialize)]
pub(super) struct IndexRow {
    pub(super) index: String,
    pub(super) position: i64,
    #[serde(deserialize_with = "flag")]
    pub(super) unique: bool,
    /// `c` for `CREATE INDEX`, `u` for UNIQUE, `pk` for PRIMARY KEY.
    pub(super) origin: String,
    /// The column; nothing for an expression.
    pub(super) column: Option<String>,
    #[serde(deserialize_with = "flag")]
    pub(super) descending: bool,
    pub(super) collation: String,
}

impl ObjectRow {
    /// Returns the statement that made it. What SQLite made by itself has none.
    pub(super) fn entry(&self) -> Option<Entry> {
        let sql = self.sql.as_deref()?;
        let name = self.name.as_str();
        let table = (self.table != name).then(|| self.table.as_str().into());
        Some(Entry { table, ..Entry::new(&self.kind, name, sql) })
    }
}

/// SQLite has no other truth than 0 and 1.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(i64::deserialize(deserializer)? != 0)
}
