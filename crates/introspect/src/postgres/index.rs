//! Indexes that are no constraint's.

use autogen_schema::sql::Token;
use autogen_schema::{
    Attachment, AttachmentKind, Definition, Dialect, Ident, Index, IndexKey, IndexPart, NullsOrder, SortOrder,
    TableName,
};
use sea_orm::{DbErr, QueryResult};

use super::attachment::{attachment, comment};
use super::catalog::{ident, qualified};

use super::relation::spelled;
use super::text::{unwrapped, without};

pub(super) const SQL: &str = include_str!("index.sql");

/// One column of an index, and the index.
pub(super) struct IndexRow {
    index: Index,
    column: IndexColumn,
    comment: Option<String>,
    /// How many values are counted of which column, where that is set.
    statistics: Option<(i32, i32)>,
}

enum IndexColumn {
    Key(IndexPart),
    Included(Ident),
}

/// Reads a row of `index.sql`.
pub(super) fn decode(row: &QueryResult) -> Result<IndexRow, DbErr> {
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
    Ok(IndexRow { index, column, comment: row.try_get("", "comment")?, statistics })
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

/// An index, and its comment.
pub(super) struct Made {
    pub(super) index: Index,
    pub(super) comment: Option<String>,
    statistics: Vec<(i32, i32)>,
}

/// Puts the rows of a table's indexes together.
pub(super) fn collect(rows: &[IndexRow]) -> Vec<Made> {
    let same = |a: &IndexRow, b: &IndexRow| a.index.name == b.index.name;
    rows.chunk_by(same).filter_map(|rows| rows.first().map(|first| index(first, rows))).collect()
}

fn index(first: &IndexRow, rows: &[IndexRow]) -> Made {
    let mut index = first.index.clone();
    for row in rows {
        match &row.column {
            IndexColumn::Key(part) => index.parts.push(part.clone()),
            IndexColumn::Included(column) => index.include.push(column.clone()),
        }
    }
    let statistics = rows.iter().filter_map(|row| row.statistics).collect();
    Made { index, comment: first.comment.clone(), statistics }
}

impl Made {
    /// What is set on its columns.
    pub(super) fn settings_in(&self, table: &TableName) -> Vec<Attachment> {
        let Some(name) = &self.index.name else { return Vec::new() };
        let quoted = Dialect::Postgres.quote_table(&TableName { schema: table.schema.clone(), name: name.clone() });
        let setting = |(column, target): &(i32, i32)| {
            let sql = format!("ALTER INDEX {quoted} ALTER COLUMN {column} SET STATISTICS {target}");
            Attachment { of: Some(name.clone()), ..attachment(AttachmentKind::Setting, name.clone(), sql) }
        };
        self.statistics.iter().map(setting).collect()
    }

    /// The comment, about an index of `table`: which has its name in the table's schema.
    pub(super) fn comment_in(&self, table: &TableName) -> Option<Attachment> {
        let (name, text) = (self.index.name.as_ref()?, self.comment.as_deref()?);
        let index = TableName { schema: table.schema.clone(), name: name.clone() };
        let what = format!("INDEX {}", Dialect::Postgres.quote_table(&index));
        Some(Attachment { of: Some(name.clone()), ..comment(name.clone(), &what, text) })
    }
}
