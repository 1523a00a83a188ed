//! `autogen upgrade`.

use std::path::Path;

use autogen_engine::{History, Run};
use autogen_revision::{ConnectError, Connection, Limits, Mode, RevisionId, edited};
use clap::Args;

use super::Exit;
use crate::context::{Context, Workspace};
use crate::database_url::DatabaseUrl;
use crate::describe;
use crate::environment;
use crate::error::Error;
use crate::progress::Progress;
use crate::script;

/// Run the revisions that the database lacks
///
/// Each revision runs in one transaction, together with its row in the version table. A SQLite file that does not exist is made.
#[derive(Debug, Args)]
pub(crate) struct UpgradeArgs {
    /// How far: an id, the beginning of one, `head`, `heads`, `+1` or `id+1`
    #[arg(value_name = "REV", default_value = "head")]
    revision: String,
    /// Write a script instead, of `TO` or `FROM:TO`, for psql, sqlite3 or mariadb; no database is asked
    #[arg(long)]
    sql: bool,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &UpgradeArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    if args.sql {
        return script::write(context, &workspace, Limits::default(), |scripts| scripts.upgrade(&args.revision));
    }
    let url = workspace.required_database()?;
    let history = workspace.history()?;
    let (connection, made) = match workspace.connect(&url, Mode::ReadWrite).await {
        Ok(connection) => (connection, None),
        Err(ConnectError::Missing { path }) => {
            // A file is made for something that will be put in, not for a mistake.
            if history.graph.plan_upgrade(&args.revision, &[])?.is_empty() {
                nothing_to_do(context, &history, &url);
                return Ok(Exit::Done);
            }
            (workspace.connect(&url, Mode::Create).await?, Some(path))
        }
        Err(error) => return Err(error.into()),
    };
    let ran = upgrade(context, &workspace, &history, &connection, &args.revision).await;
    let closed = connection.close().await;
    if let (Err(_), Some(path)) = (&ran, &made) {
        remove_if_empty(path);
    }
    let ran = ran?;
    closed?;
    if ran.is_empty() {
        nothing_to_do(context, &history, &url);
    } else {
        context.output.status(&format!("Upgraded {} by {}", url.shown(), describe::count(ran.len(), "revision")));
    }
    Ok(Exit::Done)
}

async fn upgrade(
    context: &Context,
    workspace: &Workspace<'_>,
    history: &History,
    connection: &Connection,
    target: &str,
) -> Result<Vec<RevisionId>, Error> {
    let run = Run { project: workspace.project(), history, connection, now: environment::now()? };
    let rows = run.rows().await?;
    for revision in edited(&rows, &history.revisions, connection.dialect()) {
        let (id, file) = (&revision.header.id, revision.file.display());
        context.output.warning(&format!("`{file}` was edited after `{id}` was applied, and does not run again"));
    }
    let mut progress = Progress::new(context.output, &history.revisions, &rows);
    Ok(run.upgrade(target, &mut progress).await?)
}

fn nothing_to_do(context: &Context, history: &History, url: &DatabaseUrl) {
    if history.revisions.is_empty() {
        context.output.status("There are no revisions yet");
        context.output.hint("`autogen -m MESSAGE` writes the first one");
    } else {
        context.output.status(&format!("Nothing to do: {} has every revision asked for", url.shown()));
    }
}

/// Takes away the file that was made for an upgrade of which nothing stayed.
fn remove_if_empty(path: &Path) {
    if std::fs::metadata(path).is_ok_and(|file| file.len() == 0) {
        // An empty file is an empty database: leaving it is no harm.
        let _ = std::fs::remove_file(path);
    }
}
