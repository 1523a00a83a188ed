//! What cargo says of a crate that holds entities.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde::Deserialize;

use super::{cargo, no_cargo};
use crate::error::Error;

/// A crate that holds entities.
pub(super) struct EntityCrate {
    /// What its manifest calls it.
    pub(super) package: String,
    /// What Rust calls its library.
    pub(super) library: String,
    pub(super) folder: PathBuf,
    /// The folder of the workspace that it belongs to, which may be its own.
    pub(super) workspace: PathBuf,
    pub(super) target: PathBuf,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    crate_types: Vec<String>,
}

impl EntityCrate {
    /// Asks cargo, which reads manifests and nothing more.
    pub(super) fn find(folder: &Path) -> Result<Self, Error> {
        let manifest = folder.join("Cargo.toml");
        let mut command = cargo();
        command.args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path"]).arg(&manifest);
        let output = command.current_dir(folder).stdin(Stdio::null()).stderr(Stdio::inherit()).output();
        let output = output.map_err(|error| no_cargo(&error))?;
        if !output.status.success() {
            return Err(Error::new(format!("cargo cannot read `{}`", manifest.display()))
                .hint("above this stands what cargo says"));
        }
        let wrong = |problem: String| Error::new(format!("cargo says of `{}`: {problem}", manifest.display()));
        let metadata: Metadata = serde_json::from_slice(&output.stdout).map_err(|error| wrong(error.to_string()))?;
        let is_it = |package: &&Package| same(&package.manifest_path, &manifest);
        let package = metadata.packages.iter().find(is_it).ok_or_else(|| wrong("no package is there".to_owned()))?;
        let is_linkable = |kind: &String| matches!(kind.as_str(), "lib" | "rlib" | "dylib");
        let library = package.targets.iter().find(|target| target.crate_types.iter().any(is_linkable));
        let library = library.ok_or_else(|| no_library(&package.name))?;
        Ok(Self {
            package: package.name.clone(),
            library: library.name.replace('-', "_"),
            folder: folder.to_owned(),
            workspace: metadata.workspace_root,
            target: metadata.target_directory,
        })
    }
}

/// What cargo says of something that it has built.
#[derive(Deserialize)]
struct Artifact {
    target: Target,
    executable: Option<PathBuf>,
}

/// Finds the program of that name in what cargo says while it builds: a document a line.
pub(super) fn built(messages: &[u8], name: &str) -> Option<PathBuf> {
    let artifacts =
        messages.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice::<Artifact>(line).ok());
    let mut programs = artifacts.filter(|artifact| artifact.target.name == name);
    programs.find_map(|artifact| artifact.executable)
}

/// Cargo follows links.
fn same(one: &Path, other: &Path) -> bool {
    one == other || std::fs::canonicalize(one).ok().zip(std::fs::canonicalize(other).ok()).is_some_and(|(a, b)| a == b)
}

fn no_library(package: &str) -> Error {
    Error::new(format!("the entities are in `{package}`, which is a program and no library: nothing else can link it"))
        .hint("declare their modules in `src/lib.rs`, and use them from there in `src/main.rs`")
        .hint("`autogen check` needs nothing compiled")
}
