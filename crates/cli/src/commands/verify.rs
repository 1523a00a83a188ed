//! `autogen verify`.

use std::collections::BTreeSet;

use autogen_engine::{Databases, History, Target, derive, write_changes};
use autogen_revision::{RevisionId, Row};
use autogen_schema::Dialect;
use clap::Args;
use clap_complete::{ArgValueCandidates, ArgValueCompleter};

use super::Exit;
use crate::completion;
use crate::context::{Context, Workspace};
use crate::database_url::DatabaseUrls;
use crate::describe;
use crate::error::Error;
use crate::finding::{self, Code, Finding};
use crate::output::Output;

mod trials;

pub(super) use trials::Trials;

/// Prove revisions: that they do what they say, both ways, and keep rows
///
/// Runs each revision on a scratch database that those before it have built: up, down, up, first without rows, then with rows of
/// every kind in every table. It fails where a statement does; where the upgrade and the change list differ; where the downgrade
/// does not give back what was, to the letter of the database's own dump; where rows are lost that no hazard speaks of; and
/// where a view is left that cannot be read.
///
/// `--format short` writes a line for each finding, `file:line:column: severity[code]: message`, for editors; `--format github`
/// writes them as annotations of a pull request.
///
/// For edited and hand-written revisions, which nobody has proven yet. Your databases are not touched. Each dialect of the project is
/// tried by itself.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// Which: an id, the beginning of one, `head`, or a range `START:END` (all revisions when left out)
    #[arg(value_name = "REV|RANGE", allow_hyphen_values = true, add = ArgValueCompleter::new(completion::range))]
    revisions: Option<String>,
    /// On this dialect alone, of those of the project (can be repeated)
    #[arg(long, value_name = "DIALECT", add = ArgValueCandidates::new(completion::dialects))]
    dialect: Vec<Dialect>,
    /// Write the change list of revisions that have none, from what they do and the entities say
    #[arg(long)]
    write: bool,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &VerifyArgs) -> Result<Exit, Error> {
    // What is written is the head of a file of SQL.
    let workspace = if args.write { context.sql_project("`autogen verify --write`")? } else { context.project()? };
    match proven(context, &workspace, args).await {
        Err(error) if context.output.format.is_lines() && !error.report().is_broken_pipe => {
            let mut found = vec![Finding::error(Code::NotTried, &error, workspace.spot())];
            finding::write(&mut found, context.output)?;
            Ok(Exit::Failed)
        }
        proven => proven,
    }
}

async fn proven(context: &Context, workspace: &Workspace<'_>, args: &VerifyArgs) -> Result<Exit, Error> {
    let databases = workspace.databases()?;
    let known = databases.known();
    let mut history = workspace.history()?;
    let wanted = wanted(workspace, &history, args.revisions.as_deref(), databases).await?;
    if wanted.is_empty() {
        context.output.status("There are no revisions to verify");
        context.output.document(trials::none)?;
        return Ok(Exit::Done);
    }
    if args.write {
        write_lists(workspace, &mut history, &wanted, &known, context.output).await?;
    }
    let targets = targets(workspace, &known, &args.dialect)?;
    let trials = Trials::run(&targets, &history, &wanted).await?;
    trials.tell(workspace, &history)?;
    Ok(trials.exit())
}

/// Returns what is to be tried: the dialects that are named, or all of the project.
pub(super) fn targets<'a>(
    workspace: &'a Workspace<'_>,
    databases: &'a Databases,
    asked: &[Dialect],
) -> Result<Vec<Target<'a>>, Error> {
    let dialects = &workspace.project().dialects;
    if let Some(other) = asked.iter().find(|dialect| !dialects.contains(dialect)) {
        let names: Vec<&str> = dialects.iter().map(|dialect| dialect.name()).collect();
        return Err(Error::new(format!("`{other}` is no dialect of the project"))
            .hint(format!("`dialects` in autogen.toml lists them: {}", names.join(", "))));
    }
    let is_wanted = |target: &Target<'_>| asked.is_empty() || asked.contains(&target.dialect);
    Ok(workspace.project().targets(databases).filter(is_wanted).collect())
}

async fn wanted(
    workspace: &Workspace<'_>,
    history: &History,
    text: Option<&str>,
    databases: DatabaseUrls,
) -> Result<BTreeSet<RevisionId>, Error> {
    let Some(text) = text else { return Ok(history.graph.order().iter().cloned().collect()) };
    let asks_database = text.contains("current") || text.starts_with(['+', '-']);
    let database = if asks_database { databases.only()? } else { None };
    let rows: Vec<Row> = match &database {
        Some(url) => workspace.applied(url).await?,
        None => Vec::new(),
    };
    let applied: Vec<RevisionId> = rows.iter().map(|row| row.revision.clone()).collect();
    if text.contains(':') {
        return Ok(history.graph.history(Some(text), &applied)?.into_iter().cloned().collect());
    }
    Ok(history.graph.resolve(text, &applied)?.into_iter().collect())
}

/// Gives revisions without a change list one. Each is told from what those before it say.
async fn write_lists(
    workspace: &Workspace<'_>,
    history: &mut History,
    wanted: &BTreeSet<RevisionId>,
    databases: &Databases,
    output: Output,
) -> Result<(), Error> {
    let entities = workspace.entities()?;
    workspace.tell_findings(&entities);
    for id in history.graph.order().to_vec() {
        let Some(revision) = history.get(&id).filter(|revision| revision.change_lines.is_empty()) else { continue };
        if !wanted.contains(&id) {
            continue;
        }
        let changes = derive(workspace.project(), history, &entities, revision, databases).await?;
        if changes.is_empty() {
            output.note(&format!("{id}: no line to write: the entities say nothing of what it does"));
            continue;
        }
        write_changes(revision, &changes)?;
        let lines = describe::count(changes.len(), "change line");
        output.status(&format!("Wrote {lines} into {}", revision.file.display()));
        *history = workspace.history()?;
    }
    Ok(())
}
