//! `autogen adopt`.

use std::path::Path;

use autogen_engine::{Adoption, Run, adopt};
use autogen_revision::{Connection, Mode};
use clap::Args;

use super::Exit;
use crate::context::{Context, Workspace};
use crate::describe;
use crate::environment;
use crate::error::Error;

/// Take over a database that was there first
///
/// Writes a first revision that builds the database as it is, claims in it what the entities say of that, and records the
/// revision as applied. Nothing in the database is changed but the version table.
#[derive(Debug, Args)]
pub(crate) struct AdoptArgs {
    /// What the revision is for
    #[arg(short, long, value_name = "MESSAGE", default_value = "Adopt the database", allow_hyphen_values = true)]
    message: String,
    /// Use this id instead of a random one
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &AdoptArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let url = workspace.required_database()?;
    let history = workspace.history()?;
    let entities = workspace.entities()?;
    if workspace.tell_findings(&entities).errors > 0 {
        return Err(autogen_engine::Error::EntityErrors.into());
    }
    let request = workspace.request(&args.message, args.rev_id.as_deref(), &history)?;
    let adoption = adopt(workspace.target(&url), &entities, &history, &request).await?;
    let connection = workspace.connect(&url, Mode::ReadWrite).await?;
    let path = workspace.write(&adoption.draft)?;
    if let Err(error) = stamp(&workspace, &connection, request.id.as_str()).await {
        withdraw(&path);
        return Err(error);
    }
    connection.close().await?;
    workspace.tell_written(request.id.as_str(), &path)?;
    tell(context, &adoption, &url.shown());
    Ok(Exit::Done)
}

async fn stamp(workspace: &Workspace<'_>, connection: &Connection, id: &str) -> Result<(), Error> {
    let history = workspace.history()?;
    let run = Run { project: workspace.project(), history: &history, connection, now: environment::now()? };
    run.stamp(id, false).await?;
    Ok(())
}

/// A baseline that is not recorded would be run on the database that it was made of.
fn withdraw(path: &Path) {
    // The error that is told is the one that led here.
    let _ = std::fs::remove_file(path);
}

fn tell(context: &Context, adoption: &Adoption, database: &str) {
    for table in &adoption.bookkeeping {
        context
            .output
            .note(&format!("`{table}` holds another tool's history: it stays as it is, and is never managed"));
    }
    let output = &context.output;
    let difference = &adoption.difference;
    output.status(&format!("Adopted {} of {database}", describe::count(adoption.objects, "object")));
    if !difference.claims.is_empty() {
        let count = describe::count(difference.claims.len(), "fact");
        output.status(&format!("Managed from now on: {count} that the entities say"));
    }
    if !difference.unmanaged.is_empty() {
        let count = describe::count(difference.unmanaged.len(), "object");
        output.status(&format!("Left alone: {count} that no entity speaks of (`autogen check -v` lists them)"));
    }
    if difference.is_empty() {
        output.hint("the entities and the database agree: change an entity, then `autogen -m MESSAGE`");
    } else {
        let count = describe::count(difference.changes.len(), "change");
        output.hint(&format!("the entities ask for {count} more: `autogen -m MESSAGE` writes them"));
    }
}
