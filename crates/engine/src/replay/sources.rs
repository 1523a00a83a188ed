//! What a migration crate is made from: its files, those of crates beside it that it depends on, the manifests and the lock files above
//! them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::library::Manifest;

/// Returns every file with its content, in order, by its path as seen from the crate. `None` where one cannot be read.
pub(super) fn sources(folder: &Path) -> Option<Vec<(String, Vec<u8>)>> {
    let mut files: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    let mut crates: BTreeSet<PathBuf> = BTreeSet::new();
    let mut left = vec![folder.to_owned()];
    while let Some(folder) = left.pop() {
        if !crates.insert(folder.clone()) {
            continue;
        }
        for entry in WalkBuilder::new(&folder).standard_filters(false).filter_entry(is_source).build() {
            let entry = entry.ok()?;
            if entry.file_type().is_some_and(|kind| kind.is_file()) {
                files.insert(entry.path().to_owned(), fs::read(entry.path()).ok()?);
            }
        }
        for above in folder.ancestors() {
            for name in ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", ".cargo/config.toml"] {
                let path = above.join(name);
                if path.is_file() {
                    let bytes = fs::read(&path).ok()?;
                    files.insert(path, bytes);
                }
            }
        }
        // A module of a larger crate has that one's manifest, which it does not lie beside.
        let manifest = folder.ancestors().find_map(Manifest::read)?;
        left.extend(manifest.path_dependencies().into_iter().map(|(_, folder)| normal(&folder)));
    }
    let shown = |path: PathBuf| match path.strip_prefix(folder) {
        Ok(inside) => inside.to_string_lossy().into_owned(),
        Err(_) => path.to_string_lossy().into_owned(),
    };
    Some(files.into_iter().map(|(path, bytes)| (shown(path), bytes)).collect())
}

fn is_source(entry: &ignore::DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() == 0 || !(name.starts_with('.') || name == "target")
}

/// Without `..`, so that a crate is known again.
fn normal(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_is_made_of_what_it_depends_on_too() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let write = |path: &str, text: &str| {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), text).unwrap();
        };
        write("Cargo.lock", "");
        write(
            "migration/Cargo.toml",
            "[package]\nname = \"migration\"\n[dependencies]\nentity = { path = \"../entity\" }\n",
        );
        write("migration/src/lib.rs", "mod m1;");
        write("migration/src/data.sql", "SELECT 1");
        write("migration/target/debug/x.rs", "");
        write("entity/Cargo.toml", "[package]\nname = \"entity\"\n");
        write("entity/src/lib.rs", "");
        write("other/src/lib.rs", "");
        let names = || -> BTreeSet<String> {
            let found = sources(&root.join("migration")).unwrap();
            let name = |(path, _): (String, Vec<u8>)| {
                Path::new(&path).strip_prefix(&root).unwrap_or(Path::new(&path)).to_string_lossy().into_owned()
            };
            found.into_iter().map(name).filter(|path| !path.starts_with('/')).collect()
        };
        let wanted =
            ["Cargo.lock", "Cargo.toml", "entity/Cargo.toml", "entity/src/lib.rs", "src/data.sql", "src/lib.rs"];
        assert_eq!(names(), wanted.map(str::to_owned).into());
        fs::remove_file(root.join("migration/Cargo.toml")).unwrap();
        assert_eq!(sources(&root.join("migration")), None, "a crate without a manifest");
    }
}
