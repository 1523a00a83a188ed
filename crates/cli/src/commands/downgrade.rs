//! `autogen downgrade`.

use autogen_engine::{History, Run};
use autogen_revision::{Connection, Direction, Mode, RevisionId, Row, look_through_downgrade};
use clap::Args;
use clap_complete::ArgValueCompleter;

use super::Exit;
use crate::args::running::RunningArgs;
use crate::completion;
use crate::context::{Context, Workspace};
use crate::database_url::DatabaseUrl;
use crate::describe;
use crate::environment;
use crate::error::Error;
use crate::migrator;
use crate::preview::Preview;
use crate::progress::Progress;
use crate::prompt;
use crate::ran::Ran;
use crate::script;
use crate::stepping::Stepping;

/// Undo revisions
///
/// Runs the downgrade sections, the last applied one first. What a revision made, with the rows in it, is gone afterwards.
///
/// `--sql` takes `FROM:TO`, or `-1` from the head.
#[derive(Debug, Args)]
pub(crate) struct DowngradeArgs {
    /// How far: `-1`, `base`, an id or the beginning of one; that revision itself stays
    #[arg(value_name = "REV", default_value = "-1", allow_negative_numbers = true, add = ArgValueCompleter::new(completion::range))]
    revision: String,
    /// Run downgrades that say that they must not be run
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    running: RunningArgs,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &DowngradeArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let limits = args.running.limits(&workspace.config);
    if args.running.sql {
        return script::write(context, &workspace, limits, |scripts| scripts.downgrade(&args.revision, args.force));
    }
    if args.running.step {
        prompt::require_terminal("--step")?;
    }
    let url = workspace.required_database()?;
    let history = workspace.history()?;
    if workspace.project().rust.is_some() && !args.running.dry_run {
        return migrate(context, &workspace, &history, &url, args).await;
    }
    if args.running.dry_run {
        preview(context, &workspace, &history, &url, args).await?;
        return Ok(Exit::Done);
    }
    let connection = workspace.connect_to_run(&url, Mode::ReadWrite, limits).await?;
    let ran = downgrade(context, &workspace, &history, &connection, args).await;
    let closed = connection.close().await;
    let ran = ran?;
    closed?;
    tell(context, &url, ran, "revision")
}

fn tell(context: &Context, url: &DatabaseUrl, ran: Ran, noun: &str) -> Result<Exit, Error> {
    match ran.revisions.as_deref() {
        None => context.output.status("Nothing was run"),
        Some([]) => nothing_to_do(context, url),
        Some(ran) => {
            context.output.status(&format!("Downgraded {} by {}", url.shown(), describe::count(ran.len(), noun)));
        }
    }
    ran.write(context, Direction::Downgrade, url)?;
    Ok(Exit::Done)
}

/// Has SeaORM's migrator undo what is asked for.
async fn migrate(
    context: &Context,
    workspace: &Workspace<'_>,
    history: &History,
    url: &DatabaseUrl,
    args: &DowngradeArgs,
) -> Result<Exit, Error> {
    args.running.refuse_for_migrations()?;
    let limits = args.running.limits(&workspace.config);
    let task = migrator::Task { url, direction: Direction::Downgrade, target: &args.revision, limits, strict: false };
    let ran = migrator::run(context, workspace, history, task).await?;
    tell(context, url, Ran::of(ran), "migration")
}

async fn downgrade(
    context: &Context,
    workspace: &Workspace<'_>,
    history: &History,
    connection: &Connection,
    args: &DowngradeArgs,
) -> Result<Ran, Error> {
    let run = Run { project: workspace.project(), history, connection, now: environment::now()? };
    let rows = run.rows().await?;
    let mut progress = Progress::new(context.output, &history.revisions, &rows, connection.dialect());
    if !args.running.step {
        let ran = run.downgrade(&args.revision, args.force, &mut progress).await?;
        return Ok(Ran::of(progress.ran(&ran, Direction::Downgrade)));
    }
    let plan = run.downgrades(&args.revision).await?;
    let mut stepping = Stepping::new(context.output, Direction::Downgrade, &plan);
    while let Some(step) = stepping.next(&progress)? {
        stepping.ran(run.run_downgrades(step, args.force, &mut progress).await?);
    }
    let revisions = stepping.finish().map(|ran| progress.ran(&ran, Direction::Downgrade));
    Ok(Ran { revisions, backup: None })
}

async fn preview(
    context: &Context,
    workspace: &Workspace<'_>,
    history: &History,
    url: &DatabaseUrl,
    args: &DowngradeArgs,
) -> Result<(), Error> {
    let dialect = url.dialect;
    let rows = workspace.applied(url).await?;
    let graph = history.graph.including(rows.iter().map(Row::header))?;
    let applied: Vec<RevisionId> = rows.iter().map(|row| row.revision.clone()).collect();
    let plan = graph.plan_downgrade(&args.revision, &applied)?;
    if plan.is_empty() {
        nothing_to_do(context, url);
    }
    if workspace.project().rust.is_none() {
        look_through_downgrade(&history.revisions, &rows, &plan, dialect, args.force)?;
    }
    let preview = Preview { history, rows: &rows, plan: &plan, direction: Direction::Downgrade, dialect };
    preview.show(context, &url.shown())
}

fn nothing_to_do(context: &Context, url: &DatabaseUrl) {
    context.output.status(&format!("Nothing to do: {} is there already", url.shown()));
}
