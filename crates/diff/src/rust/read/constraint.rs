//! Keys, foreign keys and indexes.

use autogen_schema::{Dialect, Ident, ReferentialAction};

use super::cursor::Cursor;
use crate::rust::builder::index::{IndexSpec, Method, Part};
use crate::rust::builder::reference::{Action, Reference};
use crate::rust::sql::Sql;

/// Reads what stands behind `FOREIGN KEY`.
pub(super) fn foreign_key(cursor: &mut Cursor<'_>, name: Option<Ident>) -> Option<Reference> {
    let columns = cursor.list(Cursor::ident)?;
    if !cursor.words("references") {
        return None;
    }
    references(cursor, name, columns)
}

/// Reads what stands behind `REFERENCES`.
pub(super) fn references(cursor: &mut Cursor<'_>, name: Option<Ident>, columns: Vec<Ident>) -> Option<Reference> {
    let references = cursor.table()?;
    let referenced_columns = cursor.list(Cursor::ident)?;
    // A key does nothing unless it is told to. MySQL alone tells that it was told to do nothing.
    let unsaid = Action { said: None, defaults: cursor.dialect != Dialect::Mysql };
    let mut key = Reference { name, columns, references, referenced_columns, on_delete: unsaid, on_update: unsaid };
    loop {
        if cursor.words("on delete") {
            key.on_delete.said = Some(action(cursor)?);
        } else if cursor.words("on update") {
            key.on_update.said = Some(action(cursor)?);
        } else if !cursor.words("match simple") {
            // Which is how keys match when nothing is said.
            return Some(key);
        }
    }
}

fn action(cursor: &mut Cursor<'_>) -> Option<ReferentialAction> {
    ReferentialAction::ALL.into_iter().find(|action| cursor.words(&action.sql().to_ascii_lowercase()))
}

/// Reads the parts of an index.
pub(super) fn parts(cursor: &mut Cursor<'_>) -> Option<Vec<Part>> {
    cursor.list(part)
}

fn part(cursor: &mut Cursor<'_>) -> Option<Part> {
    let start = cursor.position();
    let dialect = cursor.dialect;
    let expression = if cursor.peek()?.is_punct("(") {
        Some(cursor.parens()?)
    } else {
        cursor.ident()?;
        cursor.peek()?.is_punct("(").then(|| called(cursor, start)).flatten()
    };
    if let Some(sql) = expression {
        return Some(Part::Expression { sql: Sql::new(sql, dialect), descending: descending(cursor)? });
    }
    cursor.back_to(start);
    let name = cursor.ident()?;
    let prefix = match cursor.peek() {
        Some(token) if token.is_punct("(") => Some(cursor.parens()?.parse().ok()?),
        _ => None,
    };
    Some(Part::Column { name, prefix, descending: descending(cursor)? })
}

/// Returns the call that a part begins with. On MySQL a number behind a column is how much of it is in the index.
fn called<'a>(cursor: &mut Cursor<'a>, start: usize) -> Option<&'a str> {
    if cursor.dialect == Dialect::Mysql {
        return None;
    }
    cursor.parens()?;
    Some(cursor.since(start))
}

/// Which way a part counts; NULL is where it is by default then. `None` where more is said of it.
fn descending(cursor: &mut Cursor<'_>) -> Option<bool> {
    let descending = !cursor.words("asc") && cursor.words("desc");
    let usual = if descending { "nulls first" } else { "nulls last" };
    let _ = cursor.dialect == Dialect::Postgres && cursor.words(usual);
    cursor.peek().is_some_and(|token| token.is_punct(",") || token.is_punct(")")).then_some(descending)
}

/// Reads what stands behind `UNIQUE` or `INDEX` in a table of MySQL's, or behind `ADD`.
pub(super) fn index(cursor: &mut Cursor<'_>, unique: bool, method: Option<Method>) -> Option<IndexSpec> {
    let name = if cursor.peek()?.is_punct("(") { None } else { Some(cursor.ident()?) };
    let mut index = IndexSpec { method, ..IndexSpec::over(name, unique, parts(cursor)?) };
    using(cursor, &mut index)?;
    Some(index)
}

/// Reads the access method, where one is said that is not the usual one.
pub(super) fn using(cursor: &mut Cursor<'_>, index: &mut IndexSpec) -> Option<()> {
    if cursor.words("using") && !cursor.words("btree") {
        index.method = Some(match cursor.ident()?.as_str().to_ascii_lowercase() {
            hash if hash == "hash" => Method::Hash,
            other => Method::Other(other),
        });
    }
    Some(())
}
