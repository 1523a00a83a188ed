//! The change list of a revision that was written by hand, told from what it does.

use autogen_diff::{Listed, Policy, Sides, listed_once};
use autogen_revision::{Direction, Revision};
use autogen_schema::change::{Action, Change, FacetChange, Facets, Fact, FactKey};
use autogen_schema::{Dialect, Ledger, Schema};

use super::said::present;
use crate::scratch::Scratch;
use crate::{Databases, Entities, Error, History, Project, Target};

/// Returns the change list of a revision: what it makes of what the entities say, and what it unmakes of what the revisions before
/// it made, on every dialect of the project. What neither speaks of is nobody's business. A rename cannot be told from a column that
/// goes and one that comes.
pub async fn derive(
    project: &Project,
    history: &History,
    entities: &Entities,
    revision: &Revision,
    databases: &Databases,
) -> Result<Vec<Change>, Error> {
    let mut lists = Vec::new();
    for target in project.targets(databases) {
        let list = derive_on(target, history, &entities.said(target).schema, revision).await;
        let changes = list.map_err(|error| target.named(error))?;
        lists.push((target.dialect, Listed { changes, claims: Vec::new() }));
    }
    Ok(listed_once(lists).changes)
}

async fn derive_on(
    target: Target<'_>,
    history: &History,
    model: &Schema,
    revision: &Revision,
) -> Result<Vec<Change>, Error> {
    let Target { project, dialect, .. } = target;
    let order = history.graph.order();
    let before: Vec<_> = order.iter().take_while(|id| **id != revision.header.id).cloned().collect();
    let mut ledger = Ledger::new(dialect);
    for earlier in before.iter().filter_map(|id| history.get(id)) {
        ledger.fold(&earlier.changes()?);
    }
    let scratch = Scratch::replayed_to(target, history, &before).await?;
    let told = scratch.used(async |scratch| {
        let base = scratch.schema(project).await?;
        let claimable = claims(scratch, model, &base, &ledger).await?;
        scratch.run(revision, Direction::Upgrade).await?;
        let after = scratch.schema(project).await?;
        let mut changes = unmade(&ledger, &base, &after, scratch.dialect());
        let mut left = ledger.clone();
        left.fold(&changes);
        let mut claims = claims(scratch, model, &after, &left).await?;
        claims.retain(|claim| !claimable.contains(claim));
        changes.extend(grouped(claims, &left, &present(&base, &[], scratch.dialect())));
        Ok(changes)
    });
    told.await
}

/// What the entities say, is so, and no revision has said yet.
async fn claims(scratch: &Scratch, model: &Schema, base: &Schema, ledger: &Ledger) -> Result<Vec<Fact>, Error> {
    let policy = Policy::default();
    let sides = Sides { model, base, ledger, dialect: scratch.dialect(), policy: &policy, spellings: None };
    let claims = scratch.compare(sides).await?.claims.into_iter();
    Ok(claims
        .filter_map(|change| match change.action {
            Action::Claimed(fact) => Some(fact),
            _ => None,
        })
        .collect())
}

/// What the ledger holds and is gone. With a table goes all that belongs to it.
fn unmade(ledger: &Ledger, before: &Schema, after: &Schema, dialect: Dialect) -> Vec<Change> {
    let (there, left) = (present(before, &[], dialect), present(after, &[], dialect));
    let gone: Vec<(&FactKey, &Facets)> =
        ledger.facts().filter(|(key, _)| there.holds(key) && !left.holds(key)).collect();
    let table_of = |key: &FactKey| key.table().cloned().map(FactKey::Table);
    let is_gone = |key: &FactKey| gone.iter().any(|(other, _)| *other == key);
    let is_member = |key: &FactKey| {
        matches!(key, FactKey::Column(..) | FactKey::PrimaryKey(_))
            && table_of(key).is_some_and(|table| is_gone(&table))
    };
    let mut changes = Vec::new();
    for (key, facets) in gone.iter().rev().filter(|(key, _)| !is_member(key)) {
        let mut fact = Fact::new((*key).clone(), (*facets).clone());
        if matches!(key, FactKey::Table(_)) {
            let members = gone.iter().filter(|(member, _)| is_member(member) && table_of(member).as_ref() == Some(key));
            fact.members = members.map(|(key, facets)| Fact::new((*key).clone(), (*facets).clone())).collect();
        }
        changes.push(Change::new(Action::Unmade(fact)));
    }
    changes
}

/// Says what was claimed as what the revision did: made, altered, or only come upon.
fn grouped(claims: Vec<Fact>, ledger: &Ledger, before: &Ledger) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for fact in claims {
        let action = match ledger.facets(&fact.key) {
            Some(held) if !held.is_empty() || fact.facets.is_empty() => altered(fact, held),
            _ if before.holds(&fact.key) => Action::Claimed(fact),
            _ => Action::Made(fact),
        };
        let Action::Made(member) = &action else {
            changes.push(Change::new(action));
            continue;
        };
        let is_member = matches!(member.key, FactKey::Column(..) | FactKey::PrimaryKey(_));
        let of = changes.iter_mut().find_map(|change| match &mut change.action {
            Action::Made(table)
                if matches!(table.key, FactKey::Table(_)) && table.key.table() == member.key.table() =>
            {
                Some(table)
            }
            _ => None,
        });
        match of {
            Some(table) if is_member => table.members.push(member.clone()),
            _ => changes.push(Change::new(action)),
        }
    }
    for change in &mut changes {
        if let Action::Made(fact) = &mut change.action {
            // The key stands behind the columns.
            fact.members.sort_by_key(|member| matches!(member.key, FactKey::PrimaryKey(_)));
        }
    }
    changes.sort_by_key(|change| rank(change.key()));
    changes
}

/// Tables before what hangs on them.
fn rank(key: &FactKey) -> u8 {
    match key {
        FactKey::Enum(_) => 0,
        FactKey::Table(_) => 1,
        FactKey::Column(..) => 2,
        FactKey::PrimaryKey(_) => 3,
        FactKey::Unique(..) => 4,
        FactKey::Index(..) => 5,
        FactKey::ForeignKey(..) => 6,
    }
}

fn altered(fact: Fact, held: &Facets) -> Action {
    let change = |(facet, new)| FacetChange { facet, old: held.get(&facet).cloned(), new: Some(new) };
    Action::Altered(fact.key, fact.facets.into_iter().map(change).collect())
}
