//! `autogen current`.

use std::collections::BTreeSet;

use autogen_revision::{RevisionId, Row};
use clap::Args;

use super::Exit;
use crate::context::Context;
use crate::describe;
use crate::error::Error;
use crate::listing::Listing;

/// Show where the database stands
///
/// Nothing is created: a database without a version table stands at the base.
#[derive(Debug, Args)]
pub(crate) struct CurrentArgs {}

/// Runs the command.
pub(crate) async fn run(context: &Context, _: &CurrentArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let url = workspace.required_database()?;
    let files = workspace.graph()?;
    let rows = workspace.applied(&url).await?;
    let graph = files.including(rows.iter().map(Row::header))?;
    let applied: BTreeSet<RevisionId> = rows.iter().map(|row| row.revision.clone()).collect();
    let heads = graph.current_heads(&applied.iter().cloned().collect::<Vec<_>>());
    context.output.detail(&format!("Current revisions of {}:", url.shown()));
    let current: Vec<&RevisionId> = heads.iter().collect();
    Listing { output: context.output, graph: &graph, current: None, with_parents: false }.write(&current)?;
    if heads.is_empty() {
        context.output.status("No revision is applied");
    }
    let missing = files.order().iter().filter(|id| !applied.contains(id)).count();
    if missing > 0 {
        let them = describe::count(missing, "revision");
        context.output.hint(&format!("the database lacks {them}: `autogen upgrade`"));
    }
    Ok(Exit::Done)
}
