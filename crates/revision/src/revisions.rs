//! Revisions that a program brings along, and runs itself.
//!
//! The whole of it is [`Revisions`]; how a revision is run is the runner's, and the same for the command line.

use std::path::{Path, PathBuf};
use std::time::Duration;

use autogen_schema::{Dialect, Ident};

use crate::directory::{Directory, parse_files};
use crate::file::Revision;
use crate::graph::Graph;
use crate::version_table::{VERSION_TABLE, VersionTable};
use crate::{Limits, RevisionId};

mod attempt;
mod database;
mod embedded;
mod error;
mod noting;
mod run;

#[cfg(test)]
mod tests;

pub use database::Database;
pub use embedded::{Embedded, include_dir};
pub use error::Error;

/// How long is waited for another process that runs revisions, unless told otherwise.
const PATIENCE: Duration = Duration::from_mins(5);

/// The revisions of a program: read, found to follow each other, and ready to be run on any number of databases.
#[derive(Clone, Debug)]
pub struct Revisions {
    files: Vec<Revision>,
    graph: Graph,
    version_table: Ident,
    limits: Limits,
    patience: Duration,
}

/// Where they come from.
impl Revisions {
    /// Reads revisions that are in the program: what [`embed!`](crate::embed) found in a folder, or any list of names and texts.
    /// As in a folder, files that are not called `*.sql` are passed over.
    ///
    /// An error when there is no revision at all, which is more likely a wrong folder than what was meant.
    pub fn embedded<N: Into<PathBuf>, T: Into<Vec<u8>>>(
        files: impl IntoIterator<Item = (N, T)>,
    ) -> Result<Self, Error> {
        let files = files.into_iter().map(|(name, text)| (name.into(), text.into()));
        Self::new(parse_files(files)?)?.ok_or(Error::NoRevision { folder: None, versions: None })
    }

    /// Reads the revision files in a folder: `migrations/versions`, say. Nothing is remembered of the folder, so that a later
    /// change to it makes no difference.
    ///
    /// An error when there is no revision at all, which is more likely a wrong folder than what was meant.
    pub fn in_folder(folder: impl AsRef<Path>) -> Result<Self, Error> {
        let folder = folder.as_ref();
        let revisions = Directory::of(vec![folder.to_owned()]).revisions()?;
        let versions = || Some(folder.join("versions")).filter(|versions| versions.is_dir());
        Self::new(revisions)?.ok_or_else(|| Error::NoRevision { folder: Some(folder.to_owned()), versions: versions() })
    }

    fn new(mut files: Vec<Revision>) -> Result<Option<Self>, Error> {
        let graph = Graph::from_revisions(&files)?;
        graph.settle(&mut files);
        let (version_table, limits) = (VERSION_TABLE.into(), Limits::default());
        let found = !files.is_empty();
        Ok(found.then_some(Self { files, graph, version_table, limits, patience: PATIENCE }))
    }

    /// Returns the ids, each after all that it builds on.
    pub fn ids(&self) -> &[RevisionId] {
        self.graph.order()
    }
}

/// How they are run.
impl Revisions {
    /// Names the version table, as `version_table` in autogen.toml does; `autogen_version` without it.
    #[must_use]
    pub fn version_table(mut self, name: &str) -> Self {
        self.version_table = name.into();
        self
    }

    /// Says how long a statement waits for a lock, and how long it may take. It goes for connections that are made from a URL.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Says how long is waited, in all, for another process that runs revisions; 5 minutes without it. It is what a program
    /// that starts beside others waits for the one that came first.
    #[must_use]
    pub fn wait_for_others(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    fn table(&self, dialect: Dialect) -> VersionTable {
        VersionTable::new(self.version_table.clone(), dialect)
    }
}
