//! A question that needs no whole schema.

use autogen_schema::Dialect;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use sea_schema::{mysql::MySql, postgres::Postgres, probe::SchemaProbe, sqlite::Sqlite};

use crate::{Error, supported};

/// Whether `db` holds a table called exactly `table`, its internal ones included.
///
/// The query is `sea-schema`'s own probe. On SQLite it asks `sqlite_master`: virtual tables and shadow tables are among its
/// tables, views are not, and the case of the name counts although SQLite's own look-up folds it. Elsewhere it asks
/// `information_schema` for the default schema, which shows an account the tables that it has a privilege on. On MySQL and
/// MariaDB views are among its tables, and the case counts where the server says so.
pub async fn has_table(db: &impl ConnectionTrait, table: &str) -> Result<bool, Error> {
    let catalog = |source| Error::Catalog { what: "tables", source };
    let query = match supported(db)? {
        Dialect::Sqlite => Sqlite.has_table(table),
        Dialect::Postgres => Postgres.has_table(table),
        Dialect::Mysql => return has_mysql_table(db, table).await.map_err(catalog),
    };
    let row = db.query_one(&query).await.map_err(catalog)?;
    row.map_or(Ok(false), |row| row.try_get_by_index(0).map_err(catalog))
}

/// The names of `information_schema` compare without case, so the probe itself would take `Users` for `users`.
async fn has_mysql_table(db: &impl ConnectionTrait, table: &str) -> Result<bool, DbErr> {
    let mut probe = MySql.query_tables();
    probe
        .expr_as(Expr::cust("CAST(@@lower_case_table_names AS CHAR)"), "lower_case_table_names")
        .and_where(Expr::col("table_name").eq(table));
    let rows = db.query_all(&probe).await?;
    Ok(rows.iter().map(|row| is_called(row, table)).collect::<Result<Vec<_>, _>>()?.contains(&true))
}

fn is_called(row: &QueryResult, table: &str) -> Result<bool, DbErr> {
    let (name, lower_case): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    Ok(name == table || lower_case != "0" && name.eq_ignore_ascii_case(table))
}
