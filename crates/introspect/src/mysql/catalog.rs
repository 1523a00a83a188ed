//! What `information_schema` says, row by row.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};

use super::check::{self, CheckRow};
use super::column::{self, ColumnRow};
use super::event::{self, EventRow};
use super::foreign_key::{self, ActionRow, ForeignKeyRow};
use super::index::{self, IndexRow};
use super::partition::{self, PartitionRow};
use super::portion::{Opened, Portion};
use super::routine::{self, ParameterRow, RoutineRow};
use super::row::Row;
use super::server::Server;
use super::table::{self, TableRow};
use super::trigger::{self, TriggerRow};
use super::view::{self, ViewRow};
use crate::{Another, Error};

/// The answers to all catalog queries.
#[derive(Default)]
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

    /// Takes over the rows of other tables.
    fn append(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
    }
}

impl<T> Default for Grouped<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> Extend<(String, T)> for Grouped<T> {
    fn extend<I: IntoIterator<Item = (String, T)>>(&mut self, rows: I) {
        for (table, row) in rows {
            self.0.entry(table).or_default().push(row);
        }
    }
}

impl Catalog {
    /// Asks everything: one query a kind of row, whatever the database holds, and of more tables than the server keeps open one for each
    /// portion of them.
    pub(super) async fn read<C: ConnectionTrait>(ask: &Ask<'_, C>, another: &impl Another) -> Result<Self, Error> {
        let opened = Opened::read(ask).await?;
        let beside = if opened.are_many() { another.open().await } else { None };
        let read = match &beside {
            Some(beside) if ask.server.is_seen_by(ask.db, beside).await => {
                Self::by_two(ask, beside, &opened.portions(2)).await
            }
            Some(_) | None => Self::of(ask, &opened.portions(1)).await,
        };
        if let Some(beside) = beside {
            // Nothing more is asked of it.
            let _closed = beside.close().await;
        }
        let mut catalog = read?;
        catalog.read_rest(ask).await?;
        Ok(catalog)
    }

    /// Asks about all portions over two connections at once: the server uses one core for each. What the other is lost with, the first
    /// asks for.
    async fn by_two<C: ConnectionTrait>(
        ask: &Ask<'_, C>,
        beside: &DatabaseConnection,
        portions: &[Portion],
    ) -> Result<Self, Error> {
        let (first, second) = portions.split_at(portions.len().div_ceil(2));
        let other = Ask { db: beside, server: ask.server };
        let (mut catalog, second_read) = match tokio::join!(Self::of(ask, first), Self::of(&other, second)) {
            (catalog, Ok(read)) => (catalog?, read),
            (catalog, Err(_)) => (catalog?, Self::of(ask, second).await?),
        };
        catalog.extend(second_read);
        Ok(catalog)
    }

    async fn of<C: ConnectionTrait>(ask: &Ask<'_, C>, portions: &[Portion]) -> Result<Self, Error> {
        let mut catalog = Self::default();
        for portion in portions {
            catalog.read_tables(ask, portion).await?;
        }
        Ok(catalog)
    }

    /// Adds what was asked of later portions.
    fn extend(&mut self, later: Self) {
        self.tables.extend(later.tables);
        self.columns.append(later.columns);
        self.indexes.append(later.indexes);
        self.foreign_keys.append(later.foreign_keys);
        self.actions.append(later.actions);
        self.checks.append(later.checks);
    }

    /// Asks for what the server opens each table for.
    async fn read_tables<C: ConnectionTrait>(&mut self, ask: &Ask<'_, C>, portion: &Portion) -> Result<(), Error> {
        let by_server = |mariadb, mysql| if ask.server.is_mariadb() { mariadb } else { mysql };
        let [tables, columns, indexes, checks, keys, actions] = [
            include_str!("table.sql"),
            by_server(include_str!("column_mariadb.sql"), include_str!("column_mysql.sql")),
            by_server(include_str!("index_mariadb.sql"), include_str!("index_mysql.sql")),
            by_server(include_str!("check_mariadb.sql"), include_str!("check_mysql.sql")),
            include_str!("foreign_key.sql"),
            include_str!("action.sql"),
        ]
        .map(|sql| portion.asked(sql));
        self.tables.extend(ask.rows("tables", &tables, table::decode).await?);
        self.columns.extend(ask.rows("columns", &columns, column::decode).await?);
        self.indexes.extend(ask.rows("indexes", &indexes, index::decode).await?);
        let keys = ask.rows("foreign keys", &keys, foreign_key::decode).await?;
        if !keys.is_empty() {
            self.actions.extend(ask.rows("actions of foreign keys", &actions, foreign_key::decode_action).await?);
        }
        self.foreign_keys.extend(keys);
        self.checks.extend(ask.rows("checks", &checks, check::decode).await?);
        Ok(())
    }

    /// Whether any table may be partitioned. MySQL's options do not tell of one that is by `KEY ()`; nor does it open tables to say.
    fn may_be_partitioned(&self, server: &Server) -> bool {
        !server.is_mariadb() || self.tables.iter().any(TableRow::is_partitioned)
    }

    /// Asks for the rest, and of that only for what there can be.
    async fn read_rest<C: ConnectionTrait>(&mut self, ask: &Ask<'_, C>) -> Result<(), Error> {
        if self.may_be_partitioned(ask.server) {
            let partitions = include_str!("partition.sql");
            self.partitions.extend(ask.rows("partitions", partitions, partition::decode).await?);
        }
        if self.tables.iter().any(TableRow::is_view) {
            let [mariadb, mysql] = [include_str!("view_mariadb.sql"), include_str!("view_mysql.sql")];
            let views = if ask.server.is_mariadb() { mariadb } else { mysql };
            self.views.extend(ask.rows("views", views, view::decode).await?);
        }
        self.triggers.extend(ask.rows("triggers", include_str!("trigger.sql"), trigger::decode).await?);
        self.routines = ask.rows("routines", include_str!("routine.sql"), routine::decode).await?;
        if !self.routines.is_empty() {
            let parameters = include_str!("parameter.sql");
            self.parameters = ask.rows("parameters", parameters, routine::decode_parameter).await?;
        }
        self.events = ask.rows("events", include_str!("event.sql"), event::decode).await?;
        Ok(())
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
