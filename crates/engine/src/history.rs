//! The history of a project: its revision files, their graph, and the ledger that they fold into.

use std::collections::BTreeMap;

use autogen_revision::{Directory, Graph, Revision, RevisionId};
use autogen_schema::{Dialect, Ledger};

use crate::{Error, Project};

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
        let revisions = Directory::new(&project.directory).revisions()?;
        let graph = Graph::from_revisions(&revisions)?;
        Ok(Self { revisions, graph })
    }

    /// Returns the revision of that id.
    pub fn get(&self, id: &RevisionId) -> Option<&Revision> {
        self.revisions.iter().find(|revision| &revision.header.id == id)
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
        for revision in self.graph.order().iter().filter(|id| wanted.contains(id)).filter_map(|id| by_id.get(id)) {
            ledger.fold(&revision.changes()?);
        }
        Ok(ledger)
    }
}
