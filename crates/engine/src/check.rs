//! Checks that entities, history and database agree, changing nothing.

use autogen_diff::{Difference, Policy, Sides, compare};
use autogen_revision::{RevisionId, Row, Standing};
use autogen_schema::{Dialect, Schema};

use crate::comparison::compared_on;
use crate::drift::drift_of;
use crate::entities::{Entities, Said};
use crate::reading::Opened;
use crate::replay::{Fingerprint, is_known};
use crate::scratch::Scratch;
use crate::unchanged::{Agreement, server, state};
use crate::{Drift, Error, History, TakeOverError, Target, Unchanged};

/// What a check found.
#[derive(Debug)]
pub struct Check {
    /// What the next revision would hold: the history compared with the entities. `None` where the database is compared
    /// and stands where the history does.
    pub history: Option<Difference>,
    /// What the database says, when one is known.
    pub live: Option<LiveCheck>,
    /// What to remember where nothing was found, so that the next check need not look while nothing changes.
    pub agreement: Option<Agreement>,
}

/// What a check found out about a database.
#[derive(Debug, Default)]
pub struct LiveCheck {
    /// The database compared with the entities.
    pub difference: Difference,
    /// Revisions that it lacks, in upgrade order.
    pub pending: Vec<RevisionId>,
    /// Revisions that it has and no file is there for.
    pub unknown: Vec<RevisionId>,
    /// The rows of its version table.
    pub applied: Vec<Row>,
    /// Where it stands by another tool that its history is to be taken over from.
    pub to_take_over: Vec<Standing>,
    /// Where it is not what its history makes it.
    pub drift: Vec<Drift>,
    /// What could not be read for what it is.
    pub notes: Vec<String>,
}

impl Check {
    /// Whether a revision would be written, or the database has drifted.
    pub fn has_findings(&self) -> bool {
        let differs = |difference: &Difference| !difference.is_empty() || !difference.withheld.is_empty();
        self.history.as_ref().is_some_and(differs)
            || self.live.as_ref().is_some_and(|live| differs(&live.difference) || !live.drift.is_empty())
    }

    /// Whether the database has every revision, and none that the history does not know.
    pub fn is_up_to_date(&self) -> bool {
        self.live.as_ref().is_none_or(LiveCheck::is_up_to_date)
    }
}

/// Nothing is to be done, and no more to be told than then.
impl From<Unchanged> for Check {
    fn from(unchanged: Unchanged) -> Self {
        let live = LiveCheck { notes: unchanged.notes, ..LiveCheck::default() };
        Self { history: None, live: Some(live), agreement: None }
    }
}

impl LiveCheck {
    /// Whether the database has every revision, and none that the history does not know.
    pub fn is_up_to_date(&self) -> bool {
        self.pending.is_empty() && self.unknown.is_empty()
    }

    /// Says what is in the way where it is not.
    pub fn not_up_to_date(&self) -> Error {
        match &self.to_take_over[..] {
            [] => Error::NotUpToDate { pending: self.pending.clone(), unknown: self.unknown.clone() },
            standings => TakeOverError::Pending { standings: standings.to_vec() }.into(),
        }
    }
}

/// Compares the entities with the history, or with the database that is known and its history.
///
/// A database is compared with the history only when it has every revision; before that, difference is no drift. A project
/// without revisions has no history to drift from.
pub async fn check(target: Target<'_>, entities: &Entities, history: &History) -> Result<Check, Error> {
    check_opened(target, entities, history, None).await
}

/// The same, where the database is `opened` already.
pub async fn check_opened(
    target: Target<'_>,
    entities: &Entities,
    history: &History,
    opened: Option<Opened>,
) -> Result<Check, Error> {
    let Target { project, dialect, url } = target;
    let heads = history.graph.settled_heads()?;
    let (opened, ledger) = match opened {
        Some(Opened { connection, live, ledger, basis }) => (Some((connection, live, basis)), ledger),
        None => (None, None),
    };
    let ledger = ledger.map_or_else(|| history.settled_ledger(dialect), Ok)?;
    let Said { schema, missed } = entities.said(target);
    let policy = Policy { ownership: project.ownership, unsaid: project.unsaid, missed, ..Policy::default() };
    let model = &schema;
    // What is compared takes the place of nothing.
    let nothing = Schema::default();
    let sides = Sides { model, base: &nothing, ledger: &ledger, dialect, policy: &policy, spellings: None };

    let Some(url) = url else {
        let scratch = Scratch::replayed(target, history).await?;
        let compared = async |scratch: &Scratch| {
            let base = scratch.schema(project).await?;
            scratch.compare(Sides { base: &base, ..sides }).await
        };
        return Ok(Check { history: Some(scratch.used(compared).await?), live: None, agreement: None });
    };
    let (connection, live, basis) = match opened {
        Some(opened) => opened,
        None => {
            let Opened { connection, live, basis, .. } = Opened::read(project, url).await?;
            (connection, live, basis)
        }
    };
    let (pending, unknown) = (live.pending(history), live.unknown(history));
    let with_live = Sides { base: &live.schema, ..sides };
    let comparable = pending.is_empty() && unknown.is_empty() && !heads.is_empty();
    let server = server(&connection);
    let fingerprint = || Fingerprint::of(target, history, history.graph.order(), server.1).filter(|_| comparable);
    let (difference, (known, is_known)) = rayon::join(
        || compare(with_live),
        || {
            let known = fingerprint();
            let is_known = known.as_ref().is_some_and(|known| known.is_of(&live.entries()));
            (known, is_known)
        },
    );
    let difference = compared_on(&connection, with_live, difference).await?;
    connection.close().await.map_err(Error::Database)?;
    let mut notes = live.notes.clone();
    if heads.is_empty() {
        let told =
            |standing: &Standing| format!("the database stands at {standing}: `autogen adopt` goes on from there");
        notes.extend(live.standings.iter().map(told));
    }
    let (mut drift, mut of_history) = (Vec::new(), None);
    if is_known {
        // It holds what its history builds, to the letter.
    } else if comparable && may_replay(target, history) {
        let scratch = Scratch::replayed(Target { url: None, ..target }, history).await?;
        let compared = async |scratch: &Scratch| {
            let drift = drift_of(&live, scratch, project).await?;
            if drift.is_empty() {
                if let Some(known) = known {
                    known.write(&scratch.dump(project).await?);
                }
                return Ok((drift, None));
            }
            let base = scratch.schema(project).await?;
            let difference = scratch.compare(Sides { base: &base, ..sides }).await?;
            Ok((drift, Some(difference)))
        };
        (drift, of_history) = scratch.used(compared).await?;
    } else if comparable && project.rust.is_none() {
        notes.push("the database is not compared with its history, which takes a `scratch_url`".to_owned());
    }
    // What another server builds of the history may be another thing tomorrow.
    let is_whole = comparable && (dialect == Dialect::Sqlite || !may_replay(target, history));
    let agrees = is_whole && entities.tell_nothing() && difference == Difference::default() && drift.is_empty();
    let agreement = basis.filter(|_| agrees).map(|basis| basis.agreement(state(server, &live), notes.clone()));
    let to_take_over = live.to_take_over(history);
    let read = (live.schema, ledger);
    let live = LiveCheck { difference, pending, unknown, to_take_over, applied: live.applied, drift, notes };
    // It is in many small pieces, and nobody waits for it.
    rayon::spawn(move || drop(read));
    Ok(Check { history: of_history, live: Some(live), agreement })
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
