//! Whoever asks, and in whatever session: the same answer, and nothing is left behind.

use autogen_introspect::{entries, has_table, introspect, introspect_within};
use autogen_schema::{Dialect, Ident};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement, TransactionTrait};

use super::{EVERYTHING, connect};
use crate::support::Database;

async fn setting(db: &impl ConnectionTrait, name: &str) -> String {
    let statement = Statement::from_string(DbBackend::Postgres, format!("SHOW {name}"));
    db.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

async fn set(db: &DatabaseConnection, sql: &str) {
    db.execute_unprepared(sql).await.unwrap();
}

#[tokio::test]
async fn the_search_path_decides_the_default_schema_alone() {
    let database = Database::postgres("session");
    database.sql(EVERYTHING);
    let db = connect(&database).await;
    let expected = introspect(&db).await.unwrap();
    for path in [
        "public, other",
        "nowhere, public, other",
        "public, pg_catalog",
        "pg_catalog, public, other",
        "pg_temp, public",
    ] {
        set(&db, &format!("SET search_path = {path}")).await;
        assert_eq!(introspect(&db).await.unwrap(), expected, "{path}");
        assert_eq!(setting(&db, "search_path").await, path);
    }
    set(&db, "SET search_path = other, public").await;
    let other = introspect(&db).await.unwrap().schema;
    assert!(other.tables.contains_key(&"users".into()) && other.enums.contains_key(&"color".into()));
    assert!(!other.enums.contains_key(&"MyEnum".into()));
}

#[tokio::test]
async fn temporary_objects_hide_nothing() {
    let database = Database::postgres("session");
    database.sql(EVERYTHING);
    let db = connect(&database).await;
    let expected = introspect(&db).await.unwrap();
    set(
        &db,
        "CREATE TEMP TABLE users (oops integer); CREATE TEMP VIEW named AS SELECT 1 AS oops; CREATE TYPE pg_temp.mood AS ENUM ('oops');
         CREATE INDEX plain ON users (oops); CREATE FUNCTION pg_temp.touch() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    )
    .await;
    assert_eq!(introspect(&db).await.unwrap(), expected);
}

#[tokio::test]
async fn a_transaction_of_the_callers_goes_on() {
    let database = Database::postgres("session");
    database.sql("CREATE TABLE a (id integer)");
    let db = connect(&database).await;
    let transaction = db.begin().await.unwrap();
    transaction
        .execute_unprepared("SET LOCAL search_path = public, pg_catalog; CREATE TABLE b (id integer)")
        .await
        .unwrap();
    let names = |introspected: autogen_introspect::Introspected| introspected.schema.tables.len();
    assert_eq!(names(introspect(&transaction).await.unwrap()), 2);
    assert_eq!(names(introspect_within(&transaction).await.unwrap()), 2);
    assert_eq!(setting(&transaction, "search_path").await, "public, pg_catalog");
    for nested_loops in ["off", "on"] {
        transaction.execute_unprepared(&format!("SET LOCAL enable_nestloop = {nested_loops}")).await.unwrap();
        introspect_within(&transaction).await.unwrap();
        assert_eq!(setting(&transaction, "enable_nestloop").await, nested_loops);
    }
    transaction.execute_unprepared("CREATE TABLE c (id integer)").await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(names(introspect(&db).await.unwrap()), 3);
    assert_ne!(setting(&db, "search_path").await, "public, pg_catalog");
    set(&db, "BEGIN; CREATE TABLE d (id integer)").await;
    assert_eq!(names(introspect_within(&db).await.unwrap()), 4);
    set(&db, "ROLLBACK").await;
    assert_eq!(names(introspect(&db).await.unwrap()), 3);
}

#[tokio::test]
async fn a_session_may_be_read_only() {
    let database = Database::postgres("session");
    database.sql(EVERYTHING);
    let db = connect(&database).await;
    let expected = introspect(&db).await.unwrap();
    set(&db, "SET default_transaction_read_only = on; SET default_transaction_isolation = 'serializable'").await;
    assert_eq!(introspect(&db).await.unwrap(), expected);
}

/// Settings that change how values are written.
#[tokio::test]
async fn settings_of_a_session_change_nothing() {
    let database = Database::postgres("session");
    database.sql("CREATE TABLE t (a date DEFAULT '2024-02-01', b interval DEFAULT '1 day', c bytea DEFAULT '\\x00', d float8 DEFAULT 0.1, e timestamptz DEFAULT '2024-02-01 00:00+00')");
    let db = connect(&database).await;
    let expected = introspect(&db).await.unwrap();
    set(
        &db,
        "SET DateStyle = 'German, DMY'; SET IntervalStyle = 'sql_standard'; SET bytea_output = 'escape'; SET extra_float_digits = -15;
         SET TimeZone = 'Asia/Tokyo'; SET standard_conforming_strings = off; SET quote_all_identifiers = on",
    )
    .await;
    assert_eq!(introspect(&db).await.unwrap(), expected);
    assert_eq!(setting(&db, "DateStyle").await, "German, DMY");
}

#[tokio::test]
async fn any_role_reads_the_same() {
    let database = Database::postgres("session");
    database.sql(EVERYTHING);
    let db = connect(&database).await;
    let expected = introspect(&db).await.unwrap();
    let role = Dialect::Postgres.quote(&Ident::new(database.name()));
    set(&db, &format!("CREATE ROLE {role}; SET ROLE {role}")).await;
    let read = introspect(&db).await;
    set(&db, &format!("RESET ROLE; REVOKE ALL ON SCHEMA public FROM PUBLIC; SET ROLE {role}")).await;
    let shut_out = introspect(&db).await;
    set(&db, &format!("RESET ROLE; DROP ROLE {role}")).await;
    assert_eq!(read.unwrap(), expected);
    let shut_out = shut_out.unwrap().schema;
    assert_eq!(shut_out.tables.len(), expected.schema.tables.len());
    assert!(shut_out.tables.keys().all(|name| name.schema.is_some()));
}

#[tokio::test]
async fn an_empty_database() {
    let database = Database::postgres("session");
    let introspected = introspect(&connect(&database).await).await.unwrap();
    assert_eq!(entries(&introspected.schema, Dialect::Postgres), []);
    assert_eq!(introspected.notes, []);
}

#[tokio::test]
async fn one_table_can_be_asked_for() {
    let database = Database::postgres("session");
    database.sql("CREATE TABLE \"it's\" (a integer); CREATE SCHEMA other; CREATE TABLE other.far (a integer); CREATE VIEW v AS SELECT 1");
    let db = connect(&database).await;
    assert!(has_table(&db, "it's").await.unwrap());
    for name in ["its", "IT'S", "far", "v", ""] {
        assert!(!has_table(&db, name).await.unwrap(), "{name}");
    }
}
