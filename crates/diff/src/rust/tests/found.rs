//! Which statements of a script have builders.

use std::collections::BTreeMap;

use autogen_schema::{
    Column, ColumnType as Ty, DataType, Dialect, ForeignKey, Index, IndexPart, PrimaryKey, ReferentialAction, Schema,
    Table, TableName,
};

use crate::render::Direction;
use crate::rust::{Candidates, Target, with_builders};
use crate::{Block, Guard, Hazard, Operation as Op, Others, Script, Statement, Steps};

const SQLITE: &[Dialect] = &[Dialect::Sqlite];
const POSTGRES: &[Dialect] = &[Dialect::Postgres];
const MYSQL: &[Dialect] = &[Dialect::Mysql];
const ALL: &[Dialect] = &Dialect::ALL;

/// `t` with a column that counts and one with an index and a foreign key to `p`.
fn schema() -> Schema {
    let column = |name: &str| Column::new(name, DataType::Implied(Ty::Integer));
    let mut t = Table::new("t");
    t.columns = vec![Column { auto_increment: true, ..column("id") }, column("a")];
    t.primary_key = Some(PrimaryKey::new(["id"]));
    t.indexes = vec![Index { name: Some("i".into()), ..Index::new([IndexPart::column("a")]) }];
    t.foreign_keys = vec![ForeignKey { name: Some("k".into()), ..ForeignKey::new(["a"], "p", ["id"]) }];
    let mut free = Table::new("free");
    free.columns = vec![column("a"), Column { auto_increment: true, ..column("n") }];
    let mut alone = Table::new("alone");
    alone.columns = vec![column("a")];
    let mut schema = Schema::default();
    for table in [t, free, alone] {
        schema.add(table);
    }
    schema
}

fn find(dialect: Dialect, project: &[Dialect], direction: Direction, script: Script, operations: &[Op]) -> Script {
    let from = schema();
    let candidates = Candidates::of(operations, &from, &BTreeMap::new());
    with_builders(script, &candidates, Target { dialect, project, direction, from: &from })
}

/// The statements that become of one, each with a `*` where it has a builder.
fn found(dialect: Dialect, project: &[Dialect], direction: Direction, sql: &str) -> Vec<String> {
    let script = Script { blocks: vec![Block::new(vec![Statement::new(sql)])], rebuild: false };
    let found = find(dialect, project, direction, script, &[]);
    let statements = found.blocks.into_iter().flat_map(|block| block.statements);
    statements
        .map(|statement| format!("{}{}", if statement.builder.is_some() { "*" } else { "" }, statement.sql))
        .collect()
}

fn up(dialect: Dialect, project: &[Dialect], sql: &str) -> Vec<String> {
    found(dialect, project, Direction::Upgrade, sql)
}

#[test]
fn what_a_database_keeps_as_text_comes_back_as_it_was() {
    let inline = "CREATE TABLE u (a integer REFERENCES p (id))";
    let down = |sql| found(Dialect::Sqlite, SQLITE, Direction::Downgrade, sql);
    assert_eq!(down(inline), [inline]);
    let built = "*CREATE TABLE \"u\" ( \"a\" integer, FOREIGN KEY (\"a\") REFERENCES \"p\" (\"id\") )";
    assert_eq!(up(Dialect::Sqlite, SQLITE, inline), [built]);
    assert_eq!(down("CREATE TABLE u (\n    a integer,\n    FOREIGN KEY (a) REFERENCES p (id)\n)"), [built]);
    // A server keeps what it means.
    let down = found(Dialect::Postgres, POSTGRES, Direction::Downgrade, "CREATE TABLE u (a int PRIMARY KEY)");
    assert_eq!(down, ["*CREATE TABLE \"u\" ( \"a\" integer NOT NULL PRIMARY KEY )"]);
}

#[test]
fn a_constraint_is_dropped_as_what_it_is() {
    assert_eq!(
        up(Dialect::Postgres, POSTGRES, "ALTER TABLE t DROP CONSTRAINT k"),
        ["*ALTER TABLE \"t\" DROP CONSTRAINT \"k\""]
    );
    assert_eq!(up(Dialect::Postgres, POSTGRES, "ALTER TABLE t DROP CONSTRAINT u"), ["ALTER TABLE t DROP CONSTRAINT u"]);
}

/// sea-query writes the names of indexes and keys as they are, whatever is in them.
#[test]
fn what_is_not_written_as_it_is_meant_is_sql() {
    for sql in ["DROP INDEX \"quo\"\"te\"", "DROP INDEX \"i\"\"; DROP TABLE t; --\"", "CREATE INDEX \"\"\"\" ON t (a)"]
    {
        assert_eq!(up(Dialect::Postgres, POSTGRES, sql), [sql]);
    }
    // It writes a control character by its number.
    let text = "ALTER TABLE t ADD COLUMN x text DEFAULT '\u{1}'";
    assert_eq!(up(Dialect::Postgres, POSTGRES, text), [text]);
    assert_eq!(up(Dialect::Postgres, POSTGRES, "DROP TABLE \"quo\"\"te\""), ["*DROP TABLE \"quo\"\"te\""]);
}

#[test]
fn it_is_known_where_an_index_is() {
    let script = Script { blocks: vec![Block::new(vec![Statement::new("DROP INDEX i")])], rebuild: false };
    let found = find(Dialect::Sqlite, SQLITE, Direction::Upgrade, script, &[]);
    let body = crate::rust::body::body(&[(Dialect::Sqlite, found)], false);
    assert!(body.contains(".drop_index(Index::drop().name(\"i\").table(\"t\").to_owned())"), "{body}");
}

#[test]
fn a_table_that_is_copied_is_made_as_it_was_written() {
    let texts =
        ["CREATE TABLE \"_autogen_new_t\" (a integer)", "DROP TABLE t", "ALTER TABLE \"_autogen_new_t\" RENAME TO t"];
    let block = Block::new(texts.iter().map(|text| Statement::new(*text)).collect());
    let guard =
        Guard { table: TableName::new("t"), column: None, fingerprint: "0".to_owned(), columns: vec!["a".into()] };
    let other = Block { guards: vec![guard], apart: true, ..Block::new(vec![Statement::new("DROP TABLE u")]) };
    let script = Script { blocks: vec![block.clone(), other.clone()], rebuild: true };
    let found = find(Dialect::Sqlite, SQLITE, Direction::Upgrade, script, &[]);
    assert_eq!(found.blocks[0], block);
    assert!(found.blocks[1].statements[0].builder.is_some());
    assert!(found.rebuild && found.blocks[1].apart && found.blocks[1].guards == other.guards);
}

#[test]
fn steps_stay_with_their_statement() {
    let steps = Steps { beside: vec![Statement::new("CREATE INDEX CONCURRENTLY j ON t (a)")], ..Steps::default() };
    let statement = Statement { online: Some(Box::new(steps.clone())), ..Statement::new("CREATE INDEX j ON t (a)") };
    let script = Script { blocks: vec![Block::new(vec![statement])], rebuild: false };
    let found = find(Dialect::Postgres, POSTGRES, Direction::Upgrade, script, &[]);
    let statement = &found.blocks[0].statements[0];
    assert!(statement.builder.is_some());
    assert_eq!(statement.online.as_deref(), Some(&steps));
}

#[test]
fn a_statement_of_mysqls_is_as_small_as_the_others_are() {
    let columns = "ALTER TABLE t ADD COLUMN b int, DROP COLUMN a";
    assert_eq!(up(Dialect::Mysql, MYSQL, columns), ["*ALTER TABLE `t` ADD COLUMN `b` int, DROP COLUMN `a`"]);
    let one_by_one = ["*ALTER TABLE `t` ADD COLUMN `b` int", "*ALTER TABLE `t` DROP COLUMN `a`"];
    assert_eq!(up(Dialect::Mysql, ALL, columns), one_by_one);
    let table = "CREATE TABLE u (a int, UNIQUE INDEX x (a), INDEX y (a))";
    assert_eq!(
        up(Dialect::Mysql, MYSQL, table),
        ["*CREATE TABLE `u` ( `a` int, UNIQUE KEY `x` (`a`), KEY `y` (`a`) )"]
    );
    let parts =
        ["*CREATE TABLE `u` ( `a` int )", "*CREATE UNIQUE INDEX `x` ON `u` (`a`)", "*CREATE INDEX `y` ON `u` (`a`)"];
    assert_eq!(up(Dialect::Mysql, ALL, table), parts);
    // What takes several builders is said in several, whoever else has them.
    let both = ["*ALTER TABLE `t` ADD COLUMN `b` int", "*CREATE INDEX `j` ON `t` (`b`)"];
    assert_eq!(up(Dialect::Mysql, MYSQL, "ALTER TABLE t ADD COLUMN b int, ADD INDEX j (b)"), both);
    // A column has its old name for the whole of its statement.
    let renamed = "ALTER TABLE t RENAME COLUMN a TO b, ADD COLUMN a int";
    assert_eq!(up(Dialect::Mysql, ALL, renamed), ["*ALTER TABLE `t` RENAME COLUMN `a` TO `b`, ADD COLUMN `a` int"]);
}

#[test]
fn what_mysql_must_be_told_at_once_is_not_cut() {
    let whole = |sql: &str| assert_eq!(up(Dialect::Mysql, ALL, sql), [sql]);
    // A foreign key stands on the index that goes, until the other is there.
    whole("ALTER TABLE t DROP INDEX i, ADD INDEX j (a, id)");
    // Values are made only for a column with an index.
    whole("ALTER TABLE alone ADD COLUMN n int AUTO_INCREMENT, ADD UNIQUE INDEX n (n)");
    whole("ALTER TABLE free DROP INDEX n, DROP COLUMN n");
    whole("ALTER TABLE unknown DROP INDEX n, DROP COLUMN n");
    // So it is in a table that comes, which has a builder as a whole.
    let counter = "CREATE TABLE u (n int AUTO_INCREMENT, UNIQUE INDEX x (n))";
    assert_eq!(
        up(Dialect::Mysql, ALL, counter),
        ["*CREATE TABLE `u` ( `n` int AUTO_INCREMENT, UNIQUE KEY `x` (`n`) )"]
    );
    let own = "CREATE TABLE u (a int, b int, UNIQUE INDEX x (a), CONSTRAINT y FOREIGN KEY (b) REFERENCES u (a))";
    assert_eq!(up(Dialect::Mysql, ALL, own).len(), 1);
    // A server made the index for the key that goes with it.
    let moved = "ALTER TABLE t DROP FOREIGN KEY k, DROP INDEX k, ADD CONSTRAINT l FOREIGN KEY (id) REFERENCES p (id)";
    assert_eq!(up(Dialect::Mysql, MYSQL, moved).len(), 3);
    let replaced = ["*DROP INDEX `i` ON `alone`", "*CREATE INDEX `j` ON `alone` (`a`)"];
    assert_eq!(up(Dialect::Mysql, MYSQL, "ALTER TABLE alone DROP INDEX i, ADD INDEX j (a)"), replaced);
    let freed = ["*ALTER TABLE `t` DROP FOREIGN KEY `k`", "*DROP INDEX `i` ON `t`", "*ALTER TABLE `t` DROP COLUMN `a`"];
    assert_eq!(up(Dialect::Mysql, MYSQL, "ALTER TABLE t DROP FOREIGN KEY k, DROP INDEX i, DROP COLUMN a"), freed);
}

#[test]
fn hazards_stay_above_what_they_come_from() {
    let lost = Hazard::LosesData("the values of t.a".to_owned());
    let copied = Hazard::copies("t", Others::Wait);
    let statement = Statement {
        hazards: vec![lost.clone(), copied.clone()],
        ..Statement::new("ALTER TABLE t ADD COLUMN b int, DROP COLUMN a")
    };
    let script = Script { blocks: vec![Block::new(vec![statement])], rebuild: false };
    let found = find(Dialect::Mysql, ALL, Direction::Upgrade, script, &[]);
    let hazards: Vec<_> = found.blocks[0].statements.iter().map(|statement| statement.hazards.clone()).collect();
    assert_eq!(hazards, [vec![copied], vec![lost]]);
}

#[test]
fn a_key_that_is_told_to_do_nothing_says_so_where_others_do() {
    let key = ForeignKey { on_delete: Some(ReferentialAction::NoAction), ..ForeignKey::new(["a"], "p", ["id"]) };
    let operations = [Op::AddForeignKey { table: "alone".into(), key }];
    let sql = "ALTER TABLE alone ADD CONSTRAINT x FOREIGN KEY (a) REFERENCES p (id)";
    let script = || Script { blocks: vec![Block::new(vec![Statement::new(sql)])], rebuild: false };
    let written = |project| {
        let found = find(Dialect::Postgres, project, Direction::Upgrade, script(), &operations);
        found.blocks[0].statements[0].sql.clone()
    };
    assert!(!written(POSTGRES).contains("NO ACTION"));
    assert!(written(ALL).ends_with(" ON DELETE NO ACTION"));
}
