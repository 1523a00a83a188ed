//! Scripts that say what operations seldom do.

use autogen_schema::{Dialect, TableName};

use super::expect;
use crate::rust::body::{body, needs_no_transaction};
use crate::{Block, Guard, Hazard, Script, Statement};

fn sql(texts: &[&str]) -> Block {
    Block::new(texts.iter().map(|text| Statement::new(*text)).collect())
}

fn script(blocks: Vec<Block>) -> Script {
    Script { blocks, rebuild: false }
}

#[test]
fn nothing_ends_a_text_or_a_comment() {
    let mut block = sql(&["UPDATE t SET a = '\"#; panic!() \u{202e}\r'", "UPDATE t SET a = '\"#'\nWHERE b = '\"##'"]);
    block.statements[0].hazards =
        vec![Hazard::LosesData("every row of \"a\n    panic!();\u{2028} // \u{202e}\"".to_owned())];
    expect("hostile", &[(Dialect::Sqlite, script(vec![block]))], &[]);
}

#[test]
fn a_guard_stands_above_its_block() {
    let guard = |column| Guard {
        table: TableName::new("t"),
        column,
        fingerprint: "00ff".to_owned(),
        columns: vec!["id".into()],
    };
    let block = Block { guards: vec![guard(None), guard(Some("a\nb".into()))], ..sql(&["DROP TABLE t"]) };
    expect("guards", &[(Dialect::Mysql, script(vec![block]))], &[]);
}

#[test]
fn what_runs_by_itself_is_outside_of_transactions() {
    let apart = Block { apart: true, ..sql(&["CREATE INDEX CONCURRENTLY i ON t (a)"]) };
    let up = [(Dialect::Postgres, script(vec![sql(&["SELECT 1", "SELECT 2"]), apart, sql(&["SELECT 3"])]))];
    assert!(needs_no_transaction(&up));
    expect("apart", &up, &[(Dialect::Postgres, script(vec![sql(&["DROP INDEX i"])]))]);
    assert!(!needs_no_transaction(&[(Dialect::Postgres, script(vec![sql(&["SELECT 1"])]))]));
}

#[test]
fn a_rebuild_knows_tables_by_their_new_names() {
    let swap = [
        "CREATE TABLE \"_autogen_new_a\" (x integer)",
        "INSERT INTO \"_autogen_new_a\" (x) SELECT x FROM \"a\"",
        "DROP TABLE \"a\"",
        "ALTER TABLE \"_autogen_new_a\" RENAME TO \"a\"",
        "CREATE INDEX i ON \"a\" (x)",
    ];
    let blocks = vec![sql(&swap), sql(&["ALTER TABLE \"b\" RENAME TO \"it's c\""])];
    expect("rebuild_renamed", &[(Dialect::Sqlite, Script { blocks, rebuild: true })], &[]);
}

#[test]
fn two_of_three_dialects_have_the_same() {
    let on = |dialect, text: &str| (dialect, script(vec![sql(&[text])]));
    let up = [on(Dialect::Sqlite, "SELECT 1"), on(Dialect::Postgres, "SELECT 2"), on(Dialect::Mysql, "SELECT 2")];
    let two = [on(Dialect::Sqlite, "SELECT 1"), on(Dialect::Mysql, "SELECT 2")];
    expect("two_of_three", &up, &two);
}

#[test]
fn a_dialect_may_have_nothing_to_do() {
    let rebuild = || Script { rebuild: true, ..script(vec![sql(&["DROP TABLE a"])]) };
    let up = [
        (Dialect::Sqlite, rebuild()),
        (Dialect::Postgres, script(vec![sql(&["SELECT 1"])])),
        (Dialect::Mysql, Script::default()),
    ];
    let down = [(Dialect::Sqlite, rebuild()), (Dialect::Postgres, Script::default())];
    expect("nothing_to_do", &up, &down);
}

#[test]
fn nothing_is_nothing() {
    let empty = [(Dialect::Sqlite, Script::default()), (Dialect::Postgres, script(vec![sql(&[])]))];
    assert_eq!(body(&empty, false), "");
    assert_eq!(body(&[], false), "");
}
