//! Checks that entities, history and database agree, changing nothing.

use autogen_diff::{Difference, Policy, Sides};
use autogen_revision::{RevisionId, Row, Standing};
use autogen_schema::Schema;

use crate::entities::{Entities, Said};
use crate::reading::Opened;
use crate::unchanged::Agreement;
use crate::{Drift, Error, History, TakeOverError, Target, Unchanged};

mod checking;

use checking::Checking;

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
    history.graph.settled_heads()?;
    let mut opened = opened;
    let ledger = opened.as_mut().and_then(|opened| opened.ledger.take());
    let ledger = ledger.map_or_else(|| history.settled_ledger(dialect), Ok)?;
    let Said { schema, missed } = entities.said(target);
    let policy = Policy { ownership: project.ownership, unsaid: project.unsaid, missed, ..Policy::default() };
    // What is compared takes the place of nothing.
    let nothing = Schema::default();
    let sides = Sides { model: &schema, base: &nothing, ledger: &ledger, dialect, policy: &policy, spellings: None };
    let checking = Checking { target, history, sides };
    let Some(url) = url else {
        return Ok(Check { history: Some(checking.with_history().await?), live: None, agreement: None });
    };
    let opened = match opened {
        Some(opened) => opened,
        None => Opened::read(project, url).await?,
    };
    let checked = checking.with_database(opened, entities.tell_nothing()).await?;
    // It is in many small pieces, and nobody waits for it.
    rayon::spawn(move || drop(ledger));
    Ok(checked)
}
