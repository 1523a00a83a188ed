//! What is refused because something that stays would break.

use autogen_schema::Schema;

use super::database::refused;
use crate::support::operations::{self as op, drop};

const BASE: &str = "
CREATE TABLE t (id integer primary key, a text, b int, c int CHECK (c > b), d AS (a || 'x'), e int, f int, g int, CHECK (e > 0));
CREATE TABLE u (id integer primary key, t_g int REFERENCES t (g));
CREATE UNIQUE INDEX t_g ON t (g);
CREATE INDEX partial ON t (id) WHERE f > 0;
CREATE TABLE w (x, y, z);
CREATE VIEW v1 AS SELECT * FROM w;
CREATE VIEW v2 AS SELECT x FROM v1;
CREATE TRIGGER tr AFTER UPDATE OF y ON w BEGIN SELECT 1; END;
CREATE TRIGGER far AFTER DELETE ON u BEGIN UPDATE w SET [z] = 1; END;
";

#[track_caller]
fn assert(refusal: &autogen_diff::dialect::Refusal, expected: &str) {
    assert_eq!(refusal.to_string(), expected);
}

#[tokio::test]
async fn a_column_that_something_uses_stays() {
    let column = |table: &'static str, name: &'static str| move |s: &Schema| vec![drop(s, table, name)];
    assert(&refused(BASE, column("t", "id")).await, "cannot drop `t.id`: it is in the primary key");
    assert(&refused(BASE, column("t", "b")).await, "cannot drop `t.b`: a check of column `c` uses it: c > b");
    assert(&refused(BASE, column("t", "a")).await, "cannot drop `t.a`: the generated column `d` uses it: a || 'x'");
    assert(&refused(BASE, column("t", "e")).await, "cannot drop `t.e`: the check uses it: e > 0");
    assert(
        &refused(BASE, column("t", "f")).await,
        "cannot drop `t.f`: index `partial` uses it in its predicate: f > 0",
    );
    assert(&refused(BASE, column("t", "g")).await, "cannot drop `t.g`: the foreign key u(t_g) refers to it");
    assert(&refused(BASE, column("w", "x")).await, "cannot drop `w.x`: view `v2` mentions it");
    assert(&refused(BASE, column("w", "y")).await, "cannot drop `w.y`: trigger `tr` on `w` mentions it");
    assert(&refused(BASE, column("w", "z")).await, "cannot drop `w.z`: trigger `far` on `u` mentions it");
}

#[tokio::test]
async fn a_table_that_something_mentions_stays() {
    assert(
        &refused(BASE, |s| vec![op::drop_table(s, "t")]).await,
        "cannot drop table `t`: the foreign key u(t_g) refers to it",
    );
    assert(&refused(BASE, |s| vec![op::drop_table(s, "w")]).await, "cannot drop table `w`: view `v1` mentions it");
    let fts = "CREATE TABLE d (body); CREATE VIRTUAL TABLE f USING fts5(body, content='d');";
    assert(
        &refused(fts, |s| vec![op::drop_table(s, "d")]).await,
        "cannot drop table `d`: virtual table `f` mentions it",
    );
}

#[tokio::test]
async fn what_takes_all_columns_needs_as_many_as_there_are() {
    let named = "CREATE TABLE t (a, b); CREATE VIEW v (x, y) AS SELECT * FROM t;";
    assert(
        &refused(named, |_| vec![op::add("t", op::text("c"))]).await,
        "cannot add or drop columns of `t`: view `v` takes all of them with `*` and fits only as many as there are",
    );
    let compound = "CREATE TABLE t (a, b); CREATE VIEW v AS SELECT t.* FROM t UNION SELECT 1, 2;";
    refused(compound, |s| vec![drop(s, "t", "b")]).await;
    let exists = "CREATE TABLE t (a); CREATE VIEW v (n) AS SELECT count(*) FROM t UNION SELECT 2 * 3 WHERE EXISTS (SELECT * FROM t); CREATE TRIGGER x AFTER DELETE ON t WHEN EXISTS (SELECT * FROM t) BEGIN INSERT INTO t (a) VALUES (1); END;";
    super::database::check(exists, |s| vec![op::alter(s, "t", "a", |c| c.nullable = false)]).await;
    super::database::check(exists, |_| vec![op::add("t", op::text("c"))]).await;
    let values = "CREATE TABLE t (a); CREATE TABLE u (a); CREATE TRIGGER x AFTER DELETE ON u BEGIN INSERT INTO T VALUES (1); END;";
    assert(
        &refused(values, |_| vec![op::add("t", op::text("c"))]).await,
        "cannot add or drop columns of `t`: trigger `x` on `u` inserts into it without naming columns and fits only as many as there are",
    );
    let trigger = "CREATE TABLE t (a); CREATE TABLE u (a); CREATE TRIGGER x AFTER DELETE ON u BEGIN INSERT INTO u SELECT * FROM t; END;";
    refused(trigger, |_| vec![op::add("t", op::text("c"))]).await;
}

#[tokio::test]
async fn what_a_foreign_key_refers_to_stays_unique() {
    let base = "CREATE TABLE p (id integer primary key, a, b, UNIQUE (a, b)); CREATE UNIQUE INDEX p_b ON p (b); CREATE TABLE c (x REFERENCES p (b), y, z, FOREIGN KEY (y, z) REFERENCES p (b, a));";
    assert(
        &refused(base, |s| vec![op::drop_index(s, "p", "p_b")]).await,
        "cannot let the same b be in two rows of `p`: the foreign key c(x) refers to them",
    );
    refused(base, |s| vec![op::drop_unique(s, "p", &["a", "b"])]).await;
    let both = |s: &Schema| vec![op::drop_unique(s, "p", &["a", "b"]), op::unique("p", &["b", "a"])];
    super::database::check(base, both).await;
}

#[tokio::test]
async fn a_strict_table_takes_only_strict_types() {
    use autogen_schema::{ColumnType, StringLength};
    let column = |_: &Schema| vec![op::add("t", op::typed("v", ColumnType::String(StringLength::Limit(20))))];
    assert(
        &refused("CREATE TABLE t (a TEXT) STRICT", column).await,
        "cannot make `t.v`: a STRICT table has no type `varchar(20)`, only INTEGER, REAL, TEXT, BLOB and ANY",
    );
}

#[tokio::test]
async fn what_cannot_be_made_is_said() {
    use autogen_schema::{ColumnType, DataType};
    let array = |_: &Schema| vec![op::add("t", op::typed("tags", ColumnType::Array(Box::new(ColumnType::Text))))];
    assert(&refused(BASE, array).await, "cannot make `t.tags`: SQLite has no type for `array(text)`");
    let unknown = |_: &Schema| {
        vec![op::add("t", autogen_schema::Column::new("money", DataType::Unknown("crate::Money".to_owned())))]
    };
    assert(&refused(BASE, unknown).await, "cannot make `t.money`: the type `crate::Money` is not known");
    let own = "CREATE TABLE q (a int, b int, CHECK (q.a > 0));";
    let refusal = refused(own, |s| vec![op::alter(s, "q", "b", |c| c.nullable = false)]).await;
    assert_eq!(refusal.hint.as_deref(), Some("write the columns without `q.`"));
}
