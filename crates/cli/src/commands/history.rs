//! `autogen history`.

use autogen_revision::{RevisionId, Row};
use clap::Args;
use clap_complete::ArgValueCompleter;

use super::Exit;
use crate::completion;
use crate::context::Context;
use crate::drawing;
use crate::error::Error;
use crate::listing::Listing;
use crate::output::FormatArg;

/// List the revisions, the newest first
///
/// Reads the files alone; a database only for `--indicate-current`, or where the range names `current`. `--format mermaid` and
/// `--format dot` draw it for other programs.
#[derive(Debug, Args)]
pub(crate) struct HistoryArgs {
    /// Only these: `START:END`, where either may be left out, or relative as in `-3:`
    #[arg(short, long, value_name = "RANGE", allow_hyphen_values = true, add = ArgValueCompleter::new(completion::range))]
    rev_range: Option<String>,
    /// Mark where the database stands
    #[arg(short, long)]
    indicate_current: bool,
    /// Draw how they follow each other
    #[arg(short, long)]
    graph: bool,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &HistoryArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let graph = workspace.graph()?;
    let range = args.rev_range.as_deref();
    let asks_database = args.indicate_current || range.is_some_and(|range| range.contains("current"));
    let rows = if asks_database { workspace.applied(&workspace.required_database()?).await? } else { Vec::new() };
    let applied: Vec<RevisionId> = rows.iter().map(|row| row.revision.clone()).collect();
    let graph = graph.including(rows.iter().map(Row::header))?;
    let current = args.indicate_current.then(|| graph.current_heads(&applied).into_iter().collect());
    let revisions = graph.history(range, &applied)?;
    if revisions.is_empty() {
        context.output.status("There are no revisions");
    }
    let with_parents = !args.graph;
    let listing = Listing { current, with_parents, ..Listing::new(context.output, &graph) };
    match context.globals.format {
        FormatArg::Text if args.graph => context.output.data(&drawing::lanes(&listing, &revisions))?,
        format => match format.notation() {
            Some(notation) => context.output.data(&drawing::revisions(notation, &graph, &revisions))?,
            None => listing.write(&revisions)?,
        },
    }
    Ok(Exit::Done)
}
