//! `autogen downgrade`.

use autogen_engine::Run;
use autogen_revision::{Limits, Mode};
use clap::Args;

use super::Exit;
use crate::context::Context;
use crate::describe;
use crate::environment;
use crate::error::Error;
use crate::progress::Progress;
use crate::script;

/// Undo revisions
///
/// Runs the downgrade sections, the last applied one first. What a revision made, with the rows in it, is gone afterwards.
#[derive(Debug, Args)]
pub(crate) struct DowngradeArgs {
    /// How far: `-1`, `base`, an id or the beginning of one; that revision itself stays
    #[arg(value_name = "REV", default_value = "-1", allow_negative_numbers = true)]
    revision: String,
    /// Run downgrades that say that they must not be run
    #[arg(long)]
    force: bool,
    /// Write a script instead, of `FROM:TO`, for psql, sqlite3 or mariadb; no database is asked
    #[arg(long)]
    sql: bool,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &DowngradeArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    if args.sql {
        let limits = Limits::default();
        return script::write(context, &workspace, limits, |scripts| scripts.downgrade(&args.revision, args.force));
    }
    let url = workspace.required_database()?;
    let history = workspace.history()?;
    let connection = workspace.connect(&url, Mode::ReadWrite).await?;
    let run =
        Run { project: workspace.project(), history: &history, connection: &connection, now: environment::now()? };
    let rows = run.rows().await?;
    let mut progress = Progress::new(context.output, &history.revisions, &rows);
    let ran = run.downgrade(&args.revision, args.force, &mut progress).await;
    let closed = connection.close().await;
    let ran = ran?;
    closed?;
    if ran.is_empty() {
        context.output.status(&format!("Nothing to do: {} is there already", url.shown()));
    } else {
        context.output.status(&format!("Downgraded {} by {}", url.shown(), describe::count(ran.len(), "revision")));
    }
    Ok(Exit::Done)
}
