//! What must spoil nothing: names of every kind, objects that are broken, shadowing tables.

use autogen_introspect::{Error, has_table, introspect};
use autogen_schema::{Dialect, Ident};
use sea_orm::{ConnectionTrait, Database};

use super::{database, notes, read};

const NAMES: [&str; 17] = [
    "it's",
    "a\"b",
    "a`b",
    "[a]",
    "a]b",
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
];

/// A table, its parent, an index, a view and a trigger, all called after `name`.
fn everything_called(name: &str) -> String {
    let quote = |name: &str| Dialect::Sqlite.quote(&Ident::new(name));
    let (table, index, parent) = (quote(name), quote(&format!("{name} i")), quote(&format!("{name} p")));
    let (view, trigger) = (quote(&format!("{name} v")), quote(&format!("{name} t")));
    format!(
        "CREATE TABLE {parent}({table} integer PRIMARY KEY);
         CREATE TABLE {table}({table} integer REFERENCES {parent}, CONSTRAINT {index} UNIQUE ({table}), CONSTRAINT {view} CHECK ({table}));
         CREATE INDEX {index} ON {table}({table}); CREATE VIEW {view} AS SELECT {table} FROM {table};
         CREATE TRIGGER {trigger} AFTER INSERT ON {table} BEGIN SELECT 1; END;"
    )
}

#[tokio::test]
async fn names_of_every_kind() {
    let quote = |name: &str| Dialect::Sqlite.quote(&Ident::new(name));
    let sql: Vec<_> = NAMES.into_iter().map(everything_called).collect();
    let introspected = read(&sql.concat()).await;
    assert_eq!(introspected.notes, []);
    assert_eq!(introspected.schema.tables.len(), 2 * NAMES.len());
    for name in NAMES {
        let table = &introspected.schema.tables[&name.into()];
        let ident = Ident::new(name);
        assert_eq!(table.columns[0].name, ident);
        assert_eq!((&table.uniques[0].columns[0], &table.uniques[0].name), (&ident, &Some(format!("{name} i").into())));
        assert_eq!(
            (&table.checks[0].name, &table.checks[0].expression),
            (&Some(format!("{name} v").into()), &quote(name))
        );
        let key = &table.foreign_keys[0];
        assert_eq!((key.references.name.as_str(), &key.referenced_columns[0]), (format!("{name} p").as_str(), &ident));
        assert_eq!((table.indexes.len(), table.triggers.len()), (1, 1));
        let view = &introspected.schema.views[&format!("{name} v").as_str().into()];
        assert!(view.mentions.contains(&ident));
    }
}

#[tokio::test]
async fn a_wide_table() {
    let columns: Vec<_> =
        (0..500).map(|n| format!("\"c{n}\" varchar({n}) NOT NULL DEFAULT '{n}' CHECK (c{n} <> 'x')")).collect();
    let table = super::table(&format!("CREATE TABLE t({})", columns.join(", "))).await;
    assert_eq!((table.columns.len(), table.checks.len()), (500, 500));
    assert_eq!(table.columns[499].name.as_str(), "c499");
}

#[tokio::test]
async fn broken_views_are_noted_and_sound_ones_are_not() {
    let introspected = read(
        "CREATE TABLE t(a);
         CREATE VIEW a1 AS SELECT a FROM t; CREATE VIEW b1 AS SELECT * FROM gone; CREATE VIEW b2 AS SELECT other FROM t;
         CREATE VIEW z1 AS SELECT a FROM t; CREATE VIEW z2 AS SELECT a FROM a1; CREATE VIEW b3 AS SELECT * FROM b1;
         CREATE TRIGGER tr INSTEAD OF INSERT ON z1 BEGIN SELECT 1; END",
    )
    .await;
    assert_eq!(introspected.schema.views.len(), 6);
    assert_eq!(introspected.schema.tables[&"t".into()].columns.len(), 1);
    let expected = [
        "view `b1` cannot be queried: no such table: main.gone",
        "view `b2` cannot be queried: no such column: other",
        "view `b3` cannot be queried: no such table: main.gone",
    ];
    assert_eq!(notes(&introspected), expected);
}

#[tokio::test]
async fn virtual_and_shadow_tables_stand_apart() {
    let introspected = read(
        "CREATE VIRTUAL TABLE docs USING fts5(title, body); CREATE TABLE docs_mine(a);
         CREATE VIRTUAL TABLE \"box\" USING rtree(id, a, b)",
    )
    .await;
    assert_eq!(introspected.notes, []);
    assert_eq!(introspected.schema.tables.keys().map(ToString::to_string).collect::<Vec<_>>(), ["docs_mine"]);
    let kinds: Vec<_> =
        introspected.schema.virtual_tables.values().map(|table| format!("{} {}", table.name, table.shadow)).collect();
    let expected = [
        "box false",
        "box_node true",
        "box_parent true",
        "box_rowid true",
        "docs false",
        "docs_config true",
        "docs_content true",
        "docs_data true",
        "docs_docsize true",
        "docs_idx true",
    ];
    assert_eq!(kinds, expected);
    let docs = &introspected.schema.virtual_tables[&"docs".into()];
    assert_eq!(docs.sql, "CREATE VIRTUAL TABLE docs USING fts5(title, body)");
}

#[tokio::test]
async fn a_module_that_is_not_loaded_spoils_nothing() {
    let db = database(
        "CREATE TABLE t(a REFERENCES t); CREATE TABLE \"lost_content\"(id); CREATE TABLE lost_and_found(id); CREATE VIEW v AS SELECT * FROM lost;
         PRAGMA writable_schema = ON;
         INSERT INTO sqlite_master VALUES ('table', 'lost', 'lost', 0, 'CREATE VIRTUAL TABLE lost USING \"No Such\"(a)');
         PRAGMA writable_schema = RESET",
    )
    .await;
    let introspected = introspect(&db).await.unwrap();
    assert_eq!(introspected.schema.tables.keys().map(ToString::to_string).collect::<Vec<_>>(), ["lost_and_found", "t"]);
    assert!(introspected.schema.virtual_tables[&"lost_content".into()].shadow);
    let notes = notes(&introspected);
    assert_eq!(notes[0], "virtual table `lost` needs module `No Such`, which is not loaded");
    assert!(notes[1..].iter().any(|note| note.starts_with("view `v` cannot be queried")), "{notes:?}");
}

#[tokio::test]
async fn temporary_and_attached_tables_are_not_ours() {
    let sql = "CREATE TABLE t(a integer PRIMARY KEY, b UNIQUE REFERENCES p(x)); CREATE TABLE p(x UNIQUE); CREATE INDEX i ON t(a); CREATE INDEX j ON t(b);
               CREATE VIEW v AS SELECT a FROM t;";
    let shadowing = "CREATE TEMP TABLE t(z text, y text) STRICT; CREATE INDEX temp.i ON t(z); CREATE TEMP TABLE v(z); CREATE TEMP VIEW w AS SELECT 1;
                     CREATE TEMP TABLE p(z PRIMARY KEY); ATTACH ':memory:' AS other; CREATE TABLE other.t(q); CREATE TABLE other.o(q);
                     CREATE TEMP TRIGGER tr AFTER INSERT ON main.t BEGIN SELECT 1; END;";
    assert_eq!(read(&format!("{sql}{shadowing}")).await, read(sql).await);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("text.db");
    std::fs::write(
        &file,
        "This is a text, and it is longer than the header of a database, which has a hundred bytes. ".repeat(20),
    )
    .unwrap();
    let db = Database::connect(format!("sqlite://{}", file.display())).await;
    let message = match db {
        Ok(db) => match introspect(&db).await.unwrap_err() {
            Error::Catalog { source, .. } | Error::Transaction(source) => source.to_string(),
            error => panic!("{error}"),
        },
        Err(error) => error.to_string(),
    };
    assert!(message.contains("file is not a database"), "{message}");
}

#[tokio::test]
async fn one_table_can_be_asked_for() {
    let db = database("CREATE TABLE \"it's\"(a); CREATE VIEW v AS SELECT 1").await;
    assert!(has_table(&db, "it's").await.unwrap());
    assert!(!has_table(&db, "its").await.unwrap() && !has_table(&db, "v").await.unwrap());
    db.execute_unprepared("DROP TABLE \"it's\"").await.unwrap();
    assert!(!has_table(&db, "it's").await.unwrap());
}
