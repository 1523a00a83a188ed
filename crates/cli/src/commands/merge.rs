//! `autogen merge`.

use autogen_engine::merge;
use autogen_revision::RevisionId;
use clap::Args;

use super::Exit;
use crate::context::Context;
use crate::error::Error;

/// Join several heads into one
///
/// Writes a revision that revises all of them and does nothing itself. All heads are joined where none is named.
#[derive(Debug, Args)]
pub(crate) struct MergeArgs {
    /// The heads to join: ids, the beginnings of ids, or `heads` for all
    #[arg(value_name = "REV")]
    revisions: Vec<String>,
    /// What the revision is for
    #[arg(short, long, value_name = "MESSAGE", allow_hyphen_values = true)]
    message: Option<String>,
    /// Use this id instead of a random one
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,
}

/// Runs the command.
pub(crate) fn run(context: &Context, args: &MergeArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let history = workspace.history()?;
    let mut parents: Vec<RevisionId> = Vec::new();
    for text in &args.revisions {
        parents.extend(history.graph.resolve(text, &[])?);
    }
    let message = args.message.clone().unwrap_or_else(|| {
        let heads: Vec<&RevisionId> = if parents.is_empty() { history.graph.heads() } else { parents.iter().collect() };
        format!("Merge {}", heads.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(" and "))
    });
    let request = workspace.request(&message, args.rev_id.as_deref(), &history)?;
    let draft = merge(workspace.project(), &history, &parents, &request)?;
    let path = workspace.write(&draft)?;
    workspace.tell_written(request.id.as_str(), &path)?;
    context.output.hint("`autogen upgrade` runs what the database lacks of both branches");
    Ok(Exit::Done)
}
