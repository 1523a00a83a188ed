//! What the manifest of a migration crate, and its lock file, say of SeaORM.

use std::fs;
use std::io;
use std::path::Path;

use toml::{Table, Value};

use super::{MigrationsError, first_file};

const PACKAGE: &str = "sea-orm-migration";

/// Whether a folder holds a crate that depends on `sea-orm-migration`.
pub fn is_migration_crate(folder: &Path) -> io::Result<bool> {
    let manifest = match fs::read_to_string(folder.join("Cargo.toml")) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let Ok(manifest) = manifest.parse::<Table>() else { return Ok(false) };
    Ok(dependency(&manifest).is_some() && first_file(folder).is_some())
}

/// Whether a crate has a program, which its migrations can be run by.
pub fn has_program(folder: &Path) -> bool {
    let sources = folder.join("src");
    let is_listed =
        || read(&folder.join("Cargo.toml")).is_ok_and(|manifest| manifest.is_some_and(|m| m.contains_key("bin")));
    sources.join("main.rs").is_file() || sources.join("bin").is_dir() || is_listed()
}

/// Whether the crate is built with a SeaORM from before 2.0, by the lock file that counts for it, or else by what the manifest asks for.
pub(crate) fn is_before_2(folder: &Path) -> Result<bool, MigrationsError> {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    for above in folder.ancestors() {
        if let Some(lock) = read(&above.join("Cargo.lock"))?
            && let Some(version) = locked(&lock)
        {
            return Ok(is_1(&version));
        }
    }
    let manifest = read(&folder.join("Cargo.toml"))?;
    Ok(manifest.as_ref().and_then(dependency).and_then(version).is_some_and(is_1))
}

fn read(path: &Path) -> Result<Option<Table>, MigrationsError> {
    let failed = |problem: String| MigrationsError::Manifest { path: path.to_owned(), problem };
    match fs::read_to_string(path) {
        Ok(text) => text.parse().map(Some).map_err(|error: toml::de::Error| failed(error.message().to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(error.to_string())),
    }
}

/// A dependency may have another name here: `migration-kit = { package = "sea-orm-migration", … }`.
fn dependency(manifest: &Table) -> Option<&Value> {
    let dependencies = manifest.get("dependencies")?.as_table()?;
    let package =
        |name: &'_ str, value: &Value| value.get("package").and_then(Value::as_str).unwrap_or(name) == PACKAGE;
    dependencies.iter().find(|(name, value)| package(name, value)).map(|(_, value)| value)
}

fn version(dependency: &Value) -> Option<&str> {
    dependency.as_str().or_else(|| dependency.get("version")?.as_str())
}

/// A lock file of a workspace may have several; the newest is taken.
fn locked(lock: &Table) -> Option<String> {
    let packages = lock.get("package")?.as_array()?;
    let is_it = |package: &&Value| package.get("name").and_then(Value::as_str) == Some(PACKAGE);
    packages.iter().filter(is_it).filter_map(version).map(str::to_owned).max()
}

fn is_1(version: &str) -> bool {
    let digits = version.trim_start_matches(|c: char| !c.is_ascii_digit());
    matches!(digits.split(['.', ',', ' ']).next(), Some("0" | "1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        fs::write(folder.join("Cargo.toml"), "[package]\nname = \"migration\"\n").unwrap();
        assert!(!has_program(folder));
        fs::write(folder.join("Cargo.toml"), "[[bin]]\nname = \"run\"\npath = \"run.rs\"\n").unwrap();
        assert!(has_program(folder));
        fs::remove_file(folder.join("Cargo.toml")).unwrap();
        fs::create_dir(folder.join("src")).unwrap();
        fs::write(folder.join("src/main.rs"), "").unwrap();
        assert!(has_program(folder));
    }

    #[test]
    fn the_version_of_sea_orm_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let crate_folder = folder.path().join("migration");
        fs::create_dir(&crate_folder).unwrap();
        let is_old = |manifest: &str, lock: &str| {
            fs::write(crate_folder.join("Cargo.toml"), manifest).unwrap();
            fs::write(folder.path().join("Cargo.lock"), lock).unwrap();
            is_before_2(&crate_folder)
        };
        let lock = "[[package]]\nname = \"sea-orm-migration\"\nversion = \"1.1.20\"\n";
        let newer = lock.replace("1.1.20", "2.0.4");
        for (dependency, lock, old) in [
            ("sea-orm-migration = \"~1.1.0\"", "", true),
            ("sea-orm-migration = { version = \"2\" }", "", false),
            ("kit = { package = \"sea-orm-migration\", version = \"^1\" }", "", true),
            ("sea-orm-migration = { workspace = true }", lock, true),
            ("sea-orm-migration = \">= 1, < 3\"", newer.as_str(), false),
        ] {
            let manifest = format!("[dependencies]\n{dependency}\n");
            assert_eq!(is_old(&manifest, lock).unwrap(), old, "{dependency}");
        }
        let told = is_old("", "[[").unwrap_err().to_string();
        assert!(told.contains("Cargo.lock"), "{told}");
    }
}
