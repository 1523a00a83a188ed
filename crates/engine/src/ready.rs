//! Whether a connected database is where a new revision starts from.

use std::collections::BTreeSet;

use autogen_revision::{BUSY_TIMEOUT, Mode, connect};
use autogen_schema::change::{Action, Change, FacetChange, FactKey};
use autogen_schema::{Dialect, Ledger, TableName};

use crate::draft::Origin;
use crate::drift::drift_of;
use crate::plan::{Part, Plan};
use crate::replay::Fingerprint;
use crate::scratch::Scratch;
use crate::{Drift, Error, History, Live, Target};

/// Checks that a database has every revision, and that it has not drifted where `plans` would change it. Returns its
/// other drift, to be told beside the plan. Nothing is created.
///
/// A plan that starts from the database was not compared with the history, which may be one that cannot be built: it must not do
/// again what the revisions say they did.
pub async fn refuse_unready(
    target: Target<'_>,
    history: &History,
    plans: &[Plan],
    from: Origin,
) -> Result<Vec<Drift>, Error> {
    let Target { project, dialect, url } = target;
    let connection = connect(url.ok_or(Error::NoUrl)?, Mode::ReadOnly, BUSY_TIMEOUT).await?;
    let sqlite = connection.version();
    let live = Live::of(project, &connection).await;
    connection.close().await.map_err(Error::Database)?;
    let live = live?;
    live.refuse_behind(history)?;
    if from == Origin::Database {
        let ledger = history.ledger(history.graph.heads(), dialect)?;
        let changes = parts(plans, dialect).flat_map(|part| &part.difference.changes);
        let drift: Vec<Drift> = changes.filter_map(|change| done_already(change, &ledger)).collect();
        return if drift.is_empty() { Ok(Vec::new()) } else { Err(Error::Drifted { drift }) };
    }
    let known = Fingerprint::of(target, history, history.graph.order(), sqlite);
    if known.is_some_and(|known| known.is_of(&live.entries())) {
        return Ok(Vec::new());
    }
    let scratch = Scratch::replayed(target, history).await?;
    let drift = scratch.used(async |scratch| drift_of(&live, scratch, project).await).await?;
    let touched = touched(plans, dialect);
    let (in_the_way, beside): (Vec<Drift>, Vec<Drift>) =
        drift.into_iter().partition(|drift| touched.contains(&drift.table.key(dialect)));
    match (in_the_way.is_empty(), history.revisions.is_empty()) {
        (true, _) => Ok(beside),
        (false, true) => Err(Error::NotAdopted { tables: in_the_way.into_iter().map(|drift| drift.table).collect() }),
        (false, false) => Err(Error::Drifted { drift: in_the_way }),
    }
}

/// Whether the revisions say that they did what the change would do, so that the database must have lost it; or that they left
/// something else than it starts from.
fn done_already(change: &Change, ledger: &Ledger) -> Option<Drift> {
    let (key, text) = match &change.action {
        Action::Made(fact) if ledger.holds(&fact.key) => {
            (&fact.key, format!("the revisions made {}, and the database lacks it", fact.key))
        }
        Action::Altered(key, facets) if facets.iter().any(|facet| is_otherwise(key, facet, ledger)) => {
            (key, format!("the database has {key} otherwise than the revisions made it"))
        }
        _ => return None,
    };
    let table = key.table().cloned().unwrap_or_else(|| TableName::new(key.to_string()));
    Some(Drift { table, text, about: Some(key.clone()) })
}

fn is_otherwise(key: &FactKey, change: &FacetChange, ledger: &Ledger) -> bool {
    let held = ledger.facets(key).and_then(|facets| facets.get(&change.facet));
    held.is_some() && held != change.old.as_ref()
}

fn parts(plans: &[Plan], dialect: Dialect) -> impl Iterator<Item = &Part> {
    plans.iter().filter_map(move |plan| plan.part(dialect))
}

fn touched(plans: &[Plan], dialect: Dialect) -> BTreeSet<TableName> {
    parts(plans, dialect)
        .flat_map(|part| &part.difference.operations)
        .filter_map(|operation| operation.table())
        .map(|table| table.key(dialect))
        .collect()
}
