//! Views.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::sql::{TokenKind, tokenize};
use autogen_schema::{Dialect, Ident, Schema, TableName, View};
use sea_orm::DbErr;

use super::row::Row;
use super::server::Server;
use super::table::TableRow;
use super::text;
use crate::Note;

/// A row of `VIEWS`.
#[derive(Clone, Debug)]
pub(super) struct ViewRow {
    /// Empty when the account may not see it.
    pub(super) definition: String,
    pub(super) check_option: String,
    pub(super) definer: String,
    pub(super) security: String,
    /// Empty where the server does not tell.
    pub(super) algorithm: String,
}

pub(super) fn decode(row: &Row<'_>) -> Result<(String, ViewRow), DbErr> {
    let view = ViewRow {
        definition: row.text("view_definition")?,
        check_option: row.text("check_option")?,
        definer: row.text("definer")?,
        security: row.text("security_type")?,
        algorithm: row.text("algorithm")?,
    };
    Ok((row.text("table_name")?, view))
}

/// Reads a view. What it uses is filled in by [`complete`].
pub(super) fn read(name: &TableName, row: &ViewRow, server: &Server) -> View {
    View::new(name.clone(), sql(name, row, server))
}

fn sql(name: &TableName, row: &ViewRow, server: &Server) -> String {
    let algorithm = match row.algorithm.as_str() {
        "" | "UNDEFINED" => String::new(),
        algorithm => format!("ALGORITHM={algorithm} "),
    };
    let definer = text::definer(&row.definer, server).map(|account| format!("DEFINER={account} ")).unwrap_or_default();
    let security = if row.security == "INVOKER" { "SQL SECURITY INVOKER " } else { "" };
    let check = match row.check_option.as_str() {
        "" | "NONE" => String::new(),
        option => format!(" WITH {option} CHECK OPTION"),
    };
    format!(
        "CREATE {algorithm}{definer}{security}VIEW {} AS {}{check}",
        Dialect::Mysql.quote_table(name),
        text::unqualify(&row.definition, &server.database)
    )
}

/// What keeps a view from being used, or read.
pub(super) fn note(name: &TableName, row: &ViewRow, table: &TableRow) -> Option<Note> {
    if row.definition.is_empty() {
        return Some(Note::Hidden { what: "text", of: vec![name.clone()] });
    }
    // In place of a comment the server says what is wrong.
    let message = table.comment.as_ref().filter(|comment| *comment != "VIEW")?;
    Some(Note::BrokenView { view: name.clone(), message: message.clone() })
}

/// Fills in what each view uses, which MariaDB does not tell: every table and view that its text names, and of these every column
/// that it names. Aliases that are called alike make it more than there is, never less.
pub(super) fn complete(schema: &mut Schema, columns: &BTreeMap<TableName, BTreeSet<Ident>>) {
    let tables: BTreeMap<Ident, &TableName> =
        columns.keys().map(|table| (table.name.key(Dialect::Mysql), table)).collect();
    for view in schema.views.values_mut() {
        let tokens = tokenize(&view.sql, Dialect::Mysql);
        // The servers quote every name, so that a bare word is none.
        let quoted = tokens.iter().filter(|token| token.kind == TokenKind::QuotedIdent);
        let named: BTreeSet<Ident> = quoted.filter_map(|token| Some(token.ident()?.key(Dialect::Mysql))).collect();
        for table in named.iter().filter_map(|name| tables.get(name)).filter(|table| ***table != view.name) {
            view.mentions.insert(table.name.clone());
            let used =
                columns.get(*table).into_iter().flatten().filter(|column| named.contains(&column.key(Dialect::Mysql)));
            view.uses.insert((*table).clone(), used.cloned().collect());
        }
    }
}
