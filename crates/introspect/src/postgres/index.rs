//! Indexes that are no constraint's.

use autogen_schema::{Definition, Ident, Index, IndexKey, IndexPart, NullsOrder, SortOrder};
use sea_orm::{DbErr, QueryResult};

use super::catalog::{ident, qualified};
use super::column::unwrapped;
use super::relation::spelled;

pub(super) const SQL: &str = include_str!("index.sql");

/// One column of an index, and the index.
pub(super) struct IndexRow {
    index: Index,
    column: IndexColumn,
}

enum IndexColumn {
    Key(IndexPart),
    Included(Ident),
}

/// Reads a row of `index.sql`.
pub(super) fn decode(row: &QueryResult) -> Result<IndexRow, DbErr> {
    let predicate: Option<String> = row.try_get("", "predicate")?;
    let index = Index {
        name: ident(row, "name")?,
        unique: row.try_get("", "is_unique")?,
        method: ident(row, "method")?,
        predicate: predicate.as_deref().map(|text| unwrapped(text).to_owned()),
        nulls_not_distinct: row.try_get("", "nulls_not_distinct")?,
        valid: row.try_get("", "is_valid")?,
        definition: Definition::new(row.try_get::<String>("", "definition")?),
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
    Ok(IndexRow { index, column })
}

/// The server writes two pairs of parentheses around an operator's expression; the grammar of `CREATE INDEX` needs one.
fn expression(text: &str) -> &str {
    let once = unwrapped(text);
    if unwrapped(once).len() < once.len() { once } else { text }
}

fn part(row: &QueryResult, key: IndexKey) -> Result<IndexPart, DbErr> {
    let descending: bool = row.try_get("", "descending")?;
    let nulls_first: bool = row.try_get("", "nulls_first")?;
    let options: Vec<String> = row.try_get("", "operator_class_options")?;
    let options: Vec<String> = options.iter().map(|option| spelled(option)).collect();
    let class: Option<String> = row.try_get("", "operator_class")?;
    Ok(IndexPart {
        order: if descending { SortOrder::Descending } else { SortOrder::Ascending },
        nulls: (descending != nulls_first).then_some(if nulls_first { NullsOrder::First } else { NullsOrder::Last }),
        collation: qualified(row, "collation_schema", "collation")?.map(|name| Ident::from(name.to_string())),
        operator_class: class.map(|class| match options.as_slice() {
            [] => class,
            options => format!("{class} ({})", options.join(", ")),
        }),
        ..IndexPart::of(key)
    })
}

/// Puts the rows of a table's indexes together.
pub(super) fn collect(rows: &[IndexRow]) -> Vec<Index> {
    let same = |a: &IndexRow, b: &IndexRow| a.index.name == b.index.name;
    rows.chunk_by(same).filter_map(|rows| rows.first().map(|first| index(&first.index, rows))).collect()
}

fn index(index: &Index, rows: &[IndexRow]) -> Index {
    let mut index = index.clone();
    for row in rows {
        match &row.column {
            IndexColumn::Key(part) => index.parts.push(part.clone()),
            IndexColumn::Included(column) => index.include.push(column.clone()),
        }
    }
    index
}
