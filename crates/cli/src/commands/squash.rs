//! `autogen squash`.

use autogen_engine::{squash, write_squash};
use clap::Args;
use clap_complete::ArgValueCompleter;

use super::Exit;
use crate::completion;
use crate::context::Context;
use crate::describe;
use crate::document::Squashed;
use crate::error::Error;

/// Make one revision of several that follow each other
///
/// It has their statements, in their order, and is proven to make what they made. Their files go; it names them in `Replaces:`, so
/// that a database that has all of them has it, and its rows are restated by the next upgrade. One that stands between them must be
/// upgraded first.
#[derive(Debug, Args)]
pub(crate) struct SquashArgs {
    /// Which: `FIRST:LAST`, where either may be left out
    #[arg(value_name = "RANGE", allow_hyphen_values = true, add = ArgValueCompleter::new(completion::range))]
    range: String,
    /// What the revision is for
    #[arg(short, long, value_name = "MESSAGE", allow_hyphen_values = true)]
    message: Option<String>,
    /// Use this id instead of a random one
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &SquashArgs) -> Result<Exit, Error> {
    let workspace = context.sql_project("`autogen squash`")?;
    let databases = workspace.databases()?.known();
    let history = workspace.history()?;
    let message = args.message.clone().unwrap_or_else(|| format!("Squash {}", args.range));
    let request = workspace.request(&message, args.rev_id.as_deref(), &history)?;
    let squash = squash(workspace.project(), &history, &args.range, &request, &databases).await?;
    let path = write_squash(workspace.project(), &squash)?;
    workspace.run_hooks(&path)?;
    workspace.tell_written(&path)?;
    context.output.document(|| Squashed {
        revision: request.id.to_string(),
        path: path.display().to_string(),
        replaces: squash.replaces.iter().map(ToString::to_string).collect(),
    })?;
    let count = describe::count(squash.replaces.len(), "revision");
    context.output.status(&format!("It replaces {count}, whose files are removed"));
    context.output.hint("databases that have all of them have it: the next `autogen upgrade` restates their rows");
    Ok(Exit::Done)
}
