//! Databases to measure on: each is made for it, and goes with it.

use std::path::Path;
use std::process::Command;

use autogen_benches::Failed;
use autogen_schema::Dialect;

use crate::run::run;
use crate::settings::Settings;

/// Where databases can be made.
pub(crate) struct Server {
    pub(crate) dialect: Dialect,
    /// The words of the table.
    pub(crate) name: String,
    /// Nothing for SQLite.
    url: Option<String>,
    /// Whether it is there for what depends on the settings of a server alone.
    pub(crate) is_default: bool,
}

/// A database.
pub(crate) struct Database {
    pub(crate) url: String,
    server: Option<String>,
    name: String,
    floor: std::path::PathBuf,
}

impl Server {
    pub(crate) fn of(word: &str) -> Result<Self, Failed> {
        if word == "sqlite" {
            return Ok(Self { dialect: Dialect::Sqlite, name: "SQLite".to_owned(), url: None, is_default: false });
        }
        let (url, is_default) = word.strip_prefix("default=").map_or((word, false), |url| (url, true));
        let dialect = Dialect::of_url(url).ok_or_else(|| format!("{url} is no database"))?;
        let name = match (dialect, is_default) {
            (Dialect::Postgres, true) => "PostgreSQL, default settings",
            (Dialect::Postgres, false) => "PostgreSQL",
            _ => "MariaDB",
        };
        Ok(Self { dialect, name: name.to_owned(), url: Some(url.to_owned()), is_default })
    }

    /// Makes a database, or says where one will be that a program makes by itself.
    pub(crate) fn database(&self, settings: &Settings, folder: &Path, name: &str) -> Result<Database, Failed> {
        let floor = settings.program("floor");
        let Some(server) = &self.url else {
            let url = format!("sqlite://{}", folder.join(name).with_extension("db").display());
            return Ok(Database { url, server: None, name: name.to_owned(), floor });
        };
        let name = format!("autogen_bench_{name}");
        let (before, _) = server.rsplit_once('/').ok_or("the URL of a server names a database")?;
        let database = Database { url: format!("{before}/{name}"), server: Some(server.clone()), name, floor };
        database.anew()?;
        Ok(database)
    }
}

impl Database {
    /// Makes it empty.
    pub(crate) fn anew(&self) -> Result<(), Failed> {
        self.remove()?;
        match &self.server {
            Some(server) => execute(&self.floor, server, &format!("CREATE DATABASE {}", self.name)),
            None => Ok(()),
        }
    }

    /// Removes it.
    pub(crate) fn remove(&self) -> Result<(), Failed> {
        let Some(server) = &self.server else {
            let path = self.url.trim_start_matches("sqlite://");
            return match std::fs::remove_file(path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
                _ => Ok(()),
            };
        };
        execute(&self.floor, server, &format!("DROP DATABASE IF EXISTS {}", self.name))
    }
}

fn execute(floor: &Path, url: &str, sql: &str) -> Result<(), Failed> {
    run(Command::new(floor).args(["execute", url, sql]), &[0]).map(drop)
}
