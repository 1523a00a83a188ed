//! A project for three databases, and the databases.

use autogen_schema::Dialect;

use crate::support::{Database, Outcome, Sandbox};

/// The databases, and a project that names all of them.
pub(super) struct Stage {
    pub(super) sandbox: Sandbox,
    pub(super) postgres: Database,
    pub(super) mysql: Database,
}

impl Stage {
    /// Makes the databases. The project knows the servers only as places for scratch databases.
    pub(super) fn new(name: &str) -> Self {
        let (sandbox, postgres, mysql) = (Sandbox::empty(), Database::postgres(name), Database::mysql(name));
        let stage = Self { sandbox, postgres, mysql };
        stage.configure(&Dialect::ALL);
        std::fs::create_dir_all(stage.sandbox.path("migrations/versions")).unwrap();
        stage
    }

    /// Writes autogen.toml for some of the dialects.
    pub(super) fn configure(&self, dialects: &[Dialect]) {
        let servers = dialects.iter().copied().filter(|dialect| *dialect != Dialect::Sqlite);
        self.write(dialects, &format!("scratch_url = {{ {} }}", self.urls(servers)));
    }

    /// Writes autogen.toml for all dialects, with their databases.
    pub(super) fn configure_databases(&self) {
        self.write(&Dialect::ALL, &format!("database_url = {{ {} }}", self.urls(Dialect::ALL)));
    }

    fn write(&self, dialects: &[Dialect], line: &str) {
        let names: Vec<String> = dialects.iter().map(|dialect| format!("\"{dialect}\"")).collect();
        let text = format!("entities = [\"src\"]\ndialects = [{}]\n{line}\n", names.join(", "));
        self.sandbox.write("autogen.toml", text);
    }

    fn urls(&self, dialects: impl IntoIterator<Item = Dialect>) -> String {
        let urls = dialects.into_iter().map(|dialect| format!("{dialect} = \"{}\"", self.url(dialect)));
        urls.collect::<Vec<_>>().join(", ")
    }

    fn url(&self, dialect: Dialect) -> String {
        match dialect {
            Dialect::Sqlite => "sqlite://app.db".to_owned(),
            Dialect::Postgres => self.postgres.url(),
            Dialect::Mysql => self.mysql.url(),
        }
    }

    /// Runs the program.
    pub(super) fn run(&self, args: &[&str]) -> Outcome {
        self.sandbox.run(args)
    }

    /// Runs the program on one of the databases.
    pub(super) fn on(&self, dialect: Dialect, args: &[&str]) -> Outcome {
        self.run(&[&["--database-url", self.url(dialect).as_str()], args].concat())
    }

    /// Runs the program on each database, which must do what it is asked to.
    #[track_caller]
    pub(super) fn everywhere(&self, args: &[&str]) {
        for dialect in Dialect::ALL {
            self.on(dialect, args).exits(0);
        }
    }

    /// What each database says of everything in it.
    pub(super) fn dumps(&self) -> Vec<String> {
        let sql =
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type, name";
        vec![self.sandbox.query(sql).join("\n"), self.postgres.dump(), self.mysql.dump()]
    }

    /// Writes a revision, which must be proven on each dialect, and returns its text.
    #[track_caller]
    pub(super) fn migrate(&self, message: &str, id: &str) -> String {
        let outcome = self.run(&["-m", message, "--rev-id", id, "--format", "short"]);
        outcome.exits(0);
        self.sandbox.read(outcome.stdout.trim())
    }
}
