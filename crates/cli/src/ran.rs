//! What ran, as programs are told it.

use autogen_revision::{Direction, RevisionId};

use crate::context::Context;
use crate::database_url::DatabaseUrl;
use crate::document::{self, BackedUp, RanRevision};
use crate::error::Error;
use crate::progress::Progress;

/// What ran, and what was done before it.
#[derive(Debug, Default)]
pub(crate) struct Ran {
    /// The revisions; `None` where a person wanted none of them.
    pub(crate) revisions: Option<Vec<RanRevision>>,
    /// The backup that was written before.
    pub(crate) backup: Option<BackedUp>,
}

impl Ran {
    /// Makes one of which it is known what ran.
    pub(crate) fn of(revisions: Vec<RanRevision>) -> Self {
        Self { revisions: Some(revisions), backup: None }
    }

    /// Writes it, where it is to be a document.
    pub(crate) fn write(self, context: &Context, direction: Direction, url: &DatabaseUrl) -> Result<(), Error> {
        context.output.document(|| document::Ran {
            direction: direction.to_string(),
            database: url.shown(),
            dry_run: false,
            revisions: self.revisions.unwrap_or_default(),
            backup: self.backup,
        })
    }
}

impl Progress {
    /// Returns what is known of revisions that ran.
    pub(crate) fn ran(&self, revisions: &[RevisionId], direction: Direction) -> Vec<RanRevision> {
        revisions.iter().map(|id| self.one(id, direction, None)).collect()
    }

    /// Returns what is known of a revision that ran, or of what would run.
    pub(crate) fn one(&self, id: &RevisionId, direction: Direction, sql: Option<String>) -> RanRevision {
        RanRevision {
            revision: id.to_string(),
            message: self.message(id).to_owned(),
            hazards: self.hazards(id, direction).to_vec(),
            sql,
        }
    }
}
