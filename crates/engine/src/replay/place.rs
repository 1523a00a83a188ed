//! Where what a history builds on SQLite is kept for a project, and what it holds for.

use std::path::PathBuf;

use autogen_revision::{Direction, RevisionId, Version};
use autogen_schema::Dialect;

use crate::build_folder::kept_in;
use crate::hash::Hash;
use crate::{History, Target};

/// Counts the forms of the files, and of what is in them.
const FORM: u32 = 1;

/// Where things are kept for a project, and what they hold for.
pub(super) struct Place {
    folder: PathBuf,
    /// The project.
    name: String,
    /// What counts for what its history builds.
    pub(super) key: String,
}

impl Place {
    /// Finds it for what the first revisions of a history build. `None` where nothing is kept, or where it is not SQLite that builds it.
    pub(super) fn of(target: Target<'_>, history: &History, order: &[RevisionId], sqlite: Version) -> Option<Self> {
        let project = target.project;
        if target.dialect != Dialect::Sqlite || project.rust.is_some() {
            return None;
        }
        let directory = std::path::absolute(&project.directory).ok()?;
        let folder = kept_in(&directory)?;
        let mut hash = Hash::default();
        hash.add(&FORM.to_le_bytes());
        hash.add(env!("CARGO_PKG_VERSION").as_bytes());
        hash.add(format!("{sqlite:?} {:?} {}", project.unmanaged, project.version_table).as_bytes());
        for id in order {
            hash.add(id.as_str().as_bytes());
            for section in history.get(id)?.sections(Direction::Upgrade, target.dialect).ok()? {
                hash.add(format!("{} {:?}", section.marker(), section.guards).as_bytes());
                hash.add(section.body.as_bytes());
            }
        }
        let mut name = Hash::default();
        name.add(directory.as_os_str().as_encoded_bytes());
        Some(Self { folder, name: name.text(), key: hash.text() })
    }

    /// One file of a kind for a project: what is outdated does not pile up.
    pub(super) fn file(&self, extension: &str) -> PathBuf {
        self.folder.join(format!("history-{}.{extension}", self.name))
    }
}
