//! In which file Rust looks for a module.

use std::path::{Component, Path, PathBuf};

/// Where the modules are that a module declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The folders in which `mod name;` is looked for; the first is where a new one belongs.
    folders: Vec<PathBuf>,
    /// The folder from which `#[path = "…"]` counts.
    from: PathBuf,
}

impl Place {
    /// Returns where the modules of the first file are: beside it, as it is the root of a crate or a `mod.rs`.
    ///
    /// A file of any other name may be a root as well as a module whose own are in a folder of its name.
    pub(super) fn of_root(path: &Path) -> Self {
        let beside = folder(path);
        let below = beside.join(path.file_stem().unwrap_or_default());
        let is_root = ["lib.rs", "main.rs", "mod.rs"].iter().any(|name| path.file_name() == Some(name.as_ref()));
        let folders = if is_root { vec![beside.clone()] } else { vec![beside.clone(), below] };
        Self { folders, from: beside }
    }

    /// Returns where the modules of a file are, which may have been found by `#[path = "…"]`.
    pub(super) fn of_file(path: &Path, by_attribute: bool) -> Self {
        let beside = folder(path);
        if by_attribute || path.file_name() == Some("mod.rs".as_ref()) {
            return Self { folders: vec![beside.clone()], from: beside };
        }
        Self { folders: vec![beside.join(path.file_stem().unwrap_or_default())], from: beside }
    }

    /// Returns where the modules of an inline module are.
    pub(super) fn inline(&self, name: &str, path: Option<&str>) -> Self {
        let folder = match path {
            Some(path) => normal(&self.from.join(path)),
            None => self.folder().join(name),
        };
        Self { folders: vec![folder.clone()], from: folder }
    }

    /// Lists the files in which a module may be.
    pub(super) fn candidates(&self, name: &str, path: Option<&str>) -> Vec<PathBuf> {
        match path {
            Some(path) => vec![normal(&self.from.join(path))],
            None => self.folders.iter().flat_map(|folder| of_module(folder, name)).collect(),
        }
    }

    /// Returns the file that a new module belongs in.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder().join(format!("{name}.rs"))
    }

    /// Notes that a module was found in this file: others are in the same folder.
    pub(super) fn found(&mut self, file: &Path) {
        let depth = |folder: &PathBuf| if file.starts_with(folder) { folder.components().count() + 1 } else { 0 };
        self.folders.sort_by_key(|folder| std::cmp::Reverse(depth(folder)));
    }

    fn folder(&self) -> &Path {
        self.folders.first().map_or(Path::new(""), PathBuf::as_path)
    }
}

fn of_module(folder: &Path, name: &str) -> [PathBuf; 2] {
    [folder.join(format!("{name}.rs")), folder.join(name).join("mod.rs")]
}

fn folder(path: &Path) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).to_owned()
}

/// Takes `.` and `..` out of a path: files are asked for by the one name they have.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if out.file_name().is_some() => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}
