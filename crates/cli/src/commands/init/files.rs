//! The files of a new project: written where they are not there yet.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use autogen_diff::template::{SQL_README, SQL_REVISION};
use autogen_schema::Dialect;

use crate::context::TEMPLATE;
use crate::document::Initialized;
use crate::error::Error;
use crate::output::{Format, Output};
use crate::theme::{self, paint};

/// The files of a new project.
pub(super) struct Files {
    pub(super) output: Output,
    /// Those that were not there.
    pub(super) written: Vec<String>,
    /// Those that were there, and stay.
    pub(super) kept: Vec<String>,
}

impl Files {
    /// Writes the folder of the revisions.
    pub(super) fn write_folder(&mut self, directory: &Path) -> Result<(), Error> {
        self.write(&directory.join(TEMPLATE), SQL_REVISION)?;
        self.write(&directory.join("README.md"), SQL_README)?;
        // An empty folder is not kept by git, and without it there would be no history to read.
        self.write(&directory.join("versions").join(".gitkeep"), "")
    }

    /// Tells of a file that is there already.
    pub(super) fn keep(&mut self, path: &Path) {
        self.output.status(&format!("{} is there already, and stays", path.display()));
        self.kept.push(path.display().to_string());
    }

    /// Writes a file that is not there yet.
    pub(super) fn write(&mut self, path: &Path, text: &str) -> Result<(), Error> {
        let failed = |error: io::Error| Error::file("cannot write", path, &error);
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut file = match fs::File::create_new(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.keep(path);
                return Ok(());
            }
            Err(error) => return Err(failed(error)),
        };
        if let Err(error) = file.write_all(text.as_bytes()).and_then(|()| file.sync_all()) {
            drop(file);
            // Half a file would stay the next time; the error that is told is the one that led here.
            let _ = fs::remove_file(path);
            return Err(failed(error));
        }
        self.written.push(path.display().to_string());
        if self.output.format == Format::Json {
            return Ok(());
        }
        self.output.line(&format!("Wrote {}", paint(theme::NAME, path.display())))
    }

    /// Writes what programs are told of the project.
    pub(super) fn document(
        self,
        configuration: &Path,
        entities: &[PathBuf],
        dialects: &[Dialect],
        is_rust: bool,
        directory: &Path,
    ) -> Result<(), Error> {
        self.output.document(|| Initialized {
            configuration: configuration.display().to_string(),
            entities: entities.iter().map(|path| path.display().to_string()).collect(),
            dialects: dialects.iter().map(|dialect| dialect.name()).collect(),
            template: if is_rust { "rust" } else { "sql" },
            directory: directory.display().to_string(),
            written: self.written,
            kept: self.kept,
        })
    }
}
