//! Running SeaORM migrations: their crate is built and run, as `sea-orm-cli migrate` does it, under the lock that every upgrade takes.

use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use autogen_engine::{History, Run, has_program, steps};
use autogen_revision::{ConnectError, Connection, Direction, Exclusive, Limits, Mode, RevisionId, Row};

use crate::context::{Context, Workspace};
use crate::database_url::DatabaseUrl;
use crate::environment;
use crate::error::Error;
use crate::progress::Progress;

/// What is to be run.
#[derive(Clone, Copy)]
pub(crate) struct Task<'a> {
    pub(crate) url: &'a DatabaseUrl,
    pub(crate) direction: Direction,
    /// How far.
    pub(crate) target: &'a str,
    pub(crate) limits: Limits,
}

/// Runs what leads to the target. Returns what ran, in order.
pub(crate) async fn run(
    context: &Context,
    workspace: &Workspace<'_>,
    history: &History,
    task: Task<'_>,
) -> Result<Vec<RevisionId>, Error> {
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
    Ok(ran)
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
    let program = Program { workspace, url: task.url };
    let run = Run { project: workspace.project(), history, connection, now: environment::now()? };
    if task.plan(&run).await?.is_empty() {
        return Ok(Vec::new());
    }
    // Nobody has to wait for a compiler.
    program.build()?;
    let table = workspace.project().version_table(connection.dialect());
    let exclusive = Exclusive::take(connection, &table).await?;
    let ran = locked(context, history, &run, task, &program).await;
    exclusive.release(connection).await;
    ran
}

/// Plans under the lock: another process may have run some of it in the meantime.
async fn locked(
    context: &Context,
    history: &History,
    run: &Run<'_>,
    task: Task<'_>,
    program: &Program<'_>,
) -> Result<Vec<RevisionId>, Error> {
    let (before, plan) = (run.rows().await?, task.plan(run).await?);
    if plan.is_empty() {
        return Ok(Vec::new());
    }
    let count = steps(history, &before, &plan, task.direction).map_err(autogen_engine::Error::from)?;
    let progress = Progress::new(context.output, &history.revisions, &before, task.url.dialect);
    for id in &plan {
        context.output.status(&progress.line(id, task.direction));
    }
    let ended = program.run(task.direction, count)?;
    let after = run.rows().await?;
    let is_there = |rows: &[Row], id: &RevisionId| rows.iter().any(|row| row.revision == *id);
    let (done, left): (Vec<_>, Vec<_>) = plan.into_iter().partition(|id| is_there(&before, id) != is_there(&after, id));
    match left.first() {
        None => Ok(done),
        Some(first) => Err(stopped(first, &done, task.direction, ended)),
    }
}

fn stopped(first: &RevisionId, done: &[RevisionId], direction: Direction, ended: ExitStatus) -> Error {
    let why = if ended.success() { "is not recorded".to_owned() } else { format!("failed: {ended}") };
    let kept = match done.last() {
        Some(last) => format!("what ran before it stays, up to `{last}`"),
        None => "nothing ran before it".to_owned(),
    };
    Error::new(format!("the {direction} of `{first}` {why}"))
        .hint(format!("above this stands what the migration says; {kept}"))
        .hint("where DDL is not transactional (MySQL, MariaDB), look what of it is there already")
}

/// The program that runs the migrations.
struct Program<'a> {
    workspace: &'a Workspace<'a>,
    url: &'a DatabaseUrl,
}

impl Program<'_> {
    /// Compiles the crate; what the compiler says is seen as it is.
    fn build(&self) -> Result<(), Error> {
        if self.workspace.config.migrator_command.is_some() {
            return Ok(());
        }
        if !has_program(self.folder()) {
            return Err(no_program(self.folder()));
        }
        let ended = self.cargo(&["build", "--quiet"]).status().map_err(|error| no_cargo(&error))?;
        if ended.success() {
            return Ok(());
        }
        Err(Error::new(format!("the migration crate `{}` does not compile", self.folder().display()))
            .hint("above this stands what the compiler says; nothing was run"))
    }

    fn run(&self, direction: Direction, count: usize) -> Result<ExitStatus, Error> {
        let mut command = match self.workspace.config.migrator_command.as_deref() {
            Some([program, arguments @ ..]) => {
                // A name alone is looked for where the system looks for programs.
                let is_path = Path::new(program).components().nth(1).is_some();
                let path = self.workspace.project().root.join(program);
                let mut command = Command::new(if is_path { path.as_path() } else { Path::new(program) });
                command.args(arguments);
                command
            }
            _ => self.cargo(&["run", "--quiet"]),
        };
        if self.workspace.config.migrator_command.is_none() {
            command.arg("--");
        }
        let word = match direction {
            Direction::Upgrade => "up",
            Direction::Downgrade => "down",
        };
        command.args([word, "-n", &count.to_string()]);
        // A URL holds a password, which no command line may show.
        command.env("DATABASE_URL", self.url.as_str());
        command.stdin(Stdio::null()).stdout(io::stderr());
        command.status().map_err(|error| no_cargo(&error))
    }

    fn cargo(&self, words: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command.args(words).arg("--manifest-path").arg(self.folder().join("Cargo.toml"));
        command.stdin(Stdio::null());
        command
    }

    fn folder(&self) -> &Path {
        &self.workspace.project().directory
    }
}

/// A crate may be a library alone, whose migrations another program runs: in Loco the application does.
fn no_program(folder: &Path) -> Error {
    Error::new(format!("the migration crate `{}` has no program that runs its migrations", folder.display()))
        .hint("run them as the project does: in Loco `cargo loco db migrate`, and `cargo loco db down 1`")
        .hint(
            "or give it the `src/main.rs` that `sea-orm-cli migrate init` does, or name a program that takes the same words: \
             `migrator_command` in autogen.toml",
        )
}

fn no_cargo(error: &io::Error) -> Error {
    Error::new(format!("the migration crate cannot be run: {error}")).hint(
        "`cargo` must be there; or `migrator_command` in autogen.toml names the program that was built from the crate",
    )
}
