//! Foreign keys.

use std::collections::BTreeMap;

use autogen_schema::{Dialect, ForeignKey, Ident, ReferentialAction, Schema, Table, TableName};
use sea_orm::DbErr;

use super::row::Row;
use super::server::Server;

/// A row of `KEY_COLUMN_USAGE`: one column of a foreign key.
#[derive(Clone, Debug)]
pub(super) struct ForeignKeyRow {
    pub(super) name: String,
    pub(super) column: String,
    pub(super) referenced_schema: String,
    pub(super) referenced_table: String,
    pub(super) referenced_column: String,
}

/// A row of `REFERENTIAL_CONSTRAINTS`.
#[derive(Clone, Debug)]
pub(super) struct ActionRow {
    pub(super) name: String,
    pub(super) on_update: String,
    pub(super) on_delete: String,
}

pub(super) fn decode(row: &Row<'_>) -> Result<(String, ForeignKeyRow), DbErr> {
    let key = ForeignKeyRow {
        name: row.text("constraint_name")?,
        column: row.text("column_name")?,
        referenced_schema: row.text("referenced_table_schema")?,
        referenced_table: row.text("referenced_table_name")?,
        referenced_column: row.text("referenced_column_name")?,
    };
    Ok((row.text("table_name")?, key))
}

pub(super) fn decode_action(row: &Row<'_>) -> Result<(String, ActionRow), DbErr> {
    let action = ActionRow {
        name: row.text("constraint_name")?,
        on_update: row.text("update_rule")?,
        on_delete: row.text("delete_rule")?,
    };
    Ok((row.text("table_name")?, action))
}

/// Reads the foreign keys of a table, by name. An action that the account may not see is `None`.
pub(super) fn read(rows: &[ForeignKeyRow], actions: &[ActionRow], server: &Server) -> Vec<ForeignKey> {
    rows.chunk_by(|a, b| a.name == b.name).filter_map(|rows| foreign_key(rows, actions, server)).collect()
}

fn foreign_key(rows: &[ForeignKeyRow], actions: &[ActionRow], server: &Server) -> Option<ForeignKey> {
    let first = rows.first()?;
    let actions = actions.iter().find(|action| action.name == first.name);
    let references = if first.referenced_schema == server.database {
        TableName::new(first.referenced_table.as_str())
    } else {
        TableName::in_schema(first.referenced_schema.as_str(), first.referenced_table.as_str())
    };
    let columns = rows.iter().map(|row| row.column.as_str());
    Some(ForeignKey {
        name: Some(first.name.as_str().into()),
        on_delete: actions.and_then(|action| ReferentialAction::parse(&action.on_delete)),
        on_update: actions.and_then(|action| ReferentialAction::parse(&action.on_update)),
        ..ForeignKey::new(columns, references, rows.iter().map(|row| row.referenced_column.as_str()))
    })
}

/// Gives referenced tables and columns their own spelling: with `lower_case_table_names = 2` a key keeps the name of its parent
/// in lower case.
pub(super) fn complete(schema: &mut Schema, server: &Server) {
    for (table, at, references, columns) in misspelt(schema, server) {
        if let Some(key) = schema.tables.get_mut(&table).and_then(|table| table.foreign_keys.get_mut(at)) {
            key.references = references;
            key.referenced_columns = columns;
        }
    }
}

/// Finds the keys that do not spell their parent as it does itself: the table, which of its keys, the parent's table and columns.
fn misspelt(schema: &Schema, server: &Server) -> Vec<(TableName, usize, TableName, Vec<Ident>)> {
    let is_exact = server.lower_case_table_names == 0;
    let folded = schema.tables.iter().filter(|_| !is_exact);
    let folded: BTreeMap<TableName, &Table> = folded.map(|(name, table)| (name.key(Dialect::Mysql), table)).collect();
    let parent = |name: &TableName| {
        if is_exact { schema.tables.get(name) } else { folded.get(&name.key(Dialect::Mysql)).copied() }
    };
    let mut found = Vec::new();
    for table in schema.tables.values() {
        for (at, key) in table.foreign_keys.iter().enumerate() {
            let Some(parent) = parent(&key.references) else { continue };
            let columns = key.referenced_columns.iter().map(|name| spelt(name, parent));
            if key.references != parent.name || columns.clone().ne(&key.referenced_columns) {
                found.push((table.name.clone(), at, parent.name.clone(), columns.cloned().collect()));
            }
        }
    }
    found
}

/// A column's name as its table has it.
fn spelt<'a>(name: &'a Ident, table: &'a Table) -> &'a Ident {
    let mut columns = table.columns.iter().map(|column| &column.name);
    columns.find(|column| column.same(name, Dialect::Mysql)).unwrap_or(name)
}
