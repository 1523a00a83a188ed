//! The rows of the catalog, as SQLite puts them into arrays: one of an array's elements a field, in their order.

use serde::{Deserialize, Deserializer};

use crate::Entry;

/// A row of `sqlite_master`.
#[derive(Deserialize)]
pub(super) struct ObjectRow {
    pub(in crate::sqlite) rowid: i64,
    /// `table`, `view`, `index`, `trigger`.
    pub(in crate::sqlite) kind: String,
    pub(in crate::sqlite) name: String,
    /// The table or view that it is on; its own name for a table or view.
    pub(in crate::sqlite) table: String,
    pub(in crate::sqlite) sql: Option<String>,
}

/// What was made, of a kind that is known from where it is.
pub(in crate::sqlite) struct Stored {
    pub(in crate::sqlite) name: String,
    pub(in crate::sqlite) sql: String,
}

/// What `pragma_table_list` says of a table or view.
#[derive(Deserialize)]
pub(in crate::sqlite) struct KindRow {
    pub(in crate::sqlite) name: String,
    /// `table`, `view`, `virtual`, `shadow`.
    pub(in crate::sqlite) kind: String,
    /// How many columns it has; 0 where SQLite could not tell.
    pub(in crate::sqlite) columns: i64,
    #[serde(deserialize_with = "flag")]
    pub(in crate::sqlite) without_rowid: bool,
    #[serde(deserialize_with = "flag")]
    pub(in crate::sqlite) strict: bool,
}

/// A column.
#[derive(Deserialize)]
pub(in crate::sqlite) struct ColumnRow {
    pub(in crate::sqlite) table: String,
    pub(in crate::sqlite) position: i64,
    pub(in crate::sqlite) name: String,
    pub(in crate::sqlite) data_type: String,
    #[serde(deserialize_with = "flag")]
    pub(in crate::sqlite) not_null: bool,
    pub(in crate::sqlite) default: Option<String>,
    /// The position in the primary key, from 1; 0 when it is not in it.
    pub(in crate::sqlite) key: i64,
    /// 2 for a virtual generated column, 3 for a stored one.
    pub(in crate::sqlite) hidden: i64,
}

/// One column of a foreign key.
#[derive(Deserialize)]
pub(in crate::sqlite) struct ForeignKeyRow {
    pub(in crate::sqlite) table: String,
    /// SQLite numbers them from the last to the first.
    pub(in crate::sqlite) id: i64,
    pub(in crate::sqlite) position: i64,
    pub(in crate::sqlite) parent: String,
    pub(in crate::sqlite) child_column: String,
    pub(in crate::sqlite) parent_column: Option<String>,
    pub(in crate::sqlite) on_update: String,
    pub(in crate::sqlite) on_delete: String,
}

/// One part of an index.
#[derive(Deserialize)]
pub(in crate::sqlite) struct IndexRow {
    pub(in crate::sqlite) table: String,
    pub(in crate::sqlite) index: String,
    pub(in crate::sqlite) position: i64,
    #[serde(deserialize_with = "flag")]
    pub(in crate::sqlite) unique: bool,
    /// `c` for `CREATE INDEX`, `u` for UNIQUE, `pk` for PRIMARY KEY.
    pub(in crate::sqlite) origin: String,
    /// The column; nothing for an expression.
    pub(in crate::sqlite) column: Option<String>,
    #[serde(deserialize_with = "flag")]
    pub(in crate::sqlite) descending: bool,
    pub(in crate::sqlite) collation: String,
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
