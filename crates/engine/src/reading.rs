//! Reads the files of a project and its databases at the same time: the ones take the processor, the others wait for an answer.

use std::collections::BTreeMap;

use autogen_revision::{BUSY_TIMEOUT, Connection, Mode, connect};
use autogen_schema::{Dialect, Ledger};
use tokio::task::{JoinError, JoinSet};

use crate::entities::{Entities, read_entities};
use crate::{Databases, Error, History, Live, Project};

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
    ledgers: BTreeMap<Dialect, Ledger>,
}

/// The databases of a project, by dialect.
pub type OpenedDatabases = BTreeMap<Dialect, Result<Opened, Error>>;

/// A database that was read and is still connected, as it may have to be asked more.
pub struct Opened {
    pub(crate) connection: Connection,
    pub(crate) live: Live,
    /// What its revisions say they made, where that was put together meanwhile.
    pub(crate) ledger: Option<Ledger>,
}

impl Reading {
    /// Reads the files, and begins to read the databases. Nothing is created.
    pub async fn of(project: &Project, databases: &Databases) -> Self {
        let mut tasks = JoinSet::new();
        let mut known = Vec::new();
        for target in project.targets(databases) {
            if let Some(url) = target.url {
                known.push(target.dialect);
                let (dialect, project, url) = (target.dialect, project.clone(), url.to_owned());
                tasks.spawn(async move { (dialect, Opened::read(&project, &url).await) });
            }
        }
        let owned = project.clone();
        let files =
            tokio::task::spawn_blocking(move || rayon::join(|| read_entities(&owned), || history(&owned, &known)));
        let (entities, (history, ledgers)) = unless_panicked(files.await).await;
        Self { entities, history, databases: Opening { tasks, ledgers } }
    }
}

impl Opening {
    /// Waits until all of them have answered.
    pub async fn opened(mut self) -> OpenedDatabases {
        let mut databases = OpenedDatabases::new();
        while let Some(read) = self.tasks.join_next().await {
            let (dialect, mut opened) = unless_panicked(read).await;
            if let Ok(opened) = &mut opened {
                opened.ledger = self.ledgers.remove(&dialect);
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

/// Reads the revisions, and what they say they made on the dialects of known databases. What does not add up is told by who needs it.
fn history(project: &Project, known: &[Dialect]) -> (Result<History, Error>, BTreeMap<Dialect, Ledger>) {
    let history = History::read(project);
    let ledger = |dialect: &Dialect| Some((*dialect, history.as_ref().ok()?.settled_ledger(*dialect).ok()?));
    let ledgers = known.iter().filter_map(ledger).collect();
    (history, ledgers)
}

impl Opened {
    /// Reads the database at `url`.
    pub(crate) async fn read(project: &Project, url: &str) -> Result<Self, Error> {
        let connection = connect(url, Mode::ReadOnly, BUSY_TIMEOUT).await?;
        let live = Live::of(project, &connection).await?;
        Ok(Self { connection, live, ledger: None })
    }
}
