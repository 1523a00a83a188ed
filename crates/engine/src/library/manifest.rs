//! `Cargo.toml`, as far as it tells where crates are.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// The manifest of a package.
pub(crate) struct Manifest {
    folder: PathBuf,
    table: Table,
    name: String,
}

impl Manifest {
    /// Reads the manifest in `folder`, where there is one of a package.
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        let table = table(folder)?;
        let name = text(table.get("package")?, "name")?.to_owned();
        Some(Self { folder: folder.to_owned(), table, name })
    }

    pub(super) fn package_name(&self) -> &str {
        &self.name
    }

    /// Returns the name of the library, as Rust knows it.
    pub(super) fn crate_name(&self) -> String {
        let given = self.table.get("lib").and_then(|lib| text(lib, "name"));
        given.unwrap_or(&self.name).replace('-', "_")
    }

    /// Returns the file of the root module.
    pub(super) fn root_file(&self) -> PathBuf {
        let given = self.table.get("lib").and_then(|lib| text(lib, "path"));
        self.folder.join(given.unwrap_or("src/lib.rs"))
    }

    /// Returns its folder.
    pub(super) fn root(&self) -> PathBuf {
        let file = self.root_file();
        file.parent().map_or_else(|| self.folder.clone(), Path::to_owned)
    }

    /// Lists what the package depends on by path: the names its source uses, as they are written, with the folders.
    pub(crate) fn path_dependencies(&self) -> Vec<(String, PathBuf)> {
        let workspace = self.folder.ancestors().find_map(|folder| {
            let table = table(folder)?;
            let dependencies = table.get("workspace")?.get("dependencies").cloned();
            Some((folder.to_owned(), dependencies))
        });
        let mut out = Vec::new();
        for (name, dependency) in self.dependencies() {
            let inherits = dependency.get("workspace").and_then(Value::as_bool) == Some(true);
            let found = match &workspace {
                Some((root, Some(shared))) if inherits => shared.get(name).and_then(|shared| path(root, shared)),
                _ => path(&self.folder, dependency),
            };
            out.extend(found.map(|folder| (name.clone(), folder)));
        }
        out
    }

    fn dependencies(&self) -> impl Iterator<Item = (&String, &Value)> {
        let targets = self.table.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
        let lists = self.table.get("dependencies").into_iter().chain(targets.filter_map(|t| t.get("dependencies")));
        lists.filter_map(Value::as_table).flatten()
    }
}

fn table(folder: &Path) -> Option<Table> {
    std::fs::read_to_string(folder.join("Cargo.toml")).ok()?.parse().ok()
}

fn path(folder: &Path, dependency: &Value) -> Option<PathBuf> {
    Some(folder.join(text(dependency, "path")?))
}

fn text<'a>(table: &'a Value, key: &str) -> Option<&'a str> {
    table.get(key).and_then(Value::as_str)
}
