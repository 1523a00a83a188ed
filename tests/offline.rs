//! Scripts of `--sql`, run by the databases' own clients, and held against what a run does.

mod cases;
mod refusals;
mod shape;

use std::fmt::Write as _;

use autogen_schema::Dialect;

use crate::support::{Database, Sandbox, by_client};

/// A project for a database that is there, with revisions that tests write.
struct Project {
    sandbox: Sandbox,
    dialect: Dialect,
    server: Option<Database>,
}

impl Project {
    fn new(dialect: Dialect) -> Self {
        let sandbox = Sandbox::new();
        let server = (dialect != Dialect::Sqlite).then(|| Database::new(dialect, "offline"));
        let config = "entities = [\"src\"]\ndirectory = \"migrations\"\n";
        sandbox.write("autogen.toml", format!("{config}dialects = [\"{dialect}\"]\n"));
        Self { sandbox, dialect, server }
    }

    fn url(&self) -> String {
        match &self.server {
            Some(server) => server.url(),
            None => format!("sqlite://{}", self.sandbox.path("app.db").display()),
        }
    }

    /// Returns the script of a command, for which there is no database.
    #[track_caller]
    fn script(&self, args: &[&str]) -> String {
        let outcome = self.sandbox.run(args);
        outcome.exits(0);
        outcome.stdout
    }

    /// Runs a command on the database.
    #[track_caller]
    fn online(&self, args: &[&str]) {
        self.sandbox.run(&[&["--database-url", &self.url()], args].concat()).exits(0);
    }

    /// Runs a script by the client, and returns what that says of an error.
    fn run(&self, script: &str) -> Result<(), String> {
        match &self.server {
            Some(server) => server.try_client(script),
            None => by_client(&self.sandbox.path("app.db"), script),
        }
    }

    /// Returns everything that the database is, the version rows with it, but for when they were written.
    fn state(&self) -> String {
        const COLUMNS: &str = "revision, revises, message, checksum, downgrade, state, format";
        let query = |sql: &str| match &self.server {
            Some(server) => server.query(sql),
            None => self.sandbox.query(sql),
        };
        let order = if self.dialect == Dialect::Sqlite { "rowid" } else { "position" };
        let mut state = match &self.server {
            Some(server) => server.dump(),
            None => {
                let catalog = "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_master \
                               ORDER BY type, name";
                self.sandbox.query(catalog).join("\n")
            }
        };
        let one = match self.dialect {
            Dialect::Sqlite => format!("json_array({COLUMNS})"),
            Dialect::Postgres => format!("json_build_array({COLUMNS}, progress)::text"),
            Dialect::Mysql => format!("json_array({COLUMNS}, progress)"),
        };
        for row in query(&format!("SELECT {one} FROM autogen_version ORDER BY {order}")) {
            write!(state, "\n{row}").unwrap();
        }
        state
    }
}

const ALL: [Dialect; 3] = Dialect::ALL;
