//! A database of any dialect: a file of its own, or a database on a server.

use autogen_schema::Dialect;

use super::{Database, Sandbox};

/// A database that is there until this is dropped.
pub(crate) enum Base {
    /// `app.db` in a folder of its own.
    File(Sandbox),
    /// A database on a server.
    Server(Database),
}

impl Base {
    /// All dialects.
    pub(crate) const DIALECTS: [Dialect; 3] = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql];

    /// Makes an empty database.
    #[track_caller]
    pub(crate) fn new(dialect: Dialect, name: &str) -> Self {
        match dialect {
            Dialect::Sqlite => Self::File(Sandbox::empty()),
            _ => Self::Server(Database::new(dialect, name)),
        }
    }

    /// Returns the dialect.
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Self::File(_) => Dialect::Sqlite,
            Self::Server(database) => database.dialect(),
        }
    }

    /// Returns the URL.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::File(sandbox) => format!("sqlite://{}", sandbox.path("app.db").display()),
            Self::Server(database) => database.url(),
        }
    }

    /// Runs statements.
    #[track_caller]
    pub(crate) fn sql(&self, statements: &str) -> &Self {
        match self {
            Self::File(sandbox) => sandbox.sql(statements),
            Self::Server(database) => database.sql(statements),
        }
        self
    }

    /// Returns the rows of a query that gives one column of text.
    #[track_caller]
    pub(crate) fn query(&self, query: &str) -> Vec<String> {
        match self {
            Self::File(sandbox) => sandbox.query(query),
            Self::Server(database) => database.query(query),
        }
    }

    /// Writes the project of this database: its configuration and its URL, without entities.
    pub(crate) fn project(&self) -> Sandbox {
        let sandbox = Sandbox::new();
        let (dialect, url) = (self.dialect(), self.url());
        sandbox.write(
            "autogen.toml",
            format!("entities = [\"src\"]\ndirectory = \"migrations\"\ndialects = [\"{dialect}\"]\ndatabase_url = \"{url}\"\n"),
        );
        sandbox
    }
}
