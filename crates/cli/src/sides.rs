//! What the sides of a command are, and whose project they belong to, if any.

use autogen_engine::{Project, Side};
use autogen_schema::Dialect;

use crate::config::find;
use crate::context::{Context, Workspace};
use crate::database_url::DatabaseUrl;
use crate::error::Error;

/// Both sides, as they were meant.
pub(crate) struct Sides<'a> {
    pub(crate) from: Side,
    pub(crate) to: Side,
    pub(crate) project: Project,
    pub(crate) dialect: Dialect,
    /// The project's configuration, where there is one and a side or a file can do with it.
    pub(crate) workspace: Option<Workspace<'a>>,
}

impl<'a> Sides<'a> {
    /// Finds two sides: the option of each, and its word. `dialect` is what files are said to be for.
    pub(crate) fn find(
        context: &'a Context,
        sides: [(&str, &str); 2],
        dialect: Option<Dialect>,
    ) -> Result<Self, Error> {
        let of_url = |word: &str| Dialect::of_url(word).filter(|_| word.contains(':'));
        let of_urls = sides.iter().find_map(|(_, word)| of_url(word));
        let dialect = dialect.or(of_urls);
        let workspace = workspace(context, dialect, sides.iter().any(|(_, word)| Side::parse(word).needs_project()))?;
        let (project, dialect) = match (&workspace, dialect) {
            (Some(workspace), dialect) => {
                let dialect = dialect.map_or_else(|| meant(workspace, &sides), Ok)?;
                (workspace.project().clone(), dialect)
            }
            (None, Some(dialect)) => (Project::bare(context.start(), dialect), dialect),
            (None, None) => {
                return Err(Error::new("the dialect of the SQL is not known")
                    .hint("name it: `--dialect sqlite`, `--dialect postgres` or `--dialect mysql`"));
            }
        };
        let [from, to] = sides.map(|(source, word)| side(context, &project, word, source));
        Ok(Self { from: from?, to: to?, project, dialect, workspace })
    }

    /// Returns the database of the project, which scratch databases are made beside. One that a side names will do.
    pub(crate) fn url(&self, context: &Context) -> Result<Option<DatabaseUrl>, Error> {
        let found = match &self.workspace {
            Some(workspace) => {
                let found = workspace.databases()?.meant.into_iter().find(|url| url.dialect == self.dialect);
                if found.is_none() && (self.from == Side::Database || self.to == Side::Database) {
                    return Err(autogen_engine::Error::NoUrl.into());
                }
                found
            }
            None => DatabaseUrl::of_dialect(&self.project, context.globals.database_url.as_deref())?,
        };
        let sides = || {
            [&self.from, &self.to].into_iter().find_map(|side| match side {
                Side::Url(url) => Some(DatabaseUrl::new(&self.project, url, "a side")),
                _ => None,
            })
        };
        found.map(Ok).or_else(sides).transpose()
    }

    /// A word that means nothing is taken for a file, which is then not there.
    pub(crate) fn explained(&self, error: autogen_engine::Error) -> Error {
        let is_side = |path: &std::path::Path| [&self.from, &self.to].contains(&&Side::File(path.to_owned()));
        let not_there = matches!(&error, autogen_engine::Error::Read { path, .. } if is_side(path));
        let error = Error::from(error);
        if not_there {
            error.hint("a side is `entities`, `history`, `database`, `empty`, a database URL, or a file of SQL")
        } else {
            error
        }
    }
}

/// The dialect of a project's side, where nothing says it: that of the database that is a side or the only one meant, else the first.
fn meant(workspace: &Workspace<'_>, sides: &[(&str, &str); 2]) -> Result<Dialect, Error> {
    if sides.iter().any(|(_, word)| Side::parse(word) == Side::Database) {
        return Ok(workspace.required_database()?.dialect);
    }
    let first = || workspace.project().dialects.first().copied().unwrap_or(Dialect::Sqlite);
    Ok(workspace.dialect().unwrap_or_else(|_| first()))
}

/// Finds the project. Sides that need none do without; where they are of another dialect, they have nothing to do with it.
fn workspace(context: &Context, dialect: Option<Dialect>, needed: bool) -> Result<Option<Workspace<'_>>, Error> {
    if needed {
        let workspace = context.project()?;
        return match dialect {
            Some(dialect) if !workspace.project().dialects.contains(&dialect) => {
                let own: Vec<_> = workspace.project().dialects.iter().map(|dialect| dialect.name()).collect();
                Err(Error::new(format!("the project is for {}, not for {dialect}", own.join(", "))))
            }
            _ => Ok(Some(workspace)),
        };
    }
    if context.globals.config.is_none() && find(&context.start(), None).is_err() {
        return Ok(None);
    }
    let workspace = context.project()?;
    let fits = dialect.is_none_or(|dialect| workspace.project().dialects.contains(&dialect));
    Ok(fits.then_some(workspace))
}

fn side(context: &Context, project: &Project, word: &str, source: &str) -> Result<Side, Error> {
    let database = |url: &str| Ok(Side::Url(DatabaseUrl::new(project, url, source)?.as_str().to_owned()));
    match Side::parse(word) {
        // What only looks like a URL is no file, and may hold a password.
        Side::Url(_) => database(word),
        Side::File(_) if word.contains("://") => database(word),
        Side::File(path) => Ok(Side::File(context.start().join(path))),
        side => Ok(side),
    }
}
