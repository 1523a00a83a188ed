//! What a plan, a check or a proof is about: one dialect of a project, and the database of it that is known.

use std::collections::BTreeMap;

use autogen_schema::Dialect;

use crate::{Error, Project};

/// One dialect of a project.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// The project.
    pub project: &'a Project,
    /// The dialect.
    pub dialect: Dialect,
    /// The URL of a database of that dialect, where one is known. Scratch databases are made beside it, where they may be.
    pub url: Option<&'a str>,
}

/// The databases of a project that are known: at most one of each dialect.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Databases(BTreeMap<Dialect, String>);

impl Databases {
    /// Makes the list of a URL, or of none. What is no URL of a database is left out.
    pub fn of(url: Option<&str>) -> Self {
        let mut databases = Self::default();
        if let Some((dialect, url)) = url.and_then(|url| Some((Dialect::of_url(url)?, url))) {
            databases.add(dialect, url);
        }
        databases
    }

    /// Adds a database, unless one of that dialect is known already.
    pub fn add(&mut self, dialect: Dialect, url: impl Into<String>) {
        self.0.entry(dialect).or_insert_with(|| url.into());
    }

    /// Returns the URL of the database of a dialect.
    pub fn url(&self, dialect: Dialect) -> Option<&str> {
        self.0.get(&dialect).map(String::as_str)
    }

    /// Returns every URL.
    pub(crate) fn urls(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }
}

impl std::fmt::Debug for Target<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Target").field("dialect", &self.dialect).finish_non_exhaustive()
    }
}

/// A URL may hold a password.
impl std::fmt::Debug for Databases {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.values().map(|url| autogen_revision::redact(url))).finish()
    }
}

impl Project {
    /// Returns what the project is planned for, one dialect after the other.
    pub fn targets<'a>(&'a self, databases: &'a Databases) -> impl Iterator<Item = Target<'a>> {
        let target = |dialect: &Dialect| Target { project: self, dialect: *dialect, url: databases.url(*dialect) };
        self.dialects.iter().map(target)
    }

    /// Whether a revision serves one dialect alone, which then need not be named.
    pub fn has_one_dialect(&self) -> bool {
        self.dialects.len() < 2
    }
}

impl Target<'_> {
    /// Says which dialect an error is about, where there are several.
    pub fn named(self, error: Error) -> Error {
        let is_plain = matches!(error, Error::On { .. } | Error::Unserved { .. } | Error::EntityErrors);
        if self.project.has_one_dialect() || is_plain {
            return error;
        }
        Error::On { dialect: self.dialect, error: Box::new(error) }
    }
}
