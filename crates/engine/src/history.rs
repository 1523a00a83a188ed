//! The history of a project: its revision files, their graph, and the ledger that they fold into.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use autogen_revision::{Direction, Directory, Graph, Revision, RevisionId};
use autogen_schema::{Dialect, Ledger};

use crate::{Error, Migrations, Project, Target};

/// The revision files of a project.
#[derive(Debug)]
pub struct History {
    /// Every revision, sorted by file name.
    pub revisions: Vec<Revision>,
    /// How they follow each other.
    pub graph: Graph,
}

impl History {
    /// Reads every revision file of the project.
    pub fn read(project: &Project) -> Result<Self, Error> {
        match &project.rust {
            Some(rust) => Self::new(Migrations::read(project, rust)?.revisions()?),
            None => Self::new(Directory::of(project.locations()).revisions()?),
        }
    }

    /// Takes revision files apart that were read, each with its path.
    pub(crate) fn of_files(files: Vec<(PathBuf, String)>) -> Result<Self, Error> {
        Self::new(Directory::parse(files)?)
    }

    /// Makes the history of some of the revisions: those of `ids` that are there.
    pub(crate) fn of(&self, ids: &BTreeSet<RevisionId>) -> Result<Self, Error> {
        let wanted = self.revisions.iter().filter(|revision| ids.contains(&revision.header.id));
        Self::new(wanted.cloned().collect())
    }

    /// Makes a history of `revisions`.
    pub(crate) fn new(mut revisions: Vec<Revision>) -> Result<Self, Error> {
        let graph = Graph::from_revisions(&revisions)?;
        graph.settle(&mut revisions);
        Ok(Self { revisions, graph })
    }

    /// Returns the revision of that id.
    pub fn get(&self, id: &RevisionId) -> Option<&Revision> {
        let file = self.graph.get(id)?.file.as_ref()?;
        let found = self.revisions.binary_search_by(|revision| revision.file.cmp(file)).ok();
        let is_it = |revision: &&Revision| revision.header.id == *id;
        // Those of several folders are not in one order.
        found.and_then(|at| self.revisions.get(at)).filter(is_it).or_else(|| self.revisions.iter().find(is_it))
    }

    /// Refuses revisions that say nothing of a dialect, where the project has several.
    pub(crate) fn refuse_unserved(&self, target: Target<'_>, ids: &[RevisionId]) -> Result<(), Error> {
        if target.project.has_one_dialect() {
            return Ok(());
        }
        let serves = |revision: &Revision| {
            [Direction::Upgrade, Direction::Downgrade]
                .iter()
                .all(|direction| revision.sections(*direction, target.dialect).is_ok())
        };
        let unserved = ids.iter().filter(|id| self.get(id).is_some_and(|revision| !serves(revision)));
        let revisions: Vec<RevisionId> = unserved.cloned().collect();
        if revisions.is_empty() { Ok(()) } else { Err(Error::Unserved { dialect: target.dialect, revisions }) }
    }

    /// Counts the revisions that do something on a dialect.
    pub fn started(&self, target: Target<'_>) -> Result<usize, Error> {
        let mut started = 0;
        for revision in &self.revisions {
            started += usize::from(does_something(revision, target)?);
        }
        Ok(started)
    }

    /// Folds the change lists of all heads and all before them, where the heads do not stand in each other's way.
    pub(crate) fn settled_ledger(&self, dialect: Dialect) -> Result<Ledger, Error> {
        self.ledger(self.graph.settled_heads()?.iter().copied(), dialect)
    }

    /// Folds the change lists of `heads` and all before them, in upgrade order.
    pub fn ledger<'a>(
        &'a self,
        heads: impl IntoIterator<Item = &'a RevisionId>,
        dialect: Dialect,
    ) -> Result<Ledger, Error> {
        let wanted = self.graph.ancestors(heads);
        let by_id: BTreeMap<&RevisionId, &Revision> = self.revisions.iter().map(|r| (&r.header.id, r)).collect();
        let mut ledger = Ledger::new(dialect);
        for revision in self.graph.order().iter().filter(|id| wanted.contains(*id)).filter_map(|id| by_id.get(id)) {
            for change in revision.each_change() {
                ledger.take(change?);
            }
        }
        Ok(ledger)
    }
}

/// Whether a revision does something on a dialect. In a project of one, every revision is taken to.
pub(crate) fn does_something(revision: &Revision, target: Target<'_>) -> Result<bool, Error> {
    Ok(target.project.has_one_dialect()
        || !crate::scratch::statements(revision, Direction::Upgrade, target.dialect)?.is_empty())
}
