//! Which database is meant: by the command line, the environment, a `.env` file or the configuration, in this order.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use autogen_engine::{Databases, Project};
use autogen_revision::redact;
use autogen_schema::Dialect;

use crate::environment;
use crate::error::Error;

/// The variable of the environment, and of `.env`.
pub(crate) const VARIABLE: &str = "DATABASE_URL";

/// A database that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DatabaseUrl {
    /// The URL to connect to. A relative path is one from the working directory.
    url: String,
    /// What it speaks.
    pub(crate) dialect: Dialect,
    /// What a person should know about it.
    pub(crate) warning: Option<String>,
}

impl DatabaseUrl {
    /// Returns the URL, with its password.
    pub(crate) fn as_str(&self) -> &str {
        &self.url
    }

    /// Returns the URL as people may see it.
    pub(crate) fn shown(&self) -> String {
        redact(&self.url)
    }

    /// Returns the dialect of the database that the command line or the environment names, before there is a project.
    pub(crate) fn dialect(root: &Path, flag: Option<&str>) -> Result<Option<Dialect>, Error> {
        let url = match flag {
            Some(url) => Some(url.to_owned()),
            None => match environment::variable(VARIABLE)? {
                Some(url) => Some(url),
                None => dotenv(root)?.map(|(url, _)| url),
            },
        };
        Ok(url.and_then(|url| Dialect::of_url(&url)))
    }

    /// Finds the URL of a database of the one dialect of `project`, where the command line or the environment names one. One of
    /// another dialect that nobody named here and now is passed over.
    pub(crate) fn of_dialect(project: &Project, flag: Option<&str>) -> Result<Option<Self>, Error> {
        if let Some(url) = flag {
            return Self::new(project, url, "--database-url").map(Some);
        }
        let found = match environment::variable(VARIABLE)? {
            Some(url) => Some(url),
            None => dotenv(&project.root)?.map(|(url, _)| url),
        };
        let fits = |url: &String| Dialect::of_url(url).is_some_and(|dialect| project.dialects.contains(&dialect));
        found.filter(fits).map(|url| Self::new(project, &url, VARIABLE)).transpose()
    }

    /// Takes a URL that `source` gives.
    pub(crate) fn new(project: &Project, url: &str, source: &str) -> Result<Self, Error> {
        match Dialect::of_url(url).filter(|_| url.contains(':')) {
            None => Err(Error::new(format!("`{}`, given by {source}, is not a database URL", redact(url)))
                .hint("a URL looks like `sqlite://app.db`")),
            Some(dialect) if !project.dialects.contains(&dialect) => {
                let names: Vec<_> = project.dialects.iter().map(|dialect| format!("\"{dialect}\"")).collect();
                Err(Error::new(format!(
                    "`{}`, given by {source}, is a {dialect} database, and `dialects` is [{}]",
                    redact(url),
                    names.join(", ")
                ))
                .hint("give the URL of a database in one of these dialects"))
            }
            Some(Dialect::Sqlite) => Ok(sqlite(&project.root, url)),
            Some(dialect) => Ok(Self { url: url.to_owned(), dialect, warning: None }),
        }
    }
}

/// The databases that are named: at most one of each dialect.
#[derive(Clone, Debug, Default)]
pub(crate) struct DatabaseUrls {
    /// Those that commands are about.
    pub(crate) meant: Vec<DatabaseUrl>,
    /// Those that autogen.toml names besides.
    others: Vec<DatabaseUrl>,
}

impl DatabaseUrls {
    /// Finds the URLs. A flag or a variable means one database alone; the flag may name the dialect of one that is configured.
    pub(crate) fn find(project: &Project, flag: Option<&str>, configured: &[String]) -> Result<Self, Error> {
        let chosen = flag.and_then(|flag| flag.parse::<Dialect>().ok());
        let one = match flag.filter(|_| chosen.is_none()) {
            Some(url) => Some((url.to_owned(), "--database-url".to_owned())),
            None if chosen.is_some() => None,
            None => match environment::variable(VARIABLE)? {
                Some(url) => Some((url, format!("the variable `{VARIABLE}`"))),
                None => dotenv(&project.root)?.map(|(url, file)| (url, format!("`{}`", file.display()))),
            },
        };
        // Where something else is meant, what else is configured need not even be a URL.
        let configured = || configured.iter().map(|url| DatabaseUrl::new(project, url, "`database_url`"));
        if let Some((url, source)) = one {
            let meant = DatabaseUrl::new(project, &url, &source)?;
            let others = configured().flatten().filter(|other| other.dialect != meant.dialect).collect();
            return Ok(Self { meant: vec![meant], others });
        }
        let all: Vec<DatabaseUrl> = configured().collect::<Result<_, _>>()?;
        let Some(dialect) = chosen else { return Ok(Self { meant: all, others: Vec::new() }) };
        let (meant, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|url| url.dialect == dialect);
        if meant.is_empty() {
            return Err(Error::new(format!("`database_url` in autogen.toml names no {dialect} database"))
                .hint(format!("name it there, `database_url = {{ {dialect} = \"…\" }}`, or give its URL")));
        }
        Ok(Self { meant, others })
    }

    /// Returns the only one that is meant. `None` where nobody names one.
    pub(crate) fn only(self) -> Result<Option<DatabaseUrl>, Error> {
        if let [one, other, ..] = &self.meant[..] {
            let names: Vec<&str> = self.meant.iter().map(|url| url.dialect.name()).collect();
            return Err(Error::new(format!(
                "which database is meant? autogen.toml names several: {}",
                names.join(", ")
            ))
            .hint(format!(
                "`--database-url {}` means one of them, `--database-url {}` another",
                one.dialect, other.dialect
            )));
        }
        Ok(self.meant.into_iter().next())
    }

    /// Returns those that commands are about, for the engine.
    pub(crate) fn looked_at(&self) -> Databases {
        databases(&self.meant)
    }

    /// Returns all of them, for the engine: scratch databases may be made beside each.
    pub(crate) fn known(&self) -> Databases {
        databases(self.meant.iter().chain(&self.others))
    }
}

fn databases<'a>(urls: impl IntoIterator<Item = &'a DatabaseUrl>) -> Databases {
    let mut databases = Databases::default();
    for url in urls {
        databases.add(url.dialect, url.as_str());
    }
    databases
}

/// Looks for the variable in the first `.env` from `root` upwards.
fn dotenv(root: &Path) -> Result<Option<(String, PathBuf)>, Error> {
    let absolute = std::path::absolute(root.join(".env"))
        .map_err(|error| Error::file("cannot find the folder of", root, &error))?;
    let folders = absolute.parent().into_iter().flat_map(Path::ancestors);
    let Some(path) = folders.map(|folder| folder.join(".env")).find(|path| path.is_file()) else { return Ok(None) };
    let wrong = |error: dotenvy::Error| {
        let problem = match error {
            dotenvy::Error::LineParse(..) => "a line in it is not `NAME=value`".to_owned(),
            error => error.to_string(),
        };
        Error::new(format!("cannot read `{}`: {problem}", path.display()))
            .hint("values with blanks or special characters stand in quotes")
    };
    // A broken line below the variable is none of our business.
    for entry in dotenvy::from_path_iter(&path).map_err(wrong)? {
        let (name, value) = entry.map_err(wrong)?;
        if name == VARIABLE && !value.is_empty() {
            return Ok(Some((value, path)));
        }
    }
    Ok(None)
}

/// A relative path of a SQLite URL starts at the folder of the configuration, wherever the command is run.
fn sqlite(root: &Path, url: &str) -> DatabaseUrl {
    let rest = url.strip_prefix("sqlite:").unwrap_or(url);
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
    let in_memory = path == ":memory:" || query.is_some_and(|query| query.split('&').any(|pair| pair == "mode=memory"));
    if in_memory || path.is_empty() {
        return DatabaseUrl { url: url.to_owned(), dialect: Dialect::Sqlite, warning: None };
    }
    if path.starts_with('/') {
        let warning = other_spelling(root, path);
        return DatabaseUrl { url: url.to_owned(), dialect: Dialect::Sqlite, warning };
    }
    let folder = encode(&root.to_string_lossy());
    let path = encode_illegal(path);
    let separator = if folder.is_empty() || folder.ends_with('/') { "" } else { "/" };
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let url = format!("sqlite://{folder}{separator}{path}{query}");
    DatabaseUrl { url, dialect: Dialect::Sqlite, warning: None }
}

/// `SQLAlchemy` writes a relative path with three slashes, which is an absolute one everywhere else.
fn other_spelling(root: &Path, path: &str) -> Option<String> {
    let relative = path.trim_start_matches('/');
    let is_meant = root.join(relative).exists() || !relative.contains('/');
    let warned = !Path::new(path).exists() && is_meant;
    warned.then(|| {
        format!(
            "`sqlite://{path}` is the file `{path}`; for `{relative}` beside autogen.toml write `sqlite://{relative}`"
        )
    })
}

/// Writes a path as part of a URL, so that decoding gives it back.
fn encode(path: &str) -> String {
    encode_illegal(&path.replace('%', "%25").replace('?', "%3F"))
}

/// Encodes what no URL holds. A path of a URL is encoded already, as far as whoever wrote it thought of it.
fn encode_illegal(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/%!$&()*+,;=:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _infallible = write!(out, "%{byte:02X}");
        }
    }
    out
}
