//! A script as a file that a database's own client runs: with the transaction around it, and what else the runner of revisions
//! would see to.

use autogen_schema::Dialect;
use autogen_schema::sql::{TokenKind, tokenize};

use super::statement;
use crate::dialect::sqlite::NEW_TABLE;
use crate::{Script, Statement};

/// Renders a script as SQL that runs as it stands. Nothing for one without statements.
pub fn runnable(dialect: Dialect, script: &Script) -> String {
    let blocks: Vec<String> = script
        .blocks
        .iter()
        .map(|block| block_lines(&block.statements, dialect).join("\n"))
        .filter(|block| !block.is_empty())
        .collect();
    if blocks.is_empty() {
        return String::new();
    }
    let (begin, end) = around(dialect, script);
    let parts = begin.into_iter().map(str::to_owned).chain(blocks).chain(end.into_iter().map(str::to_owned));
    parts.collect::<Vec<_>>().join("\n\n") + "\n"
}

/// What stands before a script and behind it.
fn around(dialect: Dialect, script: &Script) -> (Option<&'static str>, Option<&'static str>) {
    match dialect {
        // What refers to a table that is dropped and made again would act on that.
        Dialect::Sqlite if script.rebuild => (
            Some("PRAGMA foreign_keys = OFF;\nBEGIN IMMEDIATE;"),
            Some(
                "-- lists the rows that refer to nothing\nPRAGMA foreign_key_check;\nCOMMIT;\nPRAGMA foreign_keys = ON;",
            ),
        ),
        Dialect::Sqlite => (Some("BEGIN IMMEDIATE;"), Some("COMMIT;")),
        // What the body of a function needs may come after it.
        Dialect::Postgres => (Some("BEGIN;\nSET LOCAL check_function_bodies = off;"), Some("COMMIT;")),
        // Every statement commits by itself.
        Dialect::Mysql => (None, None),
    }
}

fn block_lines(statements: &[Statement], dialect: Dialect) -> Vec<String> {
    let mut lines = Vec::new();
    for (at, each) in statements.iter().enumerate() {
        let replaces = |other: Option<&Statement>| {
            dialect == Dialect::Sqlite && other.is_some_and(|other| is_replacement(&other.sql))
        };
        // The new name of a table would be looked for in every view and trigger, of which some refer to what is gone for the moment.
        if replaces(statements.get(at + 1)) {
            lines.push("PRAGMA legacy_alter_table = ON;".to_owned());
        }
        lines.push(if dialect == Dialect::Mysql && has_body(&each.sql) {
            delimited(each)
        } else {
            statement(each, dialect)
        });
        if replaces(Some(each)) {
            lines.push("PRAGMA legacy_alter_table = OFF;".to_owned());
        }
    }
    lines
}

/// Whether a statement gives a table that was made anew the name of the one before.
pub(crate) fn is_replacement(sql: &str) -> bool {
    sql.starts_with(&format!("ALTER TABLE \"{NEW_TABLE}")) && sql.contains("\" RENAME TO ")
}

/// Whether a semicolon within would end the statement for the client.
fn has_body(sql: &str) -> bool {
    tokenize(sql, Dialect::Mysql).iter().any(|token| token.kind == TokenKind::Punct && token.is_punct(";"))
}

/// The statement between marks that do not occur in it.
fn delimited(each: &Statement) -> String {
    let mut mark = "//".to_owned();
    while each.sql.contains(&mark) {
        mark.push('/');
    }
    let text = statement(each, Dialect::Mysql);
    let text = text.strip_suffix(';').unwrap_or(&text);
    format!("DELIMITER {mark}\n{text}\n{mark}\nDELIMITER ;")
}
