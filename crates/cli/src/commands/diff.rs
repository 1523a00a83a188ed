//! `autogen diff`.

use autogen_engine::{Compared, Comparison, Side, Target};
use autogen_schema::Dialect;
use clap::{Args, ValueEnum};
use clap_complete::{ArgValueCandidates, ArgValueCompleter};

use super::{Exit, migrate};
use crate::completion;
use crate::context::{Context, Workspace, told_errors};
use crate::database_url::DatabaseUrl;
use crate::error::Error;
use crate::output::printable;
use crate::sides::Sides;

mod show;

/// Compare two schemas, as the statements that make them
///
/// A side is `entities`, `history` (what the revisions build), `database`, `empty`, the URL of another database, or a file of SQL.
/// A URL or a file is compared exactly, with nothing left unmanaged; where both sides are such, no project is needed. A file is
/// loaded into a scratch database: for SQLite in memory, else beside the database that `--database-url` names.
///
/// Exits with 0 when both are the same, with 1 when they differ, with 2 when that could not be told.
#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// What it was
    #[arg(long, value_name = "SIDE", default_value = "history", add = ArgValueCompleter::new(completion::side))]
    from: String,
    /// What it is
    #[arg(long, value_name = "SIDE", default_value = "entities", add = ArgValueCompleter::new(completion::side))]
    to: String,
    /// What to write: ddl (both sides, unified), operations, upgrade (SQL that leads there) or downgrade (SQL that leads back)
    #[arg(
        long = "as",
        value_name = "WHAT",
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    what: What,
    /// The database that files of SQL are for: sqlite, postgres or mysql; that of the project or of the other side where one is known
    #[arg(long, value_name = "DIALECT", add = ArgValueCandidates::new(completion::dialects))]
    dialect: Option<Dialect>,
    /// Take this for a rename rather than for a drop and something new (can be repeated): `users.old=new`, or `old_table=new_table`
    #[arg(long, value_name = "OLD=NEW", num_args = 1.., value_parser = migrate::rename, add = ArgValueCompleter::new(completion::rename))]
    rename: Vec<(String, String)>,
}

/// What is written of a difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum What {
    /// The statements that make both sides, unified
    #[default]
    Ddl,
    /// One change a line
    Operations,
    /// SQL that leads there
    Upgrade,
    /// SQL that leads back
    Downgrade,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &DiffArgs) -> Result<Exit, Error> {
    let sides = Sides::find(context, [("--from", &args.from), ("--to", &args.to)], args.dialect)?;
    let (compared, problems) = compare(context, &sides, args).await?;
    for note in &compared.notes {
        context.output.note(&printable(note));
    }
    let exit = exit(&compared, &problems);
    show::show(context, args, &sides, &show::Shown { compared: &compared, problems: &problems, exit })?;
    if let Some(problem) = problems.first() {
        context.output.error(problem.report());
    }
    if exit == Exit::Done {
        context.output.status("No differences");
    }
    Ok(exit)
}

fn exit(compared: &Compared, problems: &[Error]) -> Exit {
    let withheld = compared.difference.as_ref().is_some_and(|difference| !difference.withheld.is_empty());
    if !problems.is_empty() {
        Exit::Failed
    } else if !compared.is_same() || withheld {
        Exit::Findings
    } else {
        Exit::Done
    }
}

/// Compares both sides. What keeps the entities from being known for sure does not keep them from being shown.
async fn compare(context: &Context, sides: &Sides<'_>, args: &DiffArgs) -> Result<(Compared, Vec<Error>), Error> {
    let has = |side: &Side| sides.from == *side || sides.to == *side;
    let workspace = sides.workspace.as_ref();
    let entities = workspace.filter(|_| has(&Side::Entities)).map(Workspace::entities).transpose()?;
    let errors =
        workspace.zip(entities.as_ref()).map_or(0, |(workspace, entities)| workspace.tell_findings(entities).errors);
    let needs_history = has(&Side::History) || has(&Side::Entities) && has(&Side::Database);
    let history = workspace.filter(|_| needs_history).map(Workspace::history).transpose()?;
    let url = sides.url(context)?;
    let comparison = Comparison {
        target: Target { project: &sides.project, dialect: sides.dialect, url: url.as_ref().map(DatabaseUrl::as_str) },
        entities: entities.as_ref(),
        history: history.as_ref(),
        from: &sides.from,
        to: &sides.to,
        renames: &args.rename,
    };
    let compared = comparison.compare().await.map_err(|error| sides.explained(error))?;
    let unknown = compared.difference.as_ref().map(|difference| difference.unknown.clone()).unwrap_or_default();
    let mut problems: Vec<Error> = Vec::new();
    if errors > 0 {
        problems.push(Error::new(told_errors(errors)));
    }
    if !unknown.is_empty() {
        problems.push(autogen_engine::Error::UnknownTypes { facts: unknown }.into());
    }
    Ok((compared, problems))
}
