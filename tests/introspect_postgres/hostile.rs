//! What must spoil nothing: names of every kind, shapes that are rare.

use autogen_introspect::introspect;
use autogen_schema::{Dialect, Ident, TableName};

use super::{connect, read, table};
use crate::support::Database;

const NAMES: [&str; 18] = [
    "it's",
    "a\"b",
    "a`b",
    "[a]",
    "a'; DROP TABLE x; --",
    "/* a",
    "order",
    "SELECT",
    "with space",
    "naïve",
    "名前",
    "😀👍🏽",
    "%_\\",
    "line\nbreak",
    " ",
    "a.b",
    "$$",
    "$1",
];

/// A type, a table, its parent, an index, a view and a trigger, all called after `name`.
fn everything_called(name: &str) -> String {
    let quote = |suffix: &str| Dialect::Postgres.quote(&Ident::new(format!("{name}{suffix}")));
    let (table, index, parent, view, check, data_type) =
        (quote(""), quote(" i"), quote(" p"), quote(" v"), quote(" c"), quote(" e"));
    format!(
        "CREATE TYPE {data_type} AS ENUM ({literal});
         CREATE TABLE {parent} ({table} integer PRIMARY KEY);
         CREATE TABLE {table} ({table} integer REFERENCES {parent}, {data_type} {data_type} DEFAULT {literal},
             CONSTRAINT {check} CHECK ({table} > 0));
         CREATE UNIQUE INDEX {index} ON {table} ({table}, ({table} + 1)); CREATE VIEW {view} AS SELECT {table} FROM {table};
         CREATE TRIGGER {view} AFTER UPDATE OF {table} ON {table} FOR EACH ROW EXECUTE FUNCTION touch();
         COMMENT ON COLUMN {table}.{table} IS {literal};",
        literal = Dialect::Postgres.literal(name)
    )
}

#[tokio::test]
async fn names_of_every_kind() {
    let sql: String = NAMES.into_iter().map(everything_called).collect();
    let touch = "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';";
    let schema = read(&format!("{touch}{sql}")).await.schema;
    assert_eq!(schema.tables.len(), 2 * NAMES.len());
    for name in NAMES {
        let named = |suffix: &str| Ident::from(format!("{name}{suffix}"));
        let table = &schema.tables[&name.into()];
        assert_eq!(table.columns[0].name, named(""));
        assert_eq!(table.columns[0].comment.as_deref(), Some(name));
        assert_eq!(schema.enums[&named(" e")].labels, [name]);
        let key = &table.foreign_keys[0];
        assert_eq!((&key.references.name, &key.referenced_columns[0]), (&named(" p"), &named("")));
        assert_eq!(table.checks[0].name, Some(named(" c")));
        assert_eq!(table.indexes[0].name, Some(named(" i")));
        assert!(table.triggers[0].uses.contains(&named("")));
        let view = &schema.views[&TableName::new(named(" v"))];
        assert_eq!(view.uses[&TableName::new(named(""))], [named("")].into());
    }
}

#[tokio::test]
async fn as_many_columns_as_there_may_be() {
    let columns: Vec<_> = (0..1600).map(|n| format!("c{n} boolean NOT NULL DEFAULT true")).collect();
    let table = table(&format!("CREATE TABLE t ({})", columns.join(", "))).await;
    assert_eq!(table.columns.len(), 1600);
    assert!(table.columns.iter().enumerate().all(|(at, column)| column.name.as_str() == format!("c{at}")));
}

#[tokio::test]
async fn what_extensions_made_is_left_out() {
    let introspected = read(
        "CREATE EXTENSION citext; CREATE EXTENSION pg_stat_statements; CREATE EXTENSION hstore; CREATE TABLE t (a citext, b hstore);
         CREATE VIEW v AS SELECT calls FROM pg_stat_statements",
    )
    .await;
    assert_eq!(introspected.notes, []);
    let schema = introspected.schema;
    assert_eq!((schema.tables.len(), schema.views.len(), schema.objects.len()), (1, 1, 3));
    assert!(schema.objects.iter().all(|object| object.kind == "extension"));
}

/// Other sessions' temporary tables are nobody's business.
#[tokio::test]
async fn temporary_tables_of_others_are_left_out() {
    let database = Database::postgres("hostile");
    let other = connect(&database).await;
    let sql = "CREATE TEMP TABLE t (a serial PRIMARY KEY, b text DEFAULT 'x' CHECK (b <> ''));
        CREATE TEMP TABLE u (t integer REFERENCES t ON DELETE CASCADE, n integer UNIQUE);
        CREATE INDEX ON t (lower(b)); CREATE INDEX ON u (n); COMMENT ON COLUMN u.n IS 'oops'; GRANT SELECT (n) ON u TO PUBLIC";
    sea_orm::ConnectionTrait::execute_unprepared(&other, sql).await.unwrap();
    let introspected = introspect(&connect(&database).await).await.unwrap();
    assert!(introspected.schema.tables.is_empty() && introspected.schema.objects.is_empty());
}

/// An index whose concurrent build failed is there, and is not used.
#[tokio::test]
async fn an_index_that_was_not_finished() {
    let database = Database::postgres("hostile");
    database.sql("CREATE TABLE t (a integer); INSERT INTO t VALUES (1), (1)");
    assert!(database.try_sql("CREATE UNIQUE INDEX CONCURRENTLY once ON t (a)").is_err());
    let schema = introspect(&connect(&database).await).await.unwrap().schema;
    let index = &schema.tables[&"t".into()].indexes[0];
    assert!(index.unique && !index.valid && index.is_special());
}
