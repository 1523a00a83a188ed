//! What nobody manages, in the way of what somebody does.

use autogen_diff::Operation;
use autogen_schema::ColumnType as Ty;

use super::database::{check, refused};
use crate::support::operations as op;

const BEFORE: &str = "CREATE TABLE t (id integer PRIMARY KEY, a integer, b text);
    CREATE VIEW v AS SELECT id, a FROM t;
    CREATE MATERIALIZED VIEW w AS SELECT max(a) AS a FROM v;
    CREATE VIEW other AS SELECT b FROM t;
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
    CREATE TRIGGER r BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f();
    CREATE TRIGGER s BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.b <> 'x') EXECUTE FUNCTION f();
    INSERT INTO t VALUES (1, 2, 'x');";

#[tokio::test]
async fn views_and_triggers_make_room_for_a_type_and_come_back() {
    let outcome = check(BEFORE, |schema| vec![op::retype(schema, "t", "a", Ty::BigInteger)]).await;
    let statements: Vec<&str> = outcome.up.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(
        statements,
        [
            "DROP MATERIALIZED VIEW \"w\";",
            "DROP VIEW \"v\";",
            "DROP TRIGGER \"r\" ON \"t\";",
            "ALTER TABLE \"t\" ALTER COLUMN \"a\" TYPE bigint;",
            "CREATE VIEW \"v\" AS",
            "CREATE MATERIALIZED VIEW \"w\" AS",
            "CREATE TRIGGER r BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f();",
        ],
        "{}",
        outcome.up
    );
    assert_eq!(
        outcome.hazards,
        [
            "drops materialized view w, which is in the way, and makes it again below",
            "drops view v, which is in the way, and makes it again below",
            "drops trigger r, which is in the way, and makes it again below",
            "copies all rows of t; reads and writes wait",
        ]
    );
}

#[tokio::test]
async fn what_would_break_is_refused_by_name() {
    let refusal = refused(BEFORE, |schema| vec![op::drop(schema, "t", "a")]).await;
    assert_eq!(refusal.to_string(), "cannot drop `t.a`: view `v` uses it");
    let refusal = refused(BEFORE, |schema| vec![Operation::DropTable(op::table(schema, "t").clone())]).await;
    assert_eq!(refusal.to_string(), "cannot drop table `t`: view `other` uses it");
    let before = "CREATE TABLE t (id integer PRIMARY KEY, a integer);
        CREATE TABLE u (id integer PRIMARY KEY, t_id integer CONSTRAINT k REFERENCES t);";
    let refusal = refused(before, |schema| vec![Operation::DropTable(op::table(schema, "t").clone())]).await;
    assert_eq!(refusal.to_string(), "cannot drop table `t`: foreign key `k` of `u` refers to it");
    let before = "CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer GENERATED ALWAYS AS (a + 1) STORED);";
    let refusal = refused(before, |schema| vec![op::drop(schema, "t", "a")]).await;
    assert_eq!(refusal.to_string(), "cannot drop `t.a`: computed column `b` uses it");
}

#[tokio::test]
async fn a_view_is_not_made_again_under_old_names() {
    let refusal =
        refused(BEFORE, |schema| vec![op::rename("t", "b", "c"), op::retype(schema, "t", "a", Ty::BigInteger)]).await;
    assert_eq!(refusal.hint.as_deref(), Some("rename in a revision of its own, before this one"));
}

#[tokio::test]
async fn a_table_with_triggers_is_dropped_and_comes_back() {
    let before = "CREATE TABLE t (id integer PRIMARY KEY, a integer);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE TRIGGER r BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();";
    let outcome = check(before, |schema| vec![Operation::DropTable(op::table(schema, "t").clone())]).await;
    assert_eq!(outcome.hazards, ["destroys every row of t", "trigger r goes with table t"]);
}

#[tokio::test]
async fn a_computed_column_makes_room_for_a_type() {
    let before = "CREATE TABLE t (id integer PRIMARY KEY, a integer, c integer GENERATED ALWAYS AS (a + 1) STORED CHECK (c > 0) UNIQUE);
        CREATE INDEX i ON t ((c + 1)); CREATE VIEW v AS SELECT c FROM t; CREATE STATISTICS st ON id, c FROM t;
        INSERT INTO t VALUES (1, 2);";
    let outcome = check(before, |schema| vec![op::retype(schema, "t", "a", Ty::BigInteger)]).await;
    let dropped = "drops computed column c, which is in the way, and makes it again below".to_owned();
    assert!(outcome.hazards.contains(&dropped), "{:?}", outcome.hazards);
    assert_eq!(outcome.database.query("SELECT * FROM v"), ["3"]);
}

#[tokio::test]
async fn what_hangs_on_a_renamed_table_is_told_by_its_name() {
    let before = "CREATE TABLE t (id integer PRIMARY KEY, a integer);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE TRIGGER r BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f();
        CREATE POLICY p ON t USING (a > 0); ALTER TABLE t ENABLE ROW LEVEL SECURITY; GRANT SELECT ON t TO PUBLIC;
        COMMENT ON TRIGGER r ON t IS 'r';";
    check(before, |_| vec![op::rename_table("t", "u"), op::rename("u", "a", "b")]).await;
}

#[tokio::test]
async fn sql_of_somebody_is_undone_in_the_downgrade() {
    let before = "CREATE TABLE t (id integer PRIMARY KEY);
        CREATE FUNCTION g(a integer) RETURNS integer LANGUAGE sql AS $$ SELECT 1; $$; COMMENT ON FUNCTION g IS 'one';";
    let up = "CREATE SEQUENCE s; CREATE DOMAIN d AS text CHECK (VALUE <> ''); CREATE SCHEMA other;
        CREATE OR REPLACE FUNCTION g(a integer) RETURNS integer LANGUAGE sql AS $$ SELECT 2; $$;
        CREATE FUNCTION h(a d, b integer[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE VIEW v AS SELECT g(id) FROM t; GRANT SELECT ON t TO PUBLIC; ALTER TABLE t ENABLE ROW LEVEL SECURITY;
        CREATE POLICY p ON t USING (id > 0)";
    check(before, |_| vec![Operation::RawSql { up: up.to_owned(), down: String::new() }]).await;
}
