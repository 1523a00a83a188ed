//! Waiting for a file to change that a project is made of, or for Ctrl-C.
//!
//! Folders are watched, and not files: what is saved by being replaced, deleted or made anew is seen that way too.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc;

use crate::error::Error;

mod extent;
mod interrupt;

pub(crate) use extent::Extent;
pub(crate) use interrupt::Interrupt;

/// Files that are saved together are one change: nothing may change for so long.
const QUIET: Duration = Duration::from_millis(40);
/// What never is quiet is looked at nevertheless.
const LONGEST: Duration = Duration::from_millis(500);

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
            // That events were lost may mean any file.
            let paths = match event {
                Ok(event) if event.need_rescan() => vec![holds.some_file()],
                Ok(event) if is_change(event.kind) => {
                    event.paths.into_iter().filter(|path| holds.holds(path)).collect()
                }
                Ok(_) => return,
                Err(_) => vec![holds.some_file()],
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
