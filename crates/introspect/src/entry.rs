//! A schema as a list of statements that make it, in the words of its database.
//!
//! Two databases of the same structure give equal lists, and the statements of one, run in order on an empty database, make
//! one with the same list. What a person reads of a schema, and what tells whether a downgrade gave back what was there.

use autogen_schema::{Dialect, Schema, TableName};

use crate::{mysql, postgres};

/// One thing in a schema, and the statement that makes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// What it is, in the database's word: `table`, `index`, `foreign key`, `grant`.
    pub kind: String,
    /// Its name.
    pub name: TableName,
    /// The table or view that it hangs on.
    pub table: Option<TableName>,
    /// The statement that makes it; several, with a semicolon between them, for what is nothing by itself. Nothing where the
    /// database has no text of it.
    pub sql: Option<String>,
}

impl Entry {
    pub(crate) fn new(kind: &str, name: impl Into<TableName>, sql: impl Into<String>) -> Self {
        Self { kind: kind.into(), name: name.into(), table: None, sql: Some(sql.into()) }
    }

    pub(crate) fn on(table: &TableName, kind: &str, name: impl Into<TableName>, sql: impl Into<String>) -> Self {
        Self { table: Some(table.clone()), ..Self::new(kind, name, sql) }
    }
}

/// Returns what `schema`, read from a database of `dialect`, consists of: what others need first, by name otherwise.
///
/// On PostgreSQL they are to be run with `check_function_bodies` off, as `pg_dump` does: the body of a function is text, and
/// nothing tells what it needs.
pub fn entries(schema: &Schema, dialect: Dialect) -> Vec<Entry> {
    match dialect {
        Dialect::Postgres => postgres::entries(schema),
        Dialect::Mysql => mysql::entries(schema),
        Dialect::Sqlite => stored(schema),
    }
}

/// Databases whose texts are whole: one of a table says everything but its indexes and triggers.
fn stored(schema: &Schema) -> Vec<Entry> {
    let mut entries = Vec::new();
    for table in schema.tables.values() {
        let sql = table.definition.as_deref().map(str::to_owned);
        entries.push(Entry { sql, ..Entry::new("table", table.name.clone(), "") });
        for index in &table.indexes {
            let name = index.name.clone().unwrap_or_else(|| "".into());
            if let Some(sql) = index.definition.as_deref() {
                entries.push(Entry::on(&table.name, "index", name, sql));
            }
        }
    }
    for table in schema.virtual_tables.values().filter(|table| !table.shadow) {
        entries.push(Entry::new("virtual table", table.name.clone(), table.sql.as_str()));
    }
    entries.extend(schema.views.values().map(|view| Entry::new("view", view.name.clone(), view.sql.as_str())));
    let on_tables = schema.tables.values().map(|table| (&table.name, &table.triggers));
    let on_views = schema.views.values().map(|view| (&view.name, &view.triggers));
    for (table, triggers) in on_tables.chain(on_views) {
        entries.extend(
            triggers.iter().map(|trigger| Entry::on(table, "trigger", trigger.name.clone(), trigger.sql.as_str())),
        );
    }
    entries
}
