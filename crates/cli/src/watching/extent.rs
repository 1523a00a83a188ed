//! What is watched of a project: which folders, and which of the files in them matter.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use autogen_engine::packages;

use crate::context::Workspace;

/// What is watched. Paths are absolute.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extent {
    /// Files, each of which is seen in its folder.
    files: BTreeSet<PathBuf>,
    /// Folders, with all that is Rust or SQL in them.
    trees: BTreeSet<PathBuf>,
}

impl Extent {
    /// Watches one file alone.
    pub(crate) fn file(path: &Path) -> Self {
        Self { files: BTreeSet::from([absolute(path)]), ..Self::default() }
    }

    /// Watches the configuration, the entities with the crates that they belong to, and the revisions.
    pub(crate) fn of(workspace: &Workspace<'_>) -> Self {
        let project = workspace.project();
        let mut extent = Self::file(workspace.file());
        extent.files.insert(absolute(&project.root.join(".env")));
        let revisions = match project.rust {
            Some(_) => vec![project.directory.join("src")],
            None => project.locations(),
        };
        // Types that entities use may be declared anywhere in their crate.
        let crates = packages(project).unwrap_or_default().into_iter().map(|package| package.join("src"));
        for root in project.entities.iter().cloned().chain(revisions).chain(crates) {
            let root = absolute(&root);
            let place = if root.is_file() { &mut extent.files } else { &mut extent.trees };
            place.insert(root);
        }
        extent
    }

    /// Returns the folders to watch, with whether all that is below them is. One that is not there is seen coming in those above.
    pub(super) fn folders(&self) -> BTreeSet<(PathBuf, bool)> {
        let mut folders: BTreeSet<(PathBuf, bool)> = self.trees.iter().map(|tree| (tree.clone(), true)).collect();
        for path in self.files.iter().chain(&self.trees) {
            let mut above = path.ancestors().skip(1);
            // That a folder is renamed is seen in the one that it is in.
            let depth = if path.parent().is_some_and(Path::is_dir) { 1 } else { path.components().count() };
            folders.extend(above.by_ref().take(depth).map(|folder| (folder.to_owned(), false)));
        }
        // What is watched as a whole must not be watched once more for less.
        let is_covered = |folder: &Path, is_tree: bool| {
            self.trees.iter().any(|tree| folder.starts_with(tree) && !(is_tree && folder == tree))
        };
        folders.retain(|(folder, is_tree)| folder.is_dir() && !is_covered(folder, *is_tree));
        folders
    }

    /// Returns one of the files.
    pub(super) fn some_file(&self) -> PathBuf {
        self.files.first().cloned().unwrap_or_default()
    }

    /// Whether a change of `path` changes the project.
    pub(super) fn holds(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let within = self.trees.iter().any(|tree| path.starts_with(tree));
        // A folder that came or went has no ending. Editors keep hidden files beside those that they edit.
        let is_source = !name.starts_with('.')
            && match path.extension() {
                Some(ending) => ending == "rs" || ending == "sql",
                None => true,
            };
        self.files.contains(path) || within && is_source || self.trees.iter().any(|tree| tree.starts_with(path))
    }
}

/// Where links lead is what events name.
fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let known = path.ancestors().find_map(|above| Some((above.canonicalize().ok()?, above)));
    match known {
        Some((real, above)) => path.strip_prefix(above).map_or_else(|_| path.clone(), |below| real.join(below)),
        None => path,
    }
}
