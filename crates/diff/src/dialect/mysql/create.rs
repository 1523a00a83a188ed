//! The text of `CREATE TABLE`, as a careful colleague writes it.
//!
//! One column a line; what was not said is not written, and what comes from a database is written whole: its charset, what a
//! column becomes on update, how it is computed. Every name is given by the caller.

mod column;
mod constraint;

pub(crate) use column::{column, of_column};
pub use constraint::{check, foreign_key};

use std::collections::BTreeMap;

use autogen_schema::{Column, Dialect, EnumName, EnumType, ForeignKey, PrimaryKey, Table};

use super::keys::{Key, all_keys, part};
use crate::dialect::Refusal;

#[cfg(test)]
mod tests;

const MYSQL: Dialect = Dialect::Mysql;

/// Returns the `CREATE TABLE` statement of `table`, without a semicolon: with its keys, indexes, foreign keys and checks.
///
/// A key over one column stands in the column, and so does a unique that has its column's name, which is what a server
/// would call it.
pub fn table(table: &Table, enums: &BTreeMap<EnumName, EnumType>) -> Result<String, Refusal> {
    table_before(table, &[], enums)
}

/// Returns it without the foreign keys that are to come `later`.
pub(crate) fn table_before(
    table: &Table,
    later: &[&ForeignKey],
    enums: &BTreeMap<EnumName, EnumType>,
) -> Result<String, Refusal> {
    let keys = written_keys(table);
    let (inline, apart): (Vec<&Key>, Vec<&Key>) = keys.iter().partition(|key| stands_in_column(table, key));
    let mut items = Vec::new();
    for definition in &table.columns {
        let mut words = Vec::new();
        if is_whole_key(table, definition) {
            words.push("PRIMARY KEY");
        }
        if inline.iter().any(|key| is_over(key, definition)) {
            words.push("UNIQUE");
        }
        items.push(column(table, definition, &words, enums)?);
    }
    if let Some(key) = table.primary_key.as_ref().filter(|_| !table.columns.iter().any(|c| is_whole_key(table, c))) {
        items.push(primary_key(key));
    }
    items.extend(apart.into_iter().map(|key| key.sql.clone()));
    items.extend(table.foreign_keys.iter().filter(|key| !later.contains(key)).map(foreign_key));
    items.extend(table.checks.iter().filter(|check| check.column.is_none()).map(check));
    let body = items.iter().map(|item| format!("    {item}")).collect::<Vec<_>>().join(",\n");
    Ok(format!("CREATE TABLE {} (\n{body}\n){}", MYSQL.quote_table(&table.name), options(table)))
}

/// The indexes to write: all but those that a server makes along with a foreign key, under its name.
fn written_keys(table: &Table) -> Vec<Key> {
    let mut keys = all_keys(table, &[]);
    keys.retain(|key| key.maker(table).is_none());
    keys
}

/// Returns `PRIMARY KEY (…)`. A server calls it `PRIMARY` whatever name is given.
pub fn primary_key(key: &PrimaryKey) -> String {
    let parts = || key.parts.iter().map(part).collect::<Vec<_>>().join(", ");
    let list = if key.parts.is_empty() { MYSQL.quote_list(&key.columns) } else { parts() };
    format!("PRIMARY KEY ({list})")
}

fn options(table: &Table) -> String {
    let (partitions, clauses): (Vec<&String>, Vec<&String>) =
        table.clauses.iter().partition(|clause| clause.trim_start().to_ascii_uppercase().starts_with("PARTITION"));
    let comment = table.comment.as_ref().map(|text| format!("COMMENT = {}", MYSQL.literal(text)));
    // Partitions are the last that a server takes.
    let words = clauses.into_iter().cloned().chain(comment).chain(partitions.into_iter().cloned());
    words.flat_map(|clause| [" ".to_owned(), clause]).collect()
}

fn is_whole_key(table: &Table, column: &Column) -> bool {
    let plain = table.primary_key.as_ref().filter(|key| key.parts.is_empty());
    let key = plain.map(|key| key.columns.as_slice());
    matches!(key, Some([name]) if name.same(&column.name, MYSQL))
}

fn stands_in_column(table: &Table, key: &Key) -> bool {
    // Of both in one column a server makes but the primary key.
    key.is_unique && table.columns.iter().any(|column| is_over(key, column) && !is_whole_key(table, column))
}

fn is_over(key: &Key, column: &Column) -> bool {
    key.is_plain() && key.name == column.name && matches!(key.columns.as_slice(), [only] if only == &column.name)
}
