//! Enum types.

use autogen_diff::Operation;
use autogen_schema::{EnumType, Schema};

use super::database::{becomes, check};
use crate::support::operations as op;

const BEFORE: &str = "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
    CREATE TABLE t (id integer PRIMARY KEY, m mood NOT NULL DEFAULT 'ok', ms mood[] DEFAULT '{ok}',
        CONSTRAINT c CHECK (m <> 'sad' OR id > 0));
    CREATE INDEX i ON t (id) WHERE m = 'happy';
    CREATE INDEX plain ON t (m);
    CREATE VIEW v AS SELECT id, m FROM t WHERE m = 'ok';
    INSERT INTO t VALUES (1, 'happy', '{ok,happy}');";

fn alter(schema: &Schema, labels: &[&str], renames: &[(&str, &str)]) -> Operation {
    let (from, to) = (schema.enums[&"mood".into()].clone(), EnumType::new("mood", labels.iter().copied()));
    let renames = renames.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect();
    Operation::AlterEnum { from, to, renames }
}

#[tokio::test]
async fn labels_are_added_in_their_place() {
    let operations = |schema: &_| vec![alter(schema, &["new", "sad", "meh", "ok", "happy", "last"], &[])];
    let after = BEFORE.replace("('sad', 'ok', 'happy')", "('new', 'sad', 'meh', 'ok', 'happy', 'last')");
    let outcome = becomes(BEFORE, operations, &after).await;
    assert_eq!(
        outcome.up,
        "ALTER TYPE \"mood\" ADD VALUE 'new' BEFORE 'sad';\nALTER TYPE \"mood\" ADD VALUE 'meh' AFTER 'sad';\n\
         ALTER TYPE \"mood\" ADD VALUE 'last';\n"
    );
}

#[tokio::test]
async fn a_label_that_is_used_at_once_takes_a_new_type() {
    let operations = |schema: &_| {
        vec![
            alter(schema, &["sad", "ok", "happy", "new"], &[]),
            op::alter(schema, "t", "m", |column| {
                column.default = Some(autogen_schema::DefaultValue::Text("new".to_owned()));
            }),
        ]
    };
    let after = BEFORE.replace("'happy')", "'happy', 'new')").replace("DEFAULT 'ok'", "DEFAULT 'new'");
    let after = after.replacen("m = 'happy', 'new')", "m = 'happy')", 1);
    becomes(BEFORE, operations, &after).await;
}

#[tokio::test]
async fn labels_are_renamed_and_taken_away() {
    let operations = |schema: &_| vec![alter(schema, &["ok", "glad"], &[("happy", "glad")])];
    let outcome = check(&BEFORE.replace("m <> 'sad' OR ", ""), operations).await;
    assert!(outcome.up.starts_with("ALTER TYPE \"mood\" RENAME VALUE 'happy' TO 'glad';\n"), "{}", outcome.up);
    assert!(outcome.hazards.contains(&"fails if t.m is 'sad' in any row".to_owned()), "{:?}", outcome.hazards);
    assert_eq!(outcome.database.query("SELECT m, ms FROM t"), ["glad\t{ok,glad}"]);
}

#[tokio::test]
async fn a_type_comes_before_its_first_use_and_goes_after_its_last() {
    let before = "CREATE TABLE t (id integer PRIMARY KEY, m text); INSERT INTO t VALUES (1, 'x');";
    let operations = |schema: &_| {
        vec![
            Operation::CreateEnum(EnumType::new("It's", ["x", "y's"])),
            op::retype(schema, "t", "m", autogen_schema::ColumnType::Enum("It's".into())),
        ]
    };
    becomes(
        before,
        operations,
        "CREATE TYPE \"It's\" AS ENUM ('x', 'y''s'); CREATE TABLE t (id integer PRIMARY KEY, m \"It's\");",
    )
    .await;
}
