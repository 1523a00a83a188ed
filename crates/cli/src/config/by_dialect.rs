//! Values that each dialect of a project has its own of: `{ postgres = "…", mysql = "…" }`, or one alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use autogen_revision::redact;
use autogen_schema::Dialect;

use super::read::{Entry, Table};
use crate::error::Error;

/// Reads URLs. One alone is known by its scheme.
pub(super) fn urls(table: &Table<'_>, key: &str, dialects: &[Dialect]) -> Result<BTreeMap<Dialect, String>, Error> {
    if !table.is_table(key) {
        let Some(entry) = table.string(key)? else { return Ok(BTreeMap::new()) };
        let dialect = dialect_of(&entry)?;
        refuse_other(&entry, dialect, dialects)?;
        return Ok(BTreeMap::from([(dialect, entry.value.to_owned())]));
    }
    let mut urls = BTreeMap::new();
    for (dialect, entry) in entries(&table.table(key)?, key, dialects)? {
        let found = dialect_of(&entry)?;
        if found != dialect {
            return Err(
                entry.error(format!("`{}` is a {found} database, and not one of {dialect}", redact(entry.value)))
            );
        }
        urls.insert(dialect, entry.value.to_owned());
    }
    Ok(urls)
}

/// Reads paths of files. One alone is for every dialect.
pub(super) fn files(
    table: &Table<'_>,
    key: &str,
    dialects: &[Dialect],
    root: &Path,
) -> Result<BTreeMap<Dialect, PathBuf>, Error> {
    if !table.is_table(key) {
        let file = table.string(key)?.map(|entry| root.join(entry.value));
        return Ok(file
            .into_iter()
            .flat_map(|file| dialects.iter().map(move |dialect| (*dialect, file.clone())))
            .collect());
    }
    let inner = table.table(key)?;
    let entries = entries(&inner, key, dialects)?;
    Ok(entries.into_iter().map(|(dialect, entry)| (dialect, root.join(entry.value))).collect())
}

fn entries<'t>(inner: &'t Table<'_>, name: &str, dialects: &[Dialect]) -> Result<Vec<(Dialect, Entry<'t>)>, Error> {
    let names: Vec<&str> = dialects.iter().map(|dialect| dialect.name()).collect();
    inner.allow(&names)?;
    let found = inner.all_strings(name)?.into_iter();
    Ok(found.filter_map(|(key, entry)| Some((key.parse().ok()?, entry))).collect())
}

fn dialect_of(entry: &Entry<'_>) -> Result<Dialect, Error> {
    let url = entry.value;
    Dialect::of_url(url).filter(|_| url.contains(':')).ok_or_else(|| {
        entry
            .error(format!("`{}` is not a database URL", redact(url)))
            .hint("a URL looks like `postgres://user@host/database` or `mysql://user@host/database`")
    })
}

fn refuse_other(entry: &Entry<'_>, dialect: Dialect, dialects: &[Dialect]) -> Result<(), Error> {
    if dialects.contains(&dialect) {
        return Ok(());
    }
    let names: Vec<_> = dialects.iter().map(|dialect| format!("\"{dialect}\"")).collect();
    let url = redact(entry.value);
    Err(entry.error(format!("`{url}` is a {dialect} database, and `dialects` is [{}]", names.join(", "))))
}
