//! Looks whether anything has changed since a check found nothing to do, before anything is taken apart.

use autogen_revision::{BUSY_TIMEOUT, Connection, Mode, connect};
use autogen_schema::Dialect;
use tokio::task::JoinHandle;

use super::files::Files;
use super::{Opened, Opening, Reading, unless_panicked};
use crate::entities::Entities;
use crate::unchanged::{Basis, Memory, server, state, stored_state};
use crate::{Databases, Error, History, Project};

/// What looking at a project came to.
pub enum Looked {
    /// Nothing has changed since a check found nothing to do.
    Unchanged(Unchanged),
    /// Something may have: what is there has to be compared.
    Read(Box<Reading>),
}

/// That nothing has changed since a check found nothing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchanged {
    /// The dialect of the database.
    pub dialect: Dialect,
    /// What that check had to tell nevertheless.
    pub notes: Vec<String>,
}

impl Looked {
    /// Reads the files, and as much of the database as it takes to know. Nothing is created.
    pub async fn at(project: &Project, databases: &Databases) -> Self {
        let target = project.targets(databases).next();
        let known = target.and_then(|target| Some((target.dialect, target.url?, Memory::of(target)?)));
        let Some((dialect, url, memory)) = known else { return Self::anew(project, databases).await };
        let remembered = memory.read();
        let mut database = match dialect {
            Dialect::Sqlite if remembered.is_some() => Database::stored(project, url),
            _ => Database::Opening(Opening::begin(project, databases)),
        };
        let owned = project.clone();
        let read = tokio::task::spawn_blocking(move || {
            let files = Files::read(&owned);
            let key = files.key(&memory);
            (files, key.map(|files| Basis { memory, files }))
        });
        let (files, basis) = unless_panicked(read.await).await;
        if let Some(remembered) = remembered
            && basis.as_ref().is_some_and(|basis| basis.files == remembered.files)
            && database.is_at(&remembered.database, dialect, project).await
        {
            return Self::Unchanged(Unchanged { dialect, notes: remembered.notes });
        }
        let opening = Opening { basis, ..database.opening(dialect, project) };
        let owned = project.clone();
        let entities = move || Entities::of(files.sources?, &owned);
        Self::read(Reading::with(opening, entities, move || History::of_files(files.revisions?)).await)
    }

    /// Reads everything, whatever is remembered.
    pub async fn anew(project: &Project, databases: &Databases) -> Self {
        Self::read(Reading::of(project, databases).await)
    }

    fn read(reading: Reading) -> Self {
        Self::Read(Box::new(reading))
    }
}

/// A database that is being read.
enum Database {
    /// No further than to its state, which SQLite tells quickly.
    Stored(JoinHandle<Result<(Connection, String), Error>>),
    /// Whole.
    Opening(Opening),
}

impl Database {
    fn stored(project: &Project, url: &str) -> Self {
        let (project, url) = (project.clone(), url.to_owned());
        Self::Stored(tokio::spawn(async move {
            let connection = connect(&url, Mode::ReadOnly, BUSY_TIMEOUT).await?;
            let state = stored_state(&connection, &project).await?;
            Ok((connection, state))
        }))
    }

    /// Whether it is in that state. Where it is not, it is read on.
    async fn is_at(&mut self, remembered: &str, dialect: Dialect, project: &Project) -> bool {
        let mut opening = Opening::none();
        let is_at = match self {
            Self::Stored(task) => match unless_panicked(task.await).await {
                Ok((connection, state)) if state == remembered => {
                    // All that was to be known is known.
                    let _closed = connection.close().await;
                    true
                }
                read => {
                    opening.read_on(dialect, project, async { read.map(|(connection, _)| connection) });
                    false
                }
            },
            Self::Opening(begun) => match begun.tasks.join_next().await {
                Some(read) => {
                    let (_, read) = unless_panicked(read).await;
                    let is_at =
                        read.as_ref().is_ok_and(|opened| state(server(&opened.connection), &opened.live) == remembered);
                    opening.spawn(dialect, async { read });
                    is_at
                }
                None => false,
            },
        };
        *self = Self::Opening(opening);
        is_at
    }

    /// Has it read whole.
    fn opening(self, dialect: Dialect, project: &Project) -> Opening {
        match self {
            Self::Stored(task) => {
                let mut opening = Opening::none();
                let connected = async { unless_panicked(task.await).await.map(|(connection, _)| connection) };
                opening.read_on(dialect, project, connected);
                opening
            }
            Self::Opening(opening) => opening,
        }
    }
}

impl Opening {
    /// Reads a database whose connection is or will be there.
    fn read_on(
        &mut self,
        dialect: Dialect,
        project: &Project,
        connection: impl Future<Output = Result<Connection, Error>> + Send + 'static,
    ) {
        let project = project.clone();
        self.spawn(dialect, async move { Opened::on(connection.await?, &project).await });
    }
}
