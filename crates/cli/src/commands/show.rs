//! `autogen show`.

use autogen_revision::{RevisionId, Row};
use clap::Args;
use clap_complete::ArgValueCompleter;

use super::Exit;
use crate::completion;
use crate::context::Context;
use crate::error::Error;
use crate::listing::Listing;
use crate::output::Output;

/// Show what is known of a revision
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// Which: an id, the beginning of one, `head`, `heads`, `base+1`, or `current`
    #[arg(value_name = "REV", default_value = "head", allow_hyphen_values = true, add = ArgValueCompleter::new(completion::revision))]
    revision: String,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &ShowArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let graph = workspace.graph()?;
    let asks_database = args.revision.contains("current") || args.revision.starts_with(['+', '-']);
    let rows = if asks_database { workspace.applied(&workspace.required_database()?).await? } else { Vec::new() };
    let applied: Vec<RevisionId> = rows.iter().map(|row| row.revision.clone()).collect();
    let graph = graph.including(rows.iter().map(Row::header))?;
    let found = graph.resolve(&args.revision, &applied)?;
    if found.is_empty() {
        context.output.status("There is no revision to show");
    }
    let output = Output { verbose: true, ..context.output };
    let found: Vec<&RevisionId> = found.iter().collect();
    Listing { with_labels: true, ..Listing::new(output, &graph) }.write(&found)?;
    Ok(Exit::Done)
}
