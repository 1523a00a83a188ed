//! What is on a table by the hand of somebody else, and would be lost where that is replaced.

use autogen_schema::sql::{Token, tokenize};
use autogen_schema::{Dialect, Ident};

use crate::{Guard, Script};

const SQLITE: Dialect = Dialect::Sqlite;

/// Returns a query for columns, indexes and triggers that the tables have which a script replaces, and that it does not know of. `None` where
/// it replaces none.
pub(super) fn strangers(script: &Script) -> Option<String> {
    let guards = script.blocks.iter().flat_map(|block| &block.guards).filter(|guard| guard.column.is_none());
    let known = list(&objects(script));
    let of_table = |guard: &Guard| {
        let table = SQLITE.literal(guard.table.name.as_str());
        let said = |kind: &str| {
            let text = format!("{} has {kind} that this migration does not know, and would lose: ", guard.table);
            SQLITE.literal(&text)
        };
        format!(
            "SELECT {} || name AS what, 0 AS count FROM sqlite_master\n\
             WHERE tbl_name = {table} COLLATE NOCASE AND type IN ('index', 'trigger') AND sql IS NOT NULL\n\
             AND name COLLATE NOCASE NOT IN ({known})\n\
             UNION ALL SELECT {} || name, 0 FROM pragma_table_xinfo({table})\n\
             WHERE name COLLATE NOCASE NOT IN ({})",
            said("an index or a trigger"),
            said("a column"),
            list(&guard.columns)
        )
    };
    let queries: Vec<String> = guards.map(of_table).collect();
    (!queries.is_empty()).then(|| format!("\n{}", queries.join("\nUNION ALL ")))
}

fn list(names: &[Ident]) -> String {
    names.iter().map(|name| SQLITE.literal(name.as_str())).collect::<Vec<_>>().join(", ")
}

/// The indexes and triggers that a script drops, makes, or makes again.
fn objects(script: &Script) -> Vec<Ident> {
    let statements = script.blocks.iter().flat_map(|block| &block.statements);
    let mut names: Vec<Ident> = statements.filter_map(|statement| object(&statement.sql)).collect();
    names.sort();
    names.dedup();
    names
}

fn object(sql: &str) -> Option<Ident> {
    let tokens: Vec<Token<'_>> = tokenize(sql, SQLITE).into_iter().filter(|token| !token.is_trivia()).collect();
    let is_one = |token: &&Token<'_>, words: &[&str]| words.iter().any(|word| token.is_word(word));
    tokens.first().filter(|first| is_one(first, &["create", "drop"]))?;
    let behind = tokens.iter().take(3).position(|token| is_one(&token, &["index", "trigger"]))? + 1;
    let passed = ["if", "not", "exists"];
    let name = tokens.get(behind..)?.iter().find(|token| !is_one(token, &passed))?;
    name.ident()
}
