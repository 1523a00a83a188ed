//! `autogen heads`.

use clap::Args;

use super::Exit;
use crate::context::Context;
use crate::error::Error;
use crate::listing::Listing;

/// List the revisions that none follows
#[derive(Debug, Args)]
pub(crate) struct HeadsArgs {}

/// Runs the command.
pub(crate) fn run(context: &Context, _: &HeadsArgs) -> Result<Exit, Error> {
    let graph = context.project()?.graph()?;
    let heads = graph.heads();
    Listing { output: context.output, graph: &graph, current: None, with_parents: false }.write(&heads)?;
    if heads.is_empty() {
        context.output.status("There are no revisions");
    }
    if heads.len() > 1 {
        context.output.hint("`autogen merge` joins them");
    }
    Ok(Exit::Done)
}
