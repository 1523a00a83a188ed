//! Running SeaORM migrations: their crate is built and run, as `sea-orm-cli migrate` does it, under the lock that every upgrade takes.

use std::process::ExitStatus;

use autogen_engine::{History, MigrationState, Run, Site, steps};
use autogen_revision::{ConnectError, Connection, Direction, Exclusive, Limits, Mode, RevisionId};

use crate::context::{Context, Workspace};
use crate::database_url::DatabaseUrl;
use crate::document::RanRevision;
use crate::elsewhere;
use crate::environment;
use crate::error::Error;
use crate::progress::Progress;

mod program;

pub(crate) use program::MigrationProgram;

/// What is to be run.
#[derive(Clone, Copy)]
pub(crate) struct Task<'a> {
    pub(crate) url: &'a DatabaseUrl,
    pub(crate) direction: Direction,
    /// How far.
    pub(crate) target: &'a str,
    pub(crate) limits: Limits,
    /// Whether files that were edited since they ran keep everything else from running.
    pub(crate) strict: bool,
}

/// Runs what leads to the target. Returns what ran, in order.
pub(crate) async fn run(
    context: &Context,
    workspace: &Workspace<'_>,
    history: &History,
    task: Task<'_>,
) -> Result<Vec<RanRevision>, Error> {
    let connection = match workspace.connect_to_run(task.url, Mode::ReadWrite, task.limits).await {
        Err(ConnectError::Missing { .. }) if task.would_fill(history)? => {
            workspace.connect_to_run(task.url, Mode::Create, task.limits).await?
        }
        connection => connection?,
    };
    let ran = on(context, workspace, history, &connection, task).await;
    let closed = connection.close().await;
    let ran = ran?;
    closed?;
    Ok(Progress::new(context.output, &history.revisions, &[], task.url.dialect).ran(&ran, task.direction))
}

impl Task<'_> {
    /// A file is made for something that will be put in, not for a mistake.
    fn would_fill(&self, history: &History) -> Result<bool, Error> {
        let plan = || history.graph.plan_upgrade(self.target, &[]).map(|plan| plan.is_empty());
        Ok(self.direction == Direction::Upgrade && !plan()?)
    }

    async fn plan(&self, run: &Run<'_>) -> Result<Vec<RevisionId>, Error> {
        Ok(match self.direction {
            Direction::Upgrade => run.upgrades(self.target).await?,
            Direction::Downgrade => run.downgrades(self.target).await?,
        })
    }
}

async fn on(
    context: &Context,
    workspace: &Workspace<'_>,
    history: &History,
    connection: &Connection,
    task: Task<'_>,
) -> Result<Vec<RevisionId>, Error> {
    let program = &workspace.config.migration_program();
    let run = Run { project: workspace.project(), history, connection, now: environment::now()? };
    let edited = elsewhere::tell_edited(context, &MigrationState::of(&run).edited(&run.rows().await?).await?);
    if task.strict && edited > 0 {
        return Err(elsewhere::refuse_edited(edited));
    }
    let state = MigrationState::of(&run);
    let is_needed = !task.plan(&run).await?.is_empty();
    if !is_needed && !state.has_begun().await? {
        return Ok(Vec::new());
    }
    if is_needed {
        // Nobody has to wait for a compiler.
        program.build()?;
    }
    let table = workspace.project().version_table(connection.dialect());
    let exclusive = Exclusive::take(connection, &table).await?;
    let ran = locked(context, history, &run, task, program).await;
    exclusive.release(connection).await;
    ran
}

/// Plans under the lock: another process may have run some of it in the meantime.
async fn locked(
    context: &Context,
    history: &History,
    run: &Run<'_>,
    task: Task<'_>,
    program: &MigrationProgram,
) -> Result<Vec<RevisionId>, Error> {
    let (mut rows, plan) = (run.rows().await?, task.plan(run).await?);
    let state = MigrationState::of(run);
    state.settle(&rows).await?;
    steps(history, &rows, &plan, task.direction).map_err(autogen_engine::Error::from)?;
    let schema = Site::schema_of(run.connection).await?;
    let site = Site { url: task.url.as_str(), schema: schema.as_deref() };
    let progress = Progress::new(context.output, &history.revisions, &rows, task.url.dialect);
    let mut done = Vec::with_capacity(plan.len());
    // One at a time, so that it is known which one it was.
    for id in plan {
        context.output.status(&progress.line(&id, task.direction));
        for hazard in progress.hazards(&id, task.direction) {
            context.output.hazard(hazard);
        }
        // Whoever runs migrations without a lock may have been faster.
        steps(history, &rows, std::slice::from_ref(&id), task.direction).map_err(autogen_engine::Error::from)?;
        state.begin(&id, task.direction).await?;
        let version = state.version().await?;
        let ended = match program.run(site, task.direction, 1) {
            Ok(ended) => ended,
            Err(error) => {
                state.never_began(&id, &rows).await?;
                return Err(error.into());
            }
        };
        rows = run.rows().await?;
        state.end(&id, task.direction, &rows, version).await?;
        let is_there = rows.iter().any(|row| row.revision == id);
        if is_there != (task.direction == Direction::Upgrade) {
            return Err(stopped(&id, &done, task.direction, ended));
        }
        if !ended.success() {
            return Err(failed_behind(&id, task.direction, ended));
        }
        done.push(id);
    }
    Ok(done)
}

/// What ran may not be all that the program was to do.
fn failed_behind(id: &RevisionId, direction: Direction, ended: ExitStatus) -> Error {
    Error::new(format!(
        "the {direction} of `{id}` is recorded, and the program of the migration crate failed behind it: {ended}"
    ))
    .hint("above this stands what it says; nothing was run after it")
}

fn stopped(first: &RevisionId, done: &[RevisionId], direction: Direction, ended: ExitStatus) -> Error {
    let why = if ended.success() { "is not recorded".to_owned() } else { format!("failed: {ended}") };
    let kept = match done.last() {
        Some(last) => format!("what ran before it stays, up to `{last}`"),
        None => "nothing ran before it".to_owned(),
    };
    Error::new(format!("the {direction} of `{first}` {why}"))
        .hint(format!("above this stands what the migration says; {kept}"))
        .hint("what it did in no transaction stays (all of it on MySQL and MariaDB): `autogen repair` tells whether something is in doubt")
}
