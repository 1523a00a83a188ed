//! The settings of a session that decide how the server spells things, and how long it takes.
//!
//! The search path is the default schema alone while the catalog is read: the same database is told in the same words to
//! whoever asks, what lies in the default schema reads bare, and everything else by its schema. Temporary objects come last,
//! so that none hides what is read. The rest is as `pg_dump` sets it, but that no query is compiled (`jit`): the server takes those of the
//! catalog for longer than they are.

use autogen_schema::{Dialect, Ident};
use sea_orm::{ConnectionTrait, Statement};

use super::catalog;
use crate::Error;

/// `DateStyle`, `IntervalStyle`, `TimeZone`, `bytea_output`, `extra_float_digits`, `quote_all_identifiers`,
/// `standard_conforming_strings`, `jit`.
const FIXED: [&str; 8] = ["ISO", "postgres", "UTC", "hex", "3", "off", "on", "off"];

/// The oldest server whose catalog is known.
const OLDEST: i32 = 12;

/// The settings to go back to.
pub(super) struct Session {
    settings: Vec<String>,
    /// Which server it is: 15 for 15.4.
    pub(super) version: i32,
}

/// Changes the settings for the rest of the transaction.
pub(super) async fn enter(db: &impl ConnectionTrait) -> Result<Session, Error> {
    let rows = catalog::query(db, "session", include_str!("session.sql"), |row| {
        let version: i32 = row.try_get("", "version")?;
        let settings: Vec<String> = row.try_get("", "settings")?;
        Ok((version / 10_000, settings, catalog::ident(row, "default_schema")?))
    })
    .await?;
    let Some((version, settings, default)) = rows.into_iter().next() else {
        return Err(Error::Silent { what: "session" });
    };
    if version < OLDEST {
        let name = |version: i32| format!("PostgreSQL {version}");
        return Err(Error::TooOld { version: name(version), oldest: name(OLDEST) });
    }
    let path: Vec<Ident> = default.into_iter().chain([Ident::from("pg_temp")]).collect();
    let fixed = FIXED.into_iter().map(str::to_owned);
    set(db, [Dialect::Postgres.quote_list(&path)].into_iter().chain(fixed)).await?;
    Ok(Session { settings, version })
}

impl Session {
    /// Changes the settings back: the transaction may be the caller's.
    pub(super) async fn leave(self, db: &impl ConnectionTrait) -> Result<(), Error> {
        set(db, self.settings.into_iter()).await
    }
}

async fn set(db: &impl ConnectionTrait, settings: impl Iterator<Item = String>) -> Result<(), Error> {
    let values = settings.map(Into::into);
    let statement = Statement::from_sql_and_values(db.get_database_backend(), include_str!("settings.sql"), values);
    db.query_one_raw(statement).await.map_err(|source| Error::Catalog { what: "session", source })?;
    Ok(())
}
