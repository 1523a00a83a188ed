//! A database that was there first, adopted by a project.

use autogen_schema::Dialect;
use sea_orm::DatabaseConnection;

use crate::support::{Database, Outcome, Sandbox};

/// A project for a database that its first revision has adopted.
pub(super) struct Stage {
    pub(super) sandbox: Sandbox,
    pub(super) database: Database,
}

impl Stage {
    /// Makes a database, and a project without entities that is to adopt it.
    #[track_caller]
    pub(super) fn of(dialect: Dialect, sql: &str) -> Self {
        let database = Database::new(dialect, "beside");
        database.sql(sql);
        let sandbox = Sandbox::empty();
        sandbox.write(
            "autogen.toml",
            format!("entities = [\"src\"]\ndialects = [\"{dialect}\"]\ndirectory = \"migrations\"\n"),
        );
        sandbox.write("migrations/versions/.keep", "");
        Self { sandbox, database }
    }

    #[track_caller]
    pub(super) fn adopt(&self) {
        self.run(&["adopt", "--rev-id", "aaaa"]).exits(0);
    }

    pub(super) async fn connect(&self) -> DatabaseConnection {
        sea_orm::Database::connect(self.database.url()).await.unwrap()
    }

    /// Runs the program on the database.
    pub(super) fn run(&self, args: &[&str]) -> Outcome {
        let url = self.database.url();
        self.sandbox.run(&[&["--database-url", url.as_str()], args].concat())
    }

    /// Makes the next revision.
    pub(super) fn migrate(&self) -> Outcome {
        self.run(&["-m", "Change", "--rev-id", "bbbb"])
    }

    /// Returns the revision that has just been made.
    #[track_caller]
    pub(super) fn revision(&self) -> String {
        self.sandbox.read("migrations/versions/bbbb_change.sql")
    }

    /// Takes the revision back, which is not applied.
    pub(super) fn forget_revision(&self) {
        if self.sandbox.path("migrations/versions/bbbb_change.sql").exists() {
            self.sandbox.remove("migrations/versions/bbbb_change.sql");
        }
    }

    /// Returns the statements of the server's own dump, sorted, with the lines of each sorted: neither the order of making nor that
    /// of columns is anything that a server gives back.
    #[track_caller]
    pub(super) fn statements(&self) -> Vec<String> {
        let mut dump = self.database.dump();
        if self.database.dialect() == Dialect::Mysql {
            // The mode of the session that made a trigger stands before it; quotes come and go with who writes.
            let lines = dump.lines().filter(|line| !line.starts_with("STRICT_TRANS_TABLES"));
            dump = lines.fold(String::new(), |text, line| text + &line.replace('`', "") + "\n");
        }
        let sorted = |statement: &str| {
            if statement.starts_with("CREATE STATISTICS ") {
                let mut words: Vec<&str> = statement.split([' ', ',']).collect();
                words.sort_unstable();
                return words.join(" ");
            }
            let Some(at) = statement.find("CREATE TABLE ") else { return statement.to_owned() };
            let (first, rest) = statement[at..].split_once('\n').unwrap_or((&statement[at..], ""));
            format!("{first}\n{}", crate::lab::server::sorted_lines(rest))
        };
        let mut statements: Vec<String> =
            dump.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()).map(sorted).collect();
        statements.sort();
        statements
    }
}
