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
    /// Asks everything: one query a kind of row, whatever the database holds.
    pub(super) async fn read<C: ConnectionTrait>(ask: &Ask<'_, C>) -> Result<Self, Error> {
        let by_server = |mariadb, mysql| if ask.server.is_mariadb() { mariadb } else { mysql };
        let columns = by_server(include_str!("column_mariadb.sql"), include_str!("column_mysql.sql"));
        let indexes = by_server(include_str!("index_mariadb.sql"), include_str!("index_mysql.sql"));
        let checks = by_server(include_str!("check_mariadb.sql"), include_str!("check_mysql.sql"));
        let views = by_server(include_str!("view_mariadb.sql"), include_str!("view_mysql.sql"));
        Ok(Self {
            tables: ask.rows("tables", include_str!("table.sql"), table::decode).await?,
            columns: ask.rows("columns", columns, column::decode).await?.into_iter().collect(),
            indexes: ask.rows("indexes", indexes, index::decode).await?.into_iter().collect(),
            foreign_keys: ask
                .rows("foreign keys", include_str!("foreign_key.sql"), foreign_key::decode)
                .await?
                .into_iter()
                .collect(),
            actions: ask
                .rows("actions of foreign keys", include_str!("action.sql"), foreign_key::decode_action)
                .await?
                .into_iter()
                .collect(),
            checks: ask.rows("checks", checks, check::decode).await?.into_iter().collect(),
            partitions: ask
                .rows("partitions", include_str!("partition.sql"), partition::decode)
                .await?
                .into_iter()
                .collect(),
            triggers: ask.rows("triggers", include_str!("trigger.sql"), trigger::decode).await?.into_iter().collect(),
            views: ask.rows("views", views, view::decode).await?.into_iter().collect(),
            routines: ask.rows("routines", include_str!("routine.sql"), routine::decode).await?,
            parameters: ask.rows("parameters", include_str!("parameter.sql"), routine::decode_parameter).await?,
            events: ask.rows("events", include_str!("event.sql"), event::decode).await?,
        })
    }
}

/// Asks a server.
pub(super) struct Ask<'a, C> {
    pub(super) db: &'a C,
    pub(super) server: &'a Server,
}

impl<C: ConnectionTrait> Ask<'_, C> {
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
