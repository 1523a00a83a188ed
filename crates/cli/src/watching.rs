//! Waiting for a file to change that a project is made of, or for Ctrl-C.
//!
//! Folders are watched, and not files: what is saved by being replaced, deleted or made anew is seen that way too.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use autogen_engine::packages;
use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc;

use crate::context::Workspace;
use crate::error::Error;

/// Files that are saved together are one change: nothing may change for so long.
const QUIET: Duration = Duration::from_millis(40);
/// What never is quiet is looked at nevertheless.
const LONGEST: Duration = Duration::from_millis(500);

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
    fn folders(&self) -> BTreeSet<(PathBuf, bool)> {
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

    /// Whether a change of `path` changes the project.
    fn holds(&self, path: &Path) -> bool {
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

/// Something that watches, until it is dropped.
pub(crate) struct Watcher {
    changes: mpsc::UnboundedReceiver<PathBuf>,
    _watcher: RecommendedWatcher,
}

impl Watcher {
    /// Starts to watch.
    pub(crate) fn start(extent: &Extent) -> Result<Self, Error> {
        let (sender, changes) = mpsc::unbounded_channel();
        let holds = extent.clone();
        let tell = move |event: notify::Result<Event>| {
            let paths = match event {
                Ok(event) if event.need_rescan() => event.paths,
                Ok(event) if is_change(event.kind) => {
                    event.paths.into_iter().filter(|path| holds.holds(path)).collect()
                }
                Ok(_) => return,
                Err(error) => error.paths,
            };
            for path in paths {
                // Nobody waits any more.
                let _ = sender.send(path);
            }
        };
        let failed = |error: notify::Error| {
            Error::new(format!("cannot watch the project: {error}"))
                .hint("on Linux, `fs.inotify.max_user_watches` says how many folders can be watched")
        };
        let mut watcher = notify::recommended_watcher(tell).map_err(failed)?;
        for (folder, is_tree) in extent.folders() {
            let mode = if is_tree { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            match watcher.watch(&folder, mode) {
                // It has gone in between; that is seen in the folder above.
                Err(error) if !folder.is_dir() => drop(error),
                watching => watching.map_err(failed)?,
            }
        }
        Ok(Self { changes, _watcher: watcher })
    }

    /// Waits until something has changed and nothing more does, and returns the first that did.
    pub(crate) async fn changed(&mut self) -> PathBuf {
        let Some(first) = self.changes.recv().await else { return std::future::pending().await };
        let begun = Instant::now();
        while begun.elapsed() < LONGEST {
            if tokio::time::timeout(QUIET, self.changes.recv()).await.is_err() {
                break;
            }
        }
        first
    }
}

/// That a file is read, which checking does, is none.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        EventKind::Modify(modified) => !matches!(modified, ModifyKind::Metadata(_)),
        EventKind::Any | EventKind::Create(_) | EventKind::Remove(_) | EventKind::Other => true,
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

/// Ctrl-C, which from now on ends nothing by itself.
pub(crate) struct Interrupt {
    presses: mpsc::UnboundedReceiver<()>,
    pressed: bool,
}

impl Interrupt {
    /// Starts to listen.
    pub(crate) fn listen() -> Result<Self, Error> {
        let (sender, presses) = mpsc::unbounded_channel();
        let heard = move || {
            let _ = sender.send(());
        };
        ctrlc::set_handler(heard).map_err(|error| Error::new(format!("cannot listen for Ctrl-C: {error}")))?;
        Ok(Self { presses, pressed: false })
    }

    /// Waits until it was pressed.
    pub(crate) async fn once(&mut self) {
        if !self.pressed && self.presses.recv().await.is_some() {
            self.pressed = true;
        }
    }

    /// Waits until it was pressed a second time: the first lets what is going on come to its end.
    pub(crate) async fn twice(&mut self) {
        self.once().await;
        self.presses.recv().await;
    }
}
