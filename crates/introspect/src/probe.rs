//! A question that needs no whole schema.

use autogen_schema::Dialect;
use sea_orm::ConnectionTrait;
use sea_schema::{postgres::Postgres, probe::SchemaProbe, sqlite::Sqlite};

use crate::{Error, supported};

/// Whether `db` holds a table called exactly `table`, its internal ones included.
///
/// The query is `sea-schema`'s own probe. On SQLite it asks `sqlite_master`: virtual tables and shadow tables are among its
/// tables, views are not, and the case of the name counts although SQLite's own look-up folds it. On PostgreSQL it asks
/// `information_schema` for the default schema, which shows a role the tables that it has a privilege on.
pub async fn has_table(db: &impl ConnectionTrait, table: &str) -> Result<bool, Error> {
    let query = match supported(db)? {
        Dialect::Postgres => Postgres.has_table(table),
        _ => Sqlite.has_table(table),
    };
    let catalog = |source| Error::Catalog { what: "tables", source };
    let row = db.query_one(&query).await.map_err(catalog)?;
    row.map_or(Ok(false), |row| row.try_get_by_index(0).map_err(catalog))
}
