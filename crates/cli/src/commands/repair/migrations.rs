//! `autogen repair` in a project whose revisions are SeaORM migrations.

use autogen_engine::{History, MigrationState, MigrationsError, Run};
use autogen_revision::{Connection, Exclusive, Mode, Settlement};

use super::{nothing_to_do, settled};
use crate::commands::Exit;
use crate::context::Workspace;
use crate::database_url::DatabaseUrl;
use crate::document::{HalfDone, Repaired, Status};
use crate::environment;
use crate::error::Error;

/// Tells which migration is in doubt, or takes a person's word for it.
pub(super) async fn run(
    workspace: &Workspace<'_>,
    url: &DatabaseUrl,
    history: &History,
    settlement: Option<Settlement>,
) -> Result<Exit, Error> {
    let is_applied = match settlement {
        None => None,
        Some(Settlement::Applied) => Some(true),
        Some(Settlement::NotApplied) => Some(false),
        Some(Settlement::GoOnBehind | Settlement::GoOnWith) => {
            return Err(autogen_engine::Error::OnlySql { what: "`--ran` and `--not-run`" }.into());
        }
    };
    let mode = if is_applied.is_some() { Mode::ReadWrite } else { Mode::ReadOnly };
    let connection = workspace.connect(url, mode).await?;
    let run = Run { project: workspace.project(), history, connection: &connection, now: environment::now()? };
    let exit = match is_applied {
        None => tell(workspace, &run).await,
        Some(is_applied) => settle(workspace, &run, &connection, is_applied).await,
    };
    let closed = connection.close().await;
    let exit = exit?;
    closed?;
    Ok(exit)
}

async fn tell(workspace: &Workspace<'_>, run: &Run<'_>) -> Result<Exit, Error> {
    let output = workspace.output();
    match MigrationState::of(run).in_doubt(&run.rows().await?).await? {
        None => nothing_to_do(output),
        Some((revision, direction)) => {
            let half_done = HalfDone {
                revision: revision.to_string(),
                direction: direction.to_string(),
                statements: None,
                ran: None,
                in_doubt: None,
            };
            let error = autogen_engine::Error::from(MigrationsError::InDoubt { revision, direction });
            output.error(Error::from(error).report());
            output.document(|| Repaired { status: Status::Findings, half_done: Some(half_done), settled: None })?;
            Ok(Exit::Findings)
        }
    }
}

/// Whoever is still at it has the lock.
async fn settle(
    workspace: &Workspace<'_>,
    run: &Run<'_>,
    connection: &Connection,
    is_applied: bool,
) -> Result<Exit, Error> {
    let table = workspace.project().version_table(connection.dialect());
    let exclusive = Exclusive::take(connection, &table).await?;
    let found = match run.rows().await {
        Ok(rows) => MigrationState::of(run).repair(&rows, is_applied).await,
        Err(error) => Err(error),
    };
    exclusive.release(connection).await;
    match found? {
        None => nothing_to_do(workspace.output()),
        Some(id) => settled(workspace.output(), &id),
    }
}
