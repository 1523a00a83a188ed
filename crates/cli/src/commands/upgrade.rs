//! `autogen upgrade`.

use std::path::{Path, PathBuf};

use autogen_engine::{History, Run, refuse_adopted};
use autogen_revision::{
    ConnectError, Connection, Direction, Language, Limits, Mode, RevisionId, Row, look_through_upgrade,
};
use clap::Args;
use clap_complete::ArgValueCompleter;

use super::Exit;
use crate::args::running::RunningArgs;
use crate::backup;
use crate::completion;
use crate::context::{Context, Workspace};
use crate::database_url::DatabaseUrl;
use crate::describe;
use crate::document::BackedUp;
use crate::elsewhere;
use crate::environment;
use crate::error::Error;
use crate::migrator;
use crate::preview::Preview;
use crate::progress::Progress;
use crate::prompt;
use crate::ran::Ran;
use crate::script;
use crate::stepping::Stepping;

/// Run the revisions that the database lacks
///
/// Each revision runs in one transaction, together with its row in the version table. A SQLite file that does not exist is made.
///
/// `--sql` takes `TO`, which starts at the base, or `FROM:TO`.
#[derive(Debug, Args)]
pub(crate) struct UpgradeArgs {
    /// How far: an id, the beginning of one, `head`, `heads`, `+1` or `id+1`
    #[arg(value_name = "REV", default_value = "head", add = ArgValueCompleter::new(completion::range))]
    revision: String,
    /// Refuse when the file of an applied revision was edited since, rather than warn
    #[arg(long)]
    strict: bool,
    /// Write a backup before anything runs, to FILE or to one named after the database and the time
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, conflicts_with_all = ["sql", "dry_run"])]
    backup: Option<Vec<PathBuf>>,
    #[command(flatten)]
    running: RunningArgs,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &UpgradeArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let limits = args.running.limits(&workspace.config);
    if args.running.sql {
        return script::write(context, &workspace, limits, |scripts| scripts.upgrade(&args.revision));
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
        preview(context, &workspace, &history, &url, &args.revision).await?;
        return Ok(Exit::Done);
    }
    let (connection, made) = match workspace.connect_to_run(&url, Mode::ReadWrite, limits).await {
        Ok(connection) => (connection, None),
        Err(ConnectError::Missing { path }) => {
            // A file is made for something that will be put in, not for a mistake.
            if history.graph.plan_upgrade(&args.revision, &[])?.is_empty() {
                return tell(context, &history, &url, Ran::of(Vec::new()));
            }
            (workspace.connect_to_run(&url, Mode::Create, limits).await?, Some(path))
        }
        Err(error) => return Err(error.into()),
    };
    let ran = upgrade(context, &workspace, &history, &connection, &url, args).await;
    let closed = connection.close().await;
    if let Some(path) = &made {
        remove_if_empty(path);
    }
    let ran = ran?;
    closed?;
    tell(context, &history, &url, ran)
}

fn tell(context: &Context, history: &History, url: &DatabaseUrl, ran: Ran) -> Result<Exit, Error> {
    let is_rust = history.revisions.iter().any(|revision| revision.language == Language::Rust);
    let noun = if is_rust { "migration" } else { "revision" };
    match ran.revisions.as_deref() {
        None => context.output.status("Nothing was run"),
        Some([]) => nothing_to_do(context, history, url),
        Some(ran) => {
            context.output.status(&format!("Upgraded {} by {}", url.shown(), describe::count(ran.len(), noun)));
        }
    }
    ran.write(context, Direction::Upgrade, url)?;
    Ok(Exit::Done)
}

/// Has SeaORM's migrator run what is asked for.
async fn migrate(
    context: &Context,
    workspace: &Workspace<'_>,
    history: &History,
    url: &DatabaseUrl,
    args: &UpgradeArgs,
) -> Result<Exit, Error> {
    let limits = args.running.limits(&workspace.config);
    args.running.refuse_for_migrations()?;
    let backup = match &args.backup {
        Some(file) => Some(backup_before(context, workspace, url, file).await?),
        None => None,
    };
    let task =
        migrator::Task { url, direction: Direction::Upgrade, target: &args.revision, limits, strict: args.strict };
    let revisions = migrator::run(context, workspace, history, task).await?;
    tell(context, history, url, Ran { revisions: Some(revisions), backup })
}

async fn backup_before(
    context: &Context,
    workspace: &Workspace<'_>,
    url: &DatabaseUrl,
    file: &[PathBuf],
) -> Result<BackedUp, Error> {
    let backup = backup::write(workspace, url, file.first().map(PathBuf::as_path)).await?;
    context.output.status(&format!("Backed up to {}", backup.file.display()));
    context.output.status(&format!("This brings it back: {}", backup.restore));
    Ok(backup.document())
}

async fn upgrade(
    context: &Context,
    workspace: &Workspace<'_>,
    history: &History,
    connection: &Connection,
    url: &DatabaseUrl,
    args: &UpgradeArgs,
) -> Result<Ran, Error> {
    let run = Run { project: workspace.project(), history, connection, now: environment::now()? };
    let rows = run.rows().await?;
    let edited = elsewhere::warn_of_edited(context, history, &rows, connection.dialect());
    if args.strict && edited > 0 {
        return Err(elsewhere::refuse_edited(edited));
    }
    let explain = |error| elsewhere::explain(error, &history.graph, &rows);
    let mut progress = Progress::new(context.output, &history.revisions, &rows, connection.dialect());
    let plan = run.upgrades(&args.revision).await.map_err(explain)?;
    let backup = match args.backup.as_ref().filter(|_| !plan.is_empty()) {
        Some(file) => Some(backup_before(context, workspace, url, file).await?),
        None => None,
    };
    if !args.running.step {
        let ran = run.run_upgrades(&plan, &mut progress).await?;
        return Ok(Ran { revisions: Some(progress.ran(&ran, Direction::Upgrade)), backup });
    }
    let mut stepping = Stepping::new(context.output, Direction::Upgrade, &plan);
    while let Some(step) = stepping.next(&progress)? {
        stepping.ran(run.run_upgrades(step, &mut progress).await?);
    }
    let revisions = stepping.finish().map(|ran| progress.ran(&ran, Direction::Upgrade));
    Ok(Ran { revisions, backup })
}

async fn preview(
    context: &Context,
    workspace: &Workspace<'_>,
    history: &History,
    url: &DatabaseUrl,
    target: &str,
) -> Result<(), Error> {
    let dialect = url.dialect;
    let connection = match workspace.connect_to_run(url, Mode::ReadOnly, Limits::default()).await {
        Ok(connection) => Some(connection),
        Err(ConnectError::Missing { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let mut rows = Vec::new();
    let planned = plan(workspace, history, connection.as_ref(), target, &mut rows).await;
    if let Some(connection) = connection {
        connection.close().await?;
    }
    let plan = planned.map_err(|error| elsewhere::explain(error, &history.graph, &rows))?;
    if plan.is_empty() {
        nothing_to_do(context, history, url);
    }
    if workspace.project().rust.is_none() {
        look_through_upgrade(&history.revisions, &plan, dialect)?;
    }
    let preview = Preview { history, rows: &rows, plan: &plan, direction: Direction::Upgrade, dialect };
    preview.show(context, &url.shown())
}

/// Returns what would run, and the rows of the version table.
async fn plan(
    workspace: &Workspace<'_>,
    history: &History,
    connection: Option<&Connection>,
    target: &str,
    rows: &mut Vec<Row>,
) -> Result<Vec<RevisionId>, autogen_engine::Error> {
    if let Some(connection) = connection {
        let run = Run { project: workspace.project(), history, connection, now: 0 };
        rows.extend(run.rows().await?);
    }
    let graph = history.graph.including(rows.iter().map(Row::header))?;
    let applied: Vec<RevisionId> = rows.iter().map(|row| row.revision.clone()).collect();
    let plan = graph.plan_upgrade(target, &applied)?;
    if let Some(connection) = connection.filter(|_| rows.is_empty()) {
        refuse_adopted(connection, &graph, &plan).await?;
    }
    Ok(plan)
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
