//! Backups, by the database's own means: SQLite copies itself, a server's own program dumps it.
//!
//! A password goes into the environment of that program alone: never on its command line, which everybody on the machine can read, nor
//! into what is shown.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use autogen_revision::{Address, Mode};
use autogen_schema::Dialect;

use crate::context::Workspace;
use crate::database_url::DatabaseUrl;
use crate::document::BackedUp;
use crate::environment;
use crate::error::Error;
use crate::memory::as_usual;

mod program;
mod restore;

use program::{mysql, postgres};

/// A backup that was written.
pub(crate) struct Backup {
    /// The file.
    pub(crate) file: PathBuf,
    /// The command that brings it back.
    pub(crate) restore: String,
}

impl Backup {
    /// Returns what programs are told of it.
    pub(crate) fn document(&self) -> BackedUp {
        BackedUp { path: self.file.display().to_string(), restore: self.restore.clone() }
    }
}

/// Writes a backup of the database to `file`, or to one that is named after the database and the time. What is there stays.
pub(crate) async fn write(workspace: &Workspace<'_>, url: &DatabaseUrl, file: Option<&Path>) -> Result<Backup, Error> {
    let dialect = url.dialect;
    let address = if dialect == Dialect::Sqlite { None } else { Some(Address::of(url.as_str())?) };
    let file = match file {
        Some(file) => workspace.start().join(file),
        None => workspace.start().join(default_name(url, address.as_ref())?),
    };
    let partial = Partial::make(&file)?;
    match &address {
        None => {
            let connection = workspace.connect(url, Mode::ReadOnly).await?;
            let copied = connection.copy_into(&partial.path).await;
            connection.close().await?;
            copied?;
        }
        Some(address) if dialect == Dialect::Postgres => run(postgres(address, &partial.path)?)?,
        Some(address) => run(mysql(address, &partial.path)?)?,
    }
    partial.finish(&file)?;
    let restore = restore::command(url, address.as_ref(), &file);
    Ok(Backup { file, restore })
}

/// Returns the name of the database and the time, and what kind of file it is.
fn default_name(url: &DatabaseUrl, address: Option<&Address>) -> Result<String, Error> {
    let (name, ending) = match address {
        None => (restore::sqlite_path(url), "db"),
        Some(address) => (address.database.clone(), if address.dialect == Dialect::Postgres { "dump" } else { "sql" }),
    };
    let name = Path::new(&name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name: String = name.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect();
    let time: String = environment::now_text()?.chars().filter(char::is_ascii_alphanumeric).collect();
    Ok(format!("{name}-{time}.{ending}"))
}

/// A file that is being written beside its place, for nobody else to read. It goes when it does not become whole.
struct Partial {
    path: PathBuf,
}

impl Partial {
    fn make(file: &Path) -> Result<Self, Error> {
        let taken =
            || Error::new(format!("`{}` is there already, and stays", file.display())).hint("name another file");
        if file.symlink_metadata().is_ok() {
            return Err(taken());
        }
        let name = file.file_name().ok_or_else(|| Error::new(format!("`{}` is not a file", file.display())))?;
        let path = file.with_file_name(format!(".{}.partial", name.to_string_lossy()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path).map_err(|error| Error::file("cannot write", &path, &error))?;
        Ok(Self { path })
    }

    /// Gives the file its name.
    fn finish(self, file: &Path) -> Result<(), Error> {
        // A link, unlike a rename, takes nobody's place.
        std::fs::hard_link(&self.path, file).map_err(|error| Error::file("cannot write", file, &error))
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // What cannot be removed is empty or useless, and called so.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Runs a program that writes a backup.
fn run(mut command: Command) -> Result<(), Error> {
    let program = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let started = as_usual(|| command.output());
    let output = started.map_err(|error| {
        Error::new(format!("cannot start `{program}`: {error}"))
            .hint("it comes with the client programs of the database, and must be on PATH")
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    Err(Error::new(format!("the backup failed: {}", lines.join("; "))).hint("nothing was run and nothing stays of it"))
}
