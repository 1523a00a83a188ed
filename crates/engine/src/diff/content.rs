//! What is on a side: its schema, and the database's own text of it.

use autogen_diff::{Script, render};
use autogen_revision::{BUSY_TIMEOUT, Direction, Mode, Revision, connect};
use autogen_schema::{Dialect, Schema};

use super::Side;
use crate::dump::Entry;
use crate::scratch::Scratch;
use crate::{Error, History, Live, Project, Target};

/// What a database holds.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) schema: Schema,
    pub(super) entries: Vec<Entry>,
    pub(super) notes: Vec<String>,
}

impl Content {
    /// Reads a side. Nothing but scratch databases is made.
    pub(super) async fn read(side: &Side, target: Target<'_>, history: Option<&History>) -> Result<Self, Error> {
        let project = target.project;
        match side {
            Side::Empty | Side::Entities => Ok(Self::default()),
            Side::History => {
                let history = history.ok_or(Error::NoHistory)?;
                let scratch = Scratch::replayed(target, history).await?;
                scratch.used(async |scratch| Self::of(scratch, project).await).await
            }
            Side::Database => Self::of_url(target.url.ok_or(Error::NoUrl)?, project).await,
            Side::Url(url) => Self::of_url(url, project).await,
            Side::File(path) => {
                let sql = std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.clone(), source })?;
                let scratch = Scratch::empty(target).await?;
                let made = scratch.used(async |scratch| {
                    scratch.load(&sql, path).await?;
                    Self::of(scratch, project).await
                });
                made.await
            }
        }
    }

    /// Reads what is in a scratch database.
    pub(super) async fn of(scratch: &Scratch, project: &Project) -> Result<Self, Error> {
        let (schema, notes) = scratch.schema_and_notes(project).await?;
        Ok(Self { schema, entries: scratch.dump(project).await?, notes })
    }

    async fn of_url(url: &str, project: &Project) -> Result<Self, Error> {
        let connection = connect(url, Mode::ReadOnly, BUSY_TIMEOUT).await?;
        let live = Live::of(project, &connection).await;
        connection.close().await.map_err(Error::Database)?;
        let live = live?;
        let entries = live.entries().into_owned();
        Ok(Self { schema: live.schema, entries, notes: live.notes })
    }
}

/// Runs a script that belongs to no revision.
pub(super) async fn run(scratch: &Scratch, script: &Script, dialect: Dialect) -> Result<(), Error> {
    let text = format!(
        "-- diff\n--\n-- Revision: diff\n-- Revises: (base)\n-- Format: 1\n\n{}\n\n-- autogen: downgrade\n",
        render::section(render::Direction::Upgrade, &[dialect], script)
    );
    let revision = Revision::parse("diff.sql".as_ref(), &text)?;
    scratch.run(&revision, Direction::Upgrade).await
}
