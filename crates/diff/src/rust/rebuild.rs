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

const FINDING: &str = "\
use sea_orm::{ConnectOptions, Database, DbBackend, Statement};
use sea_orm::{FromQueryResult, TransactionTrait};

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

const OPENING: &str = "\
let file = \"SELECT file AS what, 0 AS count FROM pragma_database_list LIMIT 1\";
let file = find(file).one(manager.get_connection()).await?;
let file = file.map(|found| found.what).unwrap_or_default();
if file.is_empty() {";

const CONNECTING: &str = "\
let file = file.replace('%', \"%25\").replace('?', \"%3F\");
let mut options = ConnectOptions::new(format!(\"sqlite://{file}\"));
options.max_connections(1);
let own = Database::connect(options).await?;
own.execute_unprepared(\"PRAGMA foreign_keys = OFF\").await?;
let transaction = own.begin().await?;
let manager = &SchemaManager::new(&transaction);";

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

const REFUSING: &str = "\
if let Some(found) = find(strangers).one(&transaction).await? {
    return Err(DbErr::Custom(found.what));
}";

/// Writes what runs in a transaction on a connection of its own, and fails on rows that refer to nothing and did not before.
pub(super) fn rebuild(page: &mut Page, script: &Script, write: impl FnOnce(&mut Page, &[Block])) {
    page.gap();
    page.lines(FINDING);
    page.gap();
    page.comment(
        "A table is replaced, which takes foreign keys that are off: a connection of its own can promise that.",
    );
    page.lines(OPENING);
    page.within(|page| fail(page, "a table in memory cannot be replaced"));
    page.lines(CONNECTING);
    page.lines(CHECKING);
    page.within(|page| fail(page, "foreign keys are on"));
    page.gap();
    page.expr("let orphans = ", &Expr::text(orphans(&[])), ";");
    let renamed = renamed(script);
    let before = if renamed.is_empty() {
        "orphans"
    } else {
        page.expr("let renamed = ", &Expr::text(orphans(&renamed)), ";");
        "renamed"
    };
    page.lines(&format!("let before = find({before}).all(&transaction).await?;"));
    if let Some(strangers) = strangers(script) {
        page.gap();
        page.expr("let strangers = ", &Expr::text(strangers), ";");
        page.lines(REFUSING);
    }
    page.gap();
    write(page, &with_legacy_renames(&script.blocks));
    page.gap();
    page.lines(COMPARING);
    page.gap();
    page.lines("transaction.commit().await?;\nown.close().await?;");
}

fn fail(page: &mut Page, reason: &str) {
    let error = Expr::call("DbErr::Custom", vec![Expr::text(reason.to_owned()).then("to_owned", Vec::new())]);
    page.expr("return ", &Expr::call("Err", vec![error]), ";");
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
