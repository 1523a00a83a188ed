//! Reads the files of a project and its databases at the same time: the ones take the processor, the others wait for an answer.

use std::collections::BTreeMap;

use autogen_revision::{BUSY_TIMEOUT, Connection, Mode, connect};
use autogen_schema::{Dialect, Ledger};
use tokio::task::{JoinError, JoinSet};

use crate::entities::{Entities, read_entities};
use crate::unchanged::Basis;
use crate::{Databases, Error, History, Live, Project};

mod files;
mod looked;

pub use looked::{Looked, Unchanged};

/// What a project is: its files, each kind as it was read or why it was not, and its databases, which may still be answering.
pub struct Reading {
    /// The entities.
    pub entities: Result<Entities, Error>,
    /// The revisions.
    pub history: Result<History, Error>,
    /// The databases that are known.
    pub databases: Opening,
}

/// Databases that are being read. Dropped, they are not read on.
pub struct Opening {
    tasks: JoinSet<(Dialect, Result<Opened, Error>)>,
    known: Vec<Dialect>,
    ledgers: BTreeMap<Dialect, Ledger>,
    basis: Option<Basis>,
}

/// The databases of a project, by dialect.
pub type OpenedDatabases = BTreeMap<Dialect, Result<Opened, Error>>;

/// A database that was read and is still connected, as it may have to be asked more.
pub struct Opened {
    pub(crate) connection: Connection,
    pub(crate) live: Live,
    /// What its revisions say they made, where that was put together meanwhile.
    pub(crate) ledger: Option<Ledger>,
    pub(crate) basis: Option<Basis>,
}

impl Reading {
    /// Reads the files, and begins to read the databases. Nothing is created.
    async fn of(project: &Project, databases: &Databases) -> Self {
        let (one, other) = (project.clone(), project.clone());
        Self::with(Opening::begin(project, databases), move || read_entities(&one), move || History::read(&other)).await
    }

    /// Takes the files apart while databases answer.
    async fn with(
        databases: Opening,
        entities: impl FnOnce() -> Result<Entities, Error> + Send + 'static,
        history: impl FnOnce() -> Result<History, Error> + Send + 'static,
    ) -> Self {
        let known = databases.known.clone();
        let files = tokio::task::spawn_blocking(move || rayon::join(entities, || with_ledgers(history(), &known)));
        let (entities, (history, ledgers)) = unless_panicked(files.await).await;
        Self { entities, history, databases: Opening { ledgers, ..databases } }
    }
}

impl Opening {
    fn none() -> Self {
        Self { tasks: JoinSet::new(), known: Vec::new(), ledgers: BTreeMap::new(), basis: None }
    }

    /// Begins to read them.
    fn begin(project: &Project, databases: &Databases) -> Self {
        let mut opening = Self::none();
        for target in project.targets(databases) {
            if let Some(url) = target.url {
                let (project, url) = (project.clone(), url.to_owned());
                opening.spawn(target.dialect, async move { Opened::read(&project, &url).await });
            }
        }
        opening
    }

    fn spawn(&mut self, dialect: Dialect, read: impl Future<Output = Result<Opened, Error>> + Send + 'static) {
        self.known.push(dialect);
        self.tasks.spawn(async move { (dialect, read.await) });
    }

    /// Waits until all of them have answered.
    pub async fn opened(mut self) -> OpenedDatabases {
        let mut databases = OpenedDatabases::new();
        while let Some(read) = self.tasks.join_next().await {
            let (dialect, mut opened) = unless_panicked(read).await;
            if let Ok(opened) = &mut opened {
                opened.ledger = self.ledgers.remove(&dialect);
                opened.basis.clone_from(&self.basis);
            }
            databases.insert(dialect, opened);
        }
        databases
    }
}

/// Returns what a task came to. What panics in one panics here.
async fn unless_panicked<T>(ended: Result<T, JoinError>) -> T {
    match ended.map_err(JoinError::try_into_panic) {
        Ok(done) => done,
        Err(Ok(panic)) => std::panic::resume_unwind(panic),
        // The runtime ends, and whoever waits ends with it.
        Err(Err(_cancelled)) => std::future::pending().await,
    }
}

/// Adds what the revisions say they made on the dialects of known databases. What does not add up is told by who needs it.
fn with_ledgers(
    history: Result<History, Error>,
    known: &[Dialect],
) -> (Result<History, Error>, BTreeMap<Dialect, Ledger>) {
    let ledger = |dialect: &Dialect| Some((*dialect, history.as_ref().ok()?.settled_ledger(*dialect).ok()?));
    let ledgers = known.iter().filter_map(ledger).collect();
    (history, ledgers)
}

impl Opened {
    /// Reads the database at `url`.
    pub(crate) async fn read(project: &Project, url: &str) -> Result<Self, Error> {
        Self::on(connect(url, Mode::ReadOnly, BUSY_TIMEOUT).await?, project).await
    }

    /// Reads the database that is connected.
    async fn on(connection: Connection, project: &Project) -> Result<Self, Error> {
        let live = Live::of(project, &connection).await?;
        Ok(Self { connection, live, ledger: None, basis: None })
    }
}
