//! Scripts of SQLite's that replace tables (<https://sqlite.org/lang_altertable.html#otheralter>).
//!
//! Foreign keys must be off for that, which they can be turned only before a transaction begins. A pool may do so on one connection and go on
//! with another; so the migration asks in its own transaction, before it touches anything. What is written here is the same for SeaORM 1.1
//! and 2.0, which call a query of one's own by different names.

use autogen_schema::{Dialect, TableName};

use super::builder::Statement as Built;
use super::expr::Expr;
use super::page::Page;
use super::read::read;
use super::stages::in_transaction;
use crate::dialect::sqlite::NEW_TABLE;
use crate::render::{Direction, is_replacement};
use crate::{Block, Script, Statement};

const FINDING: &str = "\
#[derive(sea_orm::FromQueryResult)]
struct Found {
    what: String,
    count: i64,
}
let find = |sql| {
    let sql = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, sql);
    <Found as sea_orm::FromQueryResult>::find_by_statement(sql)
};
";

const CHECKING: &str = "\
let find_on = \"SELECT 'foreign keys' AS what, foreign_keys AS count FROM pragma_foreign_keys\";
let on = find(find_on).one(&transaction).await?;
if !matches!(on, Some(Found { count: 0, .. })) {";

const COMPARING: &str = "\
let is_new = |found: &&Found| {
    let was_there = |old: &Found| old.what == found.what && old.count >= found.count;
    !before.iter().any(was_there)
};
if let Some(found) = find(orphans).all(&transaction).await?.iter().find(is_new) {";

/// Writes what runs in a transaction that is refused where foreign keys are on, and fails on rows that refer to nothing and did not before.
pub(super) fn rebuild(page: &mut Page, direction: Direction, script: &Script, write: impl FnOnce(&mut Page, &[Block])) {
    page.gap();
    page.lines(FINDING);
    page.gap();
    page.comment("A table is replaced, which takes one connection, with foreign keys off.");
    in_transaction(page, |page| {
        let command = match direction {
            Direction::Upgrade => "autogen upgrade",
            Direction::Downgrade => "autogen downgrade",
        };
        page.lines(CHECKING);
        page.within(|page| {
            fail(page, Expr::text(format!("foreign keys are on: run `{command}`")).then("to_owned", vec![]))
        });
        page.lines(&orphans("orphans", &[]));
        let renamed = renamed(script);
        if renamed.is_empty() {
            page.lines("let before = find(orphans).all(&transaction).await?;");
        } else {
            page.lines(&orphans("renamed", &renamed));
            page.lines("let before = find(renamed).all(&transaction).await?;");
        }
        page.gap();
        write(page, &with_legacy_renames(&script.blocks));
        page.gap();
        page.lines(COMPARING);
        let text = vec![Expr::text("{} ({} rows)"), Expr::word("found.what"), Expr::word("found.count")];
        page.within(|page| fail(page, Expr::call("format!", text)));
    });
}

fn fail(page: &mut Page, reason: Expr) {
    page.expr("return ", &Expr::call("Err", vec![Expr::call("DbErr::Custom", vec![reason])]), ";");
}

/// Returns the query for rows that refer to nothing, by what they refer to, with tables by other names.
fn orphans(name: &str, renamed: &[(TableName, TableName)]) -> String {
    let called = |column: &str| {
        let whens = renamed.iter().map(|(from, to)| {
            let literal = |table: &TableName| Dialect::Sqlite.literal(table.name.as_str());
            format!(" WHEN {} THEN {}", literal(from), literal(to))
        });
        if renamed.is_empty() {
            column.to_owned()
        } else {
            format!("CASE {column}{} ELSE {column} END", whens.collect::<String>())
        }
    };
    let sql = format!(
        "SELECT {} || ' refers to ' || {} AS what, count(*) AS count\nFROM pragma_foreign_key_check GROUP BY 1",
        called("[table]"),
        called("parent")
    );
    format!("let {name} = {};", super::literal::literal(&sql))
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
