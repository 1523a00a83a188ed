//! Indexes that are more than columns in an order: expressions, predicates, methods, and what is set on them.

use autogen_schema::sql::Token;
use autogen_schema::{Definition, Ident, Index, IndexKey, IndexPart};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::catalog::{ident, qualified, query_about};
use super::index::{Made, in_order};
use super::relation::spelled;
use super::text::{unwrapped, without};
use crate::Error;

/// Reads indexes by their identifiers, each with its identifier.
pub(super) async fn read(db: &impl ConnectionTrait, oids: Vec<i64>) -> Result<Vec<(i64, Made)>, Error> {
    let rows = query_about(db, "indexes", include_str!("index_detail.sql"), oids, decode).await?;
    let indexes = rows.chunk_by(|a, b| a.oid == b.oid);
    Ok(indexes.filter_map(|rows| rows.first().map(|first| (first.oid, made(first, rows)))).collect())
}

/// One column of an index, and the index.
struct IndexRow {
    oid: i64,
    index: Index,
    column: IndexColumn,
    /// How many values are counted of which column, where that is set.
    statistics: Option<(i32, i32)>,
}

enum IndexColumn {
    Key(IndexPart),
    Included(Ident),
}

fn decode(row: &QueryResult) -> Result<IndexRow, DbErr> {
    let predicate: Option<String> = row.try_get("", "predicate")?;
    let valid = row.try_get("", "is_valid")?;
    let bare = row.try_get::<Option<bool>>("", "in_default_schema")? == Some(true);
    let definition = spelled_definition(&row.try_get::<String>("", "definition")?, valid, bare);
    let index = Index {
        name: ident(row, "name")?,
        unique: row.try_get("", "is_unique")?,
        method: ident(row, "method")?,
        predicate: predicate.as_deref().map(|text| unwrapped(text).to_owned()),
        nulls_not_distinct: row.try_get("", "nulls_not_distinct")?,
        valid,
        definition: Definition::new(definition),
        ..Index::new([])
    };
    let column = match (row.try_get("", "included")?, ident(row, "column_name")?) {
        (true, Some(column)) => IndexColumn::Included(column),
        (_, Some(column)) => IndexColumn::Key(part(row, IndexKey::Column(column))?),
        (_, None) => {
            let text: String = row.try_get("", "expression")?;
            IndexColumn::Key(part(row, IndexKey::Expression(expression(&text).to_owned()))?)
        }
    };
    let position: i32 = row.try_get("", "position")?;
    let statistics = row.try_get::<Option<i32>>("", "statistics")?.map(|target| (position, target));
    Ok(IndexRow { oid: row.try_get("", "oid")?, index, column, statistics })
}

/// The server writes two pairs of parentheses around an operator's expression; the grammar of `CREATE INDEX` needs one.
fn expression(text: &str) -> &str {
    let once = unwrapped(text);
    if unwrapped(once).len() < once.len() { once } else { text }
}

fn part(row: &QueryResult, key: IndexKey) -> Result<IndexPart, DbErr> {
    let options: Vec<String> = row.try_get("", "operator_class_options")?;
    let options: Vec<String> = options.iter().map(|option| spelled(option)).collect();
    let class: Option<String> = row.try_get("", "operator_class")?;
    let part = in_order(IndexPart::of(key), row.try_get("", "descending")?, row.try_get("", "nulls_first")?);
    Ok(IndexPart {
        collation: qualified(row, "collation_schema", "collation")?.map(|name| Ident::from(name.to_string())),
        operator_class: class.map(|class| match options.as_slice() {
            [] => class,
            options => format!("{class} ({})", options.join(", ")),
        }),
        ..part
    })
}

/// The statement that makes the index, in other words than the server's in two places.
///
/// The server makes the index of a partitioned table on that table alone, since it makes those of the parts beside it; one that
/// is not valid is indeed on that table alone, or on some parts. And it names the schema of the table, also the default one.
fn spelled_definition(definition: &str, valid: bool, bare: bool) -> String {
    let is = |token: Option<&Token<'_>>, word| token.is_some_and(|token| token.is_word(word));
    let on_all_parts = without(definition, |before, tokens| match tokens {
        [only, _, ..] if valid && is(before, "on") && only.is_word("only") => 1,
        _ => 0,
    });
    without(&on_all_parts, |before, tokens| match tokens {
        [_, dot, ..] if bare && (is(before, "on") || is(before, "only")) && dot.is_punct(".") => 2,
        _ => 0,
    })
}

fn made(first: &IndexRow, rows: &[IndexRow]) -> Made {
    let mut index = first.index.clone();
    for row in rows {
        match &row.column {
            IndexColumn::Key(part) => index.parts.push(part.clone()),
            IndexColumn::Included(column) => index.include.push(column.clone()),
        }
    }
    Made { index, comment: None, statistics: rows.iter().filter_map(|row| row.statistics).collect() }
}
