//! Where what a history builds on SQLite is kept for a project, and what it holds for.

use std::path::PathBuf;

use autogen_revision::{Direction, RevisionId, Version};
use autogen_schema::Dialect;

use crate::build_folder::kept_for;
use crate::hash::Hash;
use crate::{History, Target};

/// Counts the forms of the files, and of what is in them.
const FORM: u32 = 1;

/// A file that is kept for a project, and what it holds for.
pub(super) struct Place {
    pub(super) file: PathBuf,
    /// What counts for what its history builds.
    pub(super) key: String,
}

impl Place {
    /// Finds the file of a kind for what the first revisions of a history build. `None` where nothing is kept, or where it is not SQLite
    /// that builds it.
    pub(super) fn of(
        target: Target<'_>,
        history: &History,
        order: &[RevisionId],
        sqlite: Version,
        extension: &str,
    ) -> Option<Self> {
        let project = target.project;
        if target.dialect != Dialect::Sqlite || project.rust.is_some() {
            return None;
        }
        let file = kept_for(&project.directory, "history", extension)?;
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
        Some(Self { file, key: hash.text() })
    }
}
