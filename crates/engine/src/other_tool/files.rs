//! The files of another tool's history, as far as they are here. They are read to tell people what they know it by, and never needed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use autogen_revision::{Standing, Tool};

use super::{alembic, sea_orm_migration};
use crate::Project;

/// What a file says of a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The file.
    pub path: PathBuf,
    /// What the revision is for, where the file says so.
    pub message: Option<String>,
    /// What else a database has where the tool's table has it, where that is known.
    pub parents: Option<Vec<String>>,
}

/// The revisions of a tool that files are here for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    known: BTreeMap<String, Known>,
}

impl Files {
    /// Looks where the tool puts its files. What is no revision of its is passed over.
    pub fn find(project: &Project, tool: Tool) -> Self {
        let mut known = BTreeMap::new();
        for path in folders(project, tool).iter().flat_map(|folder| files_in(folder)) {
            let read = match tool {
                Tool::Alembic => std::fs::read_to_string(&path).ok().and_then(|text| alembic::read(&path, &text)),
                Tool::SeaOrm => sea_orm_migration::read(&path),
            };
            if let Some((revision, found)) = read {
                known.entry(revision).or_insert(found);
            }
        }
        Self { known }
    }

    /// Returns what is known of a revision.
    pub fn get(&self, revision: &str) -> Option<&Known> {
        self.known.get(revision)
    }

    /// Returns what a database that stands there lacks; nothing where that cannot be told.
    pub fn lacking(&self, standing: &Standing) -> Vec<&str> {
        let Some(applied) = self.applied(&standing.revisions) else { return Vec::new() };
        self.known.keys().map(String::as_str).filter(|revision| !applied.contains(revision)).collect()
    }

    /// Returns how many revisions `later` has and `earlier` has not, where `earlier` has nothing else.
    pub fn between(&self, earlier: &Standing, later: &Standing) -> Option<usize> {
        let (earlier, later) = (self.applied(&earlier.revisions)?, self.applied(&later.revisions)?);
        earlier.is_subset(&later).then(|| later.len() - earlier.len())
    }

    /// Returns the revisions and all that they were made upon; `None` where a file lacks, or does not tell.
    fn applied<'a>(&'a self, revisions: &'a BTreeSet<String>) -> Option<BTreeSet<&'a str>> {
        let mut applied = BTreeSet::new();
        let mut open: Vec<&str> = revisions.iter().map(String::as_str).collect();
        while let Some(revision) = open.pop() {
            if applied.insert(revision) {
                open.extend(self.get(revision)?.parents.as_ref()?.iter().map(String::as_str));
            }
        }
        Some(applied)
    }
}

/// Where a tool puts its files unless told otherwise, and where its configuration tells so.
fn folders(project: &Project, tool: Tool) -> Vec<PathBuf> {
    let root = &project.root;
    match tool {
        Tool::Alembic => {
            let mut folders = vec![root.join("migrations/versions"), root.join("alembic/versions")];
            folders.extend(alembic::script_location(root).map(|location| location.join("versions")));
            folders.extend(project.locations());
            folders
        }
        Tool::SeaOrm => vec![root.join("migration/src"), root.join("migration"), root.join("migrations/src")],
    }
}

/// Returns the files of a folder, sorted; none where there is no such folder.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}
