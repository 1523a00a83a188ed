//! Source beside the files of entities, in which types are looked up.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::ParsedFile;

/// Crates of the workspace: entities use types that are declared in other crates, or elsewhere in their own.
///
/// Nothing else is taken from them: no entities, and no findings.
#[derive(Clone, Debug, Default)]
pub struct Library {
    pub(crate) files: Vec<ParsedFile>,
    pub(crate) crates: Vec<Crate>,
}

/// A crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crate {
    /// The folder of its root module. Paths are those of the files.
    pub root: PathBuf,
    /// The names by which its source knows crates, itself among them, with the folders of their root modules.
    pub externs: BTreeMap<String, PathBuf>,
}

impl Library {
    /// Makes a library of the files of `crates`, without those that are read for entities.
    pub fn new(files: Vec<ParsedFile>, crates: Vec<Crate>) -> Self {
        let readable = files.into_iter().filter(|file| !file.failed);
        Self { files: readable.map(types_alone).collect(), crates }
    }
}

fn types_alone(file: ParsedFile) -> ParsedFile {
    let mut modules = file.modules;
    for module in &mut modules {
        module.entities.clear();
        module.relations.clear();
    }
    ParsedFile {
        path: file.path,
        failed: false,
        modules,
        diagnostics: Vec::new(),
        incomplete: Vec::new(),
        macro_calls: Vec::new(),
        macro_definitions: Vec::new(),
    }
}
