//! Writes a revision file: whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use autogen_diff::render;
use autogen_revision::{Revision, RevisionId};
use autogen_schema::change::Change;

use crate::draft::Draft;
use crate::{Error, Migrations, Project};

/// Writes a drafted revision into the project and returns the path. A file that is there already stays.
pub fn write(project: &Project, draft: &Draft) -> Result<PathBuf, Error> {
    let folder = draft.folder.clone().or_else(|| project.locations().into_iter().next()).unwrap_or_default();
    let path = folder.join(&draft.file_name);
    write_new(&path, &draft.text).map_err(|source| Error::Write { path: path.clone(), source })?;
    if let Some(migration) = &draft.migration
        && let Err(error) = register(project, migration)
    {
        // A module that nobody knows of would be found by whoever registers modules by their names.
        let _ = fs::remove_file(&path);
        return Err(error);
    }
    Ok(path)
}

/// Has the migrator know of a migration whose file is there.
fn register(project: &Project, migration: &RevisionId) -> Result<(), Error> {
    let (_, files) = Migrations::of(project)?.registered(migration)?;
    for file in files {
        write_whole(&file.path, &file.text).map_err(|source| Error::Write { path: file.path.clone(), source })?;
    }
    Ok(())
}

/// Puts another text in place of that of a file.
pub(crate) fn rewrite(path: &Path, text: &str) -> Result<(), Error> {
    write_whole(path, text).map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// Puts a change list into the file of a revision that has none. Everything else in it stays as it is.
pub fn write_changes(revision: &Revision, changes: &[Change]) -> Result<(), Error> {
    let path = &revision.file;
    let text = fs::read_to_string(path).map_err(|source| Error::Read { path: path.clone(), source })?;
    let written = with_changes(&text, changes);
    let read = Revision::parse(path, &written)?;
    if read.changes()? != changes || (&read.header, read.sections.len()) != (&revision.header, revision.sections.len())
    {
        let problem = "the change list does not say what was meant".to_owned();
        return Err(Error::Misread { template: path.display().to_string(), problem });
    }
    write_whole(path, &written).map_err(|source| Error::Write { path: path.clone(), source })
}

/// The header ends where the first line is no comment, or a section starts.
fn with_changes(text: &str, changes: &[Change]) -> String {
    let is_header = |line: &&str| line.starts_with("--") && !line.starts_with("-- autogen:");
    let end: usize = text.split_inclusive('\n').take_while(is_header).map(str::len).sum();
    let (header, rest) = text.split_at(end);
    let line_end = if header.ends_with("\r\n") { "\r\n" } else { "\n" };
    let list = format!("--\n-- Changes:\n{}\n", render::change_list(changes)).replace('\n', line_end);
    let gap = if rest.starts_with("-- autogen:") { line_end } else { "" };
    format!("{header}{list}{gap}{rest}")
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if path.exists() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "the file is there already"));
    }
    write_whole(path, text)
}

/// Writes a file beside its place, then moves it there: nobody sees half of it, and a full disk leaves nothing.
fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = path.with_file_name(format!(".{name}.part"));
    let written = write_synced(&beside, text).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // Nothing more can be done for a file that cannot be removed either; the first error is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn write_synced(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
