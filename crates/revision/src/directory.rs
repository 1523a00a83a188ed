//! The folder that revision files lie in.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::file::{FileError, Header, Revision};

#[cfg(test)]
mod tests;

/// `<directory>/versions`: every `*.sql` file in it, sorted by file name. Files that start with a dot are an editor's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    path: PathBuf,
}

impl Directory {
    /// Names the folder `versions` below `directory`. Nothing is read yet.
    pub fn new(directory: impl AsRef<Path>) -> Self {
        Self { path: directory.as_ref().join("versions") }
    }

    /// Returns the folder that the files lie in.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the revision files, sorted by name.
    pub fn files(&self) -> Result<Vec<PathBuf>, DirectoryError> {
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::NotFound => DirectoryError::Missing { path: self.path.clone() },
            _ => DirectoryError::Read { path: self.path.clone(), source },
        };
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if is_revision_file(&path) && path.is_file() {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }

    /// Reads every header, and nothing else of the files. Each comes with the file it stands in.
    pub fn headers(&self) -> Result<Vec<(PathBuf, Header)>, DirectoryError> {
        let mut headers = Vec::new();
        for file in self.files()? {
            let header = Header::parse(&file, &read(&file)?)?;
            headers.push((file, header));
        }
        refuse_duplicates(headers.iter().map(|(file, header)| (file.as_path(), header)))?;
        Ok(headers)
    }

    /// Reads every revision.
    pub fn revisions(&self) -> Result<Vec<Revision>, DirectoryError> {
        let mut revisions = Vec::new();
        for file in self.files()? {
            revisions.push(Revision::parse(&file, &read(&file)?)?);
        }
        refuse_duplicates(revisions.iter().map(|revision| (revision.file.as_path(), &revision.header)))?;
        Ok(revisions)
    }
}

fn is_revision_file(path: &Path) -> bool {
    let hidden = path.file_name().is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
    !hidden && path.extension().is_some_and(|extension| extension == "sql")
}

fn read(file: &Path) -> Result<String, DirectoryError> {
    let bytes = fs::read(file).map_err(|source| DirectoryError::Read { path: file.to_owned(), source })?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes().iter().take(valid).filter(|&&byte| byte == b'\n').count();
        DirectoryError::NotUtf8 { file: file.to_owned(), line }
    })
}

fn refuse_duplicates<'a>(headers: impl Iterator<Item = (&'a Path, &'a Header)>) -> Result<(), DirectoryError> {
    let mut by_id: Vec<_> = headers.map(|(file, header)| (&header.id, file)).collect();
    by_id.sort();
    for pair in by_id.windows(2) {
        if let [(id, first), (same, second)] = pair
            && id == same
        {
            let (id, first, second) = (id.to_string(), first.to_path_buf(), second.to_path_buf());
            return Err(DirectoryError::Duplicate { id, first, second });
        }
    }
    Ok(())
}

/// Why the revision files cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// There is no such folder.
    #[error("path doesn't exist: `{}`", .path.display())]
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// The folder or a file in it cannot be read.
    #[error("cannot read `{}`: {source}", .path.display())]
    Read {
        /// What cannot be read.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is not text.
    #[error("{}:{line}: not UTF-8", .file.display())]
    NotUtf8 {
        /// The file.
        file: PathBuf,
        /// The line of the first byte that is not.
        line: usize,
    },
    /// A file is wrong.
    #[error(transparent)]
    File(#[from] FileError),
    /// Two files have the same id.
    #[error("revision `{id}` is present more than once: `{}` and `{}`", .first.display(), .second.display())]
    Duplicate {
        /// The id.
        id: String,
        /// One file.
        first: PathBuf,
        /// The other.
        second: PathBuf,
    },
}

impl DirectoryError {
    /// Returns what a person can do about it, where that is not plain.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            DirectoryError::Missing { .. } => Some("`autogen init` makes it"),
            DirectoryError::File(error) => error.problem.hint(),
            DirectoryError::Duplicate { .. } => Some("give one of them another id, in its `-- Revision:` line"),
            DirectoryError::Read { .. } | DirectoryError::NotUtf8 { .. } => None,
        }
    }
}
