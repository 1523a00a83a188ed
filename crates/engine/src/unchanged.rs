//! A check that found nothing to do is remembered by what it was about: while nothing of that has another content, the next one need
//! not look.
//!
//! It was about the entities, the revisions, the configuration, what the database says of itself, and the program that compared them.
//! It is kept in the folder that Cargo builds in, where there is one, and can be removed at any time. What files outside of the project
//! told is not remembered, nor what another server did.

use std::fs;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde::{Deserialize, Serialize};

use crate::build_folder::{keep, kept_for};
use crate::hash::Hash;
use crate::{Project, Target};

mod state;

pub(crate) use state::{everything, server, state, stored_state};

/// Counts the forms of the file, and of what is in it.
const FORM: u32 = 1;

/// Where it is kept what the last check of a project was about.
#[derive(Clone, Debug)]
pub(crate) struct Memory {
    file: PathBuf,
    /// What counts beside files and databases.
    setting: String,
}

/// Where a check is remembered that finds nothing to do, and what stands for the files that it is about.
#[derive(Clone, Debug)]
pub(crate) struct Basis {
    pub(crate) memory: Memory,
    pub(crate) files: String,
}

/// What a check was about that found nothing to do.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Remembered {
    /// The files, with the settings.
    pub(crate) files: String,
    /// The state of the database.
    pub(crate) database: String,
    /// What it had to tell nevertheless.
    pub(crate) notes: Vec<String>,
}

/// That a check found nothing to do: to be remembered by a front that has nothing else to tell.
#[derive(Debug)]
pub struct Agreement {
    file: PathBuf,
    remembered: Remembered,
}

impl Memory {
    /// Finds the place for the one database of a project. `None` where nothing is kept, or where a check takes a compiler.
    pub(crate) fn of(target: Target<'_>) -> Option<Self> {
        let project = target.project;
        if target.url.is_none() || !project.has_one_dialect() || project.rust.is_some() {
            return None;
        }
        let file = kept_for(&project.directory, "check", "json")?;
        Some(Self { file, setting: setting(project)? })
    }

    /// Returns what is kept.
    pub(crate) fn read(&self) -> Option<Remembered> {
        serde_json::from_slice(&fs::read(&self.file).ok()?).ok()
    }

    /// Returns what stands for the files, each given by its name and what is in it.
    pub(crate) fn files<'a>(&self, files: &[(&'a [u8], &'a [u8])]) -> String {
        let of_file = |(name, content): &(&[u8], &[u8])| {
            let mut hash = Hash::default();
            hash.add(name);
            hash.add(content);
            hash.text()
        };
        let hashes: Vec<String> = files.par_iter().map(of_file).collect();
        let mut whole = Hash::default();
        whole.add(self.setting.as_bytes());
        for hash in hashes {
            whole.add(hash.as_bytes());
        }
        whole.text()
    }
}

impl Basis {
    /// What is to be remembered of a check that found nothing to do.
    pub(crate) fn agreement(self, database: String, notes: Vec<String>) -> Agreement {
        let Self { memory, files } = self;
        Agreement { file: memory.file, remembered: Remembered { files, database, notes } }
    }
}

impl Agreement {
    /// Remembers it. Where that cannot be done, the next check looks again.
    pub fn keep(&self) {
        if let Ok(content) = serde_json::to_vec(&self.remembered) {
            keep(&self.file, &content);
        }
    }
}

/// The settings of a project, and the program: another one may find something else. `None` where it is not known which one it is.
fn setting(project: &Project) -> Option<String> {
    let program = std::env::current_exe().ok()?;
    let metadata = program.metadata().ok()?;
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let mut hash = Hash::default();
    hash.add(&FORM.to_le_bytes());
    hash.add(env!("CARGO_PKG_VERSION").as_bytes());
    hash.add(program.as_os_str().as_encoded_bytes());
    hash.add(&metadata.len().to_le_bytes());
    hash.add(&modified.as_nanos().to_le_bytes());
    hash.add_debug(project);
    Some(hash.text())
}
