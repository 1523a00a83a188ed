//! Reads the files of a project and its databases at the same time: the ones take the processor, the others wait for an answer.

use std::collections::BTreeMap;

use autogen_revision::{BUSY_TIMEOUT, Connection, Mode, connect};
use autogen_schema::{Dialect, Ledger};

use crate::entities::{Entities, read_entities};
use crate::{Databases, Error, History, Live, Project};

/// What a project is: each part as it was read, or why it was not.
pub struct Reading {
    /// The entities.
    pub entities: Result<Entities, Error>,
    /// The revisions.
    pub history: Result<History, Error>,
    /// The databases that are known.
    pub databases: OpenedDatabases,
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
    /// Reads all of it. Nothing is created.
    pub async fn of(project: &Project, databases: &Databases) -> Self {
        let owned = project.clone();
        let known: Vec<Dialect> =
            project.targets(databases).filter(|it| it.url.is_some()).map(|it| it.dialect).collect();
        let files =
            tokio::task::spawn_blocking(move || rayon::join(|| read_entities(&owned), || history(&owned, &known)));
        let opened = async {
            let mut opened = BTreeMap::new();
            for target in project.targets(databases) {
                if let Some(url) = target.url {
                    opened.insert(target.dialect, Opened::read(project, url).await);
                }
            }
            opened
        };
        let (files, mut databases) = tokio::join!(files, opened);
        let (entities, (history, mut ledgers)) = match files {
            Ok(files) => files,
            // What panics there panics here.
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        };
        for (dialect, opened) in &mut databases {
            if let Ok(opened) = opened {
                opened.ledger = ledgers.remove(dialect);
            }
        }
        Self { entities, history, databases }
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
