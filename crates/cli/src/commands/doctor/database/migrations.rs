//! What a database keeps of migrations in Rust besides SeaORM's rows.

use autogen_engine::{Error as Engine, History, MigrationState, MigrationsError, Run};
use autogen_revision::{Connection, Row};

use super::{DATABASE, Point, was_edited};
use crate::context::Workspace;
use crate::environment;
use crate::error::Error;

/// Tells of a migration that is in doubt, and of files that were edited.
pub(super) async fn look(
    workspace: &Workspace<'_>,
    history: &History,
    connection: &Connection,
    rows: &[Row],
) -> Result<Vec<Point>, Error> {
    if workspace.project().rust.is_none() {
        return Ok(Vec::new());
    }
    let run = Run { project: workspace.project(), history, connection, now: environment::now()? };
    let state = MigrationState::of(&run);
    let mut points: Vec<Point> = state.edited(rows).await?.into_iter().map(was_edited).collect();
    if let Some((revision, direction)) = state.in_doubt(rows).await? {
        let error = Error::from(Engine::from(MigrationsError::InDoubt { revision, direction }));
        let point = Point::finding(DATABASE, error.report().message.clone());
        points.push(error.report().hints.iter().fold(point, Point::hint));
    }
    Ok(points)
}
