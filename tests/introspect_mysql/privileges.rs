//! Accounts that may not see everything: nothing panics, and what may be missing is told.

use super::{connect_to, database, notes};
use crate::support::{Database, encode};
use autogen_introspect::{Introspected, introspect};

const SQL: &str = "
    CREATE TABLE parent(id int PRIMARY KEY, a int CHECK (a > 0));
    CREATE TABLE t(id int PRIMARY KEY, secret int, p int, CONSTRAINT f FOREIGN KEY (p) REFERENCES parent (id) ON DELETE CASCADE);
    CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW SET NEW.secret = 1;
    CREATE VIEW v AS SELECT id FROM t;
    CREATE SEQUENCE s;
    CREATE PROCEDURE f() SELECT 1;";

/// The text of a routine MariaDB shows to its definer alone.
const OTHERS_ROUTINE: &str = "this account may not see every text of `f`";

/// What an account sees after these grants, in which `@` is the database.
async fn seen_by(grants: &[&str]) -> Introspected {
    let database = database("privileges", SQL);
    let account = Account::new(&database);
    for grant in grants {
        let grant = grant.replace('@', &format!("`{}`", database.name()));
        database.sql(&format!("GRANT {grant} TO '{}'@'%'", account.name));
    }
    let db = connect_to(&account.url).await;
    let introspected = introspect(&db).await.unwrap();
    sea_orm::DatabaseConnection::close(db).await.unwrap();
    introspected
}

/// An account that is there until this is dropped.
pub(super) struct Account<'a> {
    database: &'a Database,
    pub(super) name: String,
    pub(super) url: String,
}

impl<'a> Account<'a> {
    pub(super) fn new(database: &'a Database) -> Self {
        let name =
            format!("u{:x}", database.name().bytes().fold(7_u32, |hash, b| hash.wrapping_mul(31) + u32::from(b)));
        database.sql(&format!("CREATE USER '{name}'@'%' IDENTIFIED BY 'it''s \"x\"'"));
        let url = database.url();
        let (scheme, rest) = url.split_once("://").unwrap();
        let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
        let url = format!("{scheme}://{name}:{}@{place}", encode("it's \"x\""));
        Self { database, name, url }
    }
}

impl Drop for Account<'_> {
    fn drop(&mut self) {
        let dropped = self.database.try_sql(&format!("DROP USER '{}'@'%'", self.name));
        assert!(dropped.is_ok() || std::thread::panicking(), "{dropped:?}");
    }
}

#[tokio::test]
async fn whoever_owns_the_database_sees_all_of_it() {
    let introspected = seen_by(&["ALL ON @.*"]).await;
    assert_eq!(notes(&introspected), [OTHERS_ROUTINE]);
    assert_eq!(introspected.schema.tables.len(), 2);
    assert_eq!(introspected.schema.objects.len(), 2);
}

#[tokio::test]
async fn select_on_one_table_is_told_to_be_little() {
    let introspected = seen_by(&["SELECT ON @.t"]).await;
    assert_eq!(introspected.schema.tables.keys().map(ToString::to_string).collect::<Vec<_>>(), ["t"]);
    let key = &introspected.schema.tables[&"t".into()].foreign_keys[0];
    assert_eq!((key.references.name.as_str(), key.on_delete), ("parent", None));
    assert_eq!(
        notes(&introspected),
        [
            "this account may not see every table of the database",
            "this account may not see every check and action of foreign keys of `t`",
            "this account may not see every trigger of `t`",
            "this account may not see every routine of the database",
            "this account may not see every event of the database",
        ]
    );
}

#[tokio::test]
async fn single_columns_views_and_bodies_that_may_not_be_seen_are_told() {
    let grants = ["SELECT (id), INSERT (p) ON @.t", "SELECT ON @.v", "EXECUTE ON PROCEDURE @.f", "INSERT ON @.s"];
    let introspected = seen_by(&grants).await;
    let table = &introspected.schema.tables[&"t".into()];
    assert_eq!(table.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["id", "p"]);
    let notes = notes(&introspected);
    for note in [
        "this account may not see every text of `v`",
        "this account may not see every text of `f`, `s`",
        "this account may not see every column of `t`",
    ] {
        assert!(notes.iter().any(|found| found == note), "{note}: {notes:#?}");
    }
}

#[tokio::test]
async fn what_a_role_may_do_counts() {
    let database = database("role", SQL);
    let account = Account::new(&database);
    let role = format!("r{}", account.name);
    database.sql(&format!(
        "CREATE ROLE {role}; GRANT ALL ON `{}`.* TO {role}; GRANT {role} TO '{1}'@'%'; SET DEFAULT ROLE {role} FOR '{1}'@'%';",
        database.name(),
        account.name
    ));
    let db = connect_to(&account.url).await;
    let introspected = introspect(&db).await;
    database.sql(&format!("DROP ROLE {role}"));
    assert_eq!(notes(&introspected.unwrap()), [OTHERS_ROUTINE]);
}
