//! Migration crates as texts: what is read of them, and what an edit makes of them.

mod checking;
mod cli;
mod editing;
mod hostile;
mod lines;
mod print;
mod reading;
mod registering;
mod rustfmt;

use std::path::Path;

use super::{MigrationCrate, read};
use crate::SourceFile;

/// Reads files, of which the first is the root.
fn crate_of(files: &[(&str, &str)]) -> MigrationCrate {
    let (root, text) = files[0];
    let get = |path: &Path| files.iter().find(|(name, _)| Path::new(name) == path).map(|(_, text)| (*text).to_owned());
    read(&SourceFile::new(root, text), &get)
}

/// Reads files, and compares what is said of them.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &str) {
    let files: Vec<(&str, String)> = files.iter().map(|(path, text)| (*path, crate::tests::dedent(text))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let (actual, expected) = (print::all(&crate_of(&files)), crate::tests::dedent(expected));
    assert!(actual == expected, "<<<expected\n{expected}>>>\n<<<actual\n{actual}>>>");
}
