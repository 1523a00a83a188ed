//! The folder that revision files lie in.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::file::{FileError, Header, Revision};

#[cfg(test)]
mod tests;

/// `<directory>/versions`, or other folders: every `*.sql` file in them, sorted by file name. Files that start with a dot are an
/// editor's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    paths: Vec<PathBuf>,
}

impl Directory {
    /// Names the folder `versions` below `directory`. Nothing is read yet.
    pub fn new(directory: impl AsRef<Path>) -> Self {
        Self::of(vec![directory.as_ref().join("versions")])
    }

    /// Names the folders themselves.
    pub fn of(paths: Vec<PathBuf>) -> Self {
        Self { paths }
    }

    /// Returns the folders that the files lie in.
    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// Returns the revision files, folder by folder, sorted by name in each.
    pub fn files(&self) -> Result<Vec<PathBuf>, DirectoryError> {
        let mut files = Vec::new();
        for path in &self.paths {
            files.extend(files_in(path)?);
        }
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
        Self::parse(self.texts()?)
    }

    /// Returns the text of every revision file, unread.
    pub fn texts(&self) -> Result<Vec<(PathBuf, String)>, DirectoryError> {
        self.files()?.into_iter().map(|file| read(&file).map(|text| (file, text))).collect()
    }

    /// Reads revisions from the texts of their files.
    pub fn parse(texts: Vec<(PathBuf, String)>) -> Result<Vec<Revision>, DirectoryError> {
        let parse = |(file, text): (PathBuf, String)| Ok(Revision::parse(&file, &text)?);
        let revisions = texts.into_iter().map(parse).collect::<Result<Vec<_>, DirectoryError>>()?;
        refuse_duplicates(revisions.iter().map(|revision| (revision.file.as_path(), &revision.header)))?;
        Ok(revisions)
    }
}

/// Reads the revisions among `files`, which need not lie in a folder: each is a name and what is in it.
pub(crate) fn parse_files(
    files: impl IntoIterator<Item = (PathBuf, Vec<u8>)>,
) -> Result<Vec<Revision>, DirectoryError> {
    let mut files: Vec<_> = files.into_iter().filter(|(file, _)| is_revision_file(file)).collect();
    files.sort();
    let texts = files.into_iter().map(|(file, bytes)| text(&file, bytes).map(|text| (file, text)));
    Directory::parse(texts.collect::<Result<_, _>>()?)
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, DirectoryError> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => DirectoryError::Missing { path: folder.to_owned() },
        _ => DirectoryError::Read { path: folder.to_owned(), source },
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        // Most files are plain, and the folder tells so: asking each costs more than reading the folder.
        let is_plain = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_revision_file(&path) && (is_plain || path.is_file()) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn is_revision_file(path: &Path) -> bool {
    let hidden = path.file_name().is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
    !hidden && path.extension().is_some_and(|extension| extension == "sql")
}

fn read(file: &Path) -> Result<String, DirectoryError> {
    let bytes = fs::read(file).map_err(|source| DirectoryError::Read { path: file.to_owned(), source })?;
    text(file, bytes)
}

fn text(file: &Path, bytes: Vec<u8>) -> Result<String, DirectoryError> {
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
