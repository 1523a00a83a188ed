//! `autogen heads`.

use autogen_revision::RevisionId;
use clap::Args;

use super::Exit;
use crate::context::Context;
use crate::error::Error;
use crate::listing::Listing;

/// List the revisions that none follows
#[derive(Debug, Args)]
pub(crate) struct HeadsArgs {
    /// Leave out those that another branch depends on
    #[arg(long)]
    resolve_dependencies: bool,
}

/// Runs the command.
pub(crate) fn run(context: &Context, args: &HeadsArgs) -> Result<Exit, Error> {
    let graph = context.project()?.graph()?;
    let mut heads: Vec<&RevisionId> = graph.heads();
    if args.resolve_dependencies {
        heads.retain(|id| !graph.is_only_dependency(id));
    }
    Listing { with_labels: true, ..Listing::new(context.output, &graph) }.write(&heads)?;
    if heads.is_empty() {
        context.output.status("There are no revisions");
    }
    if graph.settled_heads().is_err() {
        context.output.hint("`autogen merge` joins them");
    }
    Ok(Exit::Done)
}
