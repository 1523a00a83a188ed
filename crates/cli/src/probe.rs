//! Asking SeaORM what it makes of the entities: a crate of our own is built that links theirs, and says what their registry holds.
//!
//! The crate stands below the project's target folder; no file of the project is touched.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use autogen_engine::{Compiled, packages};
use autogen_schema::Dialect;

use crate::context::Workspace;
use crate::error::Error;
use crate::memory::as_usual;

mod lock;
mod metadata;
mod records;
mod write;

use metadata::EntityCrate;

/// The program that was built from the entities.
pub(crate) struct Probe {
    program: PathBuf,
}

/// What it is called.
const NAME: &str = "autogen-probe";

impl Probe {
    /// Compiles the entities with a registry; what the compiler says is seen as it is.
    pub(crate) fn build(workspace: &Workspace<'_>) -> Result<Self, Error> {
        let mut crates = Vec::new();
        for folder in packages(workspace.project())? {
            crates.push(EntityCrate::find(&folder)?);
        }
        let Some(first) = crates.first() else {
            return Err(Error::new("the entities belong to no crate").hint(
                "a `Cargo.toml` above them makes one; without one nothing can be compiled, and `autogen check` does without",
            ));
        };
        let release = lock::SeaOrm::of(first)?;
        let folder = first.target.join("autogen").join("probe");
        write::write(&folder, &crates, &release)?;
        let text = format!("Building {} with SeaORM {}: the first time takes minutes", names(&crates), release.version);
        workspace.output().status(&text);
        let program = build(&folder, first, workspace.is_verbose())?;
        Ok(Self { program })
    }

    /// Asks what SeaORM writes for a database.
    pub(crate) fn ask(&self, dialect: Dialect) -> Result<Compiled, Error> {
        let mut command = Command::new(&self.program);
        let output = command.arg(dialect.name()).stdin(Stdio::null()).stderr(Stdio::inherit()).output();
        let shown = self.program.display();
        let output = output.map_err(|error| Error::new(format!("cannot run `{shown}`: {error}")))?;
        if output.status.success() {
            return records::read(&output.stdout);
        }
        Err(Error::new(format!("SeaORM does not tell what it makes on {dialect}: {}", output.status))
            .hint(format!("run what was built: `{shown} {dialect}`")))
    }
}

/// Builds the program; returns where it is. Cargo has its configuration and its toolchain from where the entities are, and puts
/// what it builds where it has built for them before.
fn build(folder: &Path, entities: &EntityCrate, is_verbose: bool) -> Result<PathBuf, Error> {
    let mut command = cargo();
    command.args(["build", "--message-format", "json-render-diagnostics", "--manifest-path"]);
    command.arg(folder.join("Cargo.toml")).arg("--target-dir").arg(&entities.target);
    if !is_verbose {
        command.arg("--quiet");
    }
    command.current_dir(&entities.folder).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = as_usual(|| command.output());
    let output = output.map_err(|error| no_cargo(&error))?;
    if !output.status.success() {
        return Err(Error::new("the entities do not compile together with SeaORM's registry")
            .hint("above this stands what cargo says; nothing was compared")
            .hint(format!("what it was about to build is in `{}`", folder.display())));
    }
    let program = metadata::built(&output.stdout, NAME);
    program.ok_or_else(|| Error::new("cargo does not tell where the program is that it has built"))
}

fn cargo() -> Command {
    Command::new("cargo")
}

fn names(crates: &[EntityCrate]) -> String {
    let names: Vec<String> = crates.iter().map(|one| format!("`{}`", one.package)).collect();
    names.join(", ")
}

fn no_cargo(error: &std::io::Error) -> Error {
    Error::new(format!("cargo cannot be run: {error}")).hint("`doctor --compiled` takes cargo, to build the entities")
}

/// Returns a path as TOML holds it.
fn toml_path(path: &Path) -> toml::Value {
    toml::Value::from(path.to_string_lossy().into_owned())
}
