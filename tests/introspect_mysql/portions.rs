//! More tables than the server keeps open are read in portions, and as if they were not.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use autogen_introspect::{Another, Introspected, introspect_with};
use sea_orm::DatabaseConnection;

use super::{connect, database, read};
use crate::support::Database;

/// Names that a condition on names could get wrong.
const ODD: [&str; 7] = ["it's", "back\\slash", "a \"b\"", "Ünï", "T_0300", "z%_", "表"];

/// While this is there the server keeps few tables open.
struct FewOpen<'a> {
    database: &'a Database,
    usual: usize,
}

impl<'a> FewOpen<'a> {
    fn of(database: &'a Database) -> Self {
        let usual = database.query("SELECT CAST(@@GLOBAL.table_open_cache AS CHAR)").remove(0).parse().unwrap();
        database.sql("SET GLOBAL table_open_cache = 10");
        Self { database, usual }
    }
}

impl Drop for FewOpen<'_> {
    fn drop(&mut self) {
        self.database.sql(&format!("SET GLOBAL table_open_cache = {}", self.usual));
    }
}

/// One more connection, where there is one, and how often it was asked for.
struct Beside<'a> {
    database: Option<&'a Database>,
    asked: AtomicUsize,
}

impl Another for Beside<'_> {
    async fn open(&self) -> Option<DatabaseConnection> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Some(connect(self.database?).await)
    }
}

/// Reads with one more connection, and tells how often one was asked for.
async fn read_beside(database: &Database, beside: Option<&Database>) -> (Introspected, usize) {
    let db = connect(database).await;
    let another = Beside { database: beside, asked: AtomicUsize::new(0) };
    let introspected = introspect_with(&db, &another).await.unwrap();
    db.close().await.unwrap();
    (introspected, another.asked.into_inner())
}

#[tokio::test]
async fn tables_in_portions_are_the_same_tables() {
    let plain = (0..600).map(|number| format!("t_{number:04}"));
    let mut sql = String::new();
    let mut before = "t_0000".to_owned();
    for (number, name) in plain.chain(ODD.map(str::to_owned)).enumerate() {
        let table =
            format!("CREATE TABLE `{name}` (id int PRIMARY KEY, code varchar(20) UNIQUE, parent int, CHECK (id > 0), ");
        writeln!(sql, "{table}CONSTRAINT k{number} FOREIGN KEY (parent) REFERENCES `{before}` (id) ON DELETE CASCADE) ENGINE=InnoDB;")
            .unwrap();
        before = name;
    }
    let database = database("portions", &sql);
    let (whole, asked) = read_beside(&database, Some(&database)).await;
    assert_eq!(asked, 0, "one connection is enough for what stays open");
    let few = FewOpen::of(&database);
    assert!(few.usual > 1_000, "the others were read in portions too");
    let in_portions = read(&database).await;
    let by_two = read_beside(&database, Some(&database)).await;
    let alone = read_beside(&database, None).await;
    drop(few);

    assert_eq!(whole.schema.tables.len(), 600 + ODD.len());
    for table in whole.schema.tables.values() {
        assert_eq!((table.columns.len(), table.checks.len(), table.foreign_keys.len()), (3, 1, 1), "{}", table.name);
    }
    assert_eq!(in_portions, whole);
    assert_eq!(by_two, (whole.clone(), 1));
    assert_eq!(alone, (whole, 1));
}
