//! Which module a file is.

use std::path::{Component, Path};

use crate::ParsedFile;
use crate::parse::summary::LeftOut;

/// The modules whose file is named by `#[path]`: where the file would belong by its own path, and where it does.
pub(super) fn placed(files: &[&ParsedFile]) -> Vec<(Vec<String>, Vec<String>)> {
    let mut out = Vec::new();
    for file in files {
        let own = module_path(&file.path);
        let folder = file.path.parent().unwrap_or(Path::new(""));
        // Within inline modules the path starts elsewhere.
        for (name, path) in file.modules.iter().filter(|module| module.inline.is_empty()).flat_map(|m| &m.placed) {
            out.push((module_path(&folder.join(path)), own.iter().chain([name]).cloned().collect()));
        }
    }
    out
}

pub(super) fn moved_to(moved: &[(Vec<String>, Vec<String>)], path: Vec<String>) -> Vec<String> {
    match moved.iter().find(|(natural, _)| path.starts_with(natural)) {
        Some((natural, place)) => place.iter().chain(path.iter().skip(natural.len())).cloned().collect(),
        None => path,
    }
}

/// The files of modules that stand behind a condition which is not met, with the modules' declarations.
pub(crate) fn left_out(files: &[ParsedFile]) -> Vec<(&ParsedFile, Vec<String>, &LeftOut)> {
    let mut out = Vec::new();
    for file in files {
        let path = module_path(&file.path);
        for module in &file.modules {
            for left_out in &module.left_out {
                let full = path.iter().chain(&module.inline).chain([&left_out.name]).cloned().collect();
                out.push((file, full, left_out));
            }
        }
    }
    out
}

/// Whether a file is the module at `place`, or below it.
pub(crate) fn is_below(file: &ParsedFile, place: &[String]) -> bool {
    module_path(&file.path).starts_with(place)
}

/// `entity/src/user.rs` is `[entity, src, user]`, `entity/src/lib.rs` is `[entity, src]`.
pub(super) fn module_path(path: &Path) -> Vec<String> {
    let mut words = words(&path.with_extension(""));
    if words.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        words.pop();
    }
    words
}

/// The names in a path, without its root.
pub(super) fn words(path: &Path) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(name) => words.push(name.to_string_lossy().into_owned()),
            Component::ParentDir => {
                words.pop();
            }
            _ => {}
        }
    }
    words
}
