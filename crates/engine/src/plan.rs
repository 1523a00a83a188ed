//! Plans a revision: what differs, the statements both ways, the file, and the proof that it does what it says.

use autogen_diff::dialect;
use autogen_diff::{Difference, Policy, Script, Sides, compare, render};
use autogen_revision::{Direction, Revision, RevisionId};
use autogen_schema::change::Change;
use autogen_schema::{Dialect, Ledger, Schema};

use crate::draft::{Bodies, Draft, Rendered, Request, rendered};
use crate::dump::{self, Entry};
use crate::entities::Entities;
use crate::scratch::Scratch;
use crate::{Error, History, Project};

/// What a revision would do.
#[derive(Debug)]
pub struct Plan {
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
    /// It does not do what it says: how.
    Failed(Vec<String>),
}

/// Plans the revision that brings the history's heads to the model. `None` when there is nothing to do.
///
/// The base is the history, replayed on a scratch database: nobody's experiments get into the file. On a server that is made
/// beside the database at `url`, where it may be.
pub async fn plan(
    project: &Project,
    entities: &Entities,
    history: &History,
    request: &Request,
    url: Option<&str>,
) -> Result<Option<Plan>, Error> {
    let scratch = Scratch::replayed(project, history, url).await?;
    scratch.used(async |scratch| plan_on(scratch, project, entities, history, request).await).await
}

async fn plan_on(
    scratch: &Scratch,
    project: &Project,
    entities: &Entities,
    history: &History,
    request: &Request,
) -> Result<Option<Plan>, Error> {
    let dialect = project.dialect()?;
    let head = history.graph.head()?;
    let ledger = history.ledger(head, dialect)?;
    let base = scratch.schema(project).await?;
    let policy = policy(project, entities, request);
    let sides = Sides { model: &entities.model.schema, base: &base, ledger: &ledger, dialect, policy: &policy };
    let difference = compare(sides);
    refuse_unsafe(&difference, entities)?;
    if difference.is_empty() {
        return Ok(None);
    }
    let planner = Planner { project, entities, request, policy: &policy, dialect, revises: head.cloned() };
    planner.draft(difference, &base, &ledger, scratch).await.map(Some)
}

pub(crate) fn policy(project: &Project, entities: &Entities, request: &Request) -> Policy {
    Policy {
        ownership: project.ownership,
        unsaid: project.unsaid,
        missed: entities.missed(),
        allowed_drops: request.allowed_drops.iter().cloned().collect(),
        forgotten: request.forgotten.iter().cloned().collect(),
    }
}

/// Nothing is dropped on doubt, and nothing is made of what is not known.
fn refuse_unsafe(difference: &Difference, entities: &Entities) -> Result<(), Error> {
    if entities.model.has_errors() {
        return Err(Error::EntityErrors);
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

struct Planner<'a> {
    project: &'a Project,
    entities: &'a Entities,
    request: &'a Request,
    policy: &'a Policy,
    dialect: Dialect,
    revises: Option<RevisionId>,
}

impl Planner<'_> {
    async fn draft(
        &self,
        difference: Difference,
        base: &Schema,
        ledger: &Ledger,
        scratch: &Scratch,
    ) -> Result<Plan, Error> {
        let changes: Vec<Change> = difference.changes.iter().chain(&difference.claims).cloned().collect();
        let upgrade = dialect::upgrade(self.dialect, &difference.operations, base, &self.entities.model.schema.enums)?;
        let before = scratch.dump(self.project).await?;

        // The downgrade restores what the database stores, so the upgrade must have run before it can be written.
        let half = self.render(&changes, &upgrade, &Script::default())?;
        scratch.run(&half.revision, Direction::Upgrade).await?;
        let after = scratch.schema(self.project).await?;
        let downgrade = dialect::downgrade(self.dialect, &after, base, &difference.operations)?;

        let whole = self.render(&changes, &upgrade, &downgrade)?;
        let mut ledger = ledger.clone();
        ledger.fold(&changes);
        let mut findings = self.unconverged(&after, &ledger);
        findings.extend(self.unreversed(&whole.revision, scratch, &before).await?);
        let proof = if findings.is_empty() { Proof::Proven } else { Proof::Failed(findings) };
        let draft =
            if let Proof::Failed(findings) = &proof { whole.draft.with_findings(findings) } else { whole.draft };
        Ok(Plan { difference, upgrade, downgrade, draft, proof })
    }

    fn render(&self, changes: &[Change], upgrade: &Script, downgrade: &Script) -> Result<Rendered, Error> {
        let bodies = Bodies {
            changes,
            upgrade: render::section(render::Direction::Upgrade, self.project.section_dialects(), upgrade),
            downgrade: render::section(render::Direction::Downgrade, self.project.section_dialects(), downgrade),
        };
        let rendered = rendered(self.project, self.request, self.revises.as_slice(), &bodies)?;
        rendered.refuse_misread(Direction::Upgrade, upgrade, self.dialect)?;
        rendered.refuse_misread(Direction::Downgrade, downgrade, self.dialect)?;
        Ok(rendered)
    }

    /// What still differs from the model after the upgrade.
    fn unconverged(&self, after: &Schema, ledger: &Ledger) -> Vec<String> {
        let model = &self.entities.model.schema;
        let sides = Sides { model, base: after, ledger, dialect: self.dialect, policy: self.policy };
        let left = compare(sides);
        left.changes
            .iter()
            .map(|change| format!("after the upgrade this still differs from the entities: {change}"))
            .collect()
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
