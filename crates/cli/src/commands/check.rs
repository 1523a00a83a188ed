//! `autogen check`.

use autogen_diff::Difference;
use autogen_engine::{Check, Entities, History, LiveCheck, check};
use autogen_revision::{RevisionId, Row, edited};
use clap::Args;

use super::Exit;
use crate::context::{Context, Workspace, told_errors};
use crate::document::Document;
use crate::elsewhere;
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
pub(crate) struct CheckArgs {
    /// Fail when the file of an applied revision was edited since, rather than warn
    #[arg(long)]
    strict: bool,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &CheckArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let entities = workspace.entities()?;
    let errors = workspace.tell_findings(&entities).errors;
    let history = workspace.history()?;
    let mut findings = Findings::gather(&workspace, &entities, errors, &history).await?;
    findings.strict = args.strict;
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
    /// Revisions whose file was edited since the database applied them.
    edited: Vec<RevisionId>,
    /// Whether an edited file is a finding.
    strict: bool,
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
        let rows = checked.live.as_ref().map_or(&[][..], |live| &live.applied);
        let edited = edited(rows, &history.revisions, project.dialect()?);
        let edited = edited.into_iter().map(|revision| revision.header.id.clone()).collect();
        tell_strangers(workspace, history, rows);
        if !checked.is_up_to_date() {
            problems.push(not_up_to_date(checked.live.as_ref()));
            // A database that lacks revisions says nothing about the next one; the history does.
            checked.history = history_alone(workspace, entities, history, &mut problems).await?.history;
        }
        let mut findings = Self { workspace, entities, checked, problems, edited, strict: false };
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
        let edited = self.strict && !self.edited.is_empty();
        edited || self.difference().is_some_and(differs) || self.live().is_some_and(|live| !live.drift.is_empty())
    }
}

/// Tells of revisions that the database has from elsewhere.
fn tell_strangers(workspace: &Workspace<'_>, history: &History, rows: &[Row]) {
    for row in elsewhere::without_file(&history.graph, rows) {
        workspace.output().note(&format!("no file is here for {}", elsewhere::told(row)));
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
