//! `autogen stamp`.

use autogen_engine::Run;
use autogen_revision::{Exclusive, Mode, RevisionId};
use clap::Args;
use clap_complete::ArgValueCompleter;

use super::Exit;
use crate::completion;
use crate::context::Context;
use crate::document::Stamped;
use crate::environment;
use crate::error::Error;

/// Record revisions as applied without running them
///
/// The version table then holds the revisions named and all that they build on, beside branches that have nothing to do with
/// them. `base` clears it.
#[derive(Debug, Args)]
pub(crate) struct StampArgs {
    /// The revisions: ids, the beginnings of ids, `head`, `heads` or `base`
    #[arg(value_name = "REV", required = true, add = ArgValueCompleter::new(completion::revision))]
    revisions: Vec<String>,
    /// Forget everything else that is recorded, even what no file is there for
    #[arg(long)]
    purge: bool,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &StampArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let url = workspace.required_database()?;
    let history = workspace.history()?;
    let connection = workspace.connect(&url, Mode::ReadWrite).await?;
    let run =
        Run { project: workspace.project(), history: &history, connection: &connection, now: environment::now()? };
    // The program of a migration crate counts rows: they must not change meanwhile.
    let exclusive = match workspace.project().rust {
        Some(_) => Some(Exclusive::take(&connection, &workspace.project().version_table(url.dialect)).await?),
        None => None,
    };
    let stamped = run.stamp(&args.revisions.join(" "), args.purge).await;
    if let Some(exclusive) = exclusive {
        exclusive.release(&connection).await;
    }
    let closed = connection.close().await;
    let stamped = stamped?;
    closed?;
    if stamped.added.is_empty() && stamped.removed.is_empty() {
        context.output.status("Nothing to do: that is what is recorded");
    }
    tell(context, "Removed", &stamped.removed);
    tell(context, "Recorded", &stamped.added);
    let ids = |revisions: &[RevisionId]| revisions.iter().map(ToString::to_string).collect();
    context.output.document(|| Stamped { recorded: ids(&stamped.added), removed: ids(&stamped.removed) })?;
    Ok(Exit::Done)
}

fn tell(context: &Context, what: &str, revisions: &[RevisionId]) {
    for revision in revisions {
        context.output.status(&format!("{what} {revision}"));
    }
}
