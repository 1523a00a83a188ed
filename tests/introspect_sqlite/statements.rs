//! How a database is asked: in a constant number of statements, all of which see one state.

use autogen_introspect::{introspect, introspect_within};
use sea_orm::{ConnectionTrait, Database, TransactionTrait};

use super::database;
use crate::support::Recorder;

async fn recorder(sql: &str) -> Recorder {
    Recorder::new(database(sql).await)
}

async fn statements(tables: usize) -> Vec<String> {
    let sql: Vec<_> = (0..tables)
        .map(|n| {
            format!(
                "CREATE TABLE t{n}(a integer PRIMARY KEY, b UNIQUE REFERENCES t{n}, c CHECK (c)); CREATE INDEX i{n} ON t{n}(c);
                 CREATE VIEW v{n} AS SELECT a FROM t{n}; CREATE TRIGGER r{n} AFTER INSERT ON t{n} BEGIN SELECT 1; END;"
            )
        })
        .collect();
    let recorder = recorder(&sql.concat()).await;
    let introspected = introspect_within(&recorder).await.unwrap();
    assert_eq!(introspected.notes, []);
    assert_eq!((introspected.schema.tables.len(), introspected.schema.views.len()), (tables, tables));
    recorder.into_statements()
}

#[tokio::test]
async fn their_number_does_not_depend_on_the_tables() {
    let few = statements(1).await;
    assert_eq!(few.len(), 6);
    assert_eq!(statements(200).await, few);
}

#[tokio::test]
async fn all_of_them_are_in_one_transaction() {
    let recorder = recorder("CREATE TABLE t(a); CREATE VIEW v AS SELECT * FROM gone").await;
    introspect(&recorder).await.unwrap();
    assert_eq!(recorder.into_statements(), ["BEGIN"]);
}

#[tokio::test]
async fn they_see_one_state_and_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("a.db").display());
    let db = Database::connect(&url).await.unwrap();
    db.execute_unprepared("PRAGMA journal_mode = WAL; CREATE TABLE t(a)").await.unwrap();

    let before = introspect(&db).await.unwrap();
    let reader = db.begin().await.unwrap();
    assert_eq!(introspect_within(&reader).await.unwrap(), before);
    let writer = Database::connect(&url).await.unwrap();
    writer.execute_unprepared("CREATE TABLE u(a)").await.unwrap();
    assert_eq!(introspect(&reader).await.unwrap(), before);
    reader.rollback().await.unwrap();

    assert_eq!(introspect(&db).await.unwrap().schema.tables.len(), 2);
    db.execute_unprepared("BEGIN; CREATE TABLE v(a)").await.unwrap();
    assert_eq!(introspect_within(&db).await.unwrap().schema.tables.len(), 3);
    db.execute_unprepared("ROLLBACK").await.unwrap();
    assert_eq!(introspect(&db).await.unwrap().schema.tables.len(), 2);
}

#[tokio::test]
async fn a_broken_view_within_a_transaction_leaves_it_open() {
    let db = database("CREATE TABLE t(a); CREATE VIEW v AS SELECT * FROM gone").await;
    let transaction = db.begin().await.unwrap();
    transaction.execute_unprepared("CREATE TABLE u(a)").await.unwrap();
    assert_eq!(introspect(&transaction).await.unwrap().notes.len(), 1);
    assert_eq!(introspect_within(&transaction).await.unwrap().schema.tables.len(), 2);
    transaction.commit().await.unwrap();
    assert_eq!(introspect(&db).await.unwrap().schema.tables.len(), 2);
}
