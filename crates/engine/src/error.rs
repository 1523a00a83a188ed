//! Why something could not be done, and what a person can do about it.

use std::io;
use std::path::PathBuf;

use autogen_diff::dialect::Refusal;
use autogen_diff::template::TemplateError;
use autogen_revision::{
    BadRevisionId, ConnectError, DirectoryError, Failure, FileError, GraphError, PlanError, ResolveError, RevisionId,
    RunError, StampError, VersionTableError,
};
use autogen_schema::Dialect;
use autogen_schema::change::FactKey;

use crate::{Drift, MigrationsError, TakeOverError};

/// Why the engine could not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is about one dialect of several.
    #[error("{dialect}: {error}")]
    On {
        /// The dialect.
        dialect: Dialect,
        /// What is wrong there.
        error: Box<Error>,
    },
    /// Revisions say nothing of a dialect of the project.
    #[error("revisions have no section for {dialect}: {}", ids(.revisions))]
    Unserved {
        /// The dialect.
        dialect: Dialect,
        /// The revisions.
        revisions: Vec<RevisionId>,
    },
    /// There is no server to try a revision on.
    #[error("there is no scratch database to build the history on")]
    NoScratch {
        /// Whether there is a database, on another machine.
        remote: bool,
    },
    /// The server makes no scratch database: it is a standby, or the role may not.
    #[error("no scratch database can be made on the server: {0}")]
    ScratchRefused(Failure),
    /// The operating system gives no random numbers.
    #[error("no name for a scratch database: {0}")]
    Random(String),
    /// The migration crate does not tell what its migrations are.
    #[error(transparent)]
    Migrations(#[from] MigrationsError),
    /// A command is for revisions in SQL.
    #[error("{what} is for revisions in SQL: those of this project are SeaORM migrations in Rust")]
    OnlySql {
        /// The command.
        what: &'static str,
    },
    /// A root of entities is missing, or holds none.
    #[error("no entities found in `{}`", .root.display())]
    NoEntities {
        /// The root, as people see it.
        root: PathBuf,
    },
    /// A root of entities cannot be walked.
    #[error("cannot read `{}`: {problem}", .root.display())]
    Walk {
        /// The root.
        root: PathBuf,
        /// Why.
        problem: String,
    },
    /// A file cannot be read.
    #[error("cannot read `{}`: {source}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A statement of a file that is compared fails.
    #[error(transparent)]
    Load(Box<LoadError>),
    /// A file cannot be written.
    #[error("cannot write `{}`: {source}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The entities have errors, which their diagnostics tell.
    #[error("the entities have errors: nothing was written")]
    EntityErrors,
    /// Something must be created that source alone does not tell how.
    #[error("cannot make what the source does not tell: {}", unknown(.facts))]
    UnknownTypes {
        /// The facts, each with the source text.
        facts: Vec<(FactKey, String)>,
    },
    /// What is asked to be taken for a rename is none.
    #[error("cannot rename: {}", .reasons.join("; "))]
    NotRenamed {
        /// Why.
        reasons: Vec<String>,
    },
    /// What is said of the values of columns is of no use.
    #[error("cannot take what is said of values: {}", .reasons.join("; "))]
    NotTaken {
        /// Why.
        reasons: Vec<String>,
    },
    /// Something would be dropped that an incomplete reading may have missed.
    #[error("the entities could not be read completely, so nothing is dropped: {}", keys(.drops))]
    Withheld {
        /// What would be dropped.
        drops: Vec<FactKey>,
        /// Why the reading is incomplete.
        reasons: Vec<String>,
    },
    /// The database lacks revisions, or has some that no file is there for.
    #[error("target database is not up to date: {}", behind(.pending, .unknown))]
    NotUpToDate {
        /// What it lacks.
        pending: Vec<RevisionId>,
        /// What only it knows.
        unknown: Vec<RevisionId>,
    },
    /// The database is not what its history makes it, where the plan touches it.
    #[error("the database has drifted from its history where the revision would change it: {}", drifts(.drift))]
    Drifted {
        /// Where.
        drift: Vec<Drift>,
    },
    /// The project has no revision yet, and the database has tables that the first one would make.
    #[error("the database already has what the first revision would make: {}", table_names(.tables))]
    NotAdopted {
        /// The tables.
        tables: Vec<autogen_schema::TableName>,
    },
    /// A merge needs at least two heads.
    #[error("nothing to merge: {}", head_names(.heads))]
    NothingToMerge {
        /// The heads.
        heads: Vec<RevisionId>,
    },
    /// Only heads are merged.
    #[error("revision `{revision}` is not a head")]
    NotAHead {
        /// The revision.
        revision: RevisionId,
    },
    /// A new revision must know what it revises.
    #[error(
        "multiple heads are present; please specify the head revision on which the new revision should be based, or perform a merge"
    )]
    SeveralHeads {
        /// The heads.
        heads: Vec<RevisionId>,
    },
    /// A new revision goes onto a head.
    #[error(
        "revision `{revision}` is not a head revision; please specify --splice to create a new branch from this revision"
    )]
    NotAHeadToBuildOn {
        /// The revision.
        revision: RevisionId,
    },
    /// What should be an id, or a label, has characters that those do not have.
    #[error(transparent)]
    Id(BadRevisionId),
    /// A branch has that label.
    #[error("branch name `{label}` is already used by revision `{by}`")]
    LabelTaken {
        /// The label.
        label: String,
        /// Who has it.
        by: RevisionId,
    },
    /// A folder that is none of the project's.
    #[error("path `{}` is not represented in current version locations", .path.display())]
    UnknownLocation {
        /// What was said.
        path: PathBuf,
        /// The folders.
        known: Vec<PathBuf>,
    },
    /// A new root could be in any folder.
    #[error("multiple version locations present, please specify --version-path")]
    SeveralLocations {
        /// The folders.
        known: Vec<PathBuf>,
    },
    /// Branches change the same.
    #[error("the branches cannot be merged without a look: {}", .clashes.join("; "))]
    Clash {
        /// What both change.
        clashes: Vec<String>,
    },
    /// It matters which branch runs first.
    #[error("the branches do not come to the same in every order: {}", .failures.join("; "))]
    OrdersDiffer {
        /// What happens in which order.
        failures: Vec<String>,
    },
    /// There are too many orders to try them.
    #[error("the branches are too long to try every order in which their revisions can run")]
    TooManyOrders,
    /// A revision stays where it is.
    #[error("cannot be moved: {problem}")]
    NotMovable {
        /// Why.
        problem: String,
        /// What to do instead.
        hint: Option<String>,
    },
    /// Revisions get no sections for another dialect.
    #[error("the revisions cannot be extended: {problem}")]
    NotExtensible {
        /// Why.
        problem: String,
    },
    /// Revisions stay several.
    #[error("cannot be squashed: {problem}")]
    NotSquashable {
        /// Why.
        problem: String,
    },
    /// A database is adopted before anything else.
    #[error("the project has revisions already ({revisions}): only a project without any adopts a database")]
    HistoryExists {
        /// How many.
        revisions: usize,
    },
    /// What another tool did on the database is not recorded as the project's.
    #[error(transparent)]
    TakeOver(#[from] TakeOverError),
    /// The database holds nothing.
    #[error("the database is empty: there is nothing to adopt")]
    NothingToAdopt,
    /// What the baseline builds is not what is there.
    #[error("the baseline would not build the database as it is: {}", .findings.join("; "))]
    BaselineDiffers {
        /// Where.
        findings: Vec<String>,
    },
    /// What a template rendered does not mean what was meant.
    #[error("the file that the template {template} renders does not mean what was meant: {problem}")]
    Misread {
        /// The template.
        template: String,
        /// What is wrong.
        problem: String,
    },
    /// A side of a comparison needs revision files.
    #[error("the project has no history to compare with")]
    NoHistory,
    /// A side of a comparison needs a database.
    #[error("no database is configured")]
    NoUrl,
    /// The revision files cannot be read.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// A revision file is wrong.
    #[error(transparent)]
    File(#[from] FileError),
    /// The revisions make no graph.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// What was named is no revision.
    #[error(transparent)]
    Resolve(#[from] ResolveError),
    /// There is no way to where it was asked for.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The database cannot be connected to.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The version table cannot be read.
    #[error(transparent)]
    VersionTable(#[from] VersionTableError),
    /// The version table cannot be set.
    #[error(transparent)]
    Stamp(#[from] StampError),
    /// A revision fails.
    #[error(transparent)]
    Run(Box<RunError>),
    /// A revision of the history fails on a database in memory.
    #[error("the history does not run on an empty database: {0}")]
    Replay(#[source] Box<RunError>),
    /// The database cannot be read.
    #[error(transparent)]
    Introspect(#[from] autogen_introspect::Error),
    /// The change cannot be made without breaking something.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A template cannot be filled.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The database refused a statement of ours.
    #[error("the database failed: {0}")]
    Database(Failure),
}

/// A statement of a file of SQL, and why it fails.
#[derive(Debug, thiserror::Error)]
#[error("a statement of `{}` failed: {failure}", .path.display())]
pub struct LoadError {
    /// The file.
    pub path: PathBuf,
    /// Where the statement starts.
    pub line: usize,
    /// Its text.
    pub statement: String,
    /// Why.
    pub failure: Failure,
}

impl From<RunError> for Error {
    fn from(error: RunError) -> Self {
        Error::Run(Box::new(error))
    }
}

impl Error {
    /// Returns what a person can do about it.
    pub fn hints(&self) -> Vec<String> {
        let one = |hint: &str| vec![hint.to_owned()];
        match self {
            Error::On { error, .. } => error.hints(),
            Error::Unserved { dialect, .. } => vec![
                format!("`autogen extend {dialect}` writes what their change lists say into sections for it"),
                format!("or write them: `-- autogen: upgrade {dialect}` and `-- autogen: downgrade {dialect}`"),
            ],
            Error::Migrations(error) => error.hints(),
            Error::NoEntities { .. } => one("name the files or folders under `entities` in autogen.toml"),
            Error::UnknownTypes { facts } => unknown_hints(facts),
            Error::NotRenamed { .. } => {
                one("a column is renamed by `--rename table.old=new`, a table by `--rename old=new`, once the entity has the new name")
            }
            Error::Withheld { drops, reasons } => withheld(drops, reasons),
            Error::NotUpToDate { unknown, .. } if unknown.is_empty() => one("run `autogen upgrade` first"),
            Error::NotUpToDate { .. } => {
                one("the database was upgraded from another checkout: `autogen current` tells by what")
            }
            Error::Drifted { .. } => vec![
                "`autogen diff --from history --to database` shows the whole".to_owned(),
                "undo what was done by hand, or put it into a revision: `autogen revision -m …`".to_owned(),
            ],
            Error::NotAdopted { .. } => one("`autogen adopt` takes the database over as it stands"),
            Error::NothingToMerge { .. } => one("`autogen heads` lists them"),
            Error::NotAHead { .. } => one("`autogen heads` lists what can be merged; `--splice` merges others too"),
            Error::SeveralHeads { heads } => vec![format!("the heads are {}: name one by `--head`", ids(heads)), "`autogen merge` joins them".to_owned()],
            Error::Id(_) => one("it has letters, digits, `_` and `.`"),
            Error::LabelTaken { .. } => one("give the new branch another name"),
            Error::UnknownLocation { known, .. } | Error::SeveralLocations { known } => {
                vec![format!("they are {}", paths(known)), "`version_locations` in autogen.toml lists them".to_owned()]
            }
            Error::Clash { .. } | Error::OrdersDiffer { .. } | Error::TooManyOrders => vec![
                "put one branch behind the other, where no database has it yet: `autogen rebase REV`".to_owned(),
                "or look at both, and join them as they are: `autogen merge`".to_owned(),
            ],
            Error::NotMovable { hint, .. } => hint.clone().into_iter().collect(),
            Error::NotExtensible { .. } => one("`dialects` in autogen.toml lists those of the project, and `autogen extend` takes those that are new"),
            Error::NotSquashable { .. } => one("a range is `FIRST:LAST`, revisions that follow each other: `autogen history` shows them"),
            Error::HistoryExists { .. } => {
                one("`autogen upgrade` runs them; `autogen stamp REV` records them where the database has what they make")
            }
            Error::TakeOver(error) => error.hints(),
            Error::NothingToAdopt => one("`autogen -m \"First revision\"` starts from the entities"),
            Error::Misread { .. } => {
                one("keep the header lines and `{{changes}}`, `{{upgrade}}`, `{{downgrade}}` in the template")
            }
            Error::NoScratch { remote: false } => one(
                "name a server for it, `scratch_url = \"…\"` in autogen.toml, or a database on this machine: --database-url",
            ),
            Error::NoScratch { remote: true } => vec![
                "the database is on another machine, where nothing is made unasked".to_owned(),
                "name a server for it, `scratch_url = \"…\"` in autogen.toml, or allow it: `[proof] same_server = true`".to_owned(),
            ],
            Error::ScratchRefused(_) => vec![
                "let the role make databases: on PostgreSQL `ALTER ROLE … CREATEDB`, on MySQL a grant on `autogen_%`.*".to_owned(),
                "or name a server where it may, `scratch_url = \"…\"` in autogen.toml".to_owned(),
            ],
            Error::NoUrl => one("name it by --database-url, DATABASE_URL or `database_url` in autogen.toml"),
            Error::Directory(error) => error.hint().map(str::to_owned).into_iter().collect(),
            Error::File(error) => error.problem.hint().map(str::to_owned).into_iter().collect(),
            Error::Graph(error) => error.hint().into_iter().collect(),
            Error::Resolve(error) => error.hint().into_iter().collect(),
            Error::Plan(error) => error.hint().into_iter().collect(),
            Error::Connect(error) => error.hint().map(str::to_owned).into_iter().collect(),
            Error::Run(error) | Error::Replay(error) => error.hint().into_iter().collect(),
            Error::Refused(refusal) => refusal.hints(),
            _ => Vec::new(),
        }
    }
}

fn unknown_hints(facts: &[(FactKey, String)]) -> Vec<String> {
    let is_default = |source: &str| source.starts_with("default_expr");
    let mut hints = Vec::new();
    if facts.iter().any(|(_, source)| !is_default(source)) {
        hints.push("say the type in the entity: `#[sea_orm(column_type = \"…\")]`".to_owned());
        hints.push("or under `[types]` in autogen.toml".to_owned());
    }
    if facts.iter().any(|(_, source)| is_default(source)) {
        hints.push(
            "say the default as a value, `default_value = …`, or in SQL, `default_expr = \"Expr::cust(…)\"`".to_owned(),
        );
    }
    hints
}

fn withheld(drops: &[FactKey], reasons: &[String]) -> Vec<String> {
    let mut hints: Vec<String> = reasons.to_vec();
    let flags: Vec<String> = drops.iter().map(|key| format!("--drop '{key}'")).collect();
    hints.push(format!("mend that, or name each drop: {}", flags.join(" ")));
    hints
}

fn keys(keys: &[FactKey]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn unknown(facts: &[(FactKey, String)]) -> String {
    facts.iter().map(|(key, source)| format!("{key} (`{source}`)")).collect::<Vec<_>>().join(", ")
}

fn ids(ids: &[RevisionId]) -> String {
    ids.iter().map(RevisionId::as_str).collect::<Vec<_>>().join(", ")
}

fn behind(pending: &[RevisionId], unknown: &[RevisionId]) -> String {
    let lacks = (!pending.is_empty()).then(|| format!("it lacks {}", ids(pending)));
    let knows = (!unknown.is_empty()).then(|| format!("it has {}, which no file is there for", ids(unknown)));
    lacks.into_iter().chain(knows).collect::<Vec<_>>().join("; ")
}

fn paths(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| format!("`{}`", path.display())).collect::<Vec<_>>().join(", ")
}

fn drifts(drift: &[Drift]) -> String {
    drift.iter().map(|drift| drift.text.as_str()).collect::<Vec<_>>().join("; ")
}

fn table_names(tables: &[autogen_schema::TableName]) -> String {
    let names: std::collections::BTreeSet<String> = tables.iter().map(ToString::to_string).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

fn head_names(heads: &[RevisionId]) -> String {
    match heads {
        [] => "there is no revision".to_owned(),
        [head] => format!("`{head}` is the only head"),
        heads => format!("name at least two of {}", ids(heads)),
    }
}
