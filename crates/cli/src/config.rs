//! `autogen.toml`: finding it, and making a project of what it says.
//!
//! ```toml
//! entities = ["entity/src"]
//! dialects = ["sqlite"]
//! directory = "migrations"
//! version_locations = ["migrations/versions", "billing/versions"]
//! template = "sql"                                  # or "rust": SeaORM migrations, in the crate that `directory` names
//! migrator = "Migrator"                             # of such a crate, where it has several
//! migrator_command = ["target/release/migration"]    # its program, where that is not to be built
//! file_template = "{{revision}}_{{slug}}"
//! version_table = "autogen_version"
//! database_url = "sqlite://app.db"                  # or { sqlite = "…", postgres = "…" }
//! scratch_url = "postgres://localhost/postgres"     # or { postgres = "…", mysql = "…" }
//! lock_timeout = "10s"
//! statement_timeout = "5min"
//! lock_retries = 5
//!
//! [scratch]
//! setup = "extensions.sql"                          # or { postgres = "…", mysql = "…" }
//!
//! [proof]
//! same_server = false
//!
//! [online]
//! enabled = false
//!
//! [hooks]
//! format = ["sqlfluff", "fix", "{{file}}"]
//!
//! [types]
//! "billing::Money" = "Decimal(Some((12, 2)))"
//!
//! [unmanaged]
//! tables = ["audit_*"]
//!
//! [compare]
//! ownership = "ledger"
//! unsaid = "ignore"
//! ```

use std::path::{Path, PathBuf};
use std::time::Duration;

use autogen_diff::{Ownership, Unsaid};
use autogen_engine::{Migrations, Patterns, Program, Project, RustMigrations, ScratchOptions};
use autogen_schema::{Dialect, Ident};

use crate::args::running;
use crate::error::Error;
use crate::hooks::Hook;

mod by_dialect;
mod find;
mod read;

pub(crate) use find::{FILE_NAME, find};

use read::{Entry, Source, Table};

/// The version table where none is configured.
const VERSION_TABLE: &str = "autogen_version";
/// That of SeaORM's, which migrations in Rust use.
const MIGRATION_TABLE: &str = "seaql_migrations";
/// The file name of a revision where none is configured.
const FILE_TEMPLATE: &str = "{{revision}}_{{slug}}";

/// What is configured.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// The project.
    pub(crate) project: Project,
    /// Whether revisions are proven before they are handed over.
    pub(crate) proof: bool,
    /// The databases that the file names: one, or one for each of several dialects.
    pub(crate) database_urls: Vec<String>,
    /// What is run on files that are written, in the order of their names.
    pub(crate) hooks: Vec<Hook>,
    /// How long revisions wait for a lock.
    pub(crate) lock_timeout: Option<Duration>,
    /// How long one of their statements may take.
    pub(crate) statement_timeout: Option<Duration>,
    /// How often what could not have a lock in time is tried again.
    pub(crate) lock_retries: Option<u32>,
    /// The program that was built from the migration crate, and its arguments, where that is not to be built.
    pub(crate) migrator_command: Option<Vec<String>>,
    /// Whether revisions are written so that others read and write while they run.
    pub(crate) online: bool,
}

const TOP: &[&str] = &[
    "entities",
    "dialects",
    "directory",
    "version_locations",
    "template",
    "migrator",
    "migrator_command",
    "file_template",
    "version_table",
    "database_url",
    "scratch_url",
    "lock_timeout",
    "statement_timeout",
    "lock_retries",
    "online",
    "scratch",
    "proof",
    "types",
    "unmanaged",
    "compare",
    "hooks",
];

impl Config {
    /// Reads the configuration file at `path`.
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|error| Error::file("cannot read", path, &error))?;
        let root = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let mut config = Self::parse(&Source { path, text: &text }, &root)?;
        config.take_table_of_migrator();
        let program = config.migration_program();
        if let Some(rust) = &mut config.project.rust {
            rust.program = Some(Program::new(program));
        }
        Ok(config)
    }

    /// A migrator says in its source which table it uses, unless it is SeaORM's usual one. One that cannot be read is the trouble of
    /// whatever needs the migrations, which are not read then either.
    fn take_table_of_migrator(&mut self) {
        let Some(rust) = self.project.rust.as_ref().filter(|rust| !rust.names_table) else { return };
        if let Ok(table) = Migrations::read(&self.project, rust).and_then(|found| Ok(found.table()?.to_owned())) {
            self.project.version_table = table.into();
        }
    }

    fn parse(source: &Source<'_>, root: &Path) -> Result<Self, Error> {
        let top = source.parse()?;
        top.allow(TOP)?;
        let unmanaged = top.table("unmanaged")?;
        unmanaged.allow(&["tables"])?;
        let compare = top.table("compare")?;
        compare.allow(&["ownership", "unsaid"])?;
        let dialects = dialects(&top)?;
        let directory = root.join(top.string("directory")?.map_or("migrations", |entry| entry.value));
        let rust = rust(&top)?;
        let project = Project {
            root: root.to_owned(),
            entities: entities(&top, root)?,
            version_locations: version_locations(&top, root)?,
            directory,
            file_template: file_template(&top)?,
            version_table: version_table(&top, rust.is_some())?,
            rust,
            types: types(&top)?,
            unmanaged: patterns(&unmanaged)?,
            ownership: compare.choice("ownership", &[("ledger", Ownership::Ledger), ("all", Ownership::All)])?,
            unsaid: compare.choice("unsaid", &[("ignore", Unsaid::Ignore), ("strict", Unsaid::Strict)])?,
            scratch: scratch(&top, &dialects, root)?,
            dialects,
        };
        let migrator_command = migrator_command(&top)?;
        let database_urls = database_urls(&top, &project.dialects)?;
        let proof = top.table("proof")?.flag_or("enabled", true)?;
        let online = top.table("online")?;
        online.allow(&["enabled"])?;
        Ok(Self {
            project,
            proof,
            database_urls,
            hooks: hooks(&top)?,
            lock_timeout: duration(&top, "lock_timeout")?,
            statement_timeout: duration(&top, "statement_timeout")?,
            lock_retries: top.count("lock_retries")?,
            migrator_command,
            online: online.flag_or("enabled", false)?,
        })
    }
}

fn entities(top: &Table<'_>, root: &Path) -> Result<Vec<PathBuf>, Error> {
    let Some(list) = top.strings("entities")? else {
        return Err(top
            .error("`entities` is missing")
            .hint("name the folders of the entities: entities = [\"src/entity\"]"));
    };
    if list.entries.is_empty() {
        return Err(list
            .error("`entities` is empty")
            .hint("name the folders of the entities: entities = [\"src/entity\"]"));
    }
    Ok(list.entries.iter().map(|entry| root.join(entry.value)).collect())
}

/// The folders of the revision files, where others than the usual one are listed.
fn version_locations(top: &Table<'_>, root: &Path) -> Result<Vec<PathBuf>, Error> {
    let Some(list) = top.strings("version_locations")? else { return Ok(Vec::new()) };
    if list.entries.is_empty() {
        return Err(list
            .error("`version_locations` is empty")
            .hint("without it, they are in `versions` below `directory`"));
    }
    Ok(list.entries.iter().map(|entry| root.join(entry.value)).collect())
}

fn duration(top: &Table<'_>, key: &str) -> Result<Option<Duration>, Error> {
    let Some(entry) = top.string(key)? else { return Ok(None) };
    let read = running::duration(entry.value);
    read.map(Some).map_err(|problem| entry.error(format!("`{}` is not a time", entry.value)).hint(problem))
}

fn hooks(top: &Table<'_>) -> Result<Vec<Hook>, Error> {
    let table = top.table("hooks")?;
    let mut hooks = Vec::new();
    for name in table.keys() {
        let Some(list) = table.strings(name)? else { continue };
        if list.entries.is_empty() {
            return Err(list
                .error(format!("the hook `{name}` names no program"))
                .hint("a hook is a program and its arguments: format = [\"sqlfluff\", \"fix\", \"{{file}}\"]"));
        }
        let command = list.entries.iter().map(|entry| entry.value.to_owned()).collect();
        hooks.push(Hook { name: name.to_owned(), command });
    }
    Ok(hooks)
}

/// The program that runs migrations in Rust, where it is there already.
fn migrator_command(top: &Table<'_>) -> Result<Option<Vec<String>>, Error> {
    let Some(list) = top.strings("migrator_command")? else { return Ok(None) };
    if list.entries.is_empty() {
        return Err(list
            .error("`migrator_command` names no program")
            .hint("it is a program and its arguments: migrator_command = [\"target/release/migration\"]"));
    }
    Ok(Some(list.entries.iter().map(|entry| entry.value.to_owned()).collect()))
}

fn dialects(top: &Table<'_>) -> Result<Vec<Dialect>, Error> {
    let Some(list) = top.strings("dialects")? else { return Ok(vec![Dialect::Sqlite]) };
    let names = || Dialect::ALL.map(|dialect| format!("\"{dialect}\"")).join(", ");
    if list.entries.is_empty() {
        return Err(list.error("`dialects` is empty").hint(format!("the dialects are {}", names())));
    }
    let mut dialects = Vec::new();
    for entry in &list.entries {
        dialects.push(entry.choose("dialects", &Dialect::ALL.map(|dialect| (dialect.name(), dialect)))?);
    }
    // What a revision holds does not depend on how they are listed.
    dialects.sort();
    dialects.dedup();
    Ok(dialects)
}

/// Whether revisions are SeaORM migrations, and which migrator has them.
fn rust(top: &Table<'_>) -> Result<Option<RustMigrations>, Error> {
    let is_rust = match top.string("template")? {
        Some(entry) => entry.choose("template", &[("sql", false), ("rust", true)])?,
        None => false,
    };
    match top.string("migrator")? {
        Some(entry) if !is_rust => Err(entry
            .error("`migrator` is for a project whose revisions are SeaORM migrations")
            .hint("template = \"rust\"")),
        migrator if is_rust => {
            let names_table = top.string("version_table")?.is_some();
            Ok(Some(RustMigrations {
                migrator: migrator.map(|entry| entry.value.to_owned()),
                names_table,
                program: None,
            }))
        }
        _ => Ok(None),
    }
}

fn file_template(top: &Table<'_>) -> Result<String, Error> {
    let Some(entry) = top.string("file_template")? else { return Ok(FILE_TEMPLATE.to_owned()) };
    let leaves = entry.value.contains(['/', '\\']) || entry.value.starts_with('.');
    if leaves || entry.value.trim().is_empty() {
        return Err(entry
            .error("`file_template` is not a file name")
            .hint("it may use the variables of the template: \"{{year}}{{month}}{{day}}_{{revision}}_{{slug}}\""));
    }
    Ok(entry.value.to_owned())
}

fn version_table(top: &Table<'_>, is_rust: bool) -> Result<Ident, Error> {
    let usual = if is_rust { MIGRATION_TABLE } else { VERSION_TABLE };
    let Some(entry) = top.string("version_table")? else { return Ok(usual.into()) };
    let reserved = entry.value.to_ascii_lowercase().starts_with("sqlite_");
    if entry.value.is_empty() || entry.value.contains('\0') || reserved {
        return Err(entry.error("`version_table` is not a name that a table can have"));
    }
    Ok(entry.value.into())
}

fn scratch(top: &Table<'_>, dialects: &[Dialect], root: &Path) -> Result<ScratchOptions, Error> {
    let (scratch, proof) = (top.table("scratch")?, top.table("proof")?);
    scratch.allow(&["setup"])?;
    proof.allow(&["enabled", "same_server"])?;
    Ok(ScratchOptions {
        urls: by_dialect::urls(top, "scratch_url", dialects)?,
        same_server: proof.flag("same_server")?,
        setup: by_dialect::files(&scratch, "setup", dialects, root)?,
    })
}

/// One database is looked at when it is used; of several the dialects tell them apart.
fn database_urls(top: &Table<'_>, dialects: &[Dialect]) -> Result<Vec<String>, Error> {
    if top.is_table("database_url") {
        return Ok(by_dialect::urls(top, "database_url", dialects)?.into_values().collect());
    }
    Ok(top.string("database_url")?.map(|entry| entry.value.to_owned()).into_iter().collect())
}

fn types(top: &Table<'_>) -> Result<autogen_model::Options, Error> {
    let table = top.table("types")?;
    let mut pairs = Vec::new();
    for (name, entry) in table.all_strings("types")? {
        if let Err(error) = autogen_model::Options::new([(name.clone(), entry.value)]) {
            return Err(entry
                .error(error.to_string())
                .hint("write what `column_type = \"…\"` takes in an entity: \"Decimal(Some((12, 2)))\""));
        }
        pairs.push((name, entry.value));
    }
    autogen_model::Options::new(pairs).map_err(|error| table.error(error.to_string()))
}

fn patterns(unmanaged: &Table<'_>) -> Result<Patterns, Error> {
    let list = unmanaged.strings("tables")?;
    let entries: Vec<Entry<'_>> = list.map(|list| list.entries).unwrap_or_default();
    for entry in &entries {
        Patterns::new(&[entry.value.to_owned()]).map_err(|error| entry.error(error.to_string()))?;
    }
    let patterns: Vec<String> = entries.iter().map(|entry| entry.value.to_owned()).collect();
    Patterns::new(&patterns).map_err(|error| unmanaged.error(error.to_string()))
}
