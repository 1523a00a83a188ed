//! What is measured, and with which programs.

use std::path::{Path, PathBuf};

use autogen_benches::Failed;

use crate::database::Server;

/// What is measured.
pub(crate) struct Settings {
    /// How many tables projects have.
    pub(crate) tables: Vec<usize>,
    pub(crate) databases: Vec<Server>,
    /// The folder of the programs.
    pub(crate) programs: PathBuf,
    /// The repository.
    pub(crate) root: PathBuf,
    /// A Python that has Alembic.
    pub(crate) python: Option<PathBuf>,
    /// How often each is run, at most.
    pub(crate) rounds: usize,
    /// Whether nothing but `check` is measured.
    pub(crate) only_check: bool,
}

impl Settings {
    /// Takes the arguments apart: `--tables 10,100`, `--rounds 9`, `--only-check`, `--python PATH`, then the databases: `sqlite`, URLs, and
    /// URLs of servers with their default settings after `default=`.
    pub(crate) fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, Failed> {
        let programs = std::env::current_exe()?.parent().map(Path::to_owned).ok_or("the programs lie nowhere")?;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
        let (tables, databases) = (vec![10, 100, 1_000, 10_000], Vec::new());
        let mut settings = Self { tables, databases, programs, root, python: None, rounds: 11, only_check: false };
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{argument} takes a value"));
            match argument.as_str() {
                "--tables" => settings.tables = value()?.split(',').map(str::parse).collect::<Result<_, _>>()?,
                "--rounds" => settings.rounds = value()?.parse()?,
                "--only-check" => settings.only_check = true,
                "--python" => settings.python = Some(value()?.into()),
                other => settings.databases.push(Server::of(other)?),
            }
        }
        Ok(settings)
    }

    /// Returns the path of a program.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    /// How often something is run that takes longer the more tables there are.
    pub(crate) fn rounds(&self, tables: usize) -> usize {
        match tables {
            0..=100 => self.rounds,
            101..=1_000 => self.rounds.min(7),
            _ => self.rounds.min(3),
        }
    }
}
