//! Where a project's entities are.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::error::Error;

/// Folders that hold other things, or copies.
const PASSED_OVER: &[&str] = &["target", "node_modules", "tests", "examples", "benches", "migration", "migrations"];

/// Where projects have their entities, when none has been written yet.
const USUAL: &[&str] =
    &["entity/src", "entities/src", "src/entity", "src/entities", "src/models/_entities", "src/models"];

/// How deep is looked: `crates/server/billing/src/models/_entities` is six.
const DEPTH: usize = 8;

/// More folders than this are one: the `src` that they are in.
const FEW: usize = 3;

/// Returns the folders with entities, relative to `root`, sorted. A folder stands for those in it.
pub(super) fn find_entities(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = BTreeSet::new();
    let start = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    walk(start, Path::new(""), DEPTH, &mut found)?;
    let mut folders = topmost(&found);
    if folders.len() > FEW {
        folders = topmost(&folders.iter().map(|folder| source_folder(folder)).collect());
    }
    if folders.is_empty() {
        folders.extend(USUAL.iter().map(PathBuf::from).filter(|folder| start.join(folder).is_dir()).take(1));
    }
    Ok(folders)
}

fn walk(folder: &Path, shown: &Path, depth: usize, found: &mut BTreeSet<PathBuf>) -> Result<(), Error> {
    let entries = fs::read_dir(folder).map_err(|error| Error::file("cannot read", folder, &error))?;
    for entry in entries.flatten() {
        let name = entry.file_name();
        let hidden = name.as_encoded_bytes().starts_with(b".");
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() && depth > 0 && !hidden && !PASSED_OVER.iter().any(|passed| name == *passed) {
            walk(&entry.path(), &shown.join(&name), depth - 1, found)?;
        } else if kind.is_file() && !found.contains(shown) && holds_entity(&entry.path()) {
            found.insert(shown.to_owned());
        }
    }
    Ok(())
}

fn holds_entity(path: &Path) -> bool {
    let is_rust = path.extension().is_some_and(|extension| extension == "rs");
    is_rust
        && fs::read(path).is_ok_and(|text| {
            let text = String::from_utf8_lossy(&text);
            text.contains("DeriveEntityModel") || text.contains("#[sea_orm::model]")
        })
}

/// Returns the folders that are in no other one.
fn topmost(folders: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
    let is_inside = |folder: &Path| folder.ancestors().skip(1).any(|above| folders.contains(above));
    let shown = |folder: &PathBuf| if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.clone() };
    folders.iter().filter(|folder| !is_inside(folder)).map(shown).collect()
}

/// Returns the path up to the first `src`, or the whole of it.
fn source_folder(folder: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in folder.components() {
        out.push(component);
        if component == Component::Normal("src".as_ref()) {
            break;
        }
    }
    out
}
