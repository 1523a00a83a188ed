//! Labels of an enum that get another name.

use autogen_diff::Operation;
use autogen_diff::dialect::mysql::upgrade;
use autogen_schema::{Column, ColumnType, DataType, EnumType, Schema};

use super::database::{Enums, Scratch, check_with};
use crate::support::operations::{alter, rename, rename_table};

const BEFORE: &str =
    "CREATE TABLE t (id int PRIMARY KEY, m enum('sad', 'it''s', 'ok') NOT NULL DEFAULT 'ok' COMMENT 'x',
        at timestamp NOT NULL DEFAULT '2020-01-02 03:04:05' ON UPDATE current_timestamp());
    INSERT INTO t (id, m) VALUES (1, 'sad'), (2, 'it''s'), (3, 'ok');";

fn operations(schema: &Schema, labels: &[&str], renames: &[(&str, &str)]) -> Vec<Operation> {
    let (from, to) = (EnumType::new("mood", ["sad", "it's", "ok"]), EnumType::new("mood", labels.iter().copied()));
    let renames = renames.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect();
    let ty = DataType::Exact(ColumnType::Enum("mood".into()));
    vec![
        Operation::AlterEnum { from, to, renames },
        alter(schema, "t", "m", |column: &mut Column| column.data_type = ty),
    ]
}

fn enums(labels: &[&str]) -> Enums {
    Enums::from([("mood".into(), EnumType::new("mood", labels.iter().copied()))])
}

#[tokio::test]
async fn rows_keep_what_they_say() {
    let labels = ["glad", "it is", "ok", "new"];
    let outcome =
        check_with(BEFORE, &enums(&labels), |s| operations(s, &labels, &[("sad", "glad"), ("it's", "it is")])).await;
    assert_eq!(
        outcome.up,
        "ALTER TABLE `t` MODIFY COLUMN `m` enum('sad', 'it''s', 'ok', 'glad', 'it is') NOT NULL DEFAULT 'ok' COMMENT 'x';
UPDATE `t` SET `m` = 'glad', `at` = `at` WHERE `m` = 'sad';
UPDATE `t` SET `m` = 'it is', `at` = `at` WHERE `m` = 'it''s';
ALTER TABLE `t` MODIFY COLUMN `m` enum('glad', 'it is', 'ok', 'new') NOT NULL DEFAULT 'ok' COMMENT 'x';
"
    );
    assert_eq!(outcome.hazards, ["copies all rows of t; writes wait"]);
    assert_eq!(outcome.lost, ["fails if t.m is 'new' in any row", "copies all rows of t; writes wait"]);
    assert_eq!(
        outcome.database.query("SELECT m, at FROM t ORDER BY id"),
        ["glad\t2020-01-02 03:04:05", "it is\t2020-01-02 03:04:05", "ok\t2020-01-02 03:04:05"]
    );
}

#[tokio::test]
async fn tables_and_columns_may_be_renamed_as_well() {
    let labels = ["Sad", "fine", "ok"];
    let outcome = check_with(BEFORE, &enums(&labels), |s| {
        let [labels, Operation::AlterColumn { from, to, .. }] =
            &operations(s, &["Sad", "fine", "ok"], &[("sad", "Sad"), ("it's", "fine")])[..]
        else {
            panic!("two operations")
        };
        let renamed = |column: &Column| Column { name: "mood".into(), ..column.clone() };
        vec![
            rename_table("t", "people"),
            rename("people", "m", "mood"),
            labels.clone(),
            Operation::AlterColumn { table: "people".into(), from: renamed(from), to: renamed(to) },
        ]
    })
    .await;
    assert_eq!(outcome.database.query("SELECT mood FROM people ORDER BY id"), ["Sad", "fine", "ok"]);
}

#[tokio::test]
async fn a_label_does_not_get_the_name_of_one_that_stays() {
    let base = Scratch::new(BEFORE).await.schema().await;
    let labels = ["ok", "it's"];
    let operations = operations(&base, &labels, &[("sad", "ok")]);
    let refusal = upgrade(&operations, &base, &enums(&labels)).unwrap_err();
    assert_eq!(refusal.to_string(), "cannot rename labels of `t.m`: one of them has the name of another");
}
