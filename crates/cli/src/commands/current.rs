//! `autogen current`.

use std::collections::BTreeSet;

use autogen_revision::{RevisionId, Row};
use clap::Args;

use super::Exit;
use crate::context::Context;
use crate::describe;
use crate::error::Error;
use crate::listing::Listing;
use crate::theme::{self, paint};

/// Show where the database stands
///
/// Nothing is created: a database without a version table stands at the base.
#[derive(Debug, Args)]
pub(crate) struct CurrentArgs {
    /// Fail unless the database is on all heads
    #[arg(short, long)]
    check_heads: bool,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &CurrentArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let url = workspace.required_database()?;
    let files = workspace.graph()?;
    let rows = workspace.applied(&url).await?;
    let graph = files.including(rows.iter().map(Row::header))?;
    let rows: Vec<RevisionId> = rows.iter().map(|row| row.revision.clone()).collect();
    let applied: BTreeSet<RevisionId> = graph.counted(&rows).iter().cloned().collect();
    let heads = graph.current_tips(&rows);
    context.output.detail(&format!("Current revisions of {}:", url.shown()));
    let current: Vec<&RevisionId> = heads.iter().collect();
    Listing { with_labels: true, ..Listing::new(context.output, &graph) }.write(&current)?;
    if heads.is_empty() {
        context.output.status("No revision is applied");
    }
    let missing = files.order().iter().filter(|id| !applied.contains(*id)).count();
    if missing > 0 {
        let them = describe::count(missing, "revision");
        context.output.hint(&format!("the database lacks {them}: `autogen upgrade`"));
    }
    let is_unknown = |id: &RevisionId| files.get(id).is_none();
    if args.check_heads && (missing > 0 || applied.iter().any(is_unknown)) {
        context.output.problem(&format!("{}: database is not on all head revisions", paint(theme::ERROR, "error")));
        return Ok(Exit::Findings);
    }
    Ok(Exit::Done)
}
