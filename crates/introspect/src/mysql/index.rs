//! Primary keys and indexes.
//!
//! To these servers a unique constraint is a unique index and nothing else: it has one name, is dropped as an index, and may
//! have prefixes, an order, a comment. So every unique is an [`Index`], and `Table::uniques` stays empty.

use autogen_schema::{Dialect, ForeignKey, Ident, Index, IndexKey, IndexPart, PrimaryKey, SortOrder};
use sea_orm::DbErr;

use super::row::Row;
use super::server::Server;
use super::text;

/// A row of `STATISTICS`: one part of an index.
#[derive(Clone, Debug, Default)]
pub(super) struct IndexRow {
    pub(super) index: String,
    pub(super) unique: bool,
    pub(super) column: Option<String>,
    /// What a functional part computes (MySQL).
    pub(super) expression: Option<String>,
    pub(super) descending: bool,
    pub(super) prefix: Option<u32>,
    pub(super) method: String,
    pub(super) comment: Option<String>,
    /// The word that hides it from the optimizer.
    pub(super) hidden: Option<String>,
}

pub(super) fn decode(row: &Row<'_>) -> Result<(String, IndexRow), DbErr> {
    let index = IndexRow {
        index: row.text("index_name")?,
        unique: row.text("non_unique")? == "0",
        column: row.optional("column_name")?,
        expression: row.filled("expression")?,
        descending: row.optional("collation")?.as_deref() == Some("D"),
        prefix: row.number("sub_part")?,
        method: row.text("index_type")?,
        comment: row.filled("index_comment")?,
        hidden: row.filled("hidden")?,
    };
    Ok((row.text("table_name")?, index))
}

/// The name that the index of every primary key has, and no other index may have.
const PRIMARY: &str = "PRIMARY";

/// Reads the primary key, with its columns in key order.
pub(super) fn primary_key(rows: &[IndexRow], server: &Server) -> Option<PrimaryKey> {
    let rows: Vec<_> = rows.iter().filter(|row| row.index == PRIMARY).collect();
    let columns: Vec<_> = rows.iter().filter_map(|row| row.column.as_deref()).collect();
    let mut parts: Vec<_> = rows.iter().map(|row| part(row, server)).collect();
    if parts.iter().all(|part| part.plain().is_some() && part.order == SortOrder::Ascending) {
        parts.clear();
    }
    (!columns.is_empty()).then(|| PrimaryKey { parts, ..PrimaryKey::new(columns) })
}

/// Reads the indexes of a table, by name, without those that its foreign keys bring along.
pub(super) fn read(rows: &[IndexRow], engine: &str, keys: &[ForeignKey], server: &Server) -> Vec<Index> {
    let mut indexes: Vec<_> =
        rows.chunk_by(|a, b| a.index == b.index).filter_map(|rows| index(rows, engine, server)).collect();
    // Of several keys over the same columns each takes the index of the one before; told is that of the first alone.
    let is_first =
        |at: usize| keys.iter().take(at).all(|other| keys.get(at).is_none_or(|key| other.columns != key.columns));
    let makers: Vec<_> = keys.iter().enumerate().filter(|(at, _)| is_first(*at)).map(|(_, key)| key).collect();
    let brought: Vec<_> = indexes.iter().map(|index| makers.iter().any(|key| brings(key, index, &indexes))).collect();
    let mut brought = brought.into_iter();
    indexes.retain(|_| !brought.next().unwrap_or(false));
    indexes.retain(|index| index.name.as_ref().is_none_or(|name| name.as_str() != PRIMARY));
    indexes
}

fn index(rows: &[IndexRow], engine: &str, server: &Server) -> Option<Index> {
    let first = rows.first()?;
    let comment = first.comment.as_deref().map(|comment| format!("COMMENT {}", Dialect::Mysql.literal(comment)));
    Some(Index {
        name: Some(first.index.as_str().into()),
        unique: first.unique,
        method: method(first, engine),
        valid: first.hidden.is_none(),
        settings: comment.into_iter().chain(first.hidden.clone()).collect(),
        ..Index::new(rows.iter().map(|row| part(row, server)))
    })
}

/// MEMORY tables hash by default, everything else keeps trees. What is unique over more than a tree can hold MariaDB hashes by
/// itself. <https://mariadb.com/kb/en/storage-engine-index-types/>
fn method(row: &IndexRow, engine: &str) -> Option<Ident> {
    let usual = match row.method.as_str() {
        "BTREE" => !engine.eq_ignore_ascii_case("memory"),
        "HASH" => row.unique || engine.eq_ignore_ascii_case("memory"),
        _ => false,
    };
    (!usual).then(|| row.method.as_str().into())
}

fn part(row: &IndexRow, server: &Server) -> IndexPart {
    let key = match (&row.column, &row.expression) {
        (_, Some(expression)) => IndexKey::Expression(text::expression(expression, server)),
        (column, None) => IndexKey::Column(column.as_deref().unwrap_or_default().into()),
    };
    IndexPart {
        order: if row.descending { SortOrder::Descending } else { SortOrder::Ascending },
        // Of a spatial index it is the size of a bounding box.
        prefix: row.prefix.filter(|_| matches!(row.method.as_str(), "BTREE" | "HASH")),
        ..IndexPart::of(key)
    }
}

/// Whether `index` is the one that the server made for `key` and will make again with it.
///
/// The engine `InnoDB` needs an index that starts with the columns of a foreign key. Where there is none it makes one, named like the
/// constraint, or like the first column when the constraint has no name; when another index can serve, it drops its own without
/// a word. The catalog does not tell it from one made by hand, so it is known by its name and shape, and only while no other
/// index serves the key.
/// <https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html>
fn brings(key: &ForeignKey, index: &Index, indexes: &[Index]) -> bool {
    let columns = |index: &Index| -> Option<Vec<Ident>> {
        index.plain_columns().map(|columns| columns.into_iter().cloned().collect())
    };
    // What stands behind the columns of the key makes no difference, be it a prefix or an expression.
    let serves = |index: &Index| {
        let whole: Vec<Ident> = index.parts.iter().map_while(|part| part.plain().cloned()).collect();
        let tree = index.method.is_none();
        tree && whole.len() >= key.columns.len() && starts_with(&whole, &key.columns)
    };
    let name = index.name.as_ref().map_or("", Ident::as_str);
    !index.unique
        && index.settings.is_empty()
        && columns(index).is_some_and(|columns| columns.len() == key.columns.len())
        && serves(index)
        && is_made_for(name, key)
        && !indexes.iter().any(|other| !std::ptr::eq(other, index) && serves(other))
}

fn starts_with(columns: &[Ident], key: &[Ident]) -> bool {
    columns.iter().zip(key).all(|(a, b)| a.same(b, Dialect::Mysql))
}

/// A constraint without a name is called `table_ibfk_1`, its index like the first column, with a number where that is taken.
fn is_made_for(index: &str, key: &ForeignKey) -> bool {
    let Some(constraint) = &key.name else { return false };
    let numbered = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unnamed = constraint.as_str().rsplit_once("_ibfk_").is_some_and(|(_, number)| numbered(number));
    let first = key.columns.first().map_or("", Ident::as_str);
    let by_column = index.get(..first.len()).is_some_and(|start| start.eq_ignore_ascii_case(first)) && {
        let rest = index.get(first.len()..).unwrap_or_default();
        rest.is_empty() || rest.strip_prefix('_').is_some_and(numbered)
    };
    index.eq_ignore_ascii_case(constraint.as_str()) || unnamed && by_column
}
