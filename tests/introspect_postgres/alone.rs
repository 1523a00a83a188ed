//! Each kind of thing is seen where there is no other of its kind: what a database has none of is not asked for.

use autogen_introspect::{Introspected, introspect_within};
use sea_orm::{ConnectionTrait, DatabaseConnection, TransactionTrait};

use super::connect;
use crate::support::Database;

/// What every change is made to.
const START: &str = "CREATE TABLE t (a integer, b text); CREATE TABLE u (a integer); CREATE SEQUENCE s";

const THINGS: [&str; 27] = [
    "CREATE SCHEMA other",
    "CREATE EXTENSION citext",
    "CREATE COLLATION c (provider = libc, locale = 'C')",
    "CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = integer, RIGHTARG = integer)",
    "CREATE OPERATOR FAMILY f USING btree",
    "CREATE OPERATOR CLASS c FOR TYPE integer USING hash AS OPERATOR 1 =, FUNCTION 1 hashint4(integer)",
    "CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
    "CREATE CAST (integer AS inet) WITH INOUT",
    "CREATE LANGUAGE l HANDLER plpgsql_call_handler",
    "CREATE ACCESS METHOD m TYPE INDEX HANDLER bthandler",
    "CREATE TEXT SEARCH CONFIGURATION c (COPY = pg_catalog.simple)",
    "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = pg_catalog.simple)",
    "CREATE TEXT SEARCH PARSER p (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype)",
    "CREATE TEXT SEARCH TEMPLATE x (LEXIZE = dsimple_lexize)",
    "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE TYPE e AS ENUM ('a')",
    "CREATE TYPE r AS RANGE (subtype = integer)",
    "CREATE TYPE c AS (a integer)",
    "CREATE DOMAIN d AS integer",
    "CREATE RULE r AS ON INSERT TO t DO NOTHING",
    "CREATE TRIGGER r BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "GRANT SELECT ON t TO pg_monitor",
    "CREATE VIEW v AS SELECT 1 AS one",
    "CREATE MATERIALIZED VIEW v AS SELECT 1 AS one",
    "CREATE SEQUENCE other",
    "COMMENT ON TABLE t IS 'x'",
    "COMMENT ON COLUMN t.a IS 'x'",
];

/// What is there first, and what is told by whether its catalog has ever had a page, which stays: each has a database of its own.
const BY_PAGES: [(&str, &str); 8] = [
    ("", "CREATE POLICY p ON t USING (true)"),
    ("", "CREATE STATISTICS x ON a, b FROM t"),
    ("", "CREATE FOREIGN DATA WRAPPER w"),
    ("CREATE FOREIGN DATA WRAPPER w", "CREATE SERVER s FOREIGN DATA WRAPPER w"),
    ("", "CREATE PUBLICATION p FOR ALL TABLES"),
    ("CREATE PUBLICATION p", "ALTER PUBLICATION p ADD TABLE t"),
    (
        "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()",
    ),
    (
        "CREATE FUNCTION f(internal) RETURNS internal IMMUTABLE LANGUAGE internal AS 'prsd_end'",
        "CREATE TRANSFORM FOR integer LANGUAGE plpgsql (FROM SQL WITH FUNCTION f(internal))",
    ),
];

/// What there is, and privileges on it.
const PRIVILEGES: [(&str, &str); 3] = [
    ("CREATE SCHEMA other", "GRANT USAGE ON SCHEMA other TO pg_monitor"),
    ("CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "GRANT ALL ON FUNCTION f() TO pg_monitor"),
    ("CREATE DOMAIN d AS integer", "GRANT USAGE ON TYPE d TO pg_monitor"),
];

/// A thing, what needs another, and that.
const NEEDS: [(&str, &str, &str); 8] = [
    ("CREATE VIEW v AS SELECT a FROM t", "v", "t"),
    ("ALTER TABLE t ALTER a SET DEFAULT nextval('s')", "t", "s"),
    ("ALTER TABLE t ADD CHECK (b <> 'u'::regclass::text)", "t", "u"),
    ("ALTER TABLE t ADD x u", "t", "u"),
    ("CREATE TABLE child () INHERITS (t)", "child", "t"),
    ("CREATE TYPE e AS ENUM ('a'); ALTER TABLE t ADD e e", "t", "e"),
    ("CREATE DOMAIN d AS integer; ALTER TABLE t ADD d d[]", "t", "d"),
    (
        "CREATE FUNCTION f(integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT 1'; CREATE INDEX i ON t (f(a))",
        "t",
        "f(integer)",
    ),
];

/// What is there after `sql`, which is taken back.
async fn after(db: &DatabaseConnection, sql: &str) -> Introspected {
    let transaction = db.begin().await.unwrap();
    transaction.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    let introspected = introspect_within(&transaction).await.unwrap();
    transaction.rollback().await.unwrap();
    introspected
}

#[tokio::test]
async fn each_kind_of_thing_is_seen_alone() {
    let database = Database::postgres("alone");
    database.sql(START);
    let db = connect(&database).await;
    let before = after(&db, "SELECT").await;
    for sql in THINGS {
        assert_ne!(after(&db, sql).await, before, "{sql}");
    }
}

#[tokio::test]
async fn what_one_thing_needs_is_known_where_no_other_needs_any() {
    let database = Database::postgres("alone");
    database.sql(START);
    let db = connect(&database).await;
    assert_eq!(after(&db, "SELECT").await.schema.needs, [].into());
    for (sql, name, needed) in NEEDS {
        let needs = after(&db, sql).await.schema.needs;
        let found = needs.get(&name.into()).is_some_and(|needs| needs.contains(&needed.into()));
        assert!(found, "{sql}: {needs:#?}");
    }
}

#[tokio::test]
async fn each_kind_of_thing_is_seen_that_is_told_by_pages() {
    for (first, sql) in BY_PAGES {
        let database = Database::postgres("alone");
        database.sql(&format!("{START}; {first}"));
        let db = connect(&database).await;
        let before = after(&db, "SELECT").await;
        assert_ne!(after(&db, sql).await, before, "{sql}");
    }
}

#[tokio::test]
async fn privileges_are_seen_where_there_are_no_others() {
    let database = Database::postgres("alone");
    let db = connect(&database).await;
    for (first, sql) in PRIVILEGES {
        let before = after(&db, first).await;
        assert_ne!(after(&db, &format!("{first}; {sql}")).await, before, "{sql}");
    }
}

/// What is in `pg_catalog` is the server's own, whoever put it there.
#[tokio::test]
async fn what_is_put_beside_the_servers_own_is_not_the_databases() {
    let database = Database::postgres("alone");
    let db = connect(&database).await;
    let before = after(&db, "SELECT").await;
    let put = [
        "CREATE OPERATOR pg_catalog.=== (FUNCTION = int4eq, LEFTARG = integer, RIGHTARG = integer)",
        "CREATE TEXT SEARCH DICTIONARY pg_catalog.d (TEMPLATE = pg_catalog.simple)",
        "CREATE FUNCTION pg_catalog.f(integer, integer) RETURNS boolean LANGUAGE sql AS 'SELECT true';
         CREATE OPERATOR pg_catalog.=== (FUNCTION = pg_catalog.f, LEFTARG = integer, RIGHTARG = integer)",
    ];
    for sql in put {
        assert_eq!(after(&db, sql).await, before, "{sql}");
    }
}
