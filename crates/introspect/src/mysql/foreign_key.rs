//! Foreign keys.

use std::collections::BTreeMap;

use autogen_schema::{Dialect, ForeignKey, Ident, ReferentialAction, Schema, TableName};
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
    let names = |names: Vec<&Ident>| names.into_iter().map(|name| (name.key(Dialect::Mysql), name.clone())).collect();
    let parents: BTreeMap<TableName, (TableName, BTreeMap<Ident, Ident>)> = schema
        .tables
        .values()
        .map(|table| {
            let key =
                if server.lower_case_table_names == 0 { table.name.clone() } else { table.name.key(Dialect::Mysql) };
            (key, (table.name.clone(), names(table.columns.iter().map(|column| &column.name).collect())))
        })
        .collect();
    for key in schema.tables.values_mut().flat_map(|table| &mut table.foreign_keys) {
        let parent = match server.lower_case_table_names {
            0 => parents.get(&key.references),
            _ => parents.get(&key.references.key(Dialect::Mysql)),
        };
        let Some((name, columns)) = parent else { continue };
        key.references.clone_from(name);
        for column in &mut key.referenced_columns {
            if let Some(own) = columns.get(&column.key(Dialect::Mysql)) {
                column.clone_from(own);
            }
        }
    }
}
