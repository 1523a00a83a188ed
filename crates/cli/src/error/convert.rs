//! Errors of the libraries as people are told them: with the place in the file, and with hints.

use std::io;
use std::path::Path;

use autogen_diff::template::TemplateError;
use autogen_engine::Spot;
use autogen_revision::{
    BadRevisionId, BeginError, ConnectError, Direction, DirectoryError, Failure, FileError, GraphError, PlanError,
    ResolveError, RunError, RunProblem, StampError, VersionTableError,
};

use super::{Error, Excerpt};

impl From<autogen_engine::Error> for Error {
    fn from(error: autogen_engine::Error) -> Self {
        use autogen_engine::Error as Engine;
        match error {
            Engine::On { dialect, error } => {
                let extend = matches!(*error, Engine::Replay(_)).then(|| {
                    format!("revisions from before {dialect} was a dialect of the project: `autogen extend {dialect}`")
                });
                Error::from(*error).about(dialect.name()).hints(extend)
            }
            Engine::File(error) => error.into(),
            Engine::Connect(error) => error.into(),
            Engine::Run(error) => (*error).into(),
            Engine::Replay(error) => {
                let message = format!("the history does not run on an empty database: {}", error.problem);
                let other =
                    "mend the revision; or plan from a database that is at the heads: `-m MESSAGE --from database`";
                run_error(&error, message).hints([other])
            }
            Engine::Stamp(error) => error.into(),
            Engine::Template(error) => template_error(&error),
            Engine::Read { path, source } => Error::file("cannot read", &path, &source),
            Engine::Write { path, source } => Error::file("cannot write", &path, &source),
            Engine::Load(error) => {
                let place = statement_at(&error.path, error.line, Some(&error.statement));
                Error::new(error.to_string()).excerpt(place)
            }
            Engine::Directory(error) => error.into(),
            Engine::Graph(error) => error.into(),
            error => Error::new(error.to_string()).hints(error.hints()),
        }
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        let place = line_of(&error.file, error.line);
        let message = if place.is_some() { error.problem.to_string() } else { error.to_string() };
        let spot = Spot::line(&error.file, error.line);
        Error::new(message).hints(error.problem.hint()).excerpt(place).at(Some(spot))
    }
}

impl From<DirectoryError> for Error {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::File(error) => error.into(),
            error => {
                let spot = match &error {
                    DirectoryError::NotUtf8 { file, line } => Some(Spot::line(file, *line)),
                    DirectoryError::Duplicate { second, .. } => Some(Spot::line(second, 1)),
                    _ => None,
                };
                Error::new(error.to_string()).hints(error.hint()).at(spot)
            }
        }
    }
}

impl From<GraphError> for Error {
    fn from(error: GraphError) -> Self {
        let file = match &error {
            GraphError::Duplicate { second: file, .. }
            | GraphError::MissingParent { file, .. }
            | GraphError::ReplacedPresent { file, .. } => file.as_ref(),
            GraphError::Cycle { files, .. } => files.first(),
            _ => None,
        };
        let spot = file.map(|file| Spot::line(file, 1));
        Error::new(error.to_string()).hints(error.hint()).at(spot)
    }
}

impl From<ResolveError> for Error {
    fn from(error: ResolveError) -> Self {
        Error::new(error.to_string()).hints(error.hint())
    }
}

impl From<PlanError> for Error {
    fn from(error: PlanError) -> Self {
        Error::new(error.to_string()).hints(error.hint())
    }
}

impl From<ConnectError> for Error {
    fn from(error: ConnectError) -> Self {
        let hint = match &error {
            // Relative paths were made to start at the project.
            ConnectError::Missing { .. } => Some("`autogen upgrade` makes it"),
            error => error.hint(),
        };
        Error::new(error.to_string()).hints(hint)
    }
}

impl From<BeginError> for Error {
    fn from(error: BeginError) -> Self {
        Error::new(error.to_string()).hints(error.hint())
    }
}

impl From<VersionTableError> for Error {
    fn from(error: VersionTableError) -> Self {
        let hint = match &error {
            VersionTableError::Failed { failure, .. } => failure_hint(failure),
            _ => None,
        };
        Error::new(error.to_string()).hints(hint)
    }
}

impl From<StampError> for Error {
    fn from(error: StampError) -> Self {
        match error {
            StampError::Plan(error) => error.into(),
            StampError::VersionTable(error) => error.into(),
            StampError::File(error) => error.into(),
            StampError::Commit(ref failure) => Error::new(error.to_string()).hints(failure_hint(failure)),
            StampError::Begin(ref begin @ (BeginError::Locked { .. } | BeginError::ReadOnly { .. })) => {
                Error::new(error.to_string()).hints(begin.hint())
            }
            StampError::Begin(BeginError::Failed { ref failure, .. }) => {
                Error::new(error.to_string()).hints(failure_hint(failure))
            }
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Error::new(format!("the database failed: {failure}")).hints(failure_hint(&failure))
    }
}

impl From<RunError> for Error {
    fn from(error: RunError) -> Self {
        let message = format!("the {} of `{}` failed: {}", error.direction, error.revision, error.problem);
        let whole = match error.problem.as_ref() {
            RunProblem::Statement(failure) if !error.partly => Some(failure),
            _ => None,
        };
        let is_there = |failure: &&Failure| error.direction == Direction::Upgrade && failure.is_there_already();
        let recorded = whole.filter(is_there).map(|_| {
            let revision = &error.revision;
            format!("where the database has all that it makes, `autogen stamp {revision}` records it, and runs nothing")
        });
        let rows = whole.filter(|failure| error.direction == Direction::Upgrade && failure.is_about_rows());
        run_error(&error, message)
            .hints(whole.map(|_| "nothing of the revision stays in the database"))
            .hints(recorded)
            .hints(rows.map(rows_hint))
    }
}

/// What can be done about rows that are in the way: what `autogen -m` takes for them, where it takes something.
fn rows_hint(failure: &Failure) -> &'static str {
    if failure.is_null_refused() || failure.is_without_default() {
        "mend the rows, and run it again; or delete the file, and make it anew: `--fill TABLE.COLUMN=EXPR` fills them first, and a \
         default of the entity, or an `Option`, takes them as they are"
    } else if failure.is_value_refused() {
        "mend the rows, and run it again; or delete the file, and make it anew: `--using TABLE.COLUMN=EXPR` says what values become"
    } else {
        "mend the rows, and run it again"
    }
}

impl From<BadRevisionId> for Error {
    fn from(error: BadRevisionId) -> Self {
        Error::new(error.to_string()).hint("an id has letters, digits, `_` and `.`")
    }
}

/// What a template can name.
const VARIABLES: &str = "message, revision, revises, branch, depends, replaces, adopts, created, changes, upgrade, downgrade, slug, year, month, day, \
                         hour, minute and second";

/// The engine's message goes on with its grammar, and with a drawing of the place.
fn template_error(error: &TemplateError) -> Error {
    let first = error.problem.lines().next().unwrap_or_default();
    let problem = first.split(": expected ").next().unwrap_or_default();
    let problem = problem.replace("\"Unnamed template\" ", "").replace("Some(\"", "\"").replace("\")", "\"");
    let line = error.problem.split_once("\"Unnamed\":").and_then(|(_, place)| place.split(':').next());
    let line = line.map(|line| format!(" on line {line}")).unwrap_or_default();
    let hint = problem.contains("variable").then(|| format!("its variables are {VARIABLES}"));
    Error::new(format!("the template {} cannot be filled: {problem}{line}", error.name)).hints(hint)
}

/// Shows the statement in its file, and what became of the database.
fn run_error(error: &RunError, message: String) -> Error {
    let place = error.line.and_then(|line| statement_at(&error.file, line, error.statement.as_deref()));
    let message = match error.line.filter(|_| place.is_none()) {
        Some(line) => format!("{message} (line {line} of {})", error.file.display()),
        None => message,
    };
    let partly = match error.direction {
        _ if !error.partly => None,
        _ if !error.goes_on => {
            Some("statements before it had run outside a transaction, and stay; the version table says so".to_owned())
        }
        direction => Some(format!(
            "the statements before it have run, and stay. Mend the rows, or this statement and those behind it, and run \
             `autogen {direction}` again: it goes on here"
        )),
    };
    let hint = error.hint().or_else(|| problem_hint(&error.problem).map(str::to_owned));
    Error::new(message).hints(partly).hints(hint).excerpt(place)
}

fn problem_hint(problem: &RunProblem) -> Option<&'static str> {
    match problem {
        RunProblem::Begin(BeginError::Failed { failure, .. })
        | RunProblem::Statement(failure)
        | RunProblem::Database { failure, .. }
        | RunProblem::VersionTable(VersionTableError::Failed { failure, .. }) => failure_hint(failure),
        _ => None,
    }
}

fn line_of(file: &Path, line: usize) -> Option<Excerpt> {
    Excerpt::line(file, std::fs::read_to_string(file).ok()?, line)
}

/// Returns the place of a statement that starts on `line`.
fn statement_at(file: &Path, line: usize, statement: Option<&str>) -> Option<Excerpt> {
    let mut place = line_of(file, line)?;
    let statement = statement.map(str::trim_end).filter(|statement| !statement.is_empty());
    if let Some(at) = statement.and_then(|statement| place.text.get(place.span.start..)?.find(statement)) {
        let start = place.span.start + at;
        place.span = start..start + statement.map_or(0, str::len);
    }
    Some(place)
}

fn failure_hint(failure: &Failure) -> Option<&'static str> {
    if failure.is_full() {
        Some("make room on the disk, then try again")
    } else if failure.is_timeout() {
        Some("`--statement-timeout`, or `statement_timeout` in autogen.toml, says how long a statement may take")
    } else if failure.is_locked() {
        Some("let the other process finish, then try again")
    } else if failure.is_read_only() || failure.is_unopenable() {
        Some("check the permissions of the file and its folder")
    } else {
        None
    }
}

/// What a person can do about a file operation that failed.
pub(super) fn file_hint(error: &io::Error) -> Option<&'static str> {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            Some("check the permissions of the file and its folder")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some("make room on the disk, then try again"),
        _ => None,
    }
}
