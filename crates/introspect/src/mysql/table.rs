//! Tables.

use std::collections::BTreeMap;

use autogen_schema::sql::{TokenKind, tokenize};
use autogen_schema::{Dialect, Schema, Table, TableName};
use sea_orm::DbErr;

use super::catalog::Catalog;
use super::row::Row;
use super::server::Server;
use super::{check, column, foreign_key, index, partition, trigger};
use crate::Note;

/// A row of `TABLES`.
#[derive(Clone, Debug, Default)]
pub(super) struct TableRow {
    pub(super) name: String,
    /// `BASE TABLE`, `SYSTEM VERSIONED`, `VIEW`, `SEQUENCE`.
    pub(super) kind: String,
    /// NULL for a view, and for a table that cannot be opened.
    pub(super) engine: Option<String>,
    pub(super) collation: Option<String>,
    pub(super) options: String,
    /// Of what cannot be opened, why.
    pub(super) comment: Option<String>,
}

pub(super) fn decode(row: &Row<'_>) -> Result<TableRow, DbErr> {
    Ok(TableRow {
        name: row.text("table_name")?,
        kind: row.text("table_type")?,
        engine: row.filled("engine")?,
        collation: row.filled("table_collation")?,
        options: row.text("create_options")?,
        comment: row.filled("table_comment")?,
    })
}

impl TableRow {
    pub(super) fn is_view(&self) -> bool {
        self.kind == "VIEW"
    }

    /// Whether it holds rows: it is no view, and no sequence.
    pub(super) fn is_table(&self) -> bool {
        !self.is_view() && self.kind != "SEQUENCE"
    }

    /// Whether MariaDB says so: `get_schema_tables_record` in its `sql/sql_show.cc`.
    pub(super) fn is_partitioned(&self) -> bool {
        self.options.split(' ').any(|option| option == "partitioned")
    }

    /// Whether the server could open it.
    pub(super) fn is_open(&self) -> bool {
        self.engine.is_some()
    }
}

/// Reads a table with everything that belongs to it.
pub(super) fn read(row: &TableRow, catalog: &Catalog, server: &Server) -> Table {
    let (name, engine) = (row.name.as_str(), row.engine.as_deref().unwrap_or_default());
    let collation = row.collation.as_deref().unwrap_or(&server.collation);
    let columns = catalog.columns.of(name);
    let checks = catalog.checks.of(name);
    let mut table = Table::new(name);
    table.columns = column::read(columns, checks, collation, server);
    table.primary_key = index::primary_key(catalog.indexes.of(name), server);
    table.foreign_keys = foreign_key::read(catalog.foreign_keys.of(name), catalog.actions.of(name), server);
    table.checks = check::read(checks, columns, server);
    table.indexes = index::read(catalog.indexes.of(name), engine, &table.foreign_keys, server);
    table.triggers = trigger::read(&table.name, catalog.triggers.of(name), &table.columns, server);
    table.comment.clone_from(&row.comment);
    table.clauses = clauses(row);
    table.clauses.extend(partition::clause(catalog.partitions.of(name)));
    table
}

/// Tables whose names differ in case alone, where a server keeps them apart.
pub(super) fn twins(schema: &Schema) -> Vec<Note> {
    let mut seen: BTreeMap<TableName, &TableName> = BTreeMap::new();
    let twin = |name| {
        let one = seen.insert(TableName::key(name, Dialect::Mysql), name)?;
        Some(Note::CaseTwins { one: one.clone(), other: name.clone() })
    };
    schema.tables.keys().filter_map(twin).collect()
}

/// What follows the parenthesis, except for the `AUTO_INCREMENT` counter, which is data.
fn clauses(row: &TableRow) -> Vec<String> {
    let engine = row.engine.iter().map(|engine| format!("ENGINE={engine}"));
    let collation = row.collation.iter().map(|collation| {
        // A collation begins with the name of its character set, and `binary` is one.
        let charset = collation.split('_').next().unwrap_or(collation);
        format!("DEFAULT CHARSET={charset} COLLATE={collation}")
    });
    let versioned = (row.kind == "SYSTEM VERSIONED").then(|| "WITH SYSTEM VERSIONING".to_owned());
    engine.chain(collation).chain(options(&row.options)).chain(versioned).collect()
}

/// Takes apart `CREATE_OPTIONS`: `row_format=DYNAMIC partitioned`, `` `encrypted`='no' ``.
fn options(text: &str) -> Vec<String> {
    let mut options = vec![String::new()];
    for token in tokenize(text, Dialect::Mysql) {
        match (token.kind, options.last_mut()) {
            (TokenKind::Whitespace, _) => options.push(String::new()),
            (TokenKind::Word, Some(option)) if option.is_empty() => option.push_str(&token.text.to_ascii_uppercase()),
            // MySQL writes ENCRYPTION="Y", which is a name to a session with ANSI_QUOTES.
            (TokenKind::String, Some(option)) if token.text.starts_with('"') => {
                option.push_str(&Dialect::Mysql.literal(token.text.trim_matches('"')));
            }
            (_, Some(option)) => option.push_str(token.text),
            (_, None) => {}
        }
    }
    options.retain(|option| !option.is_empty() && option != "PARTITIONED");
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_taken_apart() {
        for (text, expected) in [
            ("", vec![]),
            ("partitioned", vec![]),
            ("row_format=DYNAMIC partitioned", vec!["ROW_FORMAT=DYNAMIC"]),
            ("max_rows=100 pack_keys=1", vec!["MAX_ROWS=100", "PACK_KEYS=1"]),
            ("key_block_size=8 `encrypted`='no way'", vec!["KEY_BLOCK_SIZE=8", "`encrypted`='no way'"]),
            ("ENCRYPTION=\"Y\"", vec!["ENCRYPTION='Y'"]),
        ] {
            assert_eq!(options(text), expected, "{text}");
        }
    }
}
