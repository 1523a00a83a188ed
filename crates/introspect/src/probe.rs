//! A question that needs no whole schema.

use sea_orm::ConnectionTrait;
use sea_schema::{probe::SchemaProbe, sqlite::Sqlite};

use crate::{Error, supported};

/// Whether `db` holds a table called exactly `table`, its internal ones included.
///
/// The query is `sea-schema`'s own probe, whose tables it takes from `sqlite_master`: virtual tables and shadow tables are
/// among them, views are not, and the case of the name counts although SQLite's own look-up folds it.
pub async fn has_table(db: &impl ConnectionTrait, table: &str) -> Result<bool, Error> {
    supported(db)?;
    let catalog = |source| Error::Catalog { what: "tables", source };
    let row = db.query_one(&Sqlite.has_table(table)).await.map_err(catalog)?;
    row.map_or(Ok(false), |row| row.try_get_by_index(0).map_err(catalog))
}
