//! One dialect while a revision is planned: its scratch, its statements both ways, and what running them shows.

use std::borrow::Cow;
use std::collections::BTreeSet;

use autogen_diff::online::online;
use autogen_diff::{
    Difference, Missed, Operation, Policy, Script, Sides, dialect, invert, render, restore_texts, rust, with_created,
};
use autogen_revision::{Direction, Revision};
use autogen_schema::change::Change;
use autogen_schema::{Ledger, Schema};

use super::file::File;
use super::{Part, filled};
use crate::draft::Request;
use crate::dump::{self, Entry};
use crate::entities::Entities;
use crate::scratch::Scratch;
use crate::{Error, History, Target};

/// A dialect on its way. The scratch stands where the next revision starts from, but for what it has not run yet.
pub(super) struct Track<'a> {
    pub(super) target: Target<'a>,
    /// Revisions whose end is known without running them.
    unrun: Vec<Revision>,
    /// What the revisions behind this one are still to do.
    left: Vec<Change>,
    /// Whether this one is the first.
    is_first: bool,
    scratch: Scratch,
    model: Cow<'a, Schema>,
    policy: Policy,
    ledger: Ledger,
    base: Schema,
}

/// What a revision does on the dialect.
pub(super) struct Scripts {
    pub(super) part: Part,
    /// What the scratch held before the upgrade ran on it. Nothing where it has not.
    before: Option<Vec<Entry>>,
    after: Schema,
}

impl Scripts {
    /// Returns what is wanted, and what was there before and after it.
    pub(super) fn apart(self) -> (Part, (Option<Vec<Entry>>, Schema)) {
        (self.part, (self.before, self.after))
    }
}

impl<'a> Track<'a> {
    /// Starts from what a scratch holds, which is closed where that fails.
    pub(super) async fn new(
        target: Target<'a>,
        entities: &'a Entities,
        history: &History,
        request: &Request,
        scratch: Scratch,
    ) -> Result<Self, Error> {
        let ledger = history.ledger(history.graph.heads(), target.dialect);
        let (ledger, mut base) = match (ledger, scratch.schema(target.project).await) {
            (Ok(ledger), Ok(base)) => (ledger, base),
            (Err(error), _) | (_, Err(error)) => {
                scratch.close().await?;
                return Err(target.named(error));
            }
        };
        restore_texts(&mut base, &ledger, target.dialect);
        let said = entities.said(target);
        let policy = policy(target, said.missed, request);
        Ok(Self {
            target,
            unrun: Vec::new(),
            left: Vec::new(),
            is_first: true,
            scratch,
            model: said.schema,
            policy,
            ledger,
            base,
        })
    }

    /// Removes the scratch.
    pub(super) async fn close(self) -> Result<(), Error> {
        self.scratch.close().await
    }

    /// Compares the model with where the scratch stands.
    pub(super) async fn compared(&self) -> Result<Difference, Error> {
        self.compare(&self.base, &self.ledger).await
    }

    async fn compare(&self, base: &Schema, ledger: &Ledger) -> Result<Difference, Error> {
        let (model, policy, dialect) = (&*self.model, &self.policy, self.target.dialect);
        let compared = self.scratch.compare(Sides { model, base, ledger, dialect, policy, spellings: None }).await;
        compared.map_err(|error| self.target.named(error))
    }

    /// Knows all that the revisions behind the first are to do. What was said of the way is done by the time that an end is looked at;
    /// a name may be another's by then.
    pub(super) fn begin(&mut self, left: Vec<Change>) {
        self.left = left;
        self.is_first = true;
        self.policy.renames.clear();
        self.policy.values.clear();
    }

    /// Writes the statements of a revision, and runs its upgrade; where nobody asks for a proof, only if it takes that to know the way
    /// back.
    pub(super) async fn scripts(&mut self, difference: Difference, file: &File<'_>) -> Result<Scripts, Error> {
        let target = self.target;
        if !file.request.proof
            && let Some(after) = self.created(&difference.operations)
        {
            return self.unrun(difference, after, file).map_err(|error| target.named(error));
        }
        self.catch_up().await.map_err(|error| target.named(error))?;
        self.written(difference, file).await.map_err(|error| target.named(error))
    }

    /// Returns where operations end that make tables and nothing else.
    fn created(&self, operations: &[Operation]) -> Option<Schema> {
        let Target { project, dialect, .. } = self.target;
        if project.rust.is_none() { with_created(operations, &self.base, dialect) } else { None }
    }

    /// Writes the statements of a revision that ends there.
    fn unrun(&self, difference: Difference, after: Schema, file: &File<'_>) -> Result<Scripts, Error> {
        let dialect = self.target.dialect;
        let operations = &difference.operations;
        let beside_others = |script| if file.request.online { online(script) } else { script };
        let (upgrade, downgrade) = rayon::join(
            || dialect::upgrade(dialect, operations, &self.base, &self.model.enums),
            || dialect::downgrade(dialect, &after, &self.base, operations),
        );
        let (upgrade, downgrade) = (beside_others(upgrade?), beside_others(downgrade?));
        let part = Part { dialect, difference, upgrade, downgrade };
        Ok(Scripts { part, before: None, after })
    }

    /// Runs what has not run yet.
    async fn catch_up(&mut self) -> Result<(), Error> {
        if self.unrun.is_empty() {
            return Ok(());
        }
        for revision in std::mem::take(&mut self.unrun) {
            self.scratch.run(&revision, Direction::Upgrade).await?;
        }
        self.read_base().await
    }

    async fn read_base(&mut self) -> Result<(), Error> {
        self.base = self.scratch.schema(self.target.project).await?;
        restore_texts(&mut self.base, &self.ledger, self.target.dialect);
        Ok(())
    }

    async fn written(&self, difference: Difference, file: &File<'_>) -> Result<Scripts, Error> {
        let (project, scratch, operations) = (self.target.project, &self.scratch, &difference.operations);
        let shown = scratch.with_texts(self.base.clone(), operations).await?;
        let beside_others = |script| if file.request.online { online(script) } else { script };
        let upgrade = dialect::upgrade(self.target.dialect, operations, &shown, &self.model.enums)?;
        let upgrade = self.built(beside_others(upgrade), operations, &shown, render::Direction::Upgrade);
        let before = scratch.dump(project).await?;

        // The downgrade restores what the database stores, so the upgrade must have run before it can be written.
        let mut part = Part { dialect: self.target.dialect, difference, upgrade, downgrade: Script::default() };
        let half = file.render(&part.difference.changes, &part.difference.claims, &[&part])?;
        scratch.run(&half.revision, Direction::Upgrade).await?;
        let operations = &part.difference.operations;
        let after = scratch.with_texts(scratch.schema(project).await?, operations).await?;
        let downgrade = dialect::downgrade(self.target.dialect, &after, &self.base, operations)?;
        let back = invert(operations.iter().cloned());
        part.downgrade = self.built(beside_others(downgrade), &back, &after, render::Direction::Downgrade);
        Ok(Scripts { part, before: Some(before), after })
    }

    /// Finds sea-query's builders for the statements of a migration in Rust: what is proven is the SQL that they make.
    fn built(&self, script: Script, operations: &[Operation], from: &Schema, direction: render::Direction) -> Script {
        let project = self.target.project;
        if project.rust.is_none() {
            return script;
        }
        let candidates = rust::Candidates::of(operations, from, &self.model.enums);
        let target = rust::Target { dialect: self.target.dialect, project: &project.dialects, direction, from };
        rust::with_builders(script, &candidates, target)
    }

    /// Stands where the revision ends. `proof` asks whether it does there what it says; the answer is what it does not.
    pub(super) async fn finish(
        &mut self,
        scripts: &mut Scripts,
        revision: &Revision,
        proof: bool,
    ) -> Result<Vec<String>, Error> {
        if !std::mem::take(&mut self.is_first) {
            self.left.drain(..scripts.part.difference.changes.len());
        }
        if scripts.before.is_none() && self.left.is_empty() {
            // Nothing is compared with its end.
            return Ok(Vec::new());
        }
        let Difference { changes, claims, .. } = &scripts.part.difference;
        self.ledger.fold(changes.iter().chain(claims));
        if scripts.before.is_none() {
            self.unrun.push(revision.clone());
            self.base = std::mem::take(&mut scripts.after);
            return Ok(Vec::new());
        }
        let findings = if proof { self.findings(scripts, revision).await } else { Ok(Vec::new()) };
        let findings = findings.map_err(|error| self.target.named(error))?;
        self.read_base().await?;
        let of =
            if self.target.project.has_one_dialect() { String::new() } else { format!("{}: ", self.target.dialect) };
        Ok(findings.into_iter().map(|finding| format!("{of}{finding}")).collect())
    }

    async fn findings(&self, scripts: &mut Scripts, revision: &Revision) -> Result<Vec<String>, Error> {
        let mut findings = self.unconverged(&scripts.after).await?;
        let before = scripts.before.as_deref().unwrap_or_default();
        findings.extend(self.unreversed(revision, before).await?);
        if findings.is_empty() {
            // Few revisions come here.
            let difference = &mut scripts.part.difference;
            let tried = Box::pin(filled::with_rows(&self.scratch, difference, &self.base, revision)).await?;
            difference.notes.extend(tried.notes);
            findings = tried.findings;
        }
        Ok(findings)
    }

    /// What still differs from the model after the upgrade, but for what is later revisions' to do.
    async fn unconverged(&self, after: &Schema) -> Result<Vec<String>, Error> {
        let differing = self.compare(after, &self.ledger).await?;
        if differing.changes.is_empty() {
            return Ok(Vec::new());
        }
        let left: BTreeSet<String> = self.left.iter().map(ToString::to_string).collect();
        let differing = differing.changes.iter().map(ToString::to_string).filter(|change| !left.contains(change));
        Ok(differing
            .map(|change| format!("after the upgrade this still differs from the entities: {change}"))
            .collect())
    }

    /// Runs the downgrade and the upgrade again, and tells what is not as before.
    async fn unreversed(&self, revision: &Revision, before: &[Entry]) -> Result<Vec<String>, Error> {
        let (project, scratch, dialect) = (self.target.project, &self.scratch, self.target.dialect);
        let after = scratch.dump(project).await?;
        let mut findings = Vec::new();
        if let Err(error) = scratch.run(revision, Direction::Downgrade).await {
            findings.push(format!("the downgrade fails: {error}"));
            return Ok(findings);
        }
        let restored = scratch.dump(project).await?;
        let left = dump::differences(before, &restored, dialect);
        findings.extend(left.into_iter().map(|found| format!("after the downgrade, {found}")));
        if let Err(error) = scratch.run(revision, Direction::Upgrade).await {
            findings.push(format!("the second upgrade fails: {error}"));
            return Ok(findings);
        }
        let again = scratch.dump(project).await?;
        let other = dump::differences(&after, &again, dialect);
        findings.extend(other.into_iter().map(|found| format!("after the second upgrade, {found}")));
        Ok(findings)
    }
}

fn policy(target: Target<'_>, missed: Missed, request: &Request) -> Policy {
    Policy {
        ownership: target.project.ownership,
        unsaid: target.project.unsaid,
        missed,
        allowed_drops: request.allowed_drops.iter().cloned().collect(),
        renames: request.renames.clone(),
        values: request.values.clone(),
        forgotten: request.forgotten.iter().cloned().collect(),
    }
}
