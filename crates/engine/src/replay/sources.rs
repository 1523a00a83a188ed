//! What a migration crate is made from: its files, those of crates beside it that it depends on, the manifests and the lock files above
//! them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use crate::library::Manifest;

/// Returns every file with its content, in order, by its path as seen from the crate. `None` where one cannot be read, or where
/// what the crate is made from cannot be told.
pub(super) fn sources(folder: &Path) -> Option<Vec<(String, Vec<u8>)>> {
    let mut files: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    let mut crates: BTreeSet<PathBuf> = BTreeSet::new();
    // A module of a larger crate may use all of it.
    let package = |folder: &Path| folder.ancestors().find(|above| Manifest::read(above).is_some()).map(normal);
    let mut left = vec![package(folder)?];
    while let Some(folder) = left.pop() {
        if !crates.insert(folder.clone()) {
            continue;
        }
        for entry in
            WalkBuilder::new(&folder).standard_filters(false).follow_links(true).filter_entry(is_source).build()
        {
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
        let manifest = Manifest::read(&folder)?;
        left.extend(manifest.path_dependencies().into_iter().map(|(_, folder)| normal(&folder)));
    }
    if files.iter().any(|(path, bytes)| brings_in_others(path, bytes)) {
        return None;
    }
    let shown = |path: PathBuf| match path.strip_prefix(folder) {
        Ok(inside) => inside.to_string_lossy().into_owned(),
        Err(_) => path.to_string_lossy().into_owned(),
    };
    Some(files.into_iter().map(|(path, bytes)| (shown(path), bytes)).collect())
}

/// What Cargo builds, and what git keeps, is no source; a module may be called `target` for all that.
fn is_source(entry: &DirEntry) -> bool {
    let is_built = || entry.depth() == 1 && entry.file_name() == "target";
    entry.file_name() != ".git" && !is_built()
}

/// Whether a file makes something else a part of the crate, which is not followed: by a path that leads out, by a variable of the
/// environment, by a `[patch]`, by a program that runs before it is built.
fn brings_in_others(path: &Path, bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("rs") => text.split("include").skip(1).any(|rest| {
            let end = rest.find(')').unwrap_or(rest.len());
            rest.get(..end).is_some_and(|call| {
                call.contains('!') && ["..", "env!", "OUT_DIR"].iter().any(|out| call.contains(out))
            })
        }),
        Some("toml") => text.contains("[patch") || text.contains("[build-dependencies"),
        _ => false,
    }
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
        write("migration/src/target/mod.rs", "");
        assert!(names().contains("src/target/mod.rs"));
        write("migration/src/lib.rs", "const SQL: &str = include_str!(\n    \"../../sql/1.sql\"\n);");
        assert_eq!(sources(&root.join("migration")), None, "what lies outside is not followed");
        write("migration/src/lib.rs", "const SQL: &str = include_str!(\"data.sql\");");
        assert!(sources(&root.join("migration")).is_some());
        fs::remove_file(root.join("migration/Cargo.toml")).unwrap();
        assert_eq!(sources(&root.join("migration")), None, "a crate without a manifest");
    }
}
