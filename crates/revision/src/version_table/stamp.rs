//! Setting the version table without running anything.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::Dialect;

use super::{Row, State, VersionTable, VersionTableError};
use crate::file::{FileError, Revision};
use crate::graph::{Graph, PlanError};
use crate::runner::lock::Lock;
use crate::runner::transaction::{BeginError, begin, commit, roll_back};
use crate::{Connection, Failure, RevisionId};

/// What a stamp changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamped {
    /// Rows that were added, in the order of the graph.
    pub added: Vec<RevisionId>,
    /// Rows that were removed, the last first.
    pub removed: Vec<RevisionId>,
}

/// Why a stamp failed. The table is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StampError {
    /// The target names no revision, or the table holds one that has no file.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The version table cannot be read or written.
    #[error(transparent)]
    VersionTable(#[from] VersionTableError),
    /// A revision has no section for the dialect.
    #[error(transparent)]
    File(#[from] FileError),
    /// The database is locked or cannot be written.
    #[error(transparent)]
    Begin(#[from] BeginError),
    /// The rows cannot be committed.
    #[error("cannot commit the version table: {0}")]
    Commit(Failure),
}

/// Makes the rows of the version table the ancestors of `target` and `target` itself, beside the branches that have nothing to
/// do with it; with `purge` exactly those. `base` is no rows at all.
///
/// `graph` is made of `revisions`. `target` is an identifier, or several separated by blanks or commas; `now` is in seconds
/// since 1970.
pub async fn stamp(
    connection: &Connection,
    table: &VersionTable,
    graph: &Graph,
    revisions: &[Revision],
    target: &str,
    purge: bool,
    now: i64,
) -> Result<Stamped, StampError> {
    let lock = Lock::take(connection, table).await?;
    let stamped = in_transaction(connection, table, graph, revisions, target, purge, now).await;
    lock.release(connection).await;
    stamped
}

async fn in_transaction(
    connection: &Connection,
    table: &VersionTable,
    graph: &Graph,
    revisions: &[Revision],
    target: &str,
    purge: bool,
    now: i64,
) -> Result<Stamped, StampError> {
    // Making a table would commit.
    if connection.dialect() == Dialect::Mysql {
        table.create(connection.database()).await?;
    }
    begin(connection).await?;
    match write(connection, table, graph, revisions, target, purge, now).await {
        Ok(stamped) => commit(connection).await.map(|()| stamped).map_err(StampError::Commit),
        Err(error) => {
            roll_back(connection).await;
            Err(error)
        }
    }
}

async fn write(
    connection: &Connection,
    table: &VersionTable,
    graph: &Graph,
    revisions: &[Revision],
    target: &str,
    purge: bool,
    now: i64,
) -> Result<Stamped, StampError> {
    let database = connection.database();
    table.create(database).await?;
    let rows = table.read(database).await?;
    let keep = if purge { BTreeSet::new() } else { settled(&rows) };
    let applied: Vec<RevisionId> = rows.iter().map(|row| row.revision.clone()).collect();
    let wanted = graph.plan_stamp(target, &applied, purge)?;
    let mut stamped = Stamped::default();
    for row in rows.iter().rev().filter(|row| !(wanted.contains(&row.revision) && keep.contains(&row.revision))) {
        table.delete(database, &row.revision).await?;
        stamped.removed.push(row.revision.clone());
    }
    let files: BTreeMap<&RevisionId, &Revision> = revisions.iter().map(|r| (&r.header.id, r)).collect();
    for id in graph.order().iter().filter(|id| wanted.contains(*id) && !keep.contains(*id)) {
        if let Some(revision) = files.get(id) {
            table.insert(database, &Row::of(revision, connection.dialect(), now)?).await?;
            stamped.added.push(id.clone());
        }
    }
    Ok(stamped)
}

/// The rows that may stay as they are.
fn settled(rows: &[Row]) -> BTreeSet<RevisionId> {
    rows.iter().filter(|row| row.state == State::Applied).map(|row| row.revision.clone()).collect()
}
