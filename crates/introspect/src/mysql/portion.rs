//! Portions of a database: MariaDB opens each table for each query about it, and keeps no more of them open than its cache holds.
//!
//! Of what does not fit there, every query would open all of it again. Tables are asked about in portions that do fit, each with all
//! queries in turn; MySQL opens no table for its catalog.

use std::borrow::Cow;
use std::fmt::Write as _;

use sea_orm::{ConnectionTrait, DbErr};

use super::catalog::Ask;
use super::row::Row;
use crate::Error;

/// What a query about tables has in place of the condition that names a portion.
const MARK: &str = "/* of a portion */";

/// The fewest tables of a portion: for each, the server looks through the folder of the whole database.
const FEWEST: usize = 500;

/// The tables that a query about all of them makes MariaDB open; none on MySQL.
#[derive(Debug)]
pub(super) struct Opened {
    /// In the order of the server.
    names: Vec<String>,
    /// How many stay open.
    kept: usize,
}

impl Opened {
    pub(super) async fn read<C: ConnectionTrait>(ask: &Ask<'_, C>) -> Result<Self, Error> {
        if !ask.server.is_mariadb() {
            return Ok(Self { names: Vec::new(), kept: 0 });
        }
        let rows = ask.rows("tables", include_str!("portion.sql"), decode).await?;
        let kept = rows.first().map_or(0, |(_, open)| *open);
        Ok(Self { names: rows.into_iter().map(|(name, _)| name).collect(), kept })
    }

    /// Whether they are more than one portion.
    pub(super) fn are_many(&self) -> bool {
        self.names.len() > self.fitting(1)
    }

    /// Returns the portions, of which there is one at least, as many for each of so many connections at once.
    pub(super) fn portions(&self, connections: usize) -> Vec<Portion> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let portions = names.len().div_ceil(self.fitting(connections)).next_multiple_of(connections);
        Portion::of(&names, names.len().div_ceil(portions.max(1)))
    }

    /// How many tables stay open for each of so many connections, with room for those of others.
    fn fitting(&self, connections: usize) -> usize {
        FEWEST.max(self.kept / 8 * 7 / connections)
    }
}

/// A part of the tables, by name: no table is in two of them, and none in none.
#[derive(Debug)]
pub(super) struct Portion(String);

impl Portion {
    /// Cuts names, in the order of the server, after every so many.
    fn of(names: &[&str], size: usize) -> Vec<Self> {
        let bounds: Vec<String> = match names.len() {
            few if few <= size => Vec::new(),
            _ => names.chunks(size).filter_map(|portion| portion.last().copied()).map(literal).collect(),
        };
        // The last is open: what is made meanwhile has a place.
        let inner = bounds.len().saturating_sub(1);
        let begins = std::iter::once(None).chain(bounds.iter().take(inner).map(Some));
        let ends = bounds.iter().take(inner).map(Some).chain([None]);
        let between = |(begin, end): (Option<&String>, Option<&String>)| {
            let begin = begin.map(|name| format!("AND table_name > {name} "));
            let end = end.map(|name| format!("AND table_name <= {name} "));
            Self(begin.into_iter().chain(end).collect())
        };
        begins.zip(ends).map(between).collect()
    }

    /// Returns the query for this portion.
    pub(super) fn asked<'a>(&self, sql: &'a str) -> Cow<'a, str> {
        if self.0.is_empty() { Cow::Borrowed(sql) } else { Cow::Owned(sql.replace(MARK, self.0.trim_end())) }
    }
}

fn decode(row: &Row<'_>) -> Result<(String, usize), DbErr> {
    let open = row.number("open_tables")?.and_then(|open| usize::try_from(open).ok());
    Ok((row.text("table_name")?, open.unwrap_or_default()))
}

/// A name by its bytes: what a backslash in a string means depends on the session.
fn literal(name: &str) -> String {
    name.bytes().fold("_utf8mb3 X'".to_owned(), |mut text, byte| {
        let _infallible = write!(text, "{byte:02X}");
        text
    }) + "'"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conditions(names: &[&str], size: usize) -> Vec<String> {
        Portion::of(names, size).into_iter().map(|portion| portion.0.trim_end().to_owned()).collect()
    }

    #[test]
    fn every_name_is_in_one_portion() {
        assert_eq!(conditions(&[], 2), [""]);
        assert_eq!(conditions(&["a", "b"], 2), [""]);
        let (b, d) = ("_utf8mb3 X'62'", "_utf8mb3 X'64'");
        let [first, last] = [format!("AND table_name <= {b}"), format!("AND table_name > {b}")];
        assert_eq!(conditions(&["a", "b", "c"], 2), [first.as_str(), &last]);
        assert_eq!(conditions(&["a", "b", "c", "d"], 2), [first.as_str(), &last]);
        let middle = format!("{last} AND table_name <= {d}");
        assert_eq!(conditions(&["a", "b", "c", "d", "e"], 2), [first, middle, format!("AND table_name > {d}")]);
    }

    #[test]
    fn every_query_about_tables_has_the_mark_before_its_order() {
        let queries = [
            include_str!("table.sql"),
            include_str!("column_mariadb.sql"),
            include_str!("index_mariadb.sql"),
            include_str!("foreign_key.sql"),
            include_str!("action.sql"),
            include_str!("check_mariadb.sql"),
        ];
        for sql in queries {
            assert_eq!(sql.matches(&format!(" {MARK}\nORDER BY table_name")).count(), 1, "{sql}");
        }
    }
}
