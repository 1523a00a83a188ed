//! Plans a revision: what differs, the statements both ways, the file, and the proof that it does what it says.

use autogen_diff::{Difference, Policy, Script, Sides};
use autogen_revision::RevisionId;
use autogen_schema::Dialect;
use autogen_schema::change::Change;

use crate::draft::{Draft, Origin, Request};
use crate::entities::Entities;
use crate::place::Place;
use crate::scratch::Scratch;
use crate::{Error, History, Live, Project};

mod planner;

use planner::{Planner, Start};

/// What a revision would do.
#[derive(Debug)]
pub struct Plan {
    /// The id of the revision.
    pub id: RevisionId,
    /// What differs.
    pub difference: Difference,
    /// The statements of the upgrade.
    pub upgrade: Script,
    /// The statements of the downgrade.
    pub downgrade: Script,
    /// The file.
    pub draft: Draft,
    /// Whether it does what it says.
    pub proof: Proof,
}

/// What running a revision on a scratch database showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Upgrade gives the model, downgrade gives back what was, and upgrade again gives the same.
    Proven,
    /// Nobody asked: it was run up once, to write the downgrade.
    Skipped,
    /// It does not do what it says: how.
    Failed(Vec<String>),
}

/// Plans what brings the history's heads to the model: one revision, none when there is nothing to do, and several, each upon the
/// one before, where the server could not do all of it in one transaction.
///
/// The base is what the request says, built again on a scratch database. On a server that is made beside the database at `url`,
/// where it may be.
pub async fn plan(
    project: &Project,
    entities: &Entities,
    history: &History,
    request: &Request,
    url: Option<&str>,
) -> Result<Vec<Plan>, Error> {
    let scratch = match request.from {
        Origin::History => Scratch::replayed(project, history, url).await?,
        Origin::Database => {
            let url = url.ok_or(Error::NoUrl)?;
            let live = Live::read(project, url).await?;
            live.refuse_behind(history)?;
            Scratch::copied(project, history, &live.entries, Some(url)).await?
        }
    };
    scratch.used(async |scratch| plan_on(scratch, project, entities, history, request).await).await
}

async fn plan_on(
    scratch: &Scratch,
    project: &Project,
    entities: &Entities,
    history: &History,
    request: &Request,
) -> Result<Vec<Plan>, Error> {
    let dialect = project.dialect()?;
    let mut place = match &request.place {
        Some(place) => Place::clone(place),
        None => Place::upon(history.graph.head()?.cloned().as_slice()),
    };
    let mut ledger = history.ledger(history.graph.heads(), dialect)?;
    let mut base = scratch.schema(project).await?;
    let policy = policy(project, entities, request);
    let model = &entities.model.schema;
    let sides = Sides { model, base: &base, ledger: &ledger, dialect, policy: &policy, spellings: None };
    let difference = scratch.compare(sides).await?;
    refuse_unsafe(&difference, entities)?;
    if difference.is_empty() {
        return Ok(Vec::new());
    }
    let planner = Planner { project, entities, policy: &policy, dialect };
    let portions = difference.portions(dialect);
    let requests = request.portions(portions.len());
    let mut left: Vec<Change> = portions.iter().flat_map(|portion| &portion.changes).cloned().collect();
    let mut plans = Vec::new();
    for (difference, request) in portions.into_iter().zip(&requests) {
        left.drain(..difference.changes.len());
        let start = Start { base: &base, ledger: &ledger, place: place.clone() };
        let plan = planner.draft(difference, start, &left, request, scratch).await?;
        ledger.fold(&plan.changes());
        base = scratch.schema(project).await?;
        // What follows is upon this one, beside it, and needs nothing more.
        place = Place { folder: place.folder, ..Place::upon(std::slice::from_ref(&request.id)) };
        let is_broken = matches!(plan.proof, Proof::Failed(_));
        plans.push(plan);
        if is_broken {
            // What comes after would be tried on what nobody has.
            break;
        }
    }
    Ok(plans)
}

impl Plan {
    /// What it drops and makes anew that may be one thing with another name: the old name and the new one, as a request says it.
    pub fn likely_renames(&self, dialect: Dialect) -> Vec<(String, String)> {
        autogen_diff::likely_renames(&self.difference.operations, dialect)
    }

    /// Returns what its change list says.
    pub(crate) fn changes(&self) -> Vec<Change> {
        self.difference.changes.iter().chain(&self.difference.claims).cloned().collect()
    }
}

pub(crate) fn policy(project: &Project, entities: &Entities, request: &Request) -> Policy {
    Policy {
        ownership: project.ownership,
        unsaid: project.unsaid,
        missed: entities.missed(),
        allowed_drops: request.allowed_drops.iter().cloned().collect(),
        renames: request.renames.clone(),
        forgotten: request.forgotten.iter().cloned().collect(),
    }
}

/// Nothing is dropped on doubt, and nothing is made of what is not known.
fn refuse_unsafe(difference: &Difference, entities: &Entities) -> Result<(), Error> {
    if entities.model.has_errors() {
        return Err(Error::EntityErrors);
    }
    if !difference.not_renamed.is_empty() {
        return Err(Error::NotRenamed { reasons: difference.not_renamed.clone() });
    }
    if !difference.unknown.is_empty() {
        return Err(Error::UnknownTypes { facts: difference.unknown.clone() });
    }
    if !difference.withheld.is_empty() {
        let reasons = entities.model.incomplete.iter().map(ToString::to_string).collect();
        return Err(Error::Withheld { drops: difference.withheld.clone(), reasons });
    }
    Ok(())
}
