//! Finds the entity files of a project and reads them, in parallel.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use autogen_diff::Missed;
use autogen_model::{Model, Reason, Scope, SourceFile};
use autogen_schema::{Dialect, Schema, TableName};
use ignore::WalkBuilder;
use rayon::prelude::*;

use crate::excluded::without_excluded;
use crate::{Error, Project, Target, library};

/// What the entities of a project say, with the files they were read from.
#[derive(Debug)]
pub struct Entities {
    /// The model, without what is never managed.
    pub model: Model,
    /// The files, sorted by path. Paths are as people see them.
    pub files: Vec<SourceFile>,
    /// Whether types were looked up in other files too.
    pub(crate) of_elsewhere: bool,
}

/// The files that entities are read from.
#[derive(Debug)]
pub struct Sources {
    paths: Vec<PathBuf>,
    /// The files, sorted by path.
    pub files: Vec<SourceFile>,
}

impl Sources {
    /// Reads every `*.rs` file below the configured roots. A root that is missing or holds none is an error: what it would say is
    /// unknown.
    pub fn read(project: &Project) -> Result<Self, Error> {
        let mut paths = Vec::new();
        for root in &project.entities {
            let found = if root.exists() { rust_files(root)? } else { Vec::new() };
            if found.is_empty() {
                return Err(Error::NoEntities { root: project.shown(root).to_owned() });
            }
            paths.extend(found);
        }
        paths.sort();
        paths.dedup();
        let files = paths.par_iter().map(|path| read(path, project)).collect::<Result<_, _>>()?;
        Ok(Self { paths, files })
    }
}

/// Reads the entities of a project.
pub fn read_entities(project: &Project) -> Result<Entities, Error> {
    Entities::of(Sources::read(project)?, project)
}

/// What entities say to databases of one dialect.
pub(crate) struct Said<'a> {
    /// The schema.
    pub(crate) schema: Cow<'a, Schema>,
    /// What the reading may have missed.
    pub(crate) missed: Missed,
}

/// Returns the name of a table as a dialect knows it. `main` is SQLite's name for the schema that everything is in, `public` what
/// PostgreSQL looks in by itself: an entity which says it says nothing.
pub(crate) fn without_default_schema(name: &TableName, dialect: Dialect) -> TableName {
    if names_default_schema(name, dialect) { TableName::new(name.name.clone()) } else { name.clone() }
}

fn names_default_schema(name: &TableName, dialect: Dialect) -> bool {
    name.schema.as_ref().is_some_and(|schema| match dialect {
        Dialect::Sqlite => schema.as_str().eq_ignore_ascii_case("main"),
        Dialect::Postgres => schema.as_str() == "public",
        Dialect::Mysql => false,
    })
}

fn forget_default_schema(schema: &mut Schema, incomplete: &mut [Reason], dialect: Dialect) {
    let says_it = |name: &TableName| names_default_schema(name, dialect);
    let reasons_say_it = incomplete.iter().filter_map(|reason| reason.scope.table()).any(says_it);
    let mut tables = schema.tables.values();
    if !reasons_say_it
        && !tables.any(|table| says_it(&table.name) || table.foreign_keys.iter().any(|key| says_it(&key.references)))
    {
        return;
    }
    let forget = |name: &mut TableName| *name = without_default_schema(name, dialect);
    for (_, mut table) in std::mem::take(&mut schema.tables) {
        forget(&mut table.name);
        table.foreign_keys.iter_mut().for_each(|key| forget(&mut key.references));
        schema.add(table);
    }
    for reason in incomplete {
        if let Scope::Table(name) | Scope::ForeignKeys(name) | Scope::Column(name, _) = &mut reason.scope {
            forget(name);
        }
    }
}

impl Entities {
    /// Takes files apart that were read.
    pub fn of(sources: Sources, project: &Project) -> Result<Self, Error> {
        let Sources { paths, files } = sources;
        let parsed = autogen_model::parse_all(&files);
        let mut model = Model::link(&parsed, &project.types);
        let of_elsewhere = model.lacks_types();
        if of_elsewhere {
            model = Model::link_with(&parsed, &library::around(&paths, project)?, &project.types);
        }
        // It is in many small pieces, and nobody waits for it.
        rayon::spawn(move || drop(parsed));
        for dialect in &project.dialects {
            model.check_types(*dialect);
        }
        if model.schema.tables.is_empty() && model.is_complete() {
            let root = project.entities.first().map_or_else(PathBuf::new, |root| project.shown(root).to_owned());
            return Err(Error::NoEntities { root });
        }
        if let [dialect] = project.dialects.as_slice() {
            forget_default_schema(&mut model.schema, &mut model.incomplete, *dialect);
        }
        model.schema = without_excluded(model.schema, project);
        Ok(Self { model, files, of_elsewhere })
    }

    /// Whether they were read without anything to be told, from their own files alone.
    pub(crate) fn tell_nothing(&self) -> bool {
        self.model.diagnostics.is_empty() && self.model.is_complete() && !self.of_elsewhere
    }

    /// Returns what they say to databases of a dialect.
    pub(crate) fn said(&self, target: Target<'_>) -> Said<'_> {
        if target.project.has_one_dialect() {
            // As it was read.
            return Said { schema: Cow::Borrowed(&self.model.schema), missed: missed(&self.model.incomplete) };
        }
        let (mut schema, mut incomplete) = (self.model.schema.clone(), self.model.incomplete.clone());
        forget_default_schema(&mut schema, &mut incomplete, target.dialect);
        Said { schema: Cow::Owned(without_excluded(schema, target.project)), missed: missed(&incomplete) }
    }
}

/// Returns what a reading may have missed, as the comparison asks it.
fn missed(incomplete: &[Reason]) -> Missed {
    let mut missed = Missed::default();
    for reason in incomplete {
        match &reason.scope {
            Scope::Whole => missed.anything = true,
            Scope::Table(table) => {
                missed.tables.insert(table.clone());
            }
            Scope::ForeignKeys(table) => {
                missed.foreign_keys.insert(table.clone());
            }
            Scope::Column(table, column) => {
                missed.columns.insert((table.clone(), column.clone()));
            }
        }
    }
    missed
}

pub(crate) fn rust_files(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for entry in WalkBuilder::new(root).require_git(false).build() {
        let entry = entry.map_err(|error| Error::Walk { root: root.to_owned(), problem: error.to_string() })?;
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        if is_file && entry.path().extension().is_some_and(|extension| extension == "rs") {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

fn read(path: &Path, project: &Project) -> Result<SourceFile, Error> {
    let bytes = std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    // What is not UTF-8 is not Rust: the reader says so, with the place.
    let text = String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    Ok(SourceFile::new(project.shown(path), text))
}
