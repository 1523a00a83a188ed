//! What can be compared.

use std::path::PathBuf;

use autogen_schema::Dialect;

/// Something that has a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// The entities.
    Entities,
    /// The revisions, up to the head.
    History,
    /// The configured database.
    Database,
    /// Nothing.
    Empty,
    /// Another database.
    Url(String),
    /// A file of SQL.
    File(PathBuf),
}

impl Side {
    /// Takes a word of the command line for what it means.
    pub fn parse(word: &str) -> Self {
        match word {
            "entities" => Side::Entities,
            "history" => Side::History,
            "database" => Side::Database,
            "empty" => Side::Empty,
            word if Dialect::of_url(word).is_some() => Side::Url(word.to_owned()),
            word => Side::File(PathBuf::from(word)),
        }
    }

    /// Whether it belongs to a project.
    pub fn needs_project(&self) -> bool {
        matches!(self, Side::Entities | Side::History | Side::Database)
    }

    /// Whether it is something that no project manages.
    pub fn is_outside(&self) -> bool {
        matches!(self, Side::Url(_) | Side::File(_) | Side::Empty)
    }
}
