//! A question that needs no whole schema.

use autogen_schema::Dialect;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use sea_schema::{mysql::MySql, probe::SchemaProbe, sqlite::Sqlite};

use crate::{Error, supported};

/// Whether `db` holds a table called exactly `table`, its internal ones included.
///
/// The query is `sea-schema`'s own probe. On SQLite its tables come from `sqlite_master`: virtual tables and shadow tables are
/// among them, views are not, and the case of the name counts although SQLite's own look-up folds it. On MySQL and MariaDB
/// views are among them; the case counts where the server lets it, which the probe alone does not tell.
pub async fn has_table(db: &impl ConnectionTrait, table: &str) -> Result<bool, Error> {
    let catalog = |source| Error::Catalog { what: "tables", source };
    match supported(db)? {
        Dialect::Mysql => {
            let mut probe = MySql.query_tables();
            probe
                .expr_as(Expr::cust("CAST(@@lower_case_table_names AS CHAR)"), "lower_case")
                .and_where(Expr::col("table_name").eq(table));
            let rows = db.query_all(&probe).await.map_err(catalog)?;
            let found: Vec<bool> =
                rows.iter().map(|row| is_called(row, table)).collect::<Result<_, _>>().map_err(catalog)?;
            Ok(found.contains(&true))
        }
        _ => {
            let row = db.query_one(&Sqlite.has_table(table)).await.map_err(catalog)?;
            row.map_or(Ok(false), |row| row.try_get_by_index(0).map_err(catalog))
        }
    }
}

fn is_called(row: &QueryResult, table: &str) -> Result<bool, DbErr> {
    let (name, lower_case): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    Ok(name == table || lower_case != "0" && name.eq_ignore_ascii_case(table))
}
