//! What every command needs: the arguments for all of them, the configuration, the entities, the database.

use std::path::{Path, PathBuf};

use autogen_engine::{Draft, Entities, History, Request, Sources, Spot, Target};
use autogen_model::{Diagnostic, Severity};
use autogen_revision::{
    BUSY_TIMEOUT, ConnectError, Connection, Directory, Graph, Limits, Mode, RevisionId, Row, connect, connect_with,
};
use autogen_schema::Dialect;

use crate::args::Globals;
use crate::config::{Config, find};
use crate::database_url::{DatabaseUrl, DatabaseUrls};
use crate::describe;
use crate::diagnostics;
use crate::environment;
use crate::error::Error;
use crate::finding::Finding;
use crate::hooks;
use crate::memory;
use crate::output::{Format, Output};
use crate::theme::{self, paint};

/// Where a command runs.
pub(crate) struct Context {
    /// Where text goes.
    pub(crate) output: Output,
    /// What was said for every command.
    pub(crate) globals: Globals,
}

impl Context {
    /// Returns the folder that everything starts from; empty for the working directory.
    pub(crate) fn start(&self) -> PathBuf {
        self.globals.directory.clone().unwrap_or_default()
    }

    /// Finds and reads the configuration of a project whose revisions are in SQL, which `what` is for.
    pub(crate) fn sql_project(&self, what: &'static str) -> Result<Workspace<'_>, Error> {
        let workspace = self.project()?;
        match workspace.project().rust {
            Some(_) => Err(autogen_engine::Error::OnlySql { what }.into()),
            None => Ok(workspace),
        }
    }

    /// Finds and reads the configuration.
    pub(crate) fn project(&self) -> Result<Workspace<'_>, Error> {
        let file = self.config_file()?;
        let config = Config::read(&file)?;
        Ok(Workspace { context: self, config, file })
    }

    /// Finds the file of the configuration.
    pub(crate) fn config_file(&self) -> Result<PathBuf, Error> {
        let start = self.start();
        if !start.as_os_str().is_empty() && !start.is_dir() {
            return Err(Error::new(format!("there is no folder `{}`", start.display())));
        }
        find(&start, self.globals.config.as_deref())
    }
}

/// A configured project.
pub(crate) struct Workspace<'a> {
    context: &'a Context,
    pub(crate) config: Config,
    /// The file that it was read from.
    file: PathBuf,
}

/// What is looked at in the entities, and told.
pub(crate) struct Findings {
    pub(crate) errors: usize,
}

impl Findings {
    /// Looks at the entities.
    pub(crate) fn of(entities: &Entities) -> Self {
        let is_error = |found: &&Diagnostic| found.severity == Severity::Error;
        Self { errors: entities.model.diagnostics.iter().filter(is_error).count() }
    }
}

impl Workspace<'_> {
    /// Returns the folder that paths of the command line start from; empty for the working directory.
    pub(crate) fn start(&self) -> PathBuf {
        self.context.start()
    }

    /// Returns the place of what no line is known of: the first one of the configuration.
    pub(crate) fn spot(&self) -> Spot {
        Spot::line(&self.file, 1)
    }

    /// Returns the file of the configuration.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// Returns where text goes.
    pub(crate) fn output(&self) -> Output {
        self.context.output
    }

    /// Whether to say more.
    pub(crate) fn is_verbose(&self) -> bool {
        self.context.output.verbose
    }

    /// Writes a drafted revision, and returns where.
    pub(crate) fn write(&self, draft: &Draft) -> Result<PathBuf, Error> {
        let path = autogen_engine::write(self.project(), draft)?;
        self.run_hooks(&path)?;
        Ok(path)
    }

    /// Runs what the configuration has for files that are written.
    pub(crate) fn run_hooks(&self, path: &Path) -> Result<(), Error> {
        hooks::run(&self.config.hooks, path, &self.project().root)
    }

    /// Tells people of a file that was written.
    pub(crate) fn tell_written(&self, path: &Path) -> Result<(), Error> {
        let output = &self.context.output;
        let path = path.display().to_string();
        match output.format {
            Format::Json => Ok(()),
            Format::Short | Format::Github => output.line(&path),
            Format::Text => output.line(&format!("Wrote {}", paint(theme::NAME, path))),
        }
    }

    /// Returns the project.
    pub(crate) fn project(&self) -> &autogen_engine::Project {
        &self.config.project
    }

    /// Returns the path that people see for one that is relative to the project.
    pub(crate) fn shown(&self, path: &Path) -> String {
        self.project().root.join(path).display().to_string()
    }

    /// Reads the entities.
    pub(crate) fn entities(&self) -> Result<Entities, Error> {
        let sources = Sources::read(self.project());
        if sources.as_ref().is_ok_and(|sources| sources.files.len() >= memory::MANY) {
            memory::take_usual_pages();
        }
        self.entities_of(sources.and_then(|sources| Entities::of(sources, self.project())))
    }

    /// Takes entities that were read.
    pub(crate) fn entities_of(&self, read: Result<Entities, autogen_engine::Error>) -> Result<Entities, Error> {
        let entities = read?;
        let (tables, files) = (entities.model.schema.tables.len(), entities.files.len());
        let read = format!("Read {} from {}", describe::count(tables, "table"), describe::count(files, "file"));
        self.context.output.detail(&read);
        Ok(entities)
    }

    /// Shows what is wrong or unclear in the entities. Notes are for those who ask for more.
    pub(crate) fn tell_findings(&self, entities: &Entities) -> Findings {
        let output = &self.context.output;
        let shown = |path: &Path| self.shown(path);
        for found in self.told(entities) {
            match output.format {
                Format::Text => {
                    output.problem(&format!("{}\n", diagnostics::diagnostic(found, &entities.files, shown)));
                }
                format => output.problem(&self.finding(found).line(format)),
            }
        }
        Findings::of(entities)
    }

    /// Returns what is wrong or unclear in the entities, at its places.
    pub(crate) fn findings(&self, entities: &Entities) -> Vec<Finding> {
        self.told(entities).map(|found| self.finding(found)).collect()
    }

    fn told<'e>(&self, entities: &'e Entities) -> impl Iterator<Item = &'e Diagnostic> {
        let verbose = self.is_verbose();
        entities.model.diagnostics.iter().filter(move |found| found.severity != Severity::Note || verbose)
    }

    /// Returns a finding in the entities at its place.
    pub(crate) fn finding(&self, found: &Diagnostic) -> Finding {
        Finding::diagnostic(found, Spot::of(self.project(), &found.location))
    }

    /// Reads every revision file whole.
    pub(crate) fn history(&self) -> Result<History, Error> {
        self.history_of(History::read(self.project()))
    }

    /// Takes revisions that were read.
    pub(crate) fn history_of(&self, read: Result<History, autogen_engine::Error>) -> Result<History, Error> {
        let history = read?;
        self.context.output.detail(&format!("Read {}", describe::count(history.revisions.len(), "revision")));
        Ok(history)
    }

    /// Reads the headers of the revision files, which is all that looking at a history needs.
    pub(crate) fn graph(&self) -> Result<Graph, Error> {
        if self.project().rust.is_some() {
            return Ok(History::read(self.project())?.graph);
        }
        Ok(Graph::from_headers(Directory::of(self.project().locations()).headers()?)?)
    }

    /// Returns the databases that are named.
    pub(crate) fn databases(&self) -> Result<DatabaseUrls, Error> {
        let flag = self.context.globals.database_url.as_deref();
        let found = DatabaseUrls::find(self.project(), flag, &self.config.database_urls)?;
        for warning in found.meant.iter().filter_map(|url| url.warning.as_deref()) {
            self.context.output.warning(warning);
        }
        Ok(found)
    }

    /// Returns the database, where one is named.
    pub(crate) fn database(&self) -> Result<Option<DatabaseUrl>, Error> {
        self.databases()?.only()
    }

    /// Returns the database that a command cannot do without.
    pub(crate) fn required_database(&self) -> Result<DatabaseUrl, Error> {
        self.database()?.ok_or_else(|| Error::from(autogen_engine::Error::NoUrl))
    }

    /// Returns the dialect that a command is about which needs no database.
    pub(crate) fn dialect(&self) -> Result<Dialect, Error> {
        let dialects = &self.project().dialects;
        if let [dialect] = dialects[..] {
            return Ok(dialect);
        }
        let chosen = self.context.globals.database_url.as_deref().and_then(|flag| flag.parse().ok());
        if let Some(dialect) = chosen.filter(|dialect| dialects.contains(dialect)) {
            return Ok(dialect);
        }
        match &self.databases()?.meant[..] {
            [url] => Ok(url.dialect),
            _ => {
                let names: Vec<&str> = dialects.iter().map(|dialect| dialect.name()).collect();
                let first = names.first().copied().unwrap_or_default();
                Err(Error::new(format!("which dialect is meant? The project has several: {}", names.join(", ")))
                    .hint(format!("`--database-url {first}` means one of them")))
            }
        }
    }

    /// Returns what a command does on a database.
    pub(crate) fn target<'a>(&'a self, url: &'a DatabaseUrl) -> Target<'a> {
        Target { project: self.project(), dialect: url.dialect, url: Some(url.as_str()) }
    }

    /// Connects to a database.
    pub(crate) async fn connect(&self, url: &DatabaseUrl, mode: Mode) -> Result<Connection, ConnectError> {
        connect(url.as_str(), mode, BUSY_TIMEOUT).await
    }

    /// Connects to a database that revisions run on.
    pub(crate) async fn connect_to_run(
        &self,
        url: &DatabaseUrl,
        mode: Mode,
        limits: Limits,
    ) -> Result<Connection, ConnectError> {
        connect_with(url.as_str(), mode, limits).await
    }

    /// Reads the rows of the version table, changing nothing.
    pub(crate) async fn applied(&self, url: &DatabaseUrl) -> Result<Vec<Row>, Error> {
        let connection = self.connect(url, Mode::ReadOnly).await?;
        self.rows(connection).await
    }

    /// Reads the rows of the version table of a database, and closes it.
    pub(crate) async fn rows(&self, connection: Connection) -> Result<Vec<Row>, Error> {
        let table = self.project().version_table(connection.dialect());
        let rows = table.read(connection.database()).await;
        connection.close().await?;
        Ok(rows?)
    }

    /// Says what a new revision is to be.
    pub(crate) fn request(&self, message: &str, id: Option<&str>, history: &History) -> Result<Request, Error> {
        let created = environment::now_text()?;
        let id = match id {
            Some(id) => id.to_owned(),
            None if self.project().rust.is_some() => migration_name(&created, message),
            None => environment::random_id()?,
        };
        let id = RevisionId::new(id)?;
        if let Some(node) = history.graph.get(&id) {
            let file = node.file.as_ref().map(|file| format!(" by `{}`", file.display())).unwrap_or_default();
            return Err(Error::new(format!("the revision id `{id}` is taken{file}")));
        }
        let (template, built_in) = match self.project().rust {
            Some(_) => (RUST_TEMPLATE, autogen_diff::template::RUST_REVISION),
            None => (TEMPLATE, autogen_diff::template::SQL_REVISION),
        };
        let path = self.project().directory.join(template);
        let template = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let missing = format!("there is no `{}`: the built-in template is used", path.display());
                self.context.output.detail(&missing);
                built_in.to_owned()
            }
            Err(error) => return Err(Error::file("cannot read", &path, &error)),
        };
        Ok(Request {
            message: message.to_owned(),
            id,
            created,
            template,
            template_name: format!("`{}`", path.display()),
            allowed_drops: Vec::new(),
            renames: Vec::new(),
            values: Vec::new(),
            forgotten: Vec::new(),
            from: autogen_engine::Origin::default(),
            place: None,
            splice: false,
            proof: self.config.proof,
            online: self.config.online,
        })
    }
}

/// Says what the errors of the entities, which have been shown, mean for what is shown besides.
pub(crate) fn told_errors(errors: usize) -> String {
    format!("the entities have {}: what they say is not known for sure", describe::count(errors, "error"))
}

/// The template of a revision, in the folder of the project's revisions.
pub(crate) const TEMPLATE: &str = "revision.sql.hbs";
/// That of a migration in Rust, in the folder of the migration crate.
const RUST_TEMPLATE: &str = "revision.rs.hbs";

/// Returns what a migration is called that is made at a time: as `sea-orm-cli migrate generate` calls it, which goes on finding it.
fn migration_name(created: &str, message: &str) -> String {
    let digits: String = created.chars().filter(char::is_ascii_digit).collect();
    let (day, time) = digits.split_at_checked(8).unwrap_or((&digits, ""));
    let words = autogen_diff::template::slug(message);
    let words: String = words.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let words = if words.is_empty() { "migration" } else { &words };
    format!("m{day}_{time}_{words}")
}
