//! Relations: whatever has rows or columns.

use autogen_schema::{Dialect, Ident, TableName};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::catalog::{ident, name, query, texts};
use super::comments::Comments;
use crate::Error;

const POSTGRES: Dialect = Dialect::Postgres;

/// A relation.
pub(super) struct Relation {
    pub(super) oid: i64,
    pub(super) name: TableName,
    pub(super) kind: Kind,
    pub(super) of_extension: bool,
    pub(super) unlogged: bool,
    /// The access method of a table.
    pub(super) method: Option<String>,
    pub(super) tablespace: Option<String>,
    /// Storage parameters, each as `name=value`.
    pub(super) options: Vec<String>,
    /// The composite type that it is made of.
    pub(super) of_type: Option<String>,
    /// `RANGE (at)`.
    pub(super) partition_key: Option<String>,
    /// `FOR VALUES FROM … TO …`, `DEFAULT`.
    pub(super) partition_bound: Option<String>,
    /// What it inherits from, or is a part of.
    pub(super) parents: Vec<i64>,
    pub(super) row_security: RowSecurity,
    /// `d` for the primary key, `n` for nothing, `f` for the whole row, `i` for an index.
    pub(super) replica_identity: String,
    /// The index whose columns identify a row to replicas.
    pub(super) replica_index: Option<Ident>,
    /// The index that the rows were last sorted by.
    pub(super) cluster_index: Option<Ident>,
    pub(super) comment: Option<String>,
    /// What a view selects.
    pub(super) query: Option<String>,
    /// The server of a foreign table.
    pub(super) server: Option<String>,
    pub(super) server_options: Vec<String>,
    /// Whether others than its owner may do something to it.
    pub(super) granted: bool,
}

/// Whether policies decide which rows are seen.
pub(super) struct RowSecurity {
    pub(super) enabled: bool,
    /// By the owner, too.
    pub(super) forced: bool,
}

/// What a relation is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Table,
    PartitionedTable,
    View,
    MaterializedView,
    ForeignTable,
    Sequence,
    CompositeType,
}

impl Relation {
    /// Whether it is a table that stands for itself: no partition and no foreign table.
    pub(super) fn is_table(&self) -> bool {
        matches!(self.kind, Kind::Table | Kind::PartitionedTable) && !self.is_partition()
    }

    /// Whether it is a part of a partitioned table.
    pub(super) fn is_partition(&self) -> bool {
        self.partition_bound.is_some()
    }

    /// Whether it holds rows that are not computed: a table, a partition or a foreign table.
    pub(super) fn has_rows(&self) -> bool {
        matches!(self.kind, Kind::Table | Kind::PartitionedTable | Kind::ForeignTable)
    }

    /// Whether it is made by `CREATE VIEW` or `CREATE MATERIALIZED VIEW`.
    pub(super) fn is_view(&self) -> bool {
        matches!(self.kind, Kind::View | Kind::MaterializedView)
    }

    /// `WITH (fillfactor=70)`.
    pub(super) fn with(&self) -> Option<String> {
        (!self.options.is_empty()).then(|| format!("WITH ({})", self.options.join(", ")))
    }

    /// `TABLESPACE fast`.
    pub(super) fn in_tablespace(&self) -> Option<String> {
        self.tablespace.as_deref().map(|name| format!("TABLESPACE {}", POSTGRES.quote(&name.into())))
    }
}

/// Reads every relation.
pub(super) async fn read(db: &impl ConnectionTrait, comments: &Comments) -> Result<Vec<Relation>, Error> {
    query(db, "relations", include_str!("relation.sql"), |row| decode(row, comments)).await
}

fn decode(row: &QueryResult, comments: &Comments) -> Result<Relation, DbErr> {
    let toast = texts(row, "toast_options")?.into_iter().map(|option| format!("toast.{option}"));
    let options = texts(row, "options")?.into_iter().chain(toast);
    let oid = row.try_get("", "oid")?;
    Ok(Relation {
        oid,
        name: name(row)?,
        kind: kind(&row.try_get::<String>("", "kind")?)?,
        of_extension: row.try_get("", "of_extension")?,
        unlogged: row.try_get("", "unlogged")?,
        method: row.try_get("", "method")?,
        tablespace: row.try_get("", "tablespace")?,
        options: options.map(|option| spelled(&option)).collect(),
        of_type: row.try_get("", "of_type")?,
        partition_key: row.try_get("", "partition_key")?,
        partition_bound: row.try_get("", "partition_bound")?,
        parents: row.try_get::<Option<Vec<i64>>>("", "parents")?.unwrap_or_default(),
        row_security: RowSecurity {
            enabled: row.try_get("", "row_security")?,
            forced: row.try_get("", "forced_row_security")?,
        },
        replica_identity: row.try_get("", "replica_identity")?,
        replica_index: ident(row, "replica_index")?,
        cluster_index: ident(row, "cluster_index")?,
        comment: comments.of_relation(oid),
        query: row.try_get("", "query")?,
        server: row.try_get("", "server")?,
        server_options: texts(row, "server_options")?,
        granted: row.try_get("", "granted")?,
    })
}

fn kind(letter: &str) -> Result<Kind, DbErr> {
    match letter {
        "r" => Ok(Kind::Table),
        "p" => Ok(Kind::PartitionedTable),
        "v" => Ok(Kind::View),
        "m" => Ok(Kind::MaterializedView),
        "f" => Ok(Kind::ForeignTable),
        "S" => Ok(Kind::Sequence),
        "c" => Ok(Kind::CompositeType),
        other => Err(DbErr::Type(format!("a relation of kind `{other}`"))),
    }
}

/// A storage parameter as it is written: the catalog keeps `name=value` without quotes.
pub(super) fn spelled(option: &str) -> String {
    let Some((name, value)) = option.split_once('=') else { return option.to_owned() };
    let plain = !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.'));
    if plain { option.to_owned() } else { format!("{name}={}", POSTGRES.literal(value)) }
}
