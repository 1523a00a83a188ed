//! What reading entities gives.

use std::fmt;

use autogen_schema::{Ident, Schema, TableName};

use crate::{Code, Diagnostic, Library, Location, Options, ParsedFile, Severity, Sources};

/// A schema read from entities, and what is known about the reading.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// What the entities ask for.
    pub schema: Schema,
    /// Where each part of it is written.
    pub sources: Sources,
    /// What is wrong or unclear, by file in the order given, then by place.
    pub diagnostics: Vec<Diagnostic>,
    /// Why something that the entities do say may be missing from the schema. Empty when the model is complete.
    pub incomplete: Vec<Reason>,
}

impl Model {
    /// Puts files together that were read one by one. The order of the files is the order of the diagnostics, and decides
    /// nothing else but which of two entities on one table is kept.
    pub fn link(files: &[ParsedFile], options: &Options) -> Self {
        Self::link_with(files, &Library::default(), options)
    }

    /// Puts files together as [`link`](Self::link) does, and looks types up in `library` as well.
    pub fn link_with(files: &[ParsedFile], library: &Library, options: &Options) -> Self {
        crate::link::link(files, library, options)
    }

    /// Whether there are types that are not declared in the files, so that more source may tell.
    pub fn lacks_types(&self) -> bool {
        self.diagnostics.iter().any(|found| found.code == Code::UnknownType)
    }

    /// Whether there is a finding that makes the model untrustworthy.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether what the schema lacks is surely not asked for.
    pub fn is_complete(&self) -> bool {
        self.incomplete.is_empty()
    }

    /// Returns why a table, or a column, index or key of it, that the schema lacks may still be asked for.
    pub fn missing_from<'a>(&'a self, table: &'a TableName) -> impl Iterator<Item = &'a Reason> {
        self.incomplete.iter().filter(move |reason| match &reason.scope {
            Scope::Whole => true,
            Scope::Table(name) => name == table,
            Scope::ForeignKeys(_) | Scope::Column(..) => false,
        })
    }

    /// Returns why a foreign key of `table` that the schema lacks may still be asked for.
    pub fn foreign_keys_missing_from<'a>(&'a self, table: &'a TableName) -> impl Iterator<Item = &'a Reason> {
        self.incomplete.iter().filter(move |reason| match &reason.scope {
            Scope::Whole => true,
            Scope::Table(name) | Scope::ForeignKeys(name) => name == table,
            Scope::Column(..) => false,
        })
    }
}

/// Why the model may lack something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What may be missing.
    pub scope: Scope,
    /// Why: a lowercase fragment.
    pub message: String,
    /// Where the reason is.
    pub location: Location,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.location.file.display(), self.location.line, self.message)
    }
}

/// What may be missing from a model.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Anything.
    Whole,
    /// The table, or anything of it.
    Table(TableName),
    /// Foreign keys of the table.
    ForeignKeys(TableName),
    /// Anything of the column but that it is there.
    Column(TableName, Ident),
}

impl Scope {
    /// Returns the table that it is about, where it is one.
    pub fn table(&self) -> Option<&TableName> {
        match self {
            Scope::Whole => None,
            Scope::Table(table) | Scope::ForeignKeys(table) | Scope::Column(table, _) => Some(table),
        }
    }
}
