//! The search path, which decides how the server spells names.
//!
//! It is the default schema alone while the catalog is read: the same database is told in the same words to whoever asks, what
//! lies in the default schema reads bare, and everything else by its schema. Temporary objects come last, so that none hides
//! what is read.

use autogen_schema::{Dialect, Ident};
use sea_orm::{ConnectionTrait, Statement};

use super::catalog;
use crate::Error;

/// The search path to go back to.
pub(super) struct Session {
    search_path: String,
}

/// Sets the search path for the rest of the transaction.
pub(super) async fn enter(db: &impl ConnectionTrait) -> Result<Session, Error> {
    let rows = catalog::query(db, "session", include_str!("session.sql"), |row| {
        let version: i32 = row.try_get("", "version")?;
        let search_path: String = row.try_get("", "search_path")?;
        Ok((version, search_path, catalog::ident(row, "default_schema")?))
    })
    .await?;
    let Some((version, search_path, default)) = rows.into_iter().next() else {
        return Err(Error::Silent { what: "session" });
    };
    if version < 120_000 {
        let version = format!("PostgreSQL {}", version / 10_000);
        return Err(Error::TooOld { version, oldest: "PostgreSQL 12".to_owned() });
    }
    let path: Vec<Ident> = default.into_iter().chain([Ident::from("pg_temp")]).collect();
    set(db, &Dialect::Postgres.quote_list(&path)).await?;
    Ok(Session { search_path })
}

impl Session {
    /// Sets the search path back: the transaction may be the caller's.
    pub(super) async fn leave(self, db: &impl ConnectionTrait) -> Result<(), Error> {
        set(db, &self.search_path).await
    }
}

async fn set(db: &impl ConnectionTrait, path: &str) -> Result<(), Error> {
    let sql = "SELECT set_config('search_path', $1, true)";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [path.into()]);
    db.query_one_raw(statement).await.map_err(|source| Error::Catalog { what: "search path", source })?;
    Ok(())
}
