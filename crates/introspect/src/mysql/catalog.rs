//! What `information_schema` says, row by row.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use super::check::{self, CheckRow};
use super::column::{self, ColumnRow};
use super::event::{self, EventRow};
use super::foreign_key::{self, ActionRow, ForeignKeyRow};
use super::index::{self, IndexRow};
use super::partition::{self, PartitionRow};
use super::routine::{self, ParameterRow, RoutineRow};
use super::row::Row;
use super::server::Server;
use super::table::{self, TableRow};
use super::trigger::{self, TriggerRow};
use super::view::{self, ViewRow};
use crate::Error;

/// The answers to all catalog queries.
pub(super) struct Catalog {
    /// Tables, views and sequences, by name.
    pub(super) tables: Vec<TableRow>,
    pub(super) columns: Grouped<ColumnRow>,
    pub(super) indexes: Grouped<IndexRow>,
    pub(super) foreign_keys: Grouped<ForeignKeyRow>,
    pub(super) actions: Grouped<ActionRow>,
    pub(super) checks: Grouped<CheckRow>,
    pub(super) partitions: Grouped<PartitionRow>,
    pub(super) triggers: Grouped<TriggerRow>,
    pub(super) views: Grouped<ViewRow>,
    pub(super) routines: Vec<RoutineRow>,
    pub(super) parameters: Vec<ParameterRow>,
    pub(super) events: Vec<EventRow>,
}

/// Rows of tables, found under the exact name of each.
pub(super) struct Grouped<T>(BTreeMap<String, Vec<T>>);

impl<T> Grouped<T> {
    pub(super) fn of(&self, table: &str) -> &[T] {
        self.0.get(table).map(Vec::as_slice).unwrap_or_default()
    }

    /// The names of the tables that have any.
    pub(super) fn tables(&self) -> impl Iterator<Item = (&str, &[T])> {
        self.0.iter().map(|(table, rows)| (table.as_str(), rows.as_slice()))
    }
}

impl<T> FromIterator<(String, T)> for Grouped<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(rows: I) -> Self {
        let mut groups = BTreeMap::<_, Vec<T>>::new();
        for (table, row) in rows {
            groups.entry(table).or_default().push(row);
        }
        Self(groups)
    }
}

impl Catalog {
    /// Asks everything: one query a kind of row, whatever the database holds. What depends on other rows is asked where there are some:
    /// for most of these queries the server opens each table.
    pub(super) async fn read<C: ConnectionTrait>(ask: &Ask<'_, C>) -> Result<Self, Error> {
        let by_server = |mariadb, mysql| if ask.server.is_mariadb() { mariadb } else { mysql };
        let columns = by_server(include_str!("column_mariadb.sql"), include_str!("column_mysql.sql"));
        let indexes = by_server(include_str!("index_mariadb.sql"), include_str!("index_mysql.sql"));
        let checks = by_server(include_str!("check_mariadb.sql"), include_str!("check_mysql.sql"));
        let views = by_server(include_str!("view_mariadb.sql"), include_str!("view_mysql.sql"));
        let keys = include_str!("foreign_key.sql");
        let tables = ask.rows("tables", include_str!("table.sql"), table::decode).await?;
        let foreign_keys: Grouped<_> = ask.grouped("foreign keys", keys, foreign_key::decode, true).await?;
        let routines = ask.rows("routines", include_str!("routine.sql"), routine::decode).await?;
        let (has_keys, has_views) = (!foreign_keys.0.is_empty(), tables.iter().any(TableRow::is_view));
        let is_partitioned = tables.iter().any(TableRow::is_partitioned);
        let (actions, partitions) = (include_str!("action.sql"), include_str!("partition.sql"));
        let parameters = match &routines[..] {
            [] => Vec::new(),
            _ => ask.rows("parameters", include_str!("parameter.sql"), routine::decode_parameter).await?,
        };
        Ok(Self {
            columns: ask.grouped("columns", columns, column::decode, true).await?,
            indexes: ask.grouped("indexes", indexes, index::decode, true).await?,
            actions: ask.grouped("actions of foreign keys", actions, foreign_key::decode_action, has_keys).await?,
            checks: ask.grouped("checks", checks, check::decode, true).await?,
            partitions: ask.grouped("partitions", partitions, partition::decode, is_partitioned).await?,
            triggers: ask.grouped("triggers", include_str!("trigger.sql"), trigger::decode, true).await?,
            views: ask.grouped("views", views, view::decode, has_views).await?,
            events: ask.rows("events", include_str!("event.sql"), event::decode).await?,
            tables,
            foreign_keys,
            routines,
            parameters,
        })
    }
}

/// Asks a server.
pub(super) struct Ask<'a, C> {
    pub(super) db: &'a C,
    pub(super) server: &'a Server,
}

impl<C: ConnectionTrait> Ask<'_, C> {
    /// Sends a query about tables where what it asks for `is_there`.
    async fn grouped<T>(
        &self,
        what: &'static str,
        sql: &str,
        decode: impl Fn(&Row<'_>) -> Result<(String, T), DbErr>,
        is_there: bool,
    ) -> Result<Grouped<T>, Error> {
        let rows = if is_there { self.rows(what, sql, decode).await? } else { Vec::new() };
        Ok(rows.into_iter().collect())
    }

    /// Sends a query and decodes what comes back.
    pub(super) async fn rows<T>(
        &self,
        what: &'static str,
        sql: &str,
        decode: impl Fn(&Row<'_>) -> Result<T, DbErr>,
    ) -> Result<Vec<T>, Error> {
        let catalog = |source| Error::Catalog { what, source };
        let statement = Statement::from_string(DbBackend::MySql, self.server.in_plain_mode(sql));
        let rows = self.db.query_all_raw(statement).await.map_err(catalog)?;
        rows.iter().map(|row| decode(&Row(row))).collect::<Result<_, _>>().map_err(catalog)
    }
}
