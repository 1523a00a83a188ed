//! `autogen adopt`.

use std::path::Path;

use autogen_diff::Difference;
use autogen_engine::{Adoption, History, Run, adopt, take_over};
use autogen_revision::{Connection, Mode, RevisionId, Stamped};
use clap::Args;
use clap_complete::ArgValueCompleter;

use super::Exit;
use crate::completion;
use crate::context::{Context, Workspace};
use crate::database_url::DatabaseUrl;
use crate::describe;
use crate::document::{Adopting, Unmanaged};
use crate::environment;
use crate::error::Error;
use crate::listing::adopted;
use crate::other_tool;
use crate::output::{Output, printable};

mod migrations;

/// Take over a database that was there first
///
/// Writes a first revision that builds the database as it is, claims in it what the entities say of that, and records the
/// revision as applied. Nothing in the database is changed but the version table.
///
/// Where Alembic, Flask-Migrate or SeaORM kept a history of the database, the revision says where that stood. Another database
/// that stands there too is taken over by `adopt` again, which then records the revision and writes none.
///
/// Migrations in Rust are the history that they were: nothing is written, and the database is compared with the entities.
#[derive(Debug, Args)]
pub(crate) struct AdoptArgs {
    /// What the revision is for
    #[arg(short, long, value_name = "MESSAGE", default_value = "Adopt the database", allow_hyphen_values = true)]
    message: String,
    /// Use this id instead of a random one
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,
    /// Take the other tool's revision OLD for a revision of the project, and record that (can be repeated)
    #[arg(long, value_name = "OLD=REV", num_args = 1.., value_parser = map, conflicts_with_all = ["message", "rev_id"], add = ArgValueCompleter::new(completion::map))]
    map: Vec<(String, String)>,
}

/// Takes apart what `--map` takes. The other tool's names may have a `=`, ours have none.
fn map(text: &str) -> Result<(String, String), String> {
    match text.rsplit_once('=') {
        Some((old, revision)) if !old.trim().is_empty() && !revision.trim().is_empty() => {
            Ok((old.trim().to_owned(), revision.trim().to_owned()))
        }
        _ => Err("it is written `OLD=REV`".to_owned()),
    }
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &AdoptArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let url = workspace.required_database()?;
    let history = workspace.history()?;
    if workspace.project().rust.is_some() {
        return migrations::run(&workspace, &url, &history, !args.map.is_empty()).await;
    }
    if !args.map.is_empty() || history.started(workspace.target(&url))? > 0 {
        return record(&workspace, &url, &history, &args.map).await;
    }
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
    workspace.tell_written(&path)?;
    tell(&workspace, &adoption, &url.shown());
    let ids = vec![request.id.to_string()];
    workspace.output().document(|| Adopting {
        revision: Some(request.id.to_string()),
        path: Some(path.display().to_string()),
        recorded: ids,
        adopts: adoption.standings.iter().map(adopted).collect(),
        objects: Some(adoption.objects),
        notes: adoption.notes.clone(),
        ..compared(&adoption.difference)
    })?;
    Ok(Exit::Done)
}

/// Returns what programs are told of how the entities and the database differ.
fn compared(difference: &Difference) -> Adopting {
    let unmanaged = difference.unmanaged.iter().map(|object| Unmanaged {
        table: object.table.to_string(),
        kind: object.kind,
        what: object.what.clone(),
        dialect: None,
    });
    Adopting {
        claims: difference.claims.iter().map(ToString::to_string).collect(),
        changes: difference.changes.iter().map(ToString::to_string).collect(),
        unmanaged: unmanaged.collect(),
        ..Adopting::default()
    }
}

/// Records the revision that makes what another tool made of the database.
async fn record(
    workspace: &Workspace<'_>,
    url: &DatabaseUrl,
    history: &History,
    maps: &[(String, String)],
) -> Result<Exit, Error> {
    let found = take_over(workspace.target(url), history, maps).await?;
    let output = workspace.output();
    let ids: Vec<&str> = found.revisions.iter().map(RevisionId::as_str).collect();
    if found.is_recorded {
        output.status(&match &ids[..] {
            [] => "Nothing to do".to_owned(),
            ids => format!("Nothing to do: {} is recorded", ids.join(" and ")),
        });
        output.document(Adopting::default)?;
        return Ok(Exit::Done);
    }
    other_tool::tell(workspace, &found.standings);
    let connection = workspace.connect(url, Mode::ReadWrite).await?;
    let stamped = stamp(workspace, &connection, &ids.join(" ")).await;
    let closed = connection.close().await;
    let stamped = stamped?;
    closed?;
    for revision in &stamped.added {
        output.status(&format!("Recorded {revision}"));
    }
    output.hint("`autogen check` tells whether the database is what they make, `autogen upgrade` goes on from there");
    output.document(|| Adopting {
        recorded: stamped.added.iter().map(ToString::to_string).collect(),
        adopts: found.standings.iter().map(adopted).collect(),
        ..Adopting::default()
    })?;
    Ok(Exit::Done)
}

async fn stamp(workspace: &Workspace<'_>, connection: &Connection, id: &str) -> Result<Stamped, Error> {
    let history = workspace.history()?;
    let run = Run { project: workspace.project(), history: &history, connection, now: environment::now()? };
    Ok(run.stamp(id, false).await?)
}

/// A baseline that is not recorded would be run on the database that it was made of.
fn withdraw(path: &Path) {
    // The error that is told is the one that led here.
    let _ = std::fs::remove_file(path);
}

fn tell(workspace: &Workspace<'_>, adoption: &Adoption, database: &str) {
    let output = workspace.output();
    for note in &adoption.notes {
        output.note(&printable(note));
    }
    other_tool::tell(workspace, &adoption.standings);
    let is_told = |table: &str| adoption.standings.iter().any(|standing| standing.tool.table().0 == table);
    for table in adoption.bookkeeping.iter().filter(|table| !is_told(table)) {
        output.note(&format!("`{table}` holds another tool's history: it stays as it is, and is never managed"));
    }
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
    hint(output, difference);
}

/// Says what is next.
fn hint(output: Output, difference: &Difference) {
    if difference.is_empty() {
        output.hint("the entities and the database agree: change an entity, then `autogen -m MESSAGE`");
    } else {
        let count = describe::count(difference.changes.len(), "change");
        output.hint(&format!("the entities ask for {count} more: `autogen -m MESSAGE` writes them"));
    }
}
