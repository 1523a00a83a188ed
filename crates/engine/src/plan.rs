//! Plans a revision: what differs on each dialect, the statements both ways, the file, and the proof that it does what it says.

use autogen_diff::{Difference, Listed, Script, listed_once, portions};
use autogen_revision::RevisionId;
use autogen_schema::Dialect;
use autogen_schema::change::Change;

use crate::draft::{Draft, Origin, Request};
use crate::entities::Entities;
use crate::place::Place;
use crate::scratch::Scratch;
use crate::{Databases, Error, History, Live, Project, Target};

mod file;
mod filled;
mod track;

use file::File;
use track::{Scripts, Track};

/// What a revision would do.
#[derive(Debug)]
pub struct Plan {
    /// The id of the revision.
    pub id: RevisionId,
    /// What it does on each dialect of the project, in their order; also where that is nothing.
    pub parts: Vec<Part>,
    /// What its change list says that it does.
    pub changes: Vec<Change>,
    /// What its change list says that was there.
    pub claims: Vec<Change>,
    /// The file.
    pub draft: Draft,
    /// Whether it does what it says.
    pub proof: Proof,
}

/// What a revision would do on one dialect.
#[derive(Debug)]
pub struct Part {
    /// The dialect.
    pub dialect: Dialect,
    /// What differs.
    pub difference: Difference,
    /// The statements of the upgrade.
    pub upgrade: Script,
    /// The statements of the downgrade.
    pub downgrade: Script,
}

/// What running a revision on a scratch database showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Upgrade gives the model, downgrade gives back what was, and upgrade again gives the same.
    Proven,
    /// Nobody asked: where its downgrade takes that to be written, it was run up once.
    Skipped,
    /// It does not do what it says: how.
    Failed(Vec<String>),
}

/// Plans what brings the history's heads to the model: one revision, none when there is nothing to do, and several, each upon the
/// one before, where a server could not do all of it in one transaction.
///
/// On each dialect of the project the base is what the request says, built again on a scratch database. On a server that is made
/// beside the database of that dialect, where it may be.
pub async fn plan(
    project: &Project,
    entities: &Entities,
    history: &History,
    request: &Request,
    databases: &Databases,
) -> Result<Vec<Plan>, Error> {
    let mut tracks = Vec::new();
    let planned = Box::pin(async {
        for target in project.targets(databases) {
            let scratch = origin(target, history, request).await.map_err(|error| target.named(error))?;
            let track = Track::new(target, entities, history, request, scratch).await?;
            tracks.push(track);
        }
        plan_on(&mut tracks, project, entities, history, request).await
    });
    let planned = planned.await;
    let mut closed = Ok(());
    for track in tracks {
        closed = closed.and(track.close().await);
    }
    let plans = planned?;
    closed?;
    Ok(plans)
}

/// Builds what a revision starts from. A dialect of which no database is connected starts from its history in any case.
async fn origin(target: Target<'_>, history: &History, request: &Request) -> Result<Scratch, Error> {
    match (request.from, target.url) {
        (Origin::Database, None) if target.project.has_one_dialect() => Err(Error::NoUrl),
        (Origin::History, _) | (Origin::Database, None) => Scratch::replayed(target, history).await,
        (Origin::Database, Some(url)) => {
            let live = Live::read(target.project, url).await?;
            live.refuse_behind(history)?;
            Scratch::copied(target, history, &live.entries()).await
        }
    }
}

async fn plan_on(
    tracks: &mut [Track<'_>],
    project: &Project,
    entities: &Entities,
    history: &History,
    request: &Request,
) -> Result<Vec<Plan>, Error> {
    let mut place = match &request.place {
        Some(place) => Place::clone(place),
        None => Place::upon(history.graph.head()?.cloned().as_slice()),
    };
    let mut differences = Vec::with_capacity(tracks.len());
    for track in tracks.iter() {
        let difference = track.compared().await?;
        refuse_unsafe(&difference, entities).map_err(|error| track.target.named(error))?;
        differences.push((track.target.dialect, difference));
    }
    if differences.iter().all(|(_, difference)| difference.is_empty()) {
        return Ok(Vec::new());
    }
    let portions = portions(differences);
    for (at, track) in tracks.iter_mut().enumerate() {
        let of_track = portions.iter().skip(1).filter_map(|portion| portion.get(at));
        track.begin(of_track.flat_map(|(_, difference)| &difference.changes).cloned().collect());
    }
    let requests = request.portions(portions.len(), project);
    let mut plans = Vec::new();
    for (portion, request) in portions.into_iter().zip(&requests) {
        let plan = draft(tracks, portion, &File { project, request, place: &place }).await?;
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

/// Drafts the revision that makes the differences, and proves it. The scratches stand where the revision starts from, and afterwards
/// where it ends.
async fn draft(
    tracks: &mut [Track<'_>],
    differences: Vec<(Dialect, Difference)>,
    file: &File<'_>,
) -> Result<Plan, Error> {
    let mut scripts: Vec<Scripts> = Vec::with_capacity(tracks.len());
    for (track, (_, difference)) in tracks.iter_mut().zip(differences) {
        scripts.push(track.scripts(difference, file).await?);
    }
    let lists = scripts.iter().map(|one| (one.part.dialect, one.part.difference.listed()));
    let Listed { changes, claims } = listed_once(lists.collect());
    let parts: Vec<&Part> = scripts.iter().map(|one| &one.part).collect();
    let whole = file.render(&changes, &claims, &parts)?;
    let mut findings = Vec::new();
    for (track, one) in tracks.iter_mut().zip(&mut scripts) {
        findings.extend(track.finish(one, &whole.revision, file.request.proof).await?);
    }
    let proof = match findings.is_empty() {
        true if file.request.proof => Proof::Proven,
        true => Proof::Skipped,
        false => Proof::Failed(findings),
    };
    let draft = if let Proof::Failed(findings) = &proof { whole.draft.with_findings(findings) } else { whole.draft };
    let (parts, ends): (Vec<Part>, Vec<_>) = scripts.into_iter().map(Scripts::apart).unzip();
    // They are in many small pieces, and nobody waits for them.
    rayon::spawn(move || drop(ends));
    Ok(Plan { id: file.request.id.clone(), parts, changes, claims, draft, proof })
}

impl Plan {
    /// What it drops and makes anew that may be one thing with another name: the old name and the new one, as a request says it.
    pub fn likely_renames(&self) -> Vec<(String, String)> {
        let mut likely: Vec<(String, String)> = Vec::new();
        for part in &self.parts {
            let found = autogen_diff::likely_renames(&part.difference.operations, part.dialect);
            likely.extend(found.into_iter().filter(|one| !likely.contains(one)).collect::<Vec<_>>());
        }
        likely
    }

    /// Returns what it does on a dialect.
    pub fn part(&self, dialect: Dialect) -> Option<&Part> {
        self.parts.iter().find(|part| part.dialect == dialect)
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
    if !difference.not_taken.is_empty() {
        return Err(Error::NotTaken { reasons: difference.not_taken.clone() });
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
