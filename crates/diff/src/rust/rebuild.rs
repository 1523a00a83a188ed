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
use sea_orm::{DbBackend, FromQueryResult, Statement, TransactionTrait};

#[derive(FromQueryResult)]
struct Found {
    what: String,
    count: i64,
}
let find = |sql| {
    let sql = Statement::from_string(DbBackend::Sqlite, sql);
    Found::find_by_statement(sql)
};
";

const CHECKING: &str = "\
let on = \"SELECT '' AS what, foreign_keys AS count FROM pragma_foreign_keys\";
let on = find(on).one(&transaction).await?;
if !matches!(on, Some(Found { count: 0, .. })) {";

const COMPARING: &str = "\
let is_new = |now: &&Found| {
    let same = |was: &Found| was.what == now.what && was.count >= now.count;
    !before.iter().any(same)
};
if let Some(now) = find(orphans).all(&transaction).await?.iter().find(is_new) {
    return Err(DbErr::Custom(now.what.clone()));
}";

/// Writes what runs in a transaction that is refused where foreign keys are on, and fails on rows that refer to nothing and did not before.
pub(super) fn rebuild(page: &mut Page, direction: Direction, script: &Script, write: impl FnOnce(&mut Page, &[Block])) {
    page.gap();
    page.lines(FINDING);
    page.gap();
    page.comment("What follows takes foreign keys that are off, on the connection that it runs on.");
    in_transaction(page, |page| {
        let command = match direction {
            Direction::Upgrade => "autogen upgrade",
            Direction::Downgrade => "autogen downgrade",
        };
        page.lines(CHECKING);
        page.within(|page| {
            let reason = Expr::text(format!("foreign keys are on: run `{command}`")).then("to_owned", Vec::new());
            let error = Expr::call("DbErr::Custom", vec![reason]);
            page.expr("return ", &Expr::call("Err", vec![error]), ";");
        });
        page.expr("let orphans = ", &Expr::text(orphans(&[])), ";");
        let renamed = renamed(script);
        let before = if renamed.is_empty() {
            "orphans"
        } else {
            page.expr("let renamed = ", &Expr::text(orphans(&renamed)), ";");
            "renamed"
        };
        page.lines(&format!("let before = find({before}).all(&transaction).await?;"));
        page.gap();
        write(page, &with_legacy_renames(&script.blocks));
        page.gap();
        page.lines(COMPARING);
    });
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
