//! Which SeaORM the entities are built with, by the lock file that counts for them.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::metadata::EntityCrate;
use crate::error::Error;

const SEA_ORM: &str = "sea-orm";

/// The SeaORM of a crate.
pub(super) struct SeaOrm {
    /// Its version; the requirement that any new one meets, where no lock file says.
    pub(super) version: String,
    /// What a manifest says of it.
    pub(super) dependency: Table,
    /// The lock file.
    pub(super) lock: Option<PathBuf>,
}

impl SeaOrm {
    /// Reads the lock file of the crate.
    pub(super) fn of(entities: &EntityCrate) -> Result<Self, Error> {
        let path = entities.workspace.join("Cargo.lock");
        if !path.is_file() {
            let dependency = Table::from_iter([("version".to_owned(), Value::from("2"))]);
            return Ok(Self { version: "2".to_owned(), dependency, lock: None });
        }
        let text = std::fs::read_to_string(&path).map_err(|error| Error::file("cannot read", &path, &error))?;
        let wrong = |problem: &str| Error::new(format!("cannot read `{}`: {problem}", path.display()));
        let lock: Table = text.parse().map_err(|error: toml::de::Error| wrong(error.message()))?;
        let found = locked(&lock, &entities.package).ok_or_else(|| not_locked(&entities.package, &path))?;
        if matches!(found.version.split('.').next(), Some("0" | "1")) {
            return Err(Error::new(format!(
                "the entities are built with SeaORM {}, which has no registry of them to ask",
                found.version
            ))
            .hint("SeaORM has it from 2.0 on; `autogen check` reads the entities of every version"));
        }
        let dependency = found.dependency();
        Ok(Self { version: found.version.to_owned(), dependency, lock: Some(path) })
    }
}

fn not_locked(package: &str, path: &Path) -> Error {
    Error::new(format!("`{}` does not tell which sea-orm `{package}` is built with", path.display()))
        .hint("`cargo update --workspace` brings it up to date")
}

/// A package of a lock file.
struct Locked<'a> {
    version: &'a str,
    source: Option<&'a str>,
}

/// Finds the SeaORM that a package depends on. A lock file may have several.
fn locked<'a>(lock: &'a Table, package: &str) -> Option<Locked<'a>> {
    let packages = || lock.get("package").and_then(Value::as_array).into_iter().flatten();
    let of = |name: &str| packages().filter(move |entry| text(entry, "name") == Some(name)).collect::<Vec<_>>();
    let dependencies = of(package).into_iter().filter_map(|entry| entry.get("dependencies")?.as_array()).flatten();
    // `sea-orm`, or with its version where there are several, and with its source where that does not tell them apart.
    let wanted = dependencies.filter_map(Value::as_str).find(|entry| entry.split(' ').next() == Some(SEA_ORM));
    let all = of(SEA_ORM);
    let found = match (wanted.map(|wanted| wanted.split(' ').nth(1)), &all[..]) {
        // It may come by way of another crate, which lends its own.
        (None | Some(None), [only]) => only,
        (Some(Some(version)), all) => all.iter().find(|entry| text(entry, "version") == Some(version))?,
        _ => return None,
    };
    Some(Locked { version: text(found, "version")?, source: text(found, "source") })
}

impl Locked<'_> {
    /// Says where it is to be had: what was patched in has no source, and is patched in again.
    fn dependency(&self) -> Table {
        let mut dependency = Table::new();
        let mut say = |key: &str, value: &str| drop(dependency.insert(key.to_owned(), Value::from(value)));
        match self.source.and_then(|source| source.strip_prefix("git+")) {
            Some(git) => {
                // The commit is that of the lock file, which is copied.
                let url = git.split('#').next().unwrap_or(git);
                let (url, query) = url.split_once('?').unwrap_or((url, ""));
                say("git", url);
                if let Some((key @ ("branch" | "tag" | "rev"), value)) = query.split_once('=') {
                    say(key, value);
                }
            }
            None => say("version", &format!("={}", self.version)),
        }
        dependency
    }
}

fn text<'a>(table: &'a Value, key: &str) -> Option<&'a str> {
    table.get(key).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(lock: &str) -> Option<(String, String)> {
        let lock: Table = lock.parse().unwrap();
        let found = locked(&lock, "entity")?;
        Some((found.version.to_owned(), found.dependency().to_string()))
    }

    const ENTITY: &str = "[[package]]\nname = \"entity\"\nversion = \"0.1.0\"\ndependencies = [\n \"sea-orm\",\n]\n";

    fn package(version: &str, source: &str) -> String {
        format!("[[package]]\nname = \"sea-orm\"\nversion = \"{version}\"\n{source}\n")
    }

    #[test]
    fn the_sea_orm_of_a_crate_is_told() {
        let registry = "source = \"registry+index\"";
        let expected = |version: &str, text: &str| Some((version.to_owned(), format!("{text}\n")));
        let one = format!("{ENTITY}{}", package("2.0.4", registry));
        assert_eq!(told(&one), expected("2.0.4", "version = \"=2.0.4\""));
        let two = format!(
            "{}{}{}",
            ENTITY.replace("\"sea-orm\"", "\"sea-orm 1.1.20\""),
            package("1.1.20", registry),
            package("2.0.4", registry)
        );
        assert_eq!(told(&two), expected("1.1.20", "version = \"=1.1.20\""));
        let git = format!("{ENTITY}{}", package("2.1.0", "source = \"git+file:///sea-orm?branch=next#0123\""));
        let (_, dependency) = told(&git).unwrap();
        assert_eq!(dependency, "branch = \"next\"\ngit = \"file:///sea-orm\"\n");
        let patched = format!("{ENTITY}{}", package("2.0.4", ""));
        assert_eq!(told(&patched), expected("2.0.4", "version = \"=2.0.4\""));
        assert_eq!(told(&package("2.0.4", registry)), expected("2.0.4", "version = \"=2.0.4\""));
        assert_eq!(told(&format!("{}{}", package("2.0.4", registry), package("1.1.20", registry))), None);
        assert_eq!(told(ENTITY), None);
    }
}
