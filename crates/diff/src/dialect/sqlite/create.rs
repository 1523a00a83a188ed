//! The text of `CREATE TABLE` and `CREATE INDEX`, as a careful colleague writes it.
//!
//! One column a line; what was not said is not written. What came from a database keeps its own text. Which names new
//! indexes get is left to the caller.

mod column;

pub use column::{column, references};
pub(crate) use column::{column_type, deferral, key_words};

use autogen_schema::{
    Check, Dialect, ForeignKey, Ident, Index, IndexKey, IndexPart, SortOrder, Table, TableName, Unique,
};

use crate::dialect::Refusal;
use crate::script::closed;

#[cfg(test)]
mod tests;

const SQLITE: Dialect = Dialect::Sqlite;

/// Returns the `CREATE TABLE` statement of `table`, without a semicolon.
///
/// A foreign key over one column stands in the column. Uniques are not part of it: they are made as indexes, so that they
/// can be dropped without copying the table.
pub fn table(table: &Table) -> Result<String, Refusal> {
    if let Some(sql) = table.definition.as_deref() {
        return Ok(sql.to_owned());
    }
    let single = |key: &&ForeignKey| matches!(key.columns.as_slice(), [name] if table.column(name, SQLITE).is_some());
    let mut items = Vec::new();
    for definition in &table.columns {
        let keys: Vec<&ForeignKey> = table
            .foreign_keys
            .iter()
            .filter(single)
            .filter(|key| key.columns.iter().all(|name| name.same(&definition.name, SQLITE)))
            .collect();
        items.push(column(table, definition, &keys)?);
    }
    if let Some(key) = table.primary_key.as_ref().filter(|key| key.columns.len() != 1) {
        items.push(primary_key(key.name.as_ref(), &key.columns));
    }
    items.extend(table.foreign_keys.iter().filter(|key| !single(key)).map(foreign_key));
    items.extend(table.checks.iter().map(check));
    let body = items.iter().map(|item| format!("    {item}")).collect::<Vec<_>>().join(",\n");
    Ok(format!("CREATE TABLE {} (\n{body}\n){}", SQLITE.quote_table(&table.name), options(table)))
}

fn options(table: &Table) -> &'static str {
    match (table.options.strict, table.options.without_rowid) {
        (true, true) => " STRICT, WITHOUT ROWID",
        (true, false) => " STRICT",
        (false, true) => " WITHOUT ROWID",
        (false, false) => "",
    }
}

/// Returns `CONSTRAINT "name" PRIMARY KEY (…)`.
pub fn primary_key(name: Option<&Ident>, columns: &[Ident]) -> String {
    format!("{}PRIMARY KEY ({})", constraint(name), SQLITE.quote_list(columns))
}

/// Returns `CONSTRAINT "name" FOREIGN KEY (…) REFERENCES …`.
pub fn foreign_key(key: &ForeignKey) -> String {
    format!("{}FOREIGN KEY ({}) {}", constraint(key.name.as_ref()), SQLITE.quote_list(&key.columns), references(key))
}

/// Returns `CONSTRAINT "name" CHECK (…)`.
pub fn check(check: &Check) -> String {
    format!("{}CHECK ({})", constraint(check.name.as_ref()), closed(check.expression.clone()))
}

/// Returns `CONSTRAINT "name" `, or nothing.
pub(super) fn constraint(name: Option<&Ident>) -> String {
    name.map(|name| format!("CONSTRAINT {} ", SQLITE.quote(name))).unwrap_or_default()
}

/// Returns the `CREATE INDEX` statement of `index` under `name`.
pub fn index(table: &TableName, name: &Ident, index: &Index) -> String {
    if let Some(sql) = index.definition.as_deref() {
        return sql.to_owned();
    }
    let parts = index.parts.iter().map(part).collect::<Vec<_>>().join(", ");
    let unique = if index.unique { "UNIQUE " } else { "" };
    let predicate = index.predicate.as_ref().map(|predicate| format!(" WHERE {predicate}")).unwrap_or_default();
    format!("CREATE {unique}INDEX {} ON {} ({parts}){predicate}", SQLITE.quote(name), SQLITE.quote(&table.name))
}

/// Returns the `CREATE UNIQUE INDEX` statement of `unique` under `name`.
pub fn unique_index(table: &TableName, name: &Ident, unique: &Unique) -> String {
    let columns = SQLITE.quote_list(&unique.columns);
    format!("CREATE UNIQUE INDEX {} ON {} ({columns})", SQLITE.quote(name), SQLITE.quote(&table.name))
}

fn part(part: &IndexPart) -> String {
    let key = match &part.key {
        IndexKey::Column(name) => SQLITE.quote(name),
        IndexKey::Expression(sql) => closed(sql.clone()),
    };
    let collation = part.collation.as_ref().map(|name| format!(" COLLATE {}", SQLITE.quote(name))).unwrap_or_default();
    let order = if part.order == SortOrder::Descending { " DESC" } else { "" };
    format!("{key}{collation}{order}")
}
