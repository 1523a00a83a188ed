//! The program of a migration crate: built and run as `sea-orm-cli migrate` does it, or the one that the configuration names.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use autogen_engine::{Migrate, Site, has_program};
use autogen_revision::{Direction, driver_url, redact};

use crate::config::Config;
use crate::error::Error;
use crate::memory::as_usual;

/// Where the program is, or what it is built from.
#[derive(Clone, Debug)]
pub(crate) struct MigrationProgram {
    /// The folder of the configuration, from which paths start.
    pub(crate) root: PathBuf,
    /// The folder of the crate.
    pub(crate) folder: PathBuf,
    /// The program and its arguments, where it is not to be built.
    pub(crate) command: Option<Vec<String>>,
}

impl Config {
    /// Returns the program that runs the project's migrations in Rust.
    pub(crate) fn migration_program(&self) -> MigrationProgram {
        let (root, folder) = (self.project.root.clone(), self.project.directory.clone());
        MigrationProgram { root, folder, command: self.migrator_command.clone() }
    }
}

impl MigrationProgram {
    /// Compiles the crate; what the compiler says is seen as it is.
    pub(crate) fn build(&self) -> Result<(), ProgramError> {
        if self.command.is_some() {
            return Ok(());
        }
        if !has_program(&self.folder) {
            return Err(ProgramError::NoProgram(self.folder.clone()));
        }
        let ended = as_usual(|| self.cargo(&["build", "--quiet"]).status())?;
        if ended.success() { Ok(()) } else { Err(ProgramError::NotCompiled(self.folder.clone())) }
    }

    /// Runs so many migrations, one way; what they say is seen as it is.
    pub(crate) fn run(&self, site: Site<'_>, direction: Direction, count: usize) -> Result<ExitStatus, ProgramError> {
        Ok(as_usual(|| self.command(site, direction, count).stdout(io::stderr()).status())?)
    }

    fn command(&self, site: Site<'_>, direction: Direction, count: usize) -> Command {
        let mut command = match self.command.as_deref() {
            Some([program, arguments @ ..]) => {
                // A name alone is looked for where the system looks for programs.
                let is_path = Path::new(program).components().nth(1).is_some();
                let path = self.root.join(program);
                let mut command = Command::new(if is_path { path.as_path() } else { Path::new(program) });
                command.args(arguments);
                command
            }
            _ => {
                let mut command = self.cargo(&["run", "--quiet"]);
                command.arg("--");
                command
            }
        };
        let word = match direction {
            Direction::Upgrade => "up",
            Direction::Downgrade => "down",
        };
        command.args([word, "-n", &count.to_string()]).stdin(Stdio::null());
        // A URL holds a password, which no command line may show.
        command.env("DATABASE_URL", driver_url(site.url));
        if let Some(schema) = site.schema {
            command.env("DATABASE_SCHEMA", schema);
        }
        command
    }

    fn cargo(&self, words: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command.args(words).arg("--manifest-path").arg(self.folder.join("Cargo.toml"));
        command.stdin(Stdio::null());
        command
    }
}

/// On a scratch database nobody wants to see what goes well.
impl Migrate for MigrationProgram {
    fn migrate(&self, site: Site<'_>, direction: Direction, count: usize) -> Result<(), String> {
        self.build().map_err(|error| error.to_string())?;
        let output = as_usual(|| self.command(site, direction, count).output());
        let output = output.map_err(|error| ProgramError::from(error).to_string())?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let said = if said.trim().is_empty() { String::from_utf8_lossy(&output.stdout) } else { said };
        // It may tell the whole URL, password and all.
        let hidden = redact(site.url);
        let said = said.replace(&driver_url(site.url), &hidden).replace(site.url, &hidden);
        Err(format!("{}\n{}", output.status, said.trim_end()))
    }

    /// A program that is there already is known by its content, and by those of the files that it is given.
    fn identity(&self) -> Option<Vec<u8>> {
        let Some(words) = &self.command else { return Some(Vec::new()) };
        let mut identity = std::fs::read(self.root.join(words.first()?)).ok()?;
        for word in words {
            identity.extend(word.as_bytes());
            identity.extend(std::fs::read(self.root.join(word)).unwrap_or_default());
        }
        Some(identity)
    }
}

/// Why a program was not run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProgramError {
    /// There is none.
    #[error("the migration crate `{}` has no program that runs its migrations", .0.display())]
    NoProgram(PathBuf),
    /// It cannot be built.
    #[error("the migration crate `{}` does not compile", .0.display())]
    NotCompiled(PathBuf),
    /// It cannot be started, or what builds it cannot.
    #[error("the migration crate cannot be run: {0}")]
    NotStarted(#[from] io::Error),
}

impl From<ProgramError> for Error {
    fn from(error: ProgramError) -> Self {
        let hints: &[&str] = match &error {
            ProgramError::NoProgram(_) => &[
                "run them as the project does: in Loco `cargo loco db migrate`, and `cargo loco db down 1`",
                "or give it the `src/main.rs` that `sea-orm-cli migrate init` does, or name a program that takes the same words: \
                 `migrator_command` in autogen.toml",
            ],
            ProgramError::NotCompiled(_) => &["above this stands what the compiler says; nothing was run"],
            ProgramError::NotStarted(_) => &[
                "`cargo` must be there; or `migrator_command` in autogen.toml names the program that was built from the crate",
            ],
        };
        Error::new(error.to_string()).hints(hints.iter().copied())
    }
}
