//! Finds the crates whose types entities may use: their own, and what those depend on by path, from the manifests alone.
//!
//! Nothing is built and nothing is fetched: a crate that is not on this machine is one that nothing is known of.

mod manifest;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use autogen_model::{Crate, Library, ParsedFile, SourceFile};
use rayon::prelude::*;

use crate::entities::rust_files;
use crate::{Error, Project};
pub(crate) use manifest::Manifest;

/// Reads the crates around `paths`, the files that entities are read from.
pub(crate) fn around(paths: &[PathBuf], project: &Project) -> Result<Library, Error> {
    let own: BTreeMap<PathBuf, &Path> = paths.iter().map(|path| (absolute(path), project.shown(path))).collect();
    let crates = crates(own.keys());
    let base = absolute(&project.root);
    let shown = |root: &Path| shown(root, &own, &base);
    let mut files = BTreeMap::new();
    for found in crates.values().filter(|found| found.root.is_dir()) {
        let root = shown(&found.root);
        for path in rust_files(&found.root)?.into_iter().filter(|path| !own.contains_key(path)) {
            // Whatever it is called, it is the root.
            let below = if path == found.root_file { Ok(Path::new("lib.rs")) } else { path.strip_prefix(&found.root) };
            let name = below.map(|below| root.join(below)).unwrap_or_default();
            files.insert(path, name);
        }
    }
    let files: Vec<(PathBuf, PathBuf)> = files.into_iter().collect();
    // What cannot be read is as good as not there: only types are looked up.
    let parsed = files.par_iter().filter_map(|(path, name)| {
        let text = std::fs::read_to_string(path).ok()?;
        Some(autogen_model::parse(&SourceFile::new(name, text)))
    });
    let parsed: Vec<ParsedFile> = parsed.collect();
    let crates = crates.values().map(|found| Crate {
        root: shown(&found.root),
        externs: found.externs.iter().map(|(name, root)| (name.clone(), shown(root))).collect(),
    });
    Ok(Library::new(parsed, crates.collect()))
}

/// A crate, with the names by which it knows others, and their folders.
struct Found {
    root: PathBuf,
    root_file: PathBuf,
    externs: BTreeMap<String, PathBuf>,
}

/// Returns the folders of the packages that the entities of a project belong to, sorted.
pub fn packages(project: &Project) -> Result<BTreeSet<PathBuf>, Error> {
    let mut files = Vec::new();
    for root in &project.entities {
        files.extend(rust_files(root)?.iter().map(|path| absolute(path)));
    }
    Ok(packages_of(files.iter()))
}

fn packages_of<'a>(paths: impl Iterator<Item = &'a PathBuf>) -> BTreeSet<PathBuf> {
    let folders: BTreeSet<&Path> = paths.filter_map(|path| path.parent()).collect();
    let package = |folder: &Path| folder.ancestors().find(|above| Manifest::read(above).is_some()).map(Path::to_owned);
    folders.into_iter().filter_map(package).collect()
}

/// Follows the manifests from the packages that `paths` belong to.
fn crates<'a>(paths: impl Iterator<Item = &'a PathBuf>) -> BTreeMap<PathBuf, Found> {
    let mut pending: Vec<PathBuf> = packages_of(paths).into_iter().collect();
    let mut out = BTreeMap::new();
    while let Some(folder) = pending.pop() {
        if out.contains_key(&folder) {
            continue;
        }
        let Some(manifest) = Manifest::read(&folder) else { continue };
        let mut externs = BTreeMap::from([(manifest.crate_name(), manifest.root())]);
        for (name, folder) in manifest.path_dependencies() {
            let folder = absolute(&folder);
            let Some(dependency) = Manifest::read(&folder) else { continue };
            let is_renamed = name != dependency.package_name();
            externs
                .insert(if is_renamed { name.replace('-', "_") } else { dependency.crate_name() }, dependency.root());
            pending.push(folder);
        }
        out.insert(folder, Found { root: manifest.root(), root_file: manifest.root_file(), externs });
    }
    out
}

/// Names a folder as the files of entities are named that lie in it, or else from the folder of the project.
fn shown(root: &Path, own: &BTreeMap<PathBuf, &Path>, base: &Path) -> PathBuf {
    let within = own.iter().find_map(|(path, name)| Some((path.strip_prefix(root).ok()?, *name)));
    if let Some((below, name)) = within
        && let Some(folder) = name.ancestors().nth(below.components().count())
    {
        return folder.to_owned();
    }
    let common = root.components().zip(base.components()).take_while(|(a, b)| a == b).count();
    let up = base.components().skip(common).map(|_| Component::ParentDir);
    up.chain(root.components().skip(common)).collect()
}

/// Makes a path absolute and takes `..` out of it, so that each folder goes by one name.
fn absolute(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match component {
            Component::ParentDir => {
                out.pop();
            }
            component => out.push(component),
        }
    }
    out
}
