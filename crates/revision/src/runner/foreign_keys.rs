//! Foreign keys while tables are made anew (<https://sqlite.org/lang_altertable.html#otheralter>).
//!
//! `DROP TABLE` deletes the rows first when foreign keys are on, and so those of every child under `ON DELETE CASCADE`. They are
//! turned off for the whole transaction, which is possible only before it, and checked at its end instead.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, Statement};

use super::error::{RunProblem, Stop};
use crate::Connection;

/// How many rows of a table refer to rows of another that are not there, or why that cannot be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Violations(BTreeMap<(String, String), usize>);

/// Turns foreign keys off; returns whether they were on.
pub(super) async fn turn_off(connection: &Connection) -> Result<bool, Stop> {
    let doing = "turning foreign keys off";
    let query = Statement::from_string(DatabaseBackend::Sqlite, "PRAGMA main.foreign_keys");
    let row = connection.database().query_one_raw(query).await.map_err(Stop::database(doing))?;
    let was_on = row.map(|row| row.try_get_by_index::<i64>(0)).transpose().map_err(Stop::database(doing))?;
    let off = connection.database().execute_unprepared("PRAGMA foreign_keys = OFF").await;
    off.map(|_| was_on == Some(1)).map_err(Stop::database(doing))
}

/// Turns foreign keys on.
pub(super) async fn turn_on(connection: &Connection) -> Result<(), Stop> {
    let on = connection.database().execute_unprepared("PRAGMA foreign_keys = ON").await;
    on.map(|_| ()).map_err(Stop::database("turning foreign keys on"))
}

impl Violations {
    pub(super) async fn read(connection: &Connection) -> Result<Self, Stop> {
        let mut found = Self::default();
        if found.check(connection, "PRAGMA main.foreign_key_check").await.is_ok() {
            return Ok(found);
        }
        // A key that does not fit its table fails the check of all: ask of each.
        let mut found = Self::default();
        for table in tables(connection).await.map_err(Stop::database("listing tables"))? {
            let quoted = connection.dialect().quote(&table.as_str().into());
            if let Err(error) = found.check(connection, &format!("PRAGMA main.foreign_key_check({quoted})")).await {
                found.0.insert((table, crate::Failure::from(error).message), 1);
            }
        }
        Ok(found)
    }

    async fn check(&mut self, connection: &Connection, pragma: &str) -> Result<(), DbErr> {
        let query = Statement::from_string(DatabaseBackend::Sqlite, pragma);
        for row in connection.database().query_all_raw(query).await? {
            *self.0.entry((row.try_get_by_index(0)?, row.try_get_by_index(2)?)).or_default() += 1;
        }
        Ok(())
    }

    /// Fails on what was not there `before`. Renamed tables take their violations with them.
    pub(super) fn refuse_new(&self, before: &Self, renamed: &[(String, String)]) -> Result<(), Stop> {
        let known = before.renamed(renamed);
        let more = |(key, count): &(&(String, String), &usize)| **count > known.0.get(*key).copied().unwrap_or(0);
        let new: Vec<String> = self
            .0
            .iter()
            .filter(more)
            .map(|((table, parent), count)| format!("`{table}` refers to `{parent}` ({count} rows)"))
            .collect();
        if new.is_empty() { Ok(()) } else { Err(RunProblem::ForeignKeys(new).into()) }
    }

    fn renamed(&self, renamed: &[(String, String)]) -> Self {
        let follow = |name: &String| {
            renamed
                .iter()
                .fold(name.clone(), |name, (from, to)| if name.eq_ignore_ascii_case(from) { to.clone() } else { name })
        };
        Self(self.0.iter().map(|((table, parent), count)| ((follow(table), follow(parent)), *count)).collect())
    }
}

async fn tables(connection: &Connection) -> Result<Vec<String>, DbErr> {
    let sql = "SELECT name FROM main.sqlite_master WHERE type = 'table' ORDER BY name";
    let rows = connection.database().query_all_raw(Statement::from_string(DatabaseBackend::Sqlite, sql)).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}
