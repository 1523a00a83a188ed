//! Views.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::sql::{Token, TokenKind, tokenize};
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

/// The names that stand where a table does: behind `FROM`, `JOIN` and what a list of them has, or before the name of a column.
fn tables_of(tokens: &[Token<'_>]) -> BTreeSet<Ident> {
    let tokens: Vec<&Token<'_>> = tokens.iter().filter(|token| !token.is_trivia()).collect();
    let is_table = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        let starts = before.is_some_and(|token| {
            token.is_word("from")
                || token.is_word("join")
                || token.is_word("straight_join")
                || token.is_punct("(")
                || token.is_punct(",")
        });
        let qualifies = tokens.get(at + 1).is_some_and(|token| token.is_punct("."));
        starts || qualifies
    };
    let quoted = tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::QuotedIdent);
    quoted.filter(|(at, _)| is_table(*at)).filter_map(|(_, token)| Some(token.ident()?.key(Dialect::Mysql))).collect()
}

/// Fills in what each view uses, which MariaDB does not tell: every table and view that its text reads, and of these every column
/// that it names. Aliases that are called alike make it more than there is, never less.
pub(super) fn complete(schema: &mut Schema, columns: &BTreeMap<TableName, BTreeSet<Ident>>) {
    let tables: BTreeMap<Ident, &TableName> =
        columns.keys().map(|table| (table.name.key(Dialect::Mysql), table)).collect();
    for view in schema.views.values_mut() {
        let tokens = tokenize(&view.sql, Dialect::Mysql);
        // The servers quote every name, so that a bare word is none.
        let quoted = tokens.iter().filter(|token| token.kind == TokenKind::QuotedIdent);
        let named: BTreeSet<Ident> = quoted.filter_map(|token| Some(token.ident()?.key(Dialect::Mysql))).collect();
        let read = tables_of(&tokens);
        let of_text = read.iter().filter_map(|name| tables.get(name)).filter(|table| ***table != view.name);
        for table in of_text {
            view.mentions.insert(table.name.clone());
            let used =
                columns.get(*table).into_iter().flatten().filter(|column| named.contains(&column.key(Dialect::Mysql)));
            view.uses.insert((*table).clone(), used.cloned().collect());
        }
    }
}
