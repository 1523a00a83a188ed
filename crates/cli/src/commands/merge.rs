//! `autogen merge`.

use autogen_engine::{AutoMerge, Place, Placement, merge, merge_auto};
use autogen_revision::RevisionId;
use clap::Args;
use clap_complete::ArgValueCompleter;

use super::{Exit, rebase};
use crate::completion;
use crate::context::Context;
use crate::document::Written;
use crate::error::Error;

/// Join several heads into one
///
/// Writes a revision that revises all of them and does nothing itself. All heads are joined where none is named.
#[derive(Debug, Args)]
pub(crate) struct MergeArgs {
    /// The heads to join: ids, the beginnings of ids, or `heads` for all
    #[arg(value_name = "REV", add = ArgValueCompleter::new(completion::revision))]
    revisions: Vec<String>,
    /// What the revision is for
    #[arg(short, long, value_name = "MESSAGE", allow_hyphen_values = true)]
    message: Option<String>,
    /// Use this id instead of a random one
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,
    /// Join only branches that do not touch each other, which is proven: in every order they come to the same. One that restates
    /// a table of the other's is put behind it
    #[arg(long)]
    auto: bool,
    /// Allow revisions that are no heads
    #[arg(long, conflicts_with = "auto")]
    splice: bool,
    /// Name the branch that starts here
    #[arg(long, value_name = "LABEL")]
    branch_label: Option<String>,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &MergeArgs) -> Result<Exit, Error> {
    let workspace = context.sql_project("`autogen merge`")?;
    let history = workspace.history()?;
    let mut parents: Vec<RevisionId> = Vec::new();
    for text in &args.revisions {
        for id in history.graph.resolve(text, &[])? {
            if parents.contains(&id) {
                return Err(Error::new(format!("duplicate head revisions specified: `{id}`")));
            }
            parents.push(id);
        }
    }
    let message = args.message.clone().unwrap_or_else(|| {
        let heads: Vec<&RevisionId> = if parents.is_empty() { history.graph.heads() } else { parents.iter().collect() };
        format!("Merge {}", heads.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(" and "))
    });
    let mut request = workspace.request(&message, args.rev_id.as_deref(), &history)?;
    let at_the_root =
        Placement { head: Some("base".to_owned()), branch_label: args.branch_label.clone(), ..Placement::default() };
    let folder = workspace.project().locations().into_iter().next();
    let place = Placement { version_path: folder, ..at_the_root };
    request.place = Some(Box::new(Place::find(&place, workspace.project(), &history)?));
    request.splice = args.splice;
    let draft = if args.auto {
        let databases = workspace.databases()?.known();
        match merge_auto(workspace.project(), &history, &parents, &request, &databases).await? {
            AutoMerge::Merged(draft) => draft,
            AutoMerge::Rebased(moved) => return rebase::finish(context, &workspace, &moved),
        }
    } else {
        merge(workspace.project(), &history, &parents, &request)?
    };
    let path = workspace.write(&draft)?;
    workspace.tell_written(&path)?;
    context.output.document(|| Written::file(request.id.as_str(), path.display().to_string()))?;
    context.output.hint("`autogen upgrade` runs what the database lacks of both branches");
    Ok(Exit::Done)
}
