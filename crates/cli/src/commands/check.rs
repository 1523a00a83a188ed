//! `autogen check`.

use autogen_diff::Difference;
use autogen_engine::{Check, Entities, History, LiveCheck, check};
use clap::Args;

use super::Exit;
use crate::context::{Context, Workspace, told_errors};
use crate::document::Document;
use crate::error::Error;
use crate::output::Format;

mod document;
mod text;

/// Check that entities, revisions and database agree
///
/// Changes nothing. Without a database, the entities are compared with what the revisions build. With `-v`, also lists what is in
/// the database alone and stays unmanaged.
///
/// Exits with 0 when they agree, with 1 when a revision would be written or the database has drifted, with 2 when that could
/// not be told.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {}

/// Runs the command.
pub(crate) async fn run(context: &Context, _: &CheckArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let entities = workspace.entities()?;
    let errors = workspace.tell_findings(&entities).errors;
    let history = workspace.history()?;
    let findings = Findings::gather(&workspace, &entities, errors, &history).await?;
    let output = context.output;
    match output.format {
        Format::Json => output.json(&Document::new(findings.document()))?,
        Format::Short => findings.write_short(output)?,
        Format::Text => findings.write(output)?,
    }
    findings.tell_problems(output);
    Ok(findings.exit())
}

struct Findings<'a> {
    workspace: &'a Workspace<'a>,
    entities: &'a Entities,
    checked: Check,
    /// Why not everything could be told.
    problems: Vec<Error>,
}

impl<'a> Findings<'a> {
    /// Compares as much as can be compared.
    async fn gather(
        workspace: &'a Workspace<'a>,
        entities: &'a Entities,
        errors: usize,
        history: &History,
    ) -> Result<Self, Error> {
        let project = workspace.project();
        let url = workspace.database()?;
        let mut problems = Vec::new();
        let mut checked = match &url {
            None => check(project, entities, history, None).await?,
            Some(url) => match check(project, entities, history, Some(url.as_str())).await {
                Ok(checked) => checked,
                Err(error @ autogen_engine::Error::Connect(_)) => {
                    problems.push(error.into());
                    history_alone(workspace, entities, history, &mut problems).await?
                }
                Err(error) => return Err(error.into()),
            },
        };
        if !checked.is_up_to_date() {
            problems.push(not_up_to_date(checked.live.as_ref()));
            // A database that lacks revisions says nothing about the next one; the history does.
            checked.history = history_alone(workspace, entities, history, &mut problems).await?.history;
        }
        let mut findings = Self { workspace, entities, checked, problems };
        findings.look_for_doubt(errors);
        Ok(findings)
    }

    fn look_for_doubt(&mut self, errors: usize) {
        let unknown = self.difference().map(|difference| difference.unknown.clone()).unwrap_or_default();
        if !unknown.is_empty() {
            self.problems.insert(0, autogen_engine::Error::UnknownTypes { facts: unknown }.into());
        }
        if errors > 0 {
            self.problems.insert(0, Error::new(told_errors(errors)));
        }
    }

    /// Returns what the next revision would hold.
    fn difference(&self) -> Option<&Difference> {
        let live = self.checked.live.as_ref().map(|live| &live.difference);
        self.checked.history.as_ref().or(live)
    }

    fn live(&self) -> Option<&LiveCheck> {
        self.checked.live.as_ref()
    }

    fn exit(&self) -> Exit {
        if !self.problems.is_empty() {
            Exit::Failed
        } else if self.has_findings() {
            Exit::Findings
        } else {
            Exit::Done
        }
    }

    fn has_findings(&self) -> bool {
        let differs = |difference: &Difference| !difference.is_empty() || !difference.withheld.is_empty();
        self.difference().is_some_and(differs) || self.live().is_some_and(|live| !live.drift.is_empty())
    }
}

/// Compares the entities with the history. Where that takes a server that nobody named, what is wrong already is all that can be
/// told.
async fn history_alone(
    workspace: &Workspace<'_>,
    entities: &Entities,
    history: &History,
    problems: &mut Vec<Error>,
) -> Result<Check, Error> {
    match check(workspace.project(), entities, history, None).await {
        Err(error @ autogen_engine::Error::NoScratch { .. }) => Err(problems.pop().unwrap_or_else(|| error.into())),
        checked => Ok(checked?),
    }
}

fn not_up_to_date(live: Option<&LiveCheck>) -> Error {
    let pending = live.map(|live| live.pending.clone()).unwrap_or_default();
    let unknown = live.map(|live| live.unknown.clone()).unwrap_or_default();
    autogen_engine::Error::NotUpToDate { pending, unknown }.into()
}
