//! Scripts of SQLite's that replace tables (<https://sqlite.org/lang_altertable.html#otheralter>).
//!
//! Foreign keys must be off for that, which they can be turned only before a transaction begins. A pool may do so on one connection and go on
//! with another, and leave the first without them; so the migration opens a connection of its own, and asks there once more before it
//! touches anything. What is written here is the same for SeaORM 1.1 and 2.0, which call a query of one's own by different names.

use autogen_schema::{Dialect, TableName};

use super::builder::Statement as Built;
use super::expr::Expr;
use super::page::Page;
use super::read::read;
use super::strangers::strangers;
use crate::dialect::sqlite::NEW_TABLE;
use crate::render::is_replacement;
use crate::{Block, Script, Statement};

/// What the file of such a migration has beside it.
const HELPERS: &str = include_str!("../../templates/rust/rebuild.rs");

/// Returns what stands in the file of a migration beside it, without a line break at the end; nothing where it needs nothing.
pub fn helpers(upgrade: &[(Dialect, Script)], downgrade: &[(Dialect, Script)]) -> String {
    let rebuilds = upgrade.iter().chain(downgrade).any(|(_, script)| script.rebuild && !script.is_empty());
    if rebuilds { HELPERS.trim_end().to_owned() } else { String::new() }
}

/// Writes what runs in a transaction on a connection of its own, and fails on rows that refer to nothing and did not before.
pub(super) fn rebuild(page: &mut Page, script: &Script, write: impl FnOnce(&mut Page, &[Block])) {
    page.gap();
    let mut known = vec![Expr::word("manager")];
    let renamed = renamed(script);
    if renamed.is_empty() {
        known.push(Expr::word("ORPHANS"));
    } else {
        page.expr("let orphans = ", &Expr::text(orphans(&renamed)), ";");
        known.push(Expr::word("orphans"));
    }
    if let Some(strangers) = strangers(script) {
        page.expr("let strangers = ", &Expr::text(strangers), ";");
        known.push(Expr::call("Some", vec![Expr::word("strangers")]));
    } else {
        known.push(Expr::word("None"));
    }
    page.expr("let rebuild = ", &Expr::call("Rebuild::begin", known).awaited(), ";");
    page.lines("let manager = &SchemaManager::new(&rebuild.transaction);");
    page.gap();
    write(page, &with_legacy_renames(&script.blocks));
    page.gap();
    page.lines("rebuild.commit().await?;");
}

/// Returns the query for rows that refer to nothing, by what they refer to, with tables by other names.
fn orphans(renamed: &[(TableName, TableName)]) -> String {
    let called = |column: &str| {
        let whens = renamed.iter().map(|(from, to)| {
            let literal = |table: &TableName| Dialect::Sqlite.literal(table.name.as_str());
            format!("WHEN {} THEN {}\n", literal(from), literal(to))
        });
        if renamed.is_empty() {
            column.to_owned()
        } else {
            format!("CASE {column}\n{}ELSE {column} END", whens.collect::<String>())
        }
    };
    format!(
        "\nSELECT {} || ' refers to rows that ' || {} || ' does not have' AS what, count(*) AS count\n\
         FROM pragma_foreign_key_check GROUP BY 1",
        called("[table]"),
        called("parent")
    )
}

/// The tables that get another name, by their names before and after.
fn renamed(script: &Script) -> Vec<(TableName, TableName)> {
    let mut renamed: Vec<(TableName, TableName)> = Vec::new();
    for statement in script.blocks.iter().flat_map(|block| &block.statements) {
        let Some([builder]) = read(&statement.sql, Dialect::Sqlite).and_then(|all| <[_; 1]>::try_from(all).ok()) else {
            continue;
        };
        let Built::RenameTable(from, to) = builder.0 else { continue };
        if !from.name.as_str().starts_with(NEW_TABLE) {
            renamed.iter_mut().filter(|(_, now)| *now == from).for_each(|(_, now)| *now = to.clone());
            renamed.push((from, to));
        }
    }
    renamed
}

/// Without `legacy_alter_table`, renaming would look through every view and trigger, of which some refer to the table that is gone for the
/// moment.
fn with_legacy_renames(blocks: &[Block]) -> Vec<Block> {
    let pragma = |on: &str| Statement::new(format!("PRAGMA legacy_alter_table = {on}"));
    let blocks = blocks.iter().map(|block| {
        let mut statements = Vec::new();
        let mut coming = block.statements.iter().peekable();
        while let Some(statement) = coming.next() {
            if coming.peek().is_some_and(|next| is_replacement(&next.sql)) {
                statements.push(pragma("ON"));
            }
            statements.push(statement.clone());
            if is_replacement(&statement.sql) {
                statements.push(pragma("OFF"));
            }
        }
        Block { statements, ..block.clone() }
    });
    blocks.collect()
}
