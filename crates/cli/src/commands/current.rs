//! `autogen current`.

use std::collections::BTreeSet;

use autogen_engine::{History, standings, to_take_over};
use autogen_revision::{Connection, Graph, Mode, RevisionId, Row, Standing, State};
use clap::Args;

use super::Exit;
use crate::context::{Context, Workspace};
use crate::database_url::DatabaseUrl;
use crate::describe;
use crate::document::{Current, Document};
use crate::elsewhere;
use crate::error::Error;
use crate::listing::{Listing, adopted};
use crate::output::Format;
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
    let (rows, to_take_over) = read(&workspace, &url, &files).await?;
    let graph = files.including(rows.iter().map(Row::header))?;
    let unknown = elsewhere::without_file(&files, &rows);
    let strangers: Vec<String> = unknown.iter().map(|row| elsewhere::told(row)).collect();
    let ways_out = elsewhere::ways_out(&unknown);
    let half_done = rows.iter().find(|row| row.state != State::Applied).map(|row| (row.revision.clone(), row.state));
    // A file that cannot be read is the trouble of whoever needs what is in it.
    if let Ok(history) = History::read(workspace.project()) {
        elsewhere::warn_of_edited(context, &history, &rows, url.dialect);
    }
    let ids: Vec<RevisionId> = rows.iter().map(|row| row.revision.clone()).collect();
    let applied: BTreeSet<RevisionId> = graph.counted(&ids).iter().cloned().collect();
    let heads = graph.current_tips(&ids);
    context.output.detail(&format!("Current revisions of {}:", url.shown()));
    let current: Vec<&RevisionId> = heads.iter().collect();
    let listing = Listing { with_labels: true, ..Listing::new(context.output, &graph) };
    let missing: Vec<String> =
        files.order().iter().filter(|id| !applied.contains(*id)).map(ToString::to_string).collect();
    if context.output.format == Format::Json {
        context.output.json(&Document::new(Current {
            database: url.shown(),
            revisions: listing.entries(&current),
            missing: missing.clone(),
            unknown: unknown.iter().map(|row| row.revision.to_string()).collect(),
            half_done: half_done.as_ref().map(|(id, _)| id.to_string()),
            adopts: to_take_over.iter().map(adopted).collect(),
        }))?;
    } else {
        listing.write(&current)?;
    }
    if heads.is_empty() {
        context.output.status("No revision is applied");
    }
    for stranger in &strangers {
        context.output.note(&format!("no file is here for {stranger}"));
    }
    if let Some((id, state)) = half_done {
        context.output.warning(&format!("`{id}` is {}: it runs just now, or was interrupted", state.name()));
        context.output.hint("`autogen repair` tells how far it came");
    }
    if !strangers.is_empty() {
        for way in &ways_out {
            context.output.hint(way);
        }
    }
    for standing in &to_take_over {
        context.output.note(&format!("the database stands at {standing}"));
    }
    if !to_take_over.is_empty() {
        context.output.hint("`autogen adopt` goes on from there");
    } else if !missing.is_empty() {
        let them = describe::count(missing.len(), "revision");
        context.output.hint(&format!("the database lacks {them}: `autogen upgrade`"));
    }
    let is_unknown = |id: &RevisionId| files.get(id).is_none();
    if args.check_heads && (!missing.is_empty() || applied.iter().any(is_unknown)) {
        context.output.problem(&format!("{}: database is not on all head revisions", paint(theme::ERROR, "error")));
        return Ok(Exit::Findings);
    }
    Ok(Exit::Done)
}

/// Returns the rows of the version table, and where another tool left a database that has none.
async fn read(workspace: &Workspace<'_>, url: &DatabaseUrl, files: &Graph) -> Result<(Vec<Row>, Vec<Standing>), Error> {
    let connection = workspace.connect(url, Mode::ReadOnly).await?;
    let read = read_open(workspace, &connection, files).await;
    connection.close().await?;
    read
}

async fn read_open(
    workspace: &Workspace<'_>,
    connection: &Connection,
    files: &Graph,
) -> Result<(Vec<Row>, Vec<Standing>), Error> {
    let table = workspace.project().version_table(connection.dialect());
    let rows = table.read(connection.database()).await?;
    let found = if rows.is_empty() { standings(connection).await? } else { Vec::new() };
    let found = to_take_over(found, files, &rows);
    Ok((rows, found))
}
