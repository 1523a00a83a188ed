//! One revision: its statements both ways, its file, and what running it on the scratch shows.

use autogen_diff::{Difference, Policy, Script, Sides, dialect, render};
use autogen_revision::{Direction, Revision};
use autogen_schema::change::Change;
use autogen_schema::{Dialect, Ledger, Schema};

use super::{Plan, Proof};
use crate::draft::{Bodies, Rendered, Request, rendered};
use crate::dump::{self, Entry};
use crate::entities::Entities;
use crate::place::Place;
use crate::scratch::Scratch;
use crate::{Error, Project};

/// Plans one revision after the other.
pub(super) struct Planner<'a> {
    pub(super) project: &'a Project,
    pub(super) entities: &'a Entities,
    pub(super) policy: &'a Policy,
    pub(super) dialect: Dialect,
}

/// Where a revision starts from.
pub(super) struct Start<'a> {
    pub(super) base: &'a Schema,
    pub(super) ledger: &'a Ledger,
    pub(super) place: Place,
}

impl Planner<'_> {
    /// Drafts the revision that makes the difference, and proves it. The scratch stands where the revision starts from, and
    /// afterwards where it ends. `left` is for those that follow.
    pub(super) async fn draft(
        &self,
        difference: Difference,
        start: Start<'_>,
        left: &[Change],
        request: &Request,
        scratch: &Scratch,
    ) -> Result<Plan, Error> {
        let Start { base, ledger, place } = start;
        let file = File { planner: self, request, place };
        let changes: Vec<Change> = difference.changes.iter().chain(&difference.claims).cloned().collect();
        let shown = scratch.with_texts(base.clone(), &difference.operations).await?;
        let enums = &self.entities.model.schema.enums;
        let upgrade = dialect::upgrade(self.dialect, &difference.operations, &shown, enums)?;
        let before = scratch.dump(self.project).await?;

        // The downgrade restores what the database stores, so the upgrade must have run before it can be written.
        let half = file.render(&changes, &upgrade, &Script::default())?;
        scratch.run(&half.revision, Direction::Upgrade).await?;
        let after = scratch.with_texts(scratch.schema(self.project).await?, &difference.operations).await?;
        let downgrade = dialect::downgrade(self.dialect, &after, base, &difference.operations)?;

        let whole = file.render(&changes, &upgrade, &downgrade)?;
        if !request.proof {
            let (id, draft, proof) = (request.id.clone(), whole.draft, Proof::Skipped);
            return Ok(Plan { id, difference, upgrade, downgrade, draft, proof });
        }
        let mut ledger = ledger.clone();
        ledger.fold(&changes);
        let mut findings = self.unconverged(&after, &ledger, left, scratch).await?;
        findings.extend(self.unreversed(&whole.revision, scratch, &before).await?);
        let proof = if findings.is_empty() { Proof::Proven } else { Proof::Failed(findings) };
        let draft =
            if let Proof::Failed(findings) = &proof { whole.draft.with_findings(findings) } else { whole.draft };
        Ok(Plan { id: request.id.clone(), difference, upgrade, downgrade, draft, proof })
    }

    /// What still differs from the model after the upgrade, but for what is `later` revisions' to do.
    async fn unconverged(
        &self,
        after: &Schema,
        ledger: &Ledger,
        later: &[Change],
        scratch: &Scratch,
    ) -> Result<Vec<String>, Error> {
        let (model, dialect, policy) = (&self.entities.model.schema, self.dialect, self.policy);
        let left = scratch.compare(Sides { model, base: after, ledger, dialect, policy, spellings: None }).await?;
        let left = left.changes.iter().filter(|change| !later.contains(change));
        Ok(left.map(|change| format!("after the upgrade this still differs from the entities: {change}")).collect())
    }

    /// Runs the downgrade and the upgrade again, and tells what is not as before.
    async fn unreversed(&self, revision: &Revision, scratch: &Scratch, before: &[Entry]) -> Result<Vec<String>, Error> {
        let after = scratch.dump(self.project).await?;
        let mut findings = Vec::new();
        if let Err(error) = scratch.run(revision, Direction::Downgrade).await {
            findings.push(format!("the downgrade fails: {error}"));
            return Ok(findings);
        }
        let restored = scratch.dump(self.project).await?;
        findings.extend(
            dump::differences(before, &restored, self.dialect).into_iter().map(|d| format!("after the downgrade, {d}")),
        );
        if let Err(error) = scratch.run(revision, Direction::Upgrade).await {
            findings.push(format!("the second upgrade fails: {error}"));
            return Ok(findings);
        }
        let again = scratch.dump(self.project).await?;
        findings.extend(
            dump::differences(&after, &again, self.dialect)
                .into_iter()
                .map(|d| format!("after the second upgrade, {d}")),
        );
        Ok(findings)
    }
}

/// The file of a revision.
struct File<'a> {
    planner: &'a Planner<'a>,
    request: &'a Request,
    place: Place,
}

impl File<'_> {
    fn render(&self, changes: &[Change], upgrade: &Script, downgrade: &Script) -> Result<Rendered, Error> {
        let Planner { project, dialect, .. } = self.planner;
        let bodies = Bodies {
            changes,
            upgrade: render::section(render::Direction::Upgrade, project.section_dialects(), upgrade),
            downgrade: render::section(render::Direction::Downgrade, project.section_dialects(), downgrade),
        };
        let rendered = rendered(project, self.request, &self.place, &bodies)?;
        rendered.refuse_misread(Direction::Upgrade, upgrade, *dialect)?;
        rendered.refuse_misread(Direction::Downgrade, downgrade, *dialect)?;
        Ok(rendered)
    }
}
