//! What is compared in a check: entities with the history or a database, and a database with its history.

use autogen_diff::{Difference, Sides, compare};
use autogen_revision::{Standing, Version};
use autogen_schema::Dialect;

use super::{Check, LiveCheck};
use crate::comparison::compared_on;
use crate::drift::drift_of;
use crate::reading::Opened;
use crate::replay::{Fingerprint, is_known};
use crate::scratch::Scratch;
use crate::unchanged::{server, state};
use crate::{Drift, Error, History, Live, Target};

/// What is compared with what.
pub(super) struct Checking<'a> {
    pub(super) target: Target<'a>,
    pub(super) history: &'a History,
    /// The model and the ledger; the base is still to come.
    pub(super) sides: Sides<'a>,
}

impl Checking<'_> {
    pub(super) async fn with_history(&self) -> Result<Difference, Error> {
        let scratch = Scratch::replayed(self.target, self.history).await?;
        scratch.used(async |scratch: &Scratch| self.with_scratch(scratch).await).await
    }

    async fn with_scratch(&self, scratch: &Scratch) -> Result<Difference, Error> {
        let base = scratch.schema(self.target.project).await?;
        scratch.compare(Sides { base: &base, ..self.sides }).await
    }

    /// Compares with a database, and that with its history. `is_plain` where the entities have nothing else to tell.
    pub(super) async fn with_database(&self, opened: Opened, is_plain: bool) -> Result<Check, Error> {
        let Self { target, history, sides } = *self;
        let Opened { connection, live, basis, .. } = opened;
        let server = server(&connection);
        let (pending, unknown) = (live.pending(history), live.unknown(history));
        let comparable = pending.is_empty() && unknown.is_empty() && !history.graph.heads().is_empty();
        let with_live = Sides { base: &live.schema, ..sides };
        let built = || comparable.then(|| Built::by(target, history, server.1, &live));
        let (difference, built) = rayon::join(|| compare(with_live), built);
        let is_asked = !difference.questions.is_empty();
        let difference = compared_on(&connection, with_live, difference).await?;
        connection.close().await.map_err(Error::Database)?;
        let Drifted { drift, history: of_history, notes } = match built {
            Some(built) => self.drifted(&live, built).await?,
            None => Drifted::default(),
        };
        let notes = [live.notes.clone(), where_it_stands(&live, history), notes].concat();
        // What a server spells, or another one builds of the history, may be another thing tomorrow.
        let is_local = !is_asked && (target.dialect == Dialect::Sqlite || !may_replay(target, history));
        let agrees = is_plain && comparable && is_local && difference == Difference::default() && drift.is_empty();
        let agreement = basis.filter(|_| agrees).map(|basis| basis.agreement(state(server, &live), notes.clone()));
        let to_take_over = live.to_take_over(history);
        let Live { schema, applied, .. } = live;
        let live = LiveCheck { difference, pending, unknown, applied, to_take_over, drift, notes };
        // It is in many small pieces, and nobody waits for it.
        rayon::spawn(move || drop(schema));
        Ok(Check { history: of_history, live: Some(live), agreement })
    }

    /// Compares a database that has every revision with what they build.
    async fn drifted(&self, live: &Live, built: Built) -> Result<Drifted, Error> {
        let Self { target, history, .. } = *self;
        let project = target.project;
        match built {
            Built::Same => Ok(Drifted::default()),
            Built::Unknown(fingerprint) if may_replay(target, history) => {
                let scratch = Scratch::replayed(Target { url: None, ..target }, history).await?;
                let compared = async |scratch: &Scratch| {
                    let drift = drift_of(live, scratch, project).await?;
                    if !drift.is_empty() {
                        let history = Some(self.with_scratch(scratch).await?);
                        return Ok(Drifted { drift, history, notes: Vec::new() });
                    }
                    if let Some(fingerprint) = fingerprint {
                        fingerprint.write(&scratch.dump(project).await?);
                    }
                    Ok(Drifted::default())
                };
                scratch.used(compared).await
            }
            Built::Unknown(_) if project.rust.is_some() => Ok(Drifted::default()),
            Built::Unknown(_) => {
                let note = "the database is not compared with its history, which takes a `scratch_url`";
                Ok(Drifted { notes: vec![note.to_owned()], ..Drifted::default() })
            }
        }
    }
}

/// Where a database is not what its history makes it.
#[derive(Default)]
struct Drifted {
    drift: Vec<Drift>,
    /// The history compared with the entities, where it is.
    history: Option<Difference>,
    notes: Vec<String>,
}

/// What is known of what a history builds.
enum Built {
    /// What the database holds, to the letter.
    Same,
    /// It has to be built, and may be kept.
    Unknown(Option<Fingerprint>),
}

impl Built {
    fn by(target: Target<'_>, history: &History, sqlite: Version, live: &Live) -> Self {
        match Fingerprint::of(target, history, history.graph.order(), sqlite) {
            Some(known) if known.is_of(&live.entries()) => Self::Same,
            fingerprint => Self::Unknown(fingerprint),
        }
    }
}

/// Says of a project without revisions where the tools before it left its database.
fn where_it_stands(live: &Live, history: &History) -> Vec<String> {
    if !history.graph.heads().is_empty() {
        return Vec::new();
    }
    let told = |standing: &Standing| format!("the database stands at {standing}: `autogen adopt` goes on from there");
    live.standings.iter().map(told).collect()
}

/// A check makes nothing on a server that is not there for it.
fn may_replay(target: Target<'_>, history: &History) -> bool {
    let Target { project, dialect, .. } = target;
    match project.rust {
        // Nor does it compile anything.
        Some(ref rust) => is_known(target, rust, history.graph.order()),
        None => dialect == Dialect::Sqlite || project.scratch.urls.contains_key(&dialect),
    }
}
