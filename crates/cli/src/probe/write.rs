//! The crate that asks SeaORM: its manifest, its source, and the lock file of the project, so that it is built of the same.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

use super::lock::SeaOrm;
use super::metadata::EntityCrate;
use super::{NAME, toml_path};
use crate::error::Error;
use crate::output::lines;

const SOURCE: &str = include_str!("../../probe/main.rs");
/// Where the source names the crates.
const USES: &str = "// autogen: uses\n";
const NAMES: &str = "/* autogen: names */";

/// Writes the crate into a folder. What is there already and the same keeps its time, so that nothing is built anew for it.
pub(super) fn write(folder: &Path, crates: &[EntityCrate], release: &SeaOrm) -> Result<(), Error> {
    let sources = folder.join("src");
    fs::create_dir_all(&sources).map_err(|error| Error::file("cannot make", &sources, &error))?;
    put(&sources.join("main.rs"), source(crates).as_bytes())?;
    put(&folder.join("Cargo.toml"), manifest(crates, release)?.as_bytes())?;
    if let Some(lock) = &release.lock {
        let text = fs::read(lock).map_err(|error| Error::file("cannot read", lock, &error))?;
        // Cargo adds to its copy what the project does without, and finds that again.
        let (copied, own) = (folder.join("project.lock"), folder.join("Cargo.lock"));
        if put(&copied, &text)? || !own.is_file() {
            put(&own, &text)?;
        }
    }
    Ok(())
}

/// Writes a file, where it is not there or says something else; returns whether it did.
fn put(path: &Path, text: &[u8]) -> Result<bool, Error> {
    if fs::read(path).is_ok_and(|there| there == text) {
        return Ok(false);
    }
    fs::write(path, text).map_err(|error| Error::file("cannot write", path, &error))?;
    Ok(true)
}

fn source(crates: &[EntityCrate]) -> String {
    let uses = lines((0..crates.len()).map(|at| format!("use {} as _;", alias(at))));
    let names: Vec<String> = crates.iter().map(|one| format!("{:?}", one.library)).collect();
    SOURCE.replace(USES, &uses).replace(NAMES, &names.join(", "))
}

/// Whatever the crates are called, their names are not those of what the program uses itself.
fn alias(at: usize) -> String {
    format!("entities_{at}")
}

fn manifest(crates: &[EntityCrate], release: &SeaOrm) -> Result<String, Error> {
    let table = |pairs: &[(&str, Value)]| {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect::<Table>()
    };
    let mut dependencies = Table::new();
    for (at, one) in crates.iter().enumerate() {
        let dependency = table(&[("package", one.package.as_str().into()), ("path", toml_path(&one.folder))]);
        dependencies.insert(alias(at), Value::from(dependency));
    }
    let mut sea_orm = release.dependency.clone();
    sea_orm.insert("default-features".to_owned(), Value::from(false));
    sea_orm.insert("features".to_owned(), Value::from(vec!["entity-registry", "mock"]));
    dependencies.insert("sea-orm".to_owned(), Value::from(sea_orm));
    let package = [("name", NAME), ("version", "0.0.0"), ("edition", "2021")];
    let mut package = table(&package.map(|(key, value)| (key, Value::from(value))));
    package.insert("publish".to_owned(), Value::from(false));
    let mut manifest = table(&[
        ("package", Value::from(package)),
        // It joins nobody's.
        ("workspace", Value::from(Table::new())),
        ("dependencies", Value::from(dependencies)),
    ]);
    if let Some(first) = crates.first() {
        manifest.extend(of_workspace(&first.workspace)?);
    }
    Ok(manifest.to_string())
}

/// Returns what a workspace says for all that is built in it: what replaces dependencies, and how things are compiled.
fn of_workspace(folder: &Path) -> Result<Table, Error> {
    let path = folder.join("Cargo.toml");
    let text = fs::read_to_string(&path).map_err(|error| Error::file("cannot read", &path, &error))?;
    let wrong = |error: toml::de::Error| Error::new(format!("cannot read `{}`: {}", path.display(), error.message()));
    let manifest: Table = text.parse().map_err(wrong)?;
    let mut kept: Table =
        manifest.into_iter().filter(|(key, _)| matches!(key.as_str(), "patch" | "replace" | "profile")).collect();
    for value in kept.iter_mut().filter(|(key, _)| *key != "profile").map(|(_, value)| value) {
        from_folder(value, folder);
    }
    Ok(kept)
}

/// Makes paths start at the folder that they are written in.
fn from_folder(value: &mut Value, folder: &Path) {
    let Some(table) = value.as_table_mut() else { return };
    for (key, value) in table.iter_mut() {
        match value {
            Value::String(path) if key == "path" => *path = folder.join(&*path).to_string_lossy().into_owned(),
            value => from_folder(value, folder),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(folder: &Path) -> EntityCrate {
        EntityCrate {
            package: "shop-entity".to_owned(),
            library: "shop_entity".to_owned(),
            folder: folder.join("entity"),
            workspace: folder.to_owned(),
            target: folder.join("target"),
        }
    }

    #[test]
    fn the_crate_is_of_what_the_project_is() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let workspace = "[workspace]\nmembers = [\"entity\"]\n[profile.dev]\ndebug = 0\n[patch.crates-io]\nsea-orm = { path = \"own\" }\n";
        fs::write(root.join("Cargo.toml"), workspace).unwrap();
        fs::write(root.join("Cargo.lock"), "version = 4\n").unwrap();
        let dependency = Table::from_iter([("version".to_owned(), Value::from("=2.0.4"))]);
        let lock = Some(root.join("Cargo.lock"));
        let release = SeaOrm { version: "2.0.4".to_owned(), dependency, lock };
        let probe = root.join("target/autogen/probe");
        write(&probe, &[entity(root)], &release).unwrap();

        let manifest: Table = fs::read_to_string(probe.join("Cargo.toml")).unwrap().parse().unwrap();
        let sea_orm = &manifest["dependencies"]["sea-orm"];
        assert_eq!(sea_orm["version"].as_str(), Some("=2.0.4"));
        assert_eq!(sea_orm["features"][0].as_str(), Some("entity-registry"));
        assert_eq!(manifest["dependencies"]["entities_0"]["path"].as_str(), root.join("entity").to_str());
        assert_eq!(manifest["patch"]["crates-io"]["sea-orm"]["path"].as_str(), root.join("own").to_str());
        assert_eq!(manifest["profile"]["dev"]["debug"].as_integer(), Some(0));
        assert!(manifest["workspace"].as_table().unwrap().is_empty());
        let source = fs::read_to_string(probe.join("src/main.rs")).unwrap();
        assert!(source.contains("\nuse entities_0 as _;\n") && source.contains("&[\"shop_entity\"]"), "{source}");
        assert_eq!(fs::read_to_string(probe.join("Cargo.lock")).unwrap(), "version = 4\n");
    }
}
