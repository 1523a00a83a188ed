//! The files of a project, read and not yet taken apart.

use std::path::PathBuf;

use autogen_revision::Directory;

use crate::entities::Sources;
use crate::unchanged::Memory;
use crate::{Error, Project};

/// The files, each kind as it was read or why it was not.
pub(super) struct Files {
    pub(super) sources: Result<Sources, Error>,
    /// The revisions: SQL, each with its path.
    pub(super) revisions: Result<Vec<(PathBuf, String)>, Error>,
}

impl Files {
    /// Reads them.
    pub(super) fn read(project: &Project) -> Self {
        let revisions = || Ok(Directory::of(project.locations()).texts()?);
        let (sources, revisions) = rayon::join(|| Sources::read(project), revisions);
        Self { sources, revisions }
    }

    /// Returns what stands for all of them. `None` where not all could be read.
    pub(super) fn key(&self, memory: &Memory) -> Option<String> {
        let (sources, revisions) = (self.sources.as_ref().ok()?, self.revisions.as_ref().ok()?);
        let sources = sources.files.iter().map(|file| (&file.path, &file.text));
        let files = sources.chain(revisions.iter().map(|(path, text)| (path, text)));
        let files = files.map(|(path, text)| (path.as_os_str().as_encoded_bytes(), text.as_bytes()));
        Some(memory.files(&files.collect::<Vec<_>>()))
    }
}
