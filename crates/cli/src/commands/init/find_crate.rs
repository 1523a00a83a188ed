//! Where a project's migration crate is.

use std::fs;
use std::path::{Path, PathBuf};

use autogen_engine::is_migration_crate;

use crate::error::Error;

/// How deep is looked: `crates/server/migration` is three.
const DEPTH: usize = 3;

/// Returns the folders of crates that depend on sea-orm-migration, relative to `root`: the least deep first, then by name.
pub(super) fn find_crates(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let start = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    let mut found = Vec::new();
    walk(start, Path::new(""), DEPTH, &mut found)?;
    found.sort_by_key(|folder| (folder.components().count(), folder.clone()));
    Ok(found)
}

fn walk(folder: &Path, shown: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), Error> {
    let entries = fs::read_dir(folder).map_err(|error| Error::file("cannot read", folder, &error))?;
    for entry in entries.flatten() {
        let (name, path) = (entry.file_name(), entry.path());
        let hidden = name.as_encoded_bytes().starts_with(b".");
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if !is_folder || hidden || name == "target" || name == "node_modules" {
            continue;
        }
        let shown = shown.join(&name);
        if is_migration_crate(&path).map_err(|error| Error::file("cannot read", &path.join("Cargo.toml"), &error))? {
            found.push(shown);
        } else if depth > 1 {
            walk(&path, &shown, depth - 1, found)?;
        }
    }
    Ok(())
}
