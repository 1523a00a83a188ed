//! Functions and procedures.

use autogen_schema::sql::tokenize;
use autogen_schema::{Dialect, Ident, Object, TableName};
use sea_orm::DbErr;

use super::row::Row;
use super::server::Server;
use super::text;

/// A row of `ROUTINES`.
#[derive(Clone, Debug)]
pub(super) struct RoutineRow {
    pub(super) name: String,
    /// `FUNCTION`, `PROCEDURE`; on MariaDB also `PACKAGE`, `PACKAGE BODY`.
    pub(super) kind: String,
    /// NULL when the account may not see it.
    pub(super) body: Option<String>,
    pub(super) deterministic: bool,
    /// `CONTAINS SQL`, `READS SQL DATA` and so on.
    pub(super) data_access: String,
    pub(super) security: String,
    pub(super) comment: Option<String>,
    pub(super) definer: String,
    pub(super) sql_mode: String,
}

/// A row of `PARAMETERS`.
#[derive(Clone, Debug)]
pub(super) struct ParameterRow {
    pub(super) routine: String,
    pub(super) kind: String,
    /// `IN`, `OUT`, `INOUT`; NULL for what a function returns.
    pub(super) mode: Option<String>,
    pub(super) name: String,
    pub(super) data_type: String,
    pub(super) collation: Option<String>,
}

pub(super) fn decode(row: &Row<'_>) -> Result<RoutineRow, DbErr> {
    Ok(RoutineRow {
        name: row.text("routine_name")?,
        kind: row.text("routine_type")?,
        body: row.optional("body")?,
        deterministic: row.yes("is_deterministic")?,
        data_access: row.text("sql_data_access")?,
        security: row.text("security_type")?,
        comment: row.filled("comment")?,
        definer: row.text("definer")?,
        sql_mode: row.text("sql_mode")?,
    })
}

pub(super) fn decode_parameter(row: &Row<'_>) -> Result<ParameterRow, DbErr> {
    Ok(ParameterRow {
        routine: row.text("routine_name")?,
        kind: row.text("routine_type")?,
        mode: row.filled("parameter_mode")?,
        name: row.text("parameter_name")?,
        data_type: row.text("data_type")?,
        collation: row.filled("collation_name")?,
    })
}

/// Reads a routine. Of a package only the name is told, since what it holds is written in another language.
pub(super) fn read(row: &RoutineRow, parameters: &[ParameterRow], server: &Server) -> Object {
    let own = |parameter: &&ParameterRow| parameter.routine == row.name && parameter.kind == row.kind;
    let parameters: Vec<_> = parameters.iter().filter(own).collect();
    let sql = row.body.as_deref().filter(|_| matches!(row.kind.as_str(), "FUNCTION" | "PROCEDURE"));
    Object {
        kind: row.kind.to_ascii_lowercase(),
        name: TableName::new(row.name.as_str()),
        sql: sql.map(|body| create(row, body, &parameters, server)),
    }
}

fn create(row: &RoutineRow, body: &str, parameters: &[&ParameterRow], server: &Server) -> String {
    let quote = |name: &str| Dialect::Mysql.quote(&Ident::new(name));
    let is_function = row.kind == "FUNCTION";
    let definer = text::definer(&row.definer, server).map(|account| format!("DEFINER={account} ")).unwrap_or_default();
    let aggregate = if is_function && is_aggregate(body) { "AGGREGATE " } else { "" };
    let takes = parameters.iter().filter(|parameter| parameter.mode.is_some()).map(|parameter| {
        let mode =
            parameter.mode.as_deref().filter(|_| !is_function).map(|mode| format!("{mode} ")).unwrap_or_default();
        format!("{mode}{} {}", quote(&parameter.name), data_type(parameter, server))
    });
    let mut sql = format!(
        "CREATE {definer}{aggregate}{} {}({})",
        row.kind,
        quote(&row.name),
        takes.collect::<Vec<_>>().join(", ")
    );
    let returns = parameters.iter().find(|parameter| parameter.mode.is_none());
    sql.extend(returns.map(|returns| format!(" RETURNS {}", data_type(returns, server))));
    if row.deterministic {
        sql.push_str(" DETERMINISTIC");
    }
    if row.data_access != "CONTAINS SQL" {
        sql.extend([" ", &row.data_access]);
    }
    if row.security == "INVOKER" {
        sql.push_str(" SQL SECURITY INVOKER");
    }
    sql.extend(row.comment.as_deref().map(|comment| format!(" COMMENT {}", Dialect::Mysql.literal(comment))));
    format!("{sql}\n{body}")
}

fn data_type(parameter: &ParameterRow, server: &Server) -> String {
    match parameter.collation.as_deref().filter(|collation| *collation != server.collation) {
        Some(collation) => {
            let charset = collation.split('_').next().unwrap_or(collation);
            format!("{} CHARSET {charset} COLLATE {collation}", parameter.data_type)
        }
        None => parameter.data_type.clone(),
    }
}

/// The catalog does not tell an aggregate function (MariaDB), but only one fetches the next row of its group.
fn is_aggregate(body: &str) -> bool {
    let tokens: Vec<_> = tokenize(body, Dialect::Mysql).into_iter().filter(|token| !token.is_trivia()).collect();
    tokens
        .windows(4)
        .any(|tokens| tokens.iter().zip(["fetch", "group", "next", "row"]).all(|(token, word)| token.is_word(word)))
}
