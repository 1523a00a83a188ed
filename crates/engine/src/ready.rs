//! Whether a connected database is where a new revision starts from.

use std::collections::BTreeSet;

use autogen_schema::{Dialect, TableName};

use crate::drift::drift_of;
use crate::plan::Plan;
use crate::scratch::Scratch;
use crate::{Drift, Error, History, Live, Project};

/// Checks that the database at `url` has every revision, and that it has not drifted where `plan` would change it. Returns its
/// other drift, to be told beside the plan. Nothing is created.
pub async fn refuse_unready(project: &Project, history: &History, plan: &Plan, url: &str) -> Result<Vec<Drift>, Error> {
    let dialect = project.dialect()?;
    let live = Live::read(project, url).await?;
    let (pending, unknown) = (live.pending(history), live.unknown(history));
    if !pending.is_empty() || !unknown.is_empty() {
        return Err(Error::NotUpToDate { pending, unknown });
    }
    let scratch = Scratch::replayed(project, history, Some(url)).await?;
    let drift = scratch.used(async |scratch| drift_of(&live, scratch, project).await).await?;
    let touched = touched(plan, dialect);
    let (in_the_way, beside): (Vec<Drift>, Vec<Drift>) =
        drift.into_iter().partition(|drift| touched.contains(&drift.table.key(dialect)));
    match (in_the_way.is_empty(), history.revisions.is_empty()) {
        (true, _) => Ok(beside),
        (false, true) => Err(Error::NotAdopted { tables: in_the_way.into_iter().map(|drift| drift.table).collect() }),
        (false, false) => Err(Error::Drifted { drift: in_the_way }),
    }
}

fn touched(plan: &Plan, dialect: Dialect) -> BTreeSet<TableName> {
    plan.difference
        .operations
        .iter()
        .filter_map(|operation| operation.table())
        .map(|table| table.key(dialect))
        .collect()
}
