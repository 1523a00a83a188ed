//! What the revisions of one run share, looked up once.

use std::collections::BTreeMap;

use super::error::RunProblem;
use super::lock::LockName;
use crate::file::Revision;
use crate::version_table::VersionTable;
use crate::{Connection, RevisionId};

pub(super) struct Session<'a> {
    pub connection: &'a Connection,
    pub files: &'a BTreeMap<&'a RevisionId, &'a Revision>,
    /// The version table, with where it is.
    pub table: VersionTable,
    pub lock: LockName,
    /// The files that build on a revision.
    dependants: BTreeMap<&'a RevisionId, Vec<&'a RevisionId>>,
}

impl<'a> Session<'a> {
    pub(super) async fn new(
        connection: &'a Connection,
        table: &VersionTable,
        files: &'a BTreeMap<&'a RevisionId, &'a Revision>,
    ) -> Result<Self, RunProblem> {
        let lock = LockName::of(connection, table).await?;
        let table = table.located(connection.database()).await?;
        let mut dependants: BTreeMap<&RevisionId, Vec<&RevisionId>> = BTreeMap::new();
        for (id, file) in files {
            for required in file.header.requires() {
                dependants.entry(required).or_default().push(id);
            }
        }
        Ok(Self { connection, files, table, lock, dependants })
    }

    pub(super) fn dependants(&self, id: &RevisionId) -> &[&'a RevisionId] {
        self.dependants.get(id).map(Vec::as_slice).unwrap_or_default()
    }
}
