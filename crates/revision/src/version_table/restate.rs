//! Squashed revisions: the rows of what was squashed become the row of the whole.

use std::collections::BTreeMap;

use super::{Row, StampError, State, VersionTable};
use crate::file::Revision;
use crate::graph::Graph;
use crate::runner::lock::Lock;
use crate::runner::transaction::{begin, commit, roll_back};
use crate::{Connection, RevisionId};

/// Gives each revision of `graph` that replaces others its own row, in place of theirs, where the table has all of theirs. Returns
/// those revisions. Nothing is locked or written where there is none.
///
/// The row keeps the place and the time of the last of them, and has the checksum and the downgrade of the file.
pub async fn restate(
    connection: &Connection,
    table: &VersionTable,
    graph: &Graph,
    revisions: &[Revision],
) -> Result<Vec<RevisionId>, StampError> {
    if restated(graph, &table.read(connection.database()).await?).is_empty() {
        return Ok(Vec::new());
    }
    let lock = Lock::take(connection, table).await?;
    let done = in_transaction(connection, table, graph, revisions).await;
    lock.release(connection).await;
    done
}

async fn in_transaction(
    connection: &Connection,
    table: &VersionTable,
    graph: &Graph,
    revisions: &[Revision],
) -> Result<Vec<RevisionId>, StampError> {
    begin(connection).await?;
    match write(connection, table, graph, revisions).await {
        Ok(done) => commit(connection).await.map(|()| done).map_err(StampError::Commit),
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
) -> Result<Vec<RevisionId>, StampError> {
    let database = connection.database();
    // Another process may have done it before this one had the lock.
    let rows = table.read(database).await?;
    let files: BTreeMap<&RevisionId, &Revision> = revisions.iter().map(|r| (&r.header.id, r)).collect();
    let by_id: BTreeMap<&RevisionId, &Row> = rows.iter().map(|row| (&row.revision, row)).collect();
    let restated = restated(graph, &rows);
    for revision in restated.iter().filter_map(|id| files.get(id)) {
        let Some((last, others)) = revision.header.replaces.split_last() else { continue };
        for old in others {
            table.delete(database, old).await?;
        }
        if let Some(row) = by_id.get(last) {
            table.replace(database, last, &Row::of(revision, connection.dialect(), row.applied_at)?).await?;
        }
    }
    Ok(restated)
}

/// What is half done is somebody's to look at, and stays as it is.
fn restated(graph: &Graph, rows: &[Row]) -> Vec<RevisionId> {
    let applied = rows.iter().filter(|row| row.state == State::Applied).map(|row| row.revision.clone());
    graph.restated(&applied.collect::<Vec<_>>())
}
