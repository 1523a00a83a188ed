//! What tries to get in the way: modes of the session, broken things, cases of names, other databases.

use autogen_introspect::{Error, entries, has_table, introspect, introspect_within, show_create};
use autogen_schema::{Dialect, IndexKey, ReferentialAction};
use sea_orm::ConnectionTrait;

use super::{connect, connect_to, database, fixture, fixtures, notes, read, table};
use crate::support::Database;

#[tokio::test]
async fn modes_of_the_session_change_nothing() {
    let sql: Vec<_> = ["types", "defaults", "generated", "checks", "views", "triggers", "names"].map(fixture).to_vec();
    for sql in sql {
        let database = database("modes", &sql);
        let db = connect(&database).await;
        let expected = introspect(&db).await.unwrap().schema;
        for mode in
            ["", "ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES", "ORACLE", "TRADITIONAL"]
        {
            db.execute_unprepared(&format!("SET sql_mode = '{mode}', sql_quote_show_create = 0")).await.unwrap();
            // The driver's BEGIN is no statement to the ORACLE mode.
            let found = introspect_within(&db).await.unwrap().schema;
            assert_eq!(entries(&found, Dialect::Mysql), entries(&expected, Dialect::Mysql), "{mode}");
            assert_eq!(found, expected, "{mode}");
        }
    }
}

#[tokio::test]
async fn broken_things_spoil_nothing() {
    let database = database(
        "broken",
        "CREATE TABLE gone(a int); CREATE TABLE t(a int); CREATE VIEW v AS SELECT a FROM gone; CREATE VIEW w AS SELECT a FROM v;
         CREATE DEFINER=`nobody`@`nowhere` VIEW x AS SELECT a FROM t; DROP TABLE gone;
         CREATE TABLE m1(a int NOT NULL) ENGINE=MyISAM; CREATE TABLE merged(a int NOT NULL) ENGINE=MRG_MyISAM UNION=(m1); DROP TABLE m1;",
    );
    let introspected = read(&database).await;
    let tables: Vec<_> = introspected.schema.tables.keys().map(ToString::to_string).collect();
    assert!(tables.contains(&"t".to_owned()), "{tables:?}");
    assert_eq!(introspected.schema.views.len(), 3);
    let notes = notes(&introspected);
    for view in ["v", "w"] {
        let beginning = format!("view `{view}` cannot be queried");
        assert!(notes.iter().any(|note| note.starts_with(&beginning)), "{view}: {notes:#?}");
    }
    assert!(notes.iter().any(|note| note.starts_with("table `merged` cannot be opened")), "{notes:#?}");
}

#[tokio::test]
async fn a_period_is_told() {
    let sql = "CREATE TABLE t(a int, b date NOT NULL, e date NOT NULL, PERIOD FOR `p``q` (b, e), UNIQUE (a, `p``q` WITHOUT OVERLAPS));
               CREATE TABLE u(b date NOT NULL, e date NOT NULL, CONSTRAINT no_period CHECK (b < e))";
    let introspected = read(&database("period", sql)).await;
    assert_eq!(notes(&introspected), ["table `t` has the period `p`q`, which is not read"]);
    assert_eq!(table(&introspected.schema, "t").checks, []);
    assert_eq!(table(&introspected.schema, "u").checks.len(), 1);
}

#[tokio::test]
async fn tables_that_differ_in_case_are_kept_apart_and_told() {
    let database =
        database("cases", "CREATE TABLE users(a int); CREATE TABLE Users(b int, KEY (b)); CREATE TABLE uSERS(c int)");
    let introspected = read(&database).await;
    assert_eq!(introspected.schema.tables.len(), 3);
    assert_eq!(table(&introspected.schema, "Users").columns[0].name.as_str(), "b");
    assert_eq!(table(&introspected.schema, "Users").indexes.len(), 1);
    assert_eq!(table(&introspected.schema, "users").indexes.len(), 0);
    assert_eq!(
        notes(&introspected),
        [
            "tables `Users` and `uSERS` differ in case alone, and are taken for one",
            "tables `uSERS` and `users` differ in case alone, and are taken for one",
        ]
    );
    let db = connect(&database).await;
    for (name, expected) in
        [("users", true), ("Users", true), ("USERS", false), ("nobody", false), ("us%", false), ("it's `", false)]
    {
        assert_eq!(has_table(&db, name).await.unwrap(), expected, "{name}");
    }
}

#[tokio::test]
async fn other_databases_are_named_and_not_read() {
    let other = Database::mysql("other");
    other.sql("CREATE TABLE parent(id int PRIMARY KEY); CREATE TABLE t(x int)");
    let elsewhere = format!("`{}`.parent", other.name());
    let database = database(
        "here",
        &format!(
            "CREATE TABLE t(a int, CONSTRAINT f FOREIGN KEY (a) REFERENCES {elsewhere} (id) ON DELETE CASCADE);
             CREATE VIEW v AS SELECT p.id, t.a FROM {elsewhere} p JOIN t ON t.a = p.id;"
        ),
    );
    let introspected = read(&database).await;
    assert_eq!(notes(&introspected), [""; 0]);
    let key = &table(&introspected.schema, "t").foreign_keys[0];
    assert_eq!(key.references.schema.as_ref().unwrap().as_str(), other.name());
    assert_eq!((key.references.name.as_str(), key.on_delete), ("parent", Some(ReferentialAction::Cascade)));
    let view = &introspected.schema.views[&"v".into()];
    assert!(view.sql.contains(&elsewhere.replace("parent", "`parent`")), "{}", view.sql);
    assert!(!view.sql.contains(database.name()), "{}", view.sql);
    drop(database);
}

/// The name of the database stands in the catalog's texts, and here it is a table's, a column's and an alias' too.
#[tokio::test]
async fn a_database_may_be_called_like_what_it_holds() {
    let name = format!("it's `{}`", std::process::id());
    let quoted = format!("`{}`", name.replace('`', "``"));
    let sql = format!(
        "CREATE SEQUENCE s; CREATE TABLE {quoted}({quoted} int DEFAULT nextval(s), b int);
         CREATE TABLE t(a int);
         CREATE VIEW v AS SELECT {quoted}.{quoted} AS x, t.a FROM {quoted} JOIN t ON t.a = {quoted}.b;
         CREATE VIEW w AS SELECT {quoted}.a FROM t {quoted};"
    );
    let database = Database::named(Dialect::Mysql, &name);
    database.sql(&sql);
    let elsewhere = Database::mysql("elsewhere");
    elsewhere.sql(&sql);
    let (one, other) = (read(&database).await, read(&elsewhere).await);
    assert_eq!(one.schema.tables, other.schema.tables);
    let copy = Database::mysql("copy");
    let db = connect(&copy).await;
    for sql in entries(&one.schema, Dialect::Mysql).into_iter().filter_map(|entry| entry.sql) {
        db.execute_unprepared(&sql).await.unwrap_or_else(|error| panic!("{error}\nof:\n{sql}"));
    }
    db.execute_unprepared("SELECT * FROM v, w").await.unwrap();
    assert_eq!(read(&copy).await.schema.views.len(), 2);
}

#[tokio::test]
async fn hostile_names_are_read_as_they_are() {
    let introspected = read(&database("names", &fixture("names"))).await;
    let found = table(&introspected.schema, "we`ird \"ta'ble\" \\ .");
    let columns: Vec<_> = found.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(
        columns,
        ["1a", "a`b", "select", "\"quoted\"", "it's", "é ñ 漢字", "a.b", " c", "100", "$x", "-- d", "e;f", "\\\\"]
    );
    assert_eq!(found.primary_key.as_ref().unwrap().columns, ["a`b".into()]);
    assert_eq!(found.checks[0].expression, "`-- d` > 0");
    let names: Vec<_> = found.indexes.iter().map(|index| index.name.as_ref().unwrap().as_str()).collect();
    assert_eq!(names, ["100", "k `.", "u\""]);
    assert_eq!(found.indexes[0].parts[0].key, IndexKey::Column("100".into()));
    let key = &table(&introspected.schema, "123").foreign_keys[0];
    assert_eq!(
        (key.name.as_ref().unwrap().as_str(), key.references.name.as_str()),
        ("fk `\"'", found.name.name.as_str())
    );
    let view = &introspected.schema.views[&"view of `it`".into()];
    assert!(view.mentions.contains(&found.name.name), "{:?}", view.mentions);
    assert_eq!(view.uses[&found.name].iter().map(ToString::to_string).collect::<Vec<_>>(), ["1a", "a`b", "it's"]);
}

#[tokio::test]
async fn no_database_is_an_error() {
    let database = Database::mysql("none");
    let url = database.url();
    let (url, _) = url.rsplit_once('/').unwrap();
    let db = connect_to(url).await;
    let error = introspect(&db).await.unwrap_err();
    assert!(matches!(error, Error::NoDatabase), "{error}");
}

#[tokio::test]
async fn an_empty_database_is_empty() {
    let introspected = read(&Database::mysql("empty")).await;
    assert_eq!(introspected.schema, autogen_schema::Schema::default());
    assert_eq!(introspected.notes, []);
}

#[tokio::test]
async fn the_servers_own_text_can_be_asked_for() {
    assert!(fixtures().is_dir());
    let database = database("show", "CREATE TABLE `a``b`(x int); CREATE TABLE c(y int)");
    let db = connect(&database).await;
    let texts = show_create(&db, &["c".into(), "a`b".into()]).await.unwrap();
    assert!(
        texts[0].starts_with("CREATE TABLE `c` (\n") && texts[1].starts_with("CREATE TABLE `a``b` (\n"),
        "{texts:?}"
    );
    show_create(&db, &["gone".into()]).await.unwrap_err();
}
