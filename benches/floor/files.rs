//! Reading files.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use autogen_benches::Failed;
use proc_macro2::TokenStream;
use rayon::prelude::*;

/// Reads the entities and the revisions, and splits the entities into tokens.
pub(crate) fn read(project: &Path) -> Result<(), Failed> {
    entities(project, |text| TokenStream::from_str(text).map(drop).map_err(|error| error.to_string()))?;
    revisions(project)
}

/// Reads the entities and parses them.
pub(crate) fn parse(project: &Path) -> Result<(), Failed> {
    entities(project, |text| syn::parse_file(text).map(drop).map_err(|error| error.to_string()))
}

/// Reads the revision files.
pub(crate) fn revisions(project: &Path) -> Result<(), Failed> {
    for path in listed(&project.join("migrations/versions"))? {
        fs::read_to_string(path)?;
    }
    Ok(())
}

fn entities(project: &Path, look: impl Fn(&str) -> Result<(), String> + Sync) -> Result<(), Failed> {
    let paths = listed(&project.join("src"))?;
    paths.par_iter().try_for_each(|path| {
        let text = fs::read_to_string(path)?;
        look(&text).map_err(Failed::from)?;
        // The parser keeps the text of everything that a thread has parsed, and counts on in it.
        proc_macro2::extra::invalidate_current_thread_spans();
        Ok(())
    })
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, Failed> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    Ok(paths)
}
