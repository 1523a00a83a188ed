//! The statements that a schema is told as make a database with the same schema: as our own eyes see it, and the server's.

use autogen_introspect::{Entry, entries, introspect};
use autogen_schema::{Dialect, Schema};
use sea_orm::ConnectionTrait;

use super::{EVERYTHING, connect};
use crate::support::Database;

const FIXTURES: [&str; 6] = [
    EVERYTHING,
    include_str!("../../fixtures/introspect/postgres/columns.sql"),
    include_str!("../../fixtures/introspect/postgres/constraints.sql"),
    include_str!("../../fixtures/introspect/postgres/indexes.sql"),
    include_str!("../../fixtures/introspect/postgres/views.sql"),
    include_str!("../../fixtures/introspect/postgres/hostile.sql"),
];

#[tokio::test]
async fn each_fixture() {
    for sql in FIXTURES {
        let original = Database::postgres("original");
        original.sql(sql);
        let schema = introspect(&connect(&original).await).await.unwrap().schema;
        let list = entries(&schema, Dialect::Postgres);
        assert!(list.iter().all(|entry| entry.sql.is_some()));
        let copy = Database::postgres("copy");
        let again = remake(&copy, &list).await;
        assert_eq!(entries(&again, Dialect::Postgres), list);
        assert_eq!(again, schema);
        if original.dump() != copy.dump() {
            // A part of a partitioned table that was made by itself keeps the order of its columns, which `PARTITION OF` does
            // not; an index that was on no part when it was made is on none; and since PostgreSQL 18 what is NOT NULL has a
            // name, which is the part's own or that of the whole.
            let (ours, theirs) = (lines(&copy.dump()), lines(&original.dump()));
            assert_eq!(ours, theirs);
        }
    }
}

/// The lines of a dump in the order of the alphabet, without the commas between columns.
fn lines(dump: &str) -> Vec<String> {
    let mut lines: Vec<_> = dump.lines().map(|line| unnamed(line.trim_end_matches(','))).collect();
    lines.sort();
    lines
}

/// Takes the name off what makes a column NOT NULL.
fn unnamed(line: &str) -> String {
    match line.split_once(" CONSTRAINT ") {
        Some((column, named)) if named.ends_with("_not_null NOT NULL") => format!("{column} NOT NULL"),
        _ => line.to_owned(),
    }
}

#[tokio::test]
async fn several_schemas_with_every_name_written() {
    let original = Database::postgres("original");
    original.sql(EVERYTHING);
    let db = connect(&original).await;
    db.execute_unprepared("SET search_path = ''").await.unwrap();
    let schema = introspect(&db).await.unwrap().schema;
    assert!(schema.tables.keys().all(|name| name.schema.is_some()) && schema.enums.is_empty());
    let list = entries(&schema, Dialect::Postgres);
    let copy = Database::postgres("copy");
    remake(&copy, &list).await;
    let db = connect(&copy).await;
    db.execute_unprepared("SET search_path = ''").await.unwrap();
    assert_eq!(entries(&introspect(&db).await.unwrap().schema, Dialect::Postgres), list);
}

async fn remake(database: &Database, list: &[Entry]) -> Schema {
    let db = connect(database).await;
    db.execute_unprepared("SET check_function_bodies = off").await.unwrap();
    for entry in list {
        db.execute_unprepared(entry.sql.as_deref().unwrap())
            .await
            .unwrap_or_else(|error| panic!("{error}: {entry:#?}"));
    }
    introspect(&db).await.unwrap().schema
}
