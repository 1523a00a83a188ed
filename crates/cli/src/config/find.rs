//! Finds the configuration file.

use std::path::{Component, Path, PathBuf};

use crate::error::Error;

/// What the configuration file is called.
pub(crate) const FILE_NAME: &str = "autogen.toml";

/// Returns the configuration file: `given`, or the first one from `start` upwards.
///
/// The path stays relative to the working directory where `start` is, so that every path that is made of it reads as short as
/// a person would type it.
pub(crate) fn find(start: &Path, given: Option<&Path>) -> Result<PathBuf, Error> {
    if let Some(given) = given {
        let path = start.join(given);
        return if path.is_file() {
            Ok(path)
        } else {
            Err(Error::new(format!("there is no file `{}`", path.display())))
        };
    }
    let absolute = if start.as_os_str().is_empty() { Path::new(".") } else { start };
    let absolute = absolute.canonicalize().map_err(|error| Error::file("cannot enter", absolute, &error))?;
    let mut folder = start.to_owned();
    for _ in absolute.ancestors() {
        let path = folder.join(FILE_NAME);
        if path.is_file() {
            return Ok(path);
        }
        folder = above(folder);
    }
    Err(Error::new(format!("there is no `{FILE_NAME}` in `{}` or above", absolute.display()))
        .hint("`autogen init` writes one; `-C DIR` names another folder"))
}

fn above(folder: PathBuf) -> PathBuf {
    match folder.components().next_back() {
        Some(Component::Normal(_)) => folder.parent().map(Path::to_path_buf).unwrap_or_default(),
        Some(Component::RootDir | Component::Prefix(_)) => folder,
        Some(Component::CurDir | Component::ParentDir) | None => folder.join(".."),
    }
}
