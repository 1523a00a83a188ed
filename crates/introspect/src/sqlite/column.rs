//! Columns.

use autogen_schema::sql::{Token, TokenKind, tokenize};
use autogen_schema::sqlite::{ColumnConstraintKind, ColumnDef, CreateTable};
use autogen_schema::{Column, DataType, DefaultValue, Dialect, Generated, Ident, SqlType, Storage, TableName};

use super::row::{ColumnRow, IndexRow};

/// Reads the columns of a table, in order.
pub(super) fn read(rows: &[ColumnRow], indexes: &[IndexRow], ddl: Option<&CreateTable>) -> Vec<Column> {
    rows.iter()
        .map(|row| {
            let ddl = ddl.and_then(|ddl| Some((ddl, ddl.column(&row.name)?)));
            column(row, is_rowid(row, rows, indexes), ddl)
        })
        .collect()
}

/// Whether a column is another name of the rowid: the only column of a primary key that has no index of its own. An
/// `INTEGER PRIMARY KEY DESC` has one, and so has every key of a WITHOUT ROWID table.
/// <https://sqlite.org/lang_createtable.html#rowids_and_the_integer_primary_key>
fn is_rowid(row: &ColumnRow, rows: &[ColumnRow], indexes: &[IndexRow]) -> bool {
    row.key > 0
        && rows.iter().filter(|row| row.key > 0).count() == 1
        && !indexes.iter().any(|index| index.origin == "pk")
}

fn column(row: &ColumnRow, rowid: bool, ddl: Option<(&CreateTable, &ColumnDef)>) -> Column {
    let mut column =
        Column::new(row.name.as_str(), DataType::Reported(SqlType::parse(&without_comments(&row.data_type))));
    column.nullable = !row.not_null && !rowid;
    column.default = row.default.as_deref().map(default_value);
    column.auto_increment = rowid;
    column.generated = generated(row.hidden, ddl);
    column.collation = ddl.and_then(|(_, column)| collation(column)).map(TableName::new);
    column
}

/// SQLite reports the type with the comments that stand within it.
fn without_comments(data_type: &str) -> String {
    let tokens = tokenize(data_type, Dialect::Sqlite);
    let spoken = |token: &Token<'_>| !matches!(token.kind, TokenKind::LineComment | TokenKind::BlockComment);
    tokens.iter().map(|token| if spoken(token) { token.text } else { " " }).collect()
}

/// A default is never a column: a bare or double-quoted word in its place is a string to SQLite, and is written as one.
/// <https://sqlite.org/quirks.html#double_quoted_string_literals_are_accepted>
fn default_value(text: &str) -> DefaultValue {
    let tokens = tokenize(text, Dialect::Sqlite);
    let mut spoken = tokens.iter().filter(|token| !token.is_trivia());
    let literal = match (spoken.next(), spoken.next()) {
        (Some(token), None) if !is_constant(token) => token.ident().map(|word| Dialect::Sqlite.literal(word.as_str())),
        _ => None,
    };
    DefaultValue::Expression(literal.unwrap_or_else(|| text.to_owned()))
}

fn is_constant(token: &Token<'_>) -> bool {
    ["null", "true", "false", "current_date", "current_time", "current_timestamp"]
        .iter()
        .any(|word| token.is_word(word))
}

/// Without the table's text the expression is unknown, and empty.
fn generated(hidden: i64, ddl: Option<(&CreateTable, &ColumnDef)>) -> Option<Generated> {
    let storage = match hidden {
        2 => Storage::Virtual,
        3 => Storage::Stored,
        _ => return None,
    };
    let expression = ddl.and_then(|(ddl, column)| {
        column.constraints.iter().find_map(|constraint| match &constraint.kind {
            ColumnConstraintKind::Generated { expr, .. } => Some(ddl.text(expr).to_owned()),
            _ => None,
        })
    });
    Some(Generated { expression: expression.unwrap_or_default(), storage })
}

/// The last one written counts; BINARY is the default.
fn collation(column: &ColumnDef) -> Option<Ident> {
    let written = column.constraints.iter().rev().find_map(|constraint| match &constraint.kind {
        ColumnConstraintKind::Collate(name) => Some(name.ident.clone()),
        _ => None,
    })?;
    (!written.as_str().eq_ignore_ascii_case("binary")).then_some(written)
}
