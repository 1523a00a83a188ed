//! What a check found, each at its place: the entity that asks for it, the revision that says it, or else the configuration.

use std::path::Path;

use autogen_engine::{Entities, History, LiveCheck, Locator, Looked, Spot};
use autogen_schema::change::FactKey;

use crate::commands::Exit;
use crate::context::{self, Context};
use crate::describe;
use crate::error::Error;
use crate::finding::{self, Code, Finding};

use super::{Findings, Side, look};

/// Checks the project of the configuration `file`, and returns what was found. What keeps it from being told is a finding too.
pub(super) async fn of(context: &Context, file: &Path, strict: bool) -> (Vec<Finding>, Exit) {
    let mut found = Vec::new();
    let exit = match collect(context, strict, &mut found).await {
        Ok(exit) => exit,
        Err(error) => {
            found.push(Finding::error(Code::NotChecked, &error, Spot::line(file, 1)));
            Exit::Failed
        }
    };
    (found, exit)
}

async fn collect(context: &Context, strict: bool, found: &mut Vec<Finding>) -> Result<Exit, Error> {
    let workspace = &context.project()?;
    let (looked, databases) = look(workspace).await;
    // Notes are for those who ask for more, who are told all of it.
    let Looked::Read(reading) = looked else { return Ok(Exit::Done) };
    let entities = workspace.entities_of(reading.entities)?;
    found.extend(workspace.findings(&entities));
    let errors = context::Findings::of(&entities).errors;
    let history = workspace.history_of(reading.history)?;
    let databases = (databases?, reading.databases.opened().await);
    let findings = Findings::gather(workspace, &entities, errors, &history, databases, strict).await?;
    found.extend(Places::new(&findings, &entities, &history).lines());
    findings.remember();
    Ok(findings.exit())
}

/// What was found, and where that is written.
struct Places<'a> {
    findings: &'a Findings<'a>,
    history: &'a History,
    locator: Locator<'a>,
}

impl<'a> Places<'a> {
    fn new(findings: &'a Findings<'a>, entities: &'a Entities, history: &'a History) -> Self {
        let project = findings.workspace.project();
        // Of several, any tells names apart well enough to find them.
        let dialect = project.dialects.first().copied().unwrap_or(autogen_schema::Dialect::Sqlite);
        Self { findings, history, locator: Locator::new(project, entities, history, dialect) }
    }

    fn lines(&self) -> Vec<Finding> {
        let other = self.findings.workspace.spot();
        let mut found = finding::pending(&self.findings.listed().changes, &self.locator, &other);
        found.extend(finding::withheld(&self.findings.withheld(), &self.locator, &other));
        found.extend(self.edited());
        found.extend(self.problems());
        found.extend(self.of_sides(|side| self.unknown(side)));
        found.extend(self.of_sides(|side| side.live().map(|live| self.live(live)).unwrap_or_default()));
        let notes = self.of_sides(|side| self.notes(side)).into_iter().chain(self.claims());
        let notes = notes.chain(self.findings.notes.iter().map(|note| self.note(None, note)));
        found.extend(notes.filter(|_| self.findings.workspace.is_verbose()));
        found
    }

    /// Returns what sides have found: once where all have, and else with their names.
    fn of_sides(&self, of: impl Fn(&Side) -> Vec<Finding>) -> Vec<Finding> {
        let sides = &self.findings.sides;
        let mut found: Vec<(Finding, Vec<&'static str>)> = Vec::new();
        for side in sides {
            for finding in of(side) {
                match found.iter_mut().find(|(known, _)| *known == finding) {
                    Some((_, names)) if names.contains(&side.dialect.name()) => {}
                    Some((_, names)) => names.push(side.dialect.name()),
                    None => found.push((finding, vec![side.dialect.name()])),
                }
            }
        }
        let named = |(finding, names): (Finding, Vec<&str>)| {
            if names.len() == sides.len() { finding } else { finding.on(&names) }
        };
        found.into_iter().map(named).collect()
    }

    fn at(&self, key: &FactKey) -> Spot {
        self.locator.fact(key).unwrap_or_else(|| self.findings.workspace.spot())
    }

    fn edited(&self) -> impl Iterator<Item = Finding> {
        self.findings.edited.iter().map(|id| {
            let spot = self.locator.revision(id).unwrap_or_else(|| self.findings.workspace.spot());
            let text = format!("the file of `{id}` was edited after that was applied, and does not run again");
            let hint = "take the edit back, and put what it is for into a revision of its own";
            Finding::new(Code::EditedRevision, spot, text).graver(self.findings.strict).hint(hint)
        })
    }

    /// What is a finding already is not told of again.
    fn problems(&self) -> impl Iterator<Item = Finding> {
        let untold = self.findings.problems.iter().filter(|problem| !problem.is_told);
        untold.map(|problem| Finding::error(Code::NotChecked, &problem.error, self.findings.workspace.spot()))
    }

    fn unknown(&self, side: &Side) -> Vec<Finding> {
        let unknown = side.difference().map(|difference| &difference.unknown[..]).unwrap_or_default();
        let finding = |(key, source): &(FactKey, String)| {
            let text = format!("{} cannot be made: the source does not tell `{source}`", describe::one_line(key));
            Finding::new(Code::UntoldType, self.at(key), text)
        };
        unknown.iter().map(finding).collect()
    }

    /// What a database is not, or lacks, or has from elsewhere.
    fn live(&self, live: &LiveCheck) -> Vec<Finding> {
        let drift = live.drift.iter().map(|drift| {
            let key = drift.about.clone().unwrap_or_else(|| FactKey::Table(drift.table.clone()));
            let spot = self.locator.revision_of(&key).unwrap_or_else(|| self.at(&key));
            let hint = "`autogen diff --from history --to database` shows the whole";
            Finding::new(Code::Drift, spot, &*drift.text).hint(hint)
        });
        let pending = live.pending.iter().map(|id| {
            let summary = self.history.get(id).map(|revision| revision.header.summary()).unwrap_or_default();
            let summary = if summary.is_empty() { String::new() } else { format!(", {summary}") };
            let spot = self.locator.revision(id).unwrap_or_else(|| self.findings.workspace.spot());
            let text = format!("the database lacks `{id}`{summary}");
            Finding::new(Code::PendingRevision, spot, text).hint("`autogen upgrade` runs it")
        });
        let unknown = live.unknown.iter().map(|id| {
            let known = self.findings.without_file.iter().find(|(of, _)| of == id).map(|(_, told)| told.clone());
            let text = known.unwrap_or_else(|| format!("no file is here for `{id}`, which the database has"));
            let hint = "take over the branch that has the file, or bring the file back";
            Finding::new(Code::UnknownRevision, self.findings.workspace.spot(), text).hint(hint)
        });
        drift.chain(pending).chain(unknown).collect()
    }

    fn claims(&self) -> Vec<Finding> {
        let claims = self.findings.listed().claims;
        let finding = |claim: &autogen_schema::change::Change| {
            let text = format!("the next revision claims {}, which is there", describe::one_line(claim.key()));
            Finding::new(Code::PendingClaim, self.at(claim.key()), text)
        };
        claims.iter().map(finding).collect()
    }

    fn notes(&self, side: &Side) -> Vec<Finding> {
        let difference = side.difference();
        let unmanaged =
            difference.map(|difference| &difference.unmanaged[..]).unwrap_or_default().iter().map(|object| {
                let table = object.table.to_string();
                let of = if object.what == table { String::new() } else { format!(" on {table}") };
                let text = format!("{} {}{of} is unmanaged, and left alone", object.kind, object.what);
                Finding::new(Code::Unmanaged, self.at(&FactKey::Table(object.table.clone())), text)
            });
        let compared = difference.map(|difference| &difference.notes[..]).unwrap_or_default().iter();
        let compared = compared
            .map(|note| self.note(Some(&note.about), &format!("{}: {}", describe::one_line(&note.about), note.text)));
        let live = side.live().map(|live| &live.notes[..]).unwrap_or_default().iter().map(|note| self.note(None, note));
        unmanaged.chain(compared).chain(live).collect()
    }

    fn note(&self, about: Option<&FactKey>, text: &str) -> Finding {
        let spot = about.map_or_else(|| self.findings.workspace.spot(), |key| self.at(key));
        Finding::new(Code::WorthKnowing, spot, text)
    }
}
