//! One revision on trial: up, down, up, without rows and with them.

use autogen_revision::{Direction, Revision};
use autogen_schema::change::Change;
use autogen_schema::{Dialect, Ledger, Schema, TableName};

use super::beside;
use super::finding::{Fault, Findings, problem};
use super::lost::Excuses;
use super::rows;
use super::said::{Sight, Start};
use super::sample::Row;
use super::structure::differing;
use crate::dump::Entry;
use crate::scratch::Scratch;
use crate::{Error, Project};

/// A revision, and what it starts from.
pub(super) struct Trial<'a> {
    pub(super) project: &'a Project,
    pub(super) revision: &'a Revision,
    pub(super) changes: &'a [Change],
    /// What the revisions before it say.
    pub(super) ledger: &'a Ledger,
    pub(super) dialect: Dialect,
}

/// Where a trial left the scratch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// Where the revision ends.
    After,
    /// Where the revision starts, as far as rows go along.
    Before,
    /// Somewhere that nothing more is known of.
    Unknown,
    /// Where the revision starts, and it does not get further.
    Stuck,
}

/// What a structure was on both sides of a revision.
struct Sides {
    schema: Schema,
    before: Vec<Entry>,
    after: Vec<Entry>,
    /// The views that could not be read before.
    broken: Vec<(TableName, String)>,
    /// What the revisions before say that was not so.
    known: Vec<Change>,
}

impl Trial<'_> {
    /// Runs the revision up and down, without rows of ours. Returns where that left the scratch.
    pub(super) async fn structure(&self, scratch: &Scratch, found: &mut Findings<'_>) -> Result<Left, Error> {
        let before = scratch.dump(self.project).await?;
        let schema = scratch.schema(self.project).await?;
        let broken = beside::broken_views(scratch, &schema).await?;
        let start = Start { scratch, schema: &schema, ledger: self.ledger };
        let known = start.known().await?;
        let untrue = start.untrue(self.changes, &known).await?;
        if let Err(error) = scratch.run(self.revision, Direction::Upgrade).await {
            found.failure(scratch, Direction::Upgrade, &error, "", None);
            return Ok(Left::Stuck);
        }
        for untrue in untrue {
            found.in_changes(&untrue.key, untrue.text);
        }
        let after = scratch.dump(self.project).await?;
        let sides = Sides { schema, before, after, broken, known };
        self.look(scratch, &sides, found).await?;
        if self.irreversible() {
            return Ok(Left::After);
        }
        if let Err(error) = scratch.run(self.revision, Direction::Downgrade).await {
            found.failure(scratch, Direction::Downgrade, &error, "", None);
            return Ok(Left::Unknown);
        }
        if !self.is_restored(scratch, &sides.before, found).await? {
            return Ok(Left::Unknown);
        }
        if let Err(error) = scratch.run(self.revision, Direction::Upgrade).await {
            let hint = "the downgrade leaves something behind that the upgrade does not expect";
            found.failure(scratch, Direction::Upgrade, &error, " the second time", Some(hint));
            return Ok(Left::Unknown);
        }
        let again = scratch.dump(self.project).await?;
        for differing in differing(&sides.after, &again, self.dialect) {
            let text = format!("the second upgrade does not end where the first one did: {}", differing.text);
            found.in_section(Fault::NotRestored, Direction::Upgrade, Some(&differing.name), text, None);
        }
        scratch.run(self.revision, Direction::Downgrade).await.map_or(Ok(Left::Unknown), |()| Ok(Left::Before))
    }

    /// Whether the downgrade says that it must not be run.
    pub(super) fn irreversible(&self) -> bool {
        let downgrades = self.revision.sections.iter().filter(|s| s.direction == Direction::Downgrade);
        downgrades.filter(|section| section.serves(self.dialect)).any(|section| section.irreversible.is_some())
    }

    /// Compares what the upgrade made with what the change list says.
    async fn look(&self, scratch: &Scratch, sides: &Sides, found: &mut Findings<'_>) -> Result<(), Error> {
        let after = scratch.schema(self.project).await?;
        let sight = Sight { before: &sides.schema, after: &after, ledger: self.ledger, dialect: self.dialect };
        for untrue in sight.untrue(scratch, self.changes, &sides.known).await? {
            found.in_changes(&untrue.key, untrue.text);
        }
        self.note_unsaid(&sight, found);
        for (name, text) in beside::gone(&sides.before, &sides.after, self.revision, self.dialect) {
            let hint = "make it again in the upgrade, or drop it there in plain sight";
            found.in_section(Fault::DroppedAlong, Direction::Upgrade, Some(&name), text, Some(hint));
        }
        for (view, problem) in beside::broken_views(scratch, &after).await? {
            if !sides.broken.iter().any(|(name, _)| *name == view) {
                let text = format!("view {view} cannot be read after the upgrade: {problem}");
                let hint = "drop the view before the change, and make it again as it is to be";
                found.in_section(Fault::BrokenView, Direction::Upgrade, Some(&view), text, Some(hint));
            }
        }
        Ok(())
    }

    /// What no entity says is nobody's business; but a line may have been forgotten.
    fn note_unsaid(&self, sight: &Sight<'_>, found: &mut Findings<'_>) {
        // What is wrong is told already.
        let mut unsaid = sight.unsaid(self.changes);
        unsaid.retain(|unsaid| !self.ledger.holds(&unsaid.key));
        if self.changes.is_empty() && !unsaid.is_empty() {
            found.notes.push("it has no change list: what it makes is managed by no revision".to_owned());
        } else {
            found.notes.extend(unsaid.into_iter().map(|unsaid| unsaid.text));
        }
    }

    async fn is_restored(&self, scratch: &Scratch, before: &[Entry], found: &mut Findings<'_>) -> Result<bool, Error> {
        let restored = scratch.dump(self.project).await?;
        let left = differing(before, &restored, self.dialect);
        for differing in &left {
            let text = format!("after the downgrade, {}", differing.text);
            found.in_section(Fault::NotRestored, Direction::Downgrade, Some(&differing.name), text, None);
        }
        Ok(left.is_empty())
    }

    /// Runs the revision up and down with rows in every table, and looks for them. The scratch stands where the revision starts.
    pub(super) async fn rows(
        &self,
        scratch: &Scratch,
        kinds: &[Row],
        found: &mut Findings<'_>,
    ) -> Result<Tried, Error> {
        let schema = scratch.schema(self.project).await?;
        let filled = rows::fill(scratch, &schema, kinds).await?;
        let before = rows::read(scratch, &schema).await?;
        let excuses = Excuses::of(self.revision, self.changes, self.ledger, self.dialect);
        if let Err(error) = scratch.run(self.revision, Direction::Upgrade).await {
            return Ok(self.refused(scratch, Direction::Upgrade, &error, kinds, found));
        }
        let after = rows::read(scratch, &scratch.schema(self.project).await?).await?;
        let lost = excuses.lost_by_upgrade(&before, &after);
        for lost in &lost {
            let hint = "say so above the statement: `-- hazard: destroys …`";
            found.in_section(
                Fault::RowsLost,
                Direction::Upgrade,
                Some(&lost.table),
                format!("after the upgrade {}", lost.text),
                Some(hint),
            );
        }
        if let Err(error) = scratch.run(self.revision, Direction::Downgrade).await {
            return Ok(self.refused(scratch, Direction::Downgrade, &error, kinds, found));
        }
        let restored = rows::read(scratch, &schema).await?;
        let told = |table: &TableName| lost.iter().any(|lost| lost.table == *table);
        for lost in excuses.lost_by_downgrade(&before, &restored).into_iter().filter(|lost| !told(&lost.table)) {
            let hint = "say so above the statement: `-- hazard: destroys …`";
            let text = format!("after upgrade and downgrade {}", lost.text);
            found.in_section(Fault::RowsLost, Direction::Downgrade, Some(&lost.table), text, Some(hint));
        }
        let cleared = rows::clear(scratch, &filled).await?;
        Ok(if cleared { Tried::Done } else { Tried::Spoilt })
    }

    /// Rows may make a revision fail where it says so.
    fn refused(
        &self,
        scratch: &Scratch,
        direction: Direction,
        error: &Error,
        kinds: &[Row],
        found: &mut Findings<'_>,
    ) -> Tried {
        if Excuses::say_failure(self.revision, direction, self.dialect) {
            return Tried::Refused;
        }
        if direction == Direction::Downgrade && kinds.contains(&Row::Sparse) {
            // What an upgrade made of odd rows need not fit what was before.
            let problem = problem(scratch, error);
            found.notes.push(format!("rows can make its downgrade fail, which no hazard says: {problem}"));
            return Tried::Refused;
        }
        let rows =
            if kinds.contains(&Row::Sparse) { " where tables have rows" } else { " where tables have ordinary rows" };
        let hint =
            "give existing rows a value first; or say above the statement when it fails: `-- hazard: fails if …`";
        found.failure(scratch, direction, error, rows, Some(hint));
        Tried::Spoilt
    }
}

/// How far a trial with rows came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tried {
    /// To the end: the scratch stands where the revision starts.
    Done,
    /// The rows are in the way, as the revision says they may be. Plainer ones may not be.
    Refused,
    /// Nothing more is known of the scratch.
    Spoilt,
}
