//! How a database is asked: in a constant number of statements, all of which see one state.

use autogen_introspect::{introspect, introspect_within};
use sea_orm::ConnectionTrait;

use super::connect;
use crate::support::{Database, Recorder};

async fn recorder(database: &Database) -> Recorder {
    Recorder::new(connect(database).await)
}

async fn statements(tables: usize) -> Vec<String> {
    let sql: String = (0..tables)
        .map(|n| {
            format!(
                "CREATE TYPE e{n} AS ENUM ('a'); CREATE FUNCTION f{n}() RETURNS integer LANGUAGE sql AS 'SELECT 1';
                 CREATE TABLE t{n} (a serial PRIMARY KEY, b integer UNIQUE REFERENCES t{n}, c e{n} CHECK (c <> 'a')); CREATE INDEX i{n} ON t{n} (c);
                 CREATE VIEW v{n} AS SELECT a FROM t{n}; CREATE POLICY p ON t{n} USING (a = 1); GRANT SELECT ON t{n} TO PUBLIC;"
            )
        })
        .collect();
    let database = Database::postgres("statements");
    database.sql(&sql);
    let recorder = recorder(&database).await;
    recorder.unrecorded().execute_unprepared("BEGIN").await.unwrap();
    let schema = introspect_within(&recorder).await.unwrap().schema;
    recorder.unrecorded().execute_unprepared("ROLLBACK").await.unwrap();
    assert_eq!((schema.tables.len(), schema.views.len(), schema.enums.len()), (tables, tables, tables));
    recorder.into_statements()
}

#[tokio::test]
async fn their_number_does_not_depend_on_the_tables() {
    let few = statements(10).await;
    assert_eq!(few.len(), 19);
    assert_eq!(statements(300).await, few);
}

#[tokio::test]
async fn all_of_them_are_in_one_transaction_that_sees_one_state() {
    let database = Database::postgres("statements");
    let recorder = recorder(&database).await;
    introspect(&recorder).await.unwrap();
    assert_eq!(recorder.into_statements(), ["BEGIN Some(RepeatableRead) Some(ReadOnly)"]);
}
