//! `autogen revision`.

use autogen_engine::empty;
use clap::Args;

use super::Exit;
use crate::context::Context;
use crate::error::Error;

/// Write an empty revision, to be filled by hand
///
/// The file has the header and both sections, with nothing in them. For what changed in the entities use `autogen -m MESSAGE`.
#[derive(Debug, Args)]
pub(crate) struct RevisionArgs {
    /// What the revision is for
    #[arg(short, long, value_name = "MESSAGE", allow_hyphen_values = true)]
    message: String,
    /// Use this id instead of a random one
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,
}

/// Runs the command.
pub(crate) fn run(context: &Context, args: &RevisionArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let history = workspace.history()?;
    let request = workspace.request(&args.message, args.rev_id.as_deref(), &history)?;
    let head = history.graph.head()?.cloned();
    let draft = empty(workspace.project(), &request, head.as_slice())?;
    let path = workspace.write(&draft)?;
    workspace.tell_written(request.id.as_str(), &path)?;
    context.output.hint("write both sections, then run it with `autogen upgrade`");
    Ok(Exit::Done)
}
