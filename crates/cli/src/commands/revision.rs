//! `autogen revision`.

use autogen_engine::{Place, empty};
use clap::Args;

use super::Exit;
use super::migrate::{self, MigrateArgs};
use crate::args::place::PlaceArgs;
use crate::context::Context;
use crate::document::Written;
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
    /// Fill it with what changed in the entities: the same as `migrate`
    #[arg(long)]
    autogenerate: bool,
    #[command(flatten)]
    place: PlaceArgs,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &RevisionArgs) -> Result<Exit, Error> {
    if args.autogenerate {
        return migrate::run(context, &MigrateArgs::of(&args.message, args.rev_id.as_deref(), &args.place)).await;
    }
    let workspace = context.project()?;
    let history = workspace.history()?;
    let request = workspace.request(&args.message, args.rev_id.as_deref(), &history)?;
    let place = Place::find(&args.place.placement(), workspace.project(), &history)?;
    let draft = empty(workspace.project(), &request, &place)?;
    let path = workspace.write(&draft)?;
    workspace.tell_written(&path)?;
    context.output.document(|| Written::file(request.id.as_str(), path.display().to_string()))?;
    let what = if workspace.project().rust.is_some() { "`up` and `down`" } else { "both sections" };
    context.output.hint(&format!("write {what}, then run it with `autogen upgrade`"));
    Ok(Exit::Done)
}
