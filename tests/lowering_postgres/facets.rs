//! What is said of single columns, and what becomes of it on the way back.

use autogen_diff::dialect::Satisfied;
use autogen_diff::dialect::postgres::types::same_default;
use autogen_schema::{ColumnType as Ty, DataType, DefaultValue, Generated, Storage};

use super::database::check;
use crate::support::operations::{self as op, add, alter, not_null, typed};

#[tokio::test]
async fn a_number_is_the_default_of_a_boolean() {
    let number = |text: &str| DefaultValue::Number(text.to_owned());
    let outcome = check("CREATE TABLE t (id integer, b boolean); INSERT INTO t VALUES (1, true);", |s| {
        let mut new = not_null(typed("new", Ty::Boolean));
        new.default = Some(DefaultValue::Number("0".to_owned()));
        let retyped = |column: &mut autogen_schema::Column| column.default = Some(DefaultValue::Number("1".to_owned()));
        vec![add("t", new), alter(s, "t", "b", retyped)]
    })
    .await;
    assert_eq!(outcome.database.query("SELECT new FROM t"), ["f"]);
    let schema = outcome.database.schema().await;
    for (name, said, other) in [("new", "0", "1"), ("b", "1", "0")] {
        let Some(DefaultValue::Expression(found)) = &op::column(&schema, "t", name).default else {
            panic!("no default")
        };
        let boolean = DataType::Exact(Ty::Boolean);
        assert_eq!(same_default(&number(said), found, &boolean), Satisfied::Yes);
        assert_eq!(same_default(&number(other), found, &boolean), Satisfied::No);
    }
}

const COMPUTED: &str = "CREATE TABLE t (id integer PRIMARY KEY, c integer GENERATED ALWAYS AS (id * 2) STORED,
        CONSTRAINT small CHECK (c < 100), UNIQUE (c), last text);
    CREATE INDEX i ON t (c) WHERE c > 3;
    CREATE VIEW v AS SELECT c FROM t;
    CREATE TABLE other (c integer REFERENCES t (c));
    INSERT INTO t (id) VALUES (1), (5); INSERT INTO other VALUES (10);";

#[tokio::test]
async fn a_column_becomes_computed_again_by_the_downgrade() {
    let outcome = check(COMPUTED, |s| vec![alter(s, "t", "c", |column| column.generated = None)]).await;
    assert!(outcome.up.contains("DROP EXPRESSION"), "{}", outcome.up);
    let says = |text: &str| outcome.lost.iter().any(|hazard| hazard == text);
    assert!(says("destroys the values of t.c"), "{:?}", outcome.lost);
    assert!(says("copies all rows of t; reads and writes wait"), "{:?}", outcome.lost);
    assert!(says("brings t.c back as the last column, which it was not"), "{:?}", outcome.lost);
}

#[tokio::test]
async fn a_column_is_computed_from_something_else() {
    let outcome = check(COMPUTED, |s| {
        let generated = Generated { expression: "id * 3 - 5".to_owned(), storage: Storage::Stored };
        vec![alter(s, "t", "c", |column| column.generated = Some(generated))]
    })
    .await;
    assert!(!outcome.hazards.iter().any(|hazard| hazard.starts_with("destroys")), "{:?}", outcome.hazards);
    assert_eq!(outcome.database.query("SELECT c FROM t ORDER BY id"), ["-2", "10"]);
}

#[tokio::test]
async fn a_column_that_comes_back_is_the_last() {
    let before = "CREATE TABLE t (a integer, b integer, c integer); INSERT INTO t VALUES (1, 2, 3);";
    let moved = |name: &str| format!("brings t.{name} back as the last column, which it was not");
    let outcome = check(before, |s| vec![op::drop(s, "t", "b")]).await;
    assert_eq!(outcome.lost, [moved("b")]);
    let outcome = check(before, |s| vec![op::drop(s, "t", "b"), op::drop(s, "t", "c")]).await;
    assert_eq!(outcome.lost, [""; 0]);
    let outcome = check(before, |_| vec![add("t", typed("d", Ty::Integer))]).await;
    assert_eq!(outcome.hazards, [""; 0]);
}

#[tokio::test]
async fn a_collation_may_be_of_another_schema() {
    let before = "CREATE SCHEMA \"o.d\"; CREATE COLLATION \"o.d\".\"x.Y\" (locale = 'C');
        CREATE TABLE t (a text COLLATE \"o.d\".\"x.Y\", b text COLLATE \"C\"); INSERT INTO t VALUES ('a', 'b');";
    let outcome = check(before, |s| {
        let of = op::column(s, "t", "a").collation.clone();
        vec![op::drop(s, "t", "a"), alter(s, "t", "b", |column| column.collation = of)]
    })
    .await;
    assert!(outcome.up.contains("COLLATE \"o.d\".\"x.Y\""), "{}", outcome.up);
    assert!(outcome.down.contains("COLLATE \"o.d\".\"x.Y\""), "{}", outcome.down);
}
