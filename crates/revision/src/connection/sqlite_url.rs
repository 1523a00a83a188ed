//! URLs of SQLite databases, as far as they matter before connecting.

use std::path::PathBuf;

use autogen_schema::Dialect;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;

use super::{ConnectError, redact};

/// What a SQLite URL asks for: `sqlite://relative.db`, `sqlite:relative.db`, `sqlite:///absolute.db`, `sqlite::memory:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SqliteUrl {
    /// The file, with `%20` and the like undone. Meaningless in memory.
    pub path: PathBuf,
    pub in_memory: bool,
    pub mode: UrlMode,
    /// `?cache=shared`, where it is written.
    pub shared_cache: bool,
}

/// What the URL itself allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UrlMode {
    /// `?mode=ro`.
    ReadOnly,
    /// `?mode=rw`: the file must be there.
    Existing,
    /// Nothing is said, or that it may be made.
    Any,
}

impl SqliteUrl {
    pub(super) fn parse(url: &str) -> Result<Self, ConnectError> {
        let bad = |problem: String| ConnectError::BadUrl { dialect: Dialect::Sqlite, url: redact(url), problem };
        // The driver's own parser decides what is legal.
        let options: SqliteConnectOptions = url.parse().map_err(|error: sea_orm::SqlxError| bad(error.to_string()))?;
        let rest = url.trim_start_matches("sqlite://").trim_start_matches("sqlite:");
        let (database, query) = rest.split_once('?').unwrap_or((rest, ""));
        let has = |pair: &str| query.split('&').any(|other| other == pair);
        let in_memory = database == ":memory:" || has("mode=memory");
        if database.is_empty() && !in_memory {
            return Err(bad("it names no file".to_owned()));
        }
        Ok(Self {
            path: options.get_filename().to_owned(),
            in_memory,
            mode: match (has("mode=ro"), has("mode=rw")) {
                (true, _) => UrlMode::ReadOnly,
                (_, true) => UrlMode::Existing,
                _ => UrlMode::Any,
            },
            shared_cache: has("cache=shared"),
        })
    }
}

/// Whether `url` is a SQLite database in memory that ends with the one connection to it.
pub(crate) fn is_private_memory(url: &str) -> bool {
    let is_sqlite = Dialect::of_url(url) == Some(Dialect::Sqlite);
    is_sqlite && SqliteUrl::parse(url).is_ok_and(|url| url.in_memory && !url.shared_cache)
}
