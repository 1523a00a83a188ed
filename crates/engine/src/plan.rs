//! Plans a revision: what differs, the statements both ways, the file, and the proof that it does what it says.

use autogen_diff::dialect::sqlite;
use autogen_diff::template::{self, Variables};
use autogen_diff::{Difference, Policy, Script, Sides, compare, render};
use autogen_revision::{Direction, Revision, RevisionId, render_message};
use autogen_schema::change::Change;
use autogen_schema::{Dialect, Ledger, Schema};

use crate::dump::{self, Entry};
use crate::entities::Entities;
use crate::excluded::without_excluded;
use crate::scratch::Scratch;
use crate::{Error, History, Project};

/// What a new revision is to be.
#[derive(Clone, Debug)]
pub struct Request {
    /// The message.
    pub message: String,
    /// The id.
    pub id: RevisionId,
    /// When it is made, in UTC: `2026-11-22T09:28:00Z`.
    pub created: String,
    /// The template of the file.
    pub template: String,
    /// What the template is called in messages.
    pub template_name: String,
    /// Drops that are allowed although the model is incomplete.
    pub allowed_drops: Vec<String>,
    /// Facts to strike from the ledger.
    pub forgotten: Vec<String>,
}

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

/// A revision file that is not written yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its name.
    pub file_name: String,
    /// Its text.
    pub text: String,
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
/// The base is the history, replayed on a database in memory: nobody's experiments get into the file.
pub async fn plan(
    project: &Project,
    entities: &Entities,
    history: &History,
    request: &Request,
) -> Result<Option<Plan>, Error> {
    let dialect = project.dialect()?;
    let head = history.graph.head()?;
    let ledger = history.ledger(head, dialect)?;
    let scratch = Scratch::replayed(project, history).await?;
    let base = without_excluded(scratch.schema().await?, project);
    let policy = policy(project, entities, request);
    let sides = Sides { model: &entities.model.schema, base: &base, ledger: &ledger, dialect, policy: &policy };
    let difference = compare(sides);
    refuse_unsafe(&difference, entities)?;
    if difference.is_empty() {
        return Ok(None);
    }
    let planner = Planner { project, entities, request, policy: &policy, dialect, revises: head.cloned() };
    planner.draft(difference, &base, &ledger, &scratch).await.map(Some)
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
        let upgrade = sqlite::upgrade(&difference.operations, base)?;
        let before = scratch.dump(self.project).await?;

        // The downgrade restores what the database stores, so the upgrade must have run before it can be written.
        let half = self.render(&changes, &upgrade, &Script::default())?;
        scratch.run(&half.revision, Direction::Upgrade).await?;
        let after = without_excluded(scratch.schema().await?, self.project);
        let downgrade = sqlite::downgrade(&after, base, &difference.operations)?;

        let whole = self.render(&changes, &upgrade, &downgrade)?;
        let mut ledger = ledger.clone();
        ledger.fold(&changes);
        let mut findings = self.unconverged(&after, &ledger);
        findings.extend(self.unreversed(&whole.revision, scratch, &before).await?);
        let proof = if findings.is_empty() { Proof::Proven } else { Proof::Failed(findings) };
        let draft = self.finish(whole, &proof);
        Ok(Plan { difference, upgrade, downgrade, draft, proof })
    }

    fn render(&self, changes: &[Change], upgrade: &Script, downgrade: &Script) -> Result<Rendered, Error> {
        let bodies = Bodies {
            changes,
            upgrade: render::section(render::Direction::Upgrade, &[], upgrade),
            downgrade: render::section(render::Direction::Downgrade, &[], downgrade),
        };
        let rendered = rendered(self.project, self.request, self.revises.as_slice(), &bodies)?;
        rendered.refuse_misread(Direction::Upgrade, upgrade)?;
        rendered.refuse_misread(Direction::Downgrade, downgrade)?;
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
        findings.extend(dump::differences(before, &restored).into_iter().map(|d| format!("after the downgrade, {d}")));
        if let Err(error) = scratch.run(revision, Direction::Upgrade).await {
            findings.push(format!("the second upgrade fails: {error}"));
            return Ok(findings);
        }
        let again = scratch.dump(self.project).await?;
        findings
            .extend(dump::differences(&after, &again).into_iter().map(|d| format!("after the second upgrade, {d}")));
        Ok(findings)
    }

    /// A revision that fails its proof is handed over with the failure on top.
    fn finish(&self, rendered: Rendered, proof: &Proof) -> Draft {
        let Proof::Failed(findings) = proof else { return rendered.draft };
        let mut draft = rendered.draft;
        let marker = "-- autogen: upgrade";
        if let Some(at) = draft.text.find(marker) {
            let lines: String = findings.iter().map(|f| format!("-- NOT PROVEN: {}\n", one_line(f))).collect();
            draft.text.insert_str(at, &format!("{lines}\n"));
        }
        draft
    }
}

fn one_line(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ")
}

/// The bodies of a file, rendered.
pub(crate) struct Bodies<'a> {
    pub(crate) changes: &'a [Change],
    pub(crate) upgrade: String,
    pub(crate) downgrade: String,
}

/// A file, and what it says when read back.
pub(crate) struct Rendered {
    pub(crate) draft: Draft,
    pub(crate) revision: Revision,
}

/// Drafts an empty revision, to be filled by hand, or a merge of several.
pub fn empty(project: &Project, request: &Request, revises: &[RevisionId]) -> Result<Draft, Error> {
    let bodies = Bodies {
        changes: &[],
        upgrade: render::written_section(render::Direction::Upgrade, &[], ""),
        downgrade: render::written_section(render::Direction::Downgrade, &[], ""),
    };
    rendered(project, request, revises, &bodies).map(|rendered| rendered.draft)
}

/// Fills the template and reads the result back: it must mean what was meant, whatever the user's template does.
pub(crate) fn rendered(
    project: &Project,
    request: &Request,
    revises: &[RevisionId],
    bodies: &Bodies<'_>,
) -> Result<Rendered, Error> {
    let parents: Vec<&str> = revises.iter().map(RevisionId::as_str).collect();
    let variables = Variables {
        message: render_message(&request.message),
        revision: request.id.to_string(),
        revises: if parents.is_empty() { "(base)".to_owned() } else { parents.join(", ") },
        created: request.created.clone(),
        changes: render::change_list(bodies.changes),
        upgrade: bodies.upgrade.clone(),
        downgrade: bodies.downgrade.clone(),
        slug: template::slug(&request.message),
        ..Variables::default()
    };
    let name = template::fill("`file_template`", &project.file_template, &variables)?;
    let file_name = format!("{}.sql", name.trim_end_matches(['_', '-', '.']));
    let text = template::fill(&request.template_name, &request.template, &variables)?;
    let misread = |problem: String| Error::Misread { template: request.template_name.clone(), problem };
    let revision = Revision::parse(file_name.as_ref(), &text).map_err(|error| misread(error.to_string()))?;
    let header = &revision.header;
    if header.id != request.id || header.revises != revises || header.message != request.message {
        return Err(misread("the header does not say what was meant".to_owned()));
    }
    if revision.changes().map_err(|error| misread(error.to_string()))? != bodies.changes {
        return Err(misread("the change list does not say what was meant".to_owned()));
    }
    Ok(Rendered { draft: Draft { file_name, text }, revision })
}

impl Rendered {
    /// Checks that a section holds just the statements of the script.
    fn refuse_misread(&self, direction: Direction, script: &Script) -> Result<(), Error> {
        let wanted: Vec<&str> =
            script.blocks.iter().flat_map(|block| &block.statements).map(|statement| statement.sql.as_str()).collect();
        let found = crate::scratch::statements(&self.revision, direction)?;
        let bare = |sql: &str| sql.trim().trim_end_matches(';').trim_end().to_owned();
        let same = wanted.len() == found.len() && wanted.iter().zip(&found).all(|(a, b)| bare(a) == bare(b));
        if same {
            return Ok(());
        }
        let problem = format!("the {direction} section does not hold the statements that were meant");
        Err(Error::Misread { template: self.draft.file_name.clone(), problem })
    }
}
