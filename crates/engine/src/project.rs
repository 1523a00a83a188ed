//! A project: what its configuration says, as types.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use autogen_diff::{Ownership, Unsaid};
use autogen_revision::{Layout, VersionTable};
use autogen_schema::{Dialect, Ident, TableName};

use crate::{Patterns, RustMigrations};

/// What is configured. Paths are absolute, or relative to the working directory.
#[derive(Clone, Debug)]
pub struct Project {
    /// The folder of the configuration file, that paths are shown relative to.
    pub root: PathBuf,
    /// Files and folders that entities are read from.
    pub entities: Vec<PathBuf>,
    /// The dialects that revisions are made for: each once, in their order.
    pub dialects: Vec<Dialect>,
    /// The folder of the revisions and their template; of a Rust project that of the migration crate.
    pub directory: PathBuf,
    /// How revisions are kept that are SeaORM migrations in Rust. `None`: they are files of SQL.
    pub rust: Option<RustMigrations>,
    /// The folders of the revision files where they are not in `versions` below [`Project::directory`]; the first is that of new
    /// ones.
    pub version_locations: Vec<PathBuf>,
    /// The pattern of a revision's file name, without `.sql`.
    pub file_template: String,
    /// The table that keeps what is applied.
    pub version_table: Ident,
    /// What source alone cannot resolve.
    pub types: autogen_model::Options,
    /// Tables that are nobody's business.
    pub unmanaged: Patterns,
    /// Whose the database's own facts are.
    pub ownership: Ownership,
    /// What unsaid aspects mean.
    pub unsaid: Unsaid,
    /// Where revisions are tried.
    pub scratch: ScratchOptions,
}

/// Where scratch databases are made. SQLite needs none of it: its are in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScratchOptions {
    /// A server for them alone, by dialect.
    pub urls: BTreeMap<Dialect, String>,
    /// Whether they may be made beside a connected database that is not on this machine.
    pub same_server: bool,
    /// A file of SQL that every one on a server starts with, by dialect: what the history takes for granted, such as extensions.
    pub setup: BTreeMap<Dialect, PathBuf>,
}

impl Project {
    /// Returns the table that keeps what is applied, in a database of `dialect`.
    pub fn version_table(&self, dialect: Dialect) -> VersionTable {
        let layout = if self.rust.is_some() { Layout::SeaOrm } else { Layout::Own };
        VersionTable::laid_out(self.version_table.clone(), dialect, layout)
    }

    /// Makes the project of those who have none: what is compared is all there is.
    pub fn bare(root: PathBuf, dialect: Dialect) -> Self {
        Self {
            directory: root.join("migrations"),
            root,
            entities: Vec::new(),
            dialects: vec![dialect],
            rust: None,
            version_locations: Vec::new(),
            file_template: String::new(),
            version_table: "autogen_version".into(),
            types: autogen_model::Options::default(),
            unmanaged: Patterns::default(),
            ownership: Ownership::All,
            unsaid: Unsaid::default(),
            scratch: ScratchOptions::default(),
        }
    }

    /// Returns the same project with nothing declared unmanaged, as what is outside of it is compared.
    pub(crate) fn without_exceptions(&self) -> Self {
        Self { unmanaged: Patterns::default(), ..self.clone() }
    }

    /// Returns the dialects to name in the marker of a section. Where none is named a section is read by SQLite's rules, which
    /// know neither dollar quotes nor backslashes.
    pub(crate) fn section_dialects(&self) -> &[Dialect] {
        if self.dialects == [Dialect::Sqlite] { &[] } else { &self.dialects }
    }

    /// Returns the folders of the revision files, of which the first is that of new ones.
    pub fn locations(&self) -> Vec<PathBuf> {
        if self.version_locations.is_empty() {
            return vec![self.directory.join("versions")];
        }
        self.version_locations.clone()
    }

    /// Whether the configuration declares the table unmanaged.
    pub fn is_unmanaged(&self, table: &TableName) -> bool {
        self.unmanaged.hold(table)
    }

    /// Returns `path` as people see it: relative to the project where it lies in it.
    pub fn shown<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }
}
