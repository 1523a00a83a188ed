//! More tables than the server keeps open are read in portions, and as if they were not.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use autogen_introspect::{Another, Introspected, introspect_with};
use sea_orm::{ConnectionTrait, DatabaseConnection};

use super::privileges::Account;
use super::statements::number;
use super::{connect, connect_to, database, read};
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

/// One more connection: where to, what loses it in the midst of a query, how often it was asked for, and which it was.
#[derive(Default)]
struct Beside<'a> {
    url: Option<String>,
    killer: Option<&'a DatabaseConnection>,
    is_killed: Arc<AtomicBool>,
    asked: AtomicUsize,
    session: AtomicU64,
}

impl Another for Beside<'_> {
    async fn open(&self) -> Option<DatabaseConnection> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let db = connect_to(self.url.as_ref()?).await;
        let session = number(&db, "SELECT CONNECTION_ID()").await;
        self.session.store(session, Ordering::Relaxed);
        if let Some(killer) = self.killer.cloned() {
            let is_killed = Arc::clone(&self.is_killed);
            tokio::spawn(async move {
                let was_there = kill_within_a_query(&killer, session).await;
                is_killed.store(was_there, Ordering::Relaxed);
            });
        }
        Some(db)
    }
}

/// Ends a session while it is asked about the second portion. Tells whether it was there in time.
async fn kill_within_a_query(db: &DatabaseConnection, session: u64) -> bool {
    let doing = format!(
        "SELECT COALESCE(MAX(IF(info LIKE '%AND table_name >%', 2, 1)), 0) FROM information_schema.processlist WHERE id = {session}"
    );
    loop {
        match number(db, &doing).await {
            0 => return false,
            1 => tokio::task::yield_now().await,
            _ => return db.execute_unprepared(&format!("KILL {session}")).await.is_ok(),
        }
    }
}

/// Reads with one more connection, and tells how often one was asked for.
async fn read_beside(database: &Database, beside: &Beside<'_>) -> (Introspected, usize) {
    let db = connect(database).await;
    let introspected = introspect_with(&db, beside).await.unwrap();
    db.close().await.unwrap();
    (introspected, beside.asked.load(Ordering::Relaxed))
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
    let beside = || Beside { url: Some(database.url()), ..Beside::default() };
    let (whole, asked) = read_beside(&database, &beside()).await;
    assert_eq!(asked, 0, "one connection is enough for what stays open");
    // The log is that of the whole server: another run would end it too early.
    let other = connect(&database).await;
    assert_eq!(number(&other, "SELECT GET_LOCK('autogen-tests-log', 120)").await, 1);
    let is_mariadb = number(&other, "SELECT VERSION() LIKE '%MariaDB%'").await == 1;
    let few = FewOpen::of(&database);
    assert!(few.usual > 1_000, "the others were read in portions too");
    let in_portions = read(&database).await;
    let log = database.log();
    let second = beside();
    let by_two = read_beside(&database, &second).await;
    let statements = log.statements_of(second.session.into_inner());
    drop(log);
    let mut is_killed = false;
    let mut lost = Vec::new();
    while is_mariadb && !is_killed && lost.len() < 50 {
        let second = Beside { killer: Some(&other), ..beside() };
        lost.push(read_beside(&database, &second).await);
        is_killed = second.is_killed.load(Ordering::Relaxed);
    }
    assert_eq!(is_killed, is_mariadb, "nothing was lost");
    let elsewhere = Database::mysql("elsewhere");
    let elsewhere = read_beside(&database, &Beside { url: Some(elsewhere.url()), ..Beside::default() }).await;
    let account = Account::new(&database);
    database.sql(&format!("GRANT SELECT ON `{}`.t_0000 TO '{}'@'%'", database.name(), account.name));
    let sees_little = read_beside(&database, &Beside { url: Some(account.url.clone()), ..Beside::default() }).await;
    let alone = read_beside(&database, &Beside::default()).await;
    drop(few);
    other.close().await.unwrap();

    assert_eq!(whole.schema.tables.len(), 600 + ODD.len());
    for table in whole.schema.tables.values() {
        assert_eq!((table.columns.len(), table.checks.len(), table.foreign_keys.len()), (3, 1, 1), "{}", table.name);
    }
    assert_eq!(in_portions, whole);
    // MySQL opens no table for its catalog.
    let asked = usize::from(is_mariadb);
    for read in lost.into_iter().chain([by_two, elsewhere, sees_little, alone]) {
        assert_eq!(read, (whole.clone(), asked));
    }
    assert!(
        !is_mariadb || statements.iter().any(|statement| statement.contains("information_schema.columns")),
        "{statements:#?}"
    );
}
