//! What is kept from one run to the next, in the folder that Cargo builds in: nothing that could not be made again.

use std::fs;
use std::path::{Path, PathBuf};

use crate::hash::Hash;

/// Writes a file that is there whole or not at all. Where that cannot be done, what is in it is made again the next time.
pub(crate) fn keep(file: &Path, content: &[u8]) {
    let written = || {
        let folder = file.parent()?;
        fs::create_dir_all(folder).ok()?;
        // Cargo's folder need not be there, nor be passed over by git.
        fs::write(folder.join(".gitignore"), "*\n").ok()?;
        let beside = file.with_extension(std::process::id().to_string());
        fs::write(&beside, content).and_then(|()| fs::rename(&beside, file)).ok()
    };
    let _kept = written();
}

/// Where something is kept for a project, whose revisions lie in a folder: nowhere, if Cargo does not build above it. One file of a kind:
/// what is outdated does not pile up.
pub(crate) fn kept_for(directory: &Path, what: &str, extension: &str) -> Option<PathBuf> {
    let directory = std::path::absolute(directory).ok()?;
    let mut name = Hash::default();
    name.add(directory.as_os_str().as_encoded_bytes());
    let file = format!("{what}-{}.{extension}", name.text());
    Some(build_folder_above(&directory)?.join("autogen").join(file))
}

/// The nearest folder that Cargo builds in, or that of the crate, which may not be there yet.
pub(crate) fn build_folder(folder: &Path) -> PathBuf {
    build_folder_above(folder).unwrap_or_else(|| folder.join("target"))
}

fn build_folder_above(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|above| above.join("target")).find(|target| target.is_dir())
}
