//! Revisions for a PostgreSQL that is in use: nobody waits for long, and what waits itself is tried again.

use std::time::Duration;

use autogen_schema::Dialect;

use crate::support::{Database, Outcome, Sandbox};

const BEFORE: &str = r#"
pub mod users {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: Option<String>,
        pub email: String,
        #[sea_orm(indexed)]
        pub fax: String,
        pub team_id: i32,
    }
}

pub mod teams {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "teams")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
    }
}
"#;

const AFTER: &str = r#"
pub mod users {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        #[sea_orm(unique)]
        pub email: String,
        pub fax: String,
        pub age: i32,
        #[sea_orm(indexed)]
        pub team_id: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::teams::Entity", from = "Column::TeamId", to = "super::teams::Column::Id")]
        Team,
    }
}

pub mod teams {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "teams")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
    }
}
"#;

const ROWS: &str = "INSERT INTO teams (id) VALUES (1); \
    INSERT INTO users (id, name, email, fax, team_id) VALUES (1, NULL, 'a@b', '1', 1), (2, 'Bo', 'c@d', '2', 1)";

struct Stage {
    sandbox: Sandbox,
    database: Database,
}

impl Stage {
    /// A table with rows, and a revision that changes what it can while others use it.
    fn new(name: &str) -> Self {
        let database = Database::postgres(name);
        let sandbox = Sandbox::on(Dialect::Postgres, &database.url());
        let stage = Self { sandbox, database };
        stage.sandbox.remove("src/users.rs").write("src/all.rs", BEFORE);
        stage.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
        stage.run(&["upgrade"]).exits(0);
        stage.database.sql(ROWS);
        stage.sandbox.write("src/all.rs", AFTER);
        let fills = ["--fill", "users.name='nobody'", "users.age=length(fax)"];
        stage.run(&[&["-m", "Second", "--rev-id", "bbbb", "--online"], &fills[..]].concat()).exits(0);
        stage
    }

    fn run(&self, args: &[&str]) -> Outcome {
        self.sandbox.run(&[&["--database-url", &self.database.url()], args].concat())
    }

    /// Works while another session has written to a table and does not end. `let_go` ends it.
    fn while_held(&self, table: &str, work: impl FnOnce()) {
        let hold = format!("BEGIN; LOCK TABLE {table} IN ROW EXCLUSIVE MODE; SELECT pg_sleep(30) AS held");
        let sleepers =
            "SELECT count(*)::text FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
        std::thread::scope(|scope| {
            let holder = scope.spawn(|| self.database.try_sql(&hold));
            while self.database.query(sleepers) != ["1"] {
                std::thread::sleep(Duration::from_millis(20));
            }
            work();
            assert!(holder.join().unwrap().is_err());
        });
    }

    fn let_go(&self) {
        self.database.query(
            "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity \
             WHERE wait_event = 'PgSleep' AND datname = current_database()",
        );
    }

    fn revision(&self) -> String {
        self.sandbox.read("migrations/versions/bbbb_second.sql")
    }
}

#[test]
fn a_revision_for_a_postgres_server_in_use() {
    let stage = Stage::new("online");
    let text = stage.revision();
    let sections = text.split_once("-- autogen: upgrade").unwrap().1;
    let expected = include_str!("online/second.sql");
    assert_eq!(format!("-- autogen: upgrade{sections}"), expected, "{text}");
    let before = stage.database.dump();
    stage.run(&["upgrade"]).exits(0);
    stage.run(&["check"]).exits(0);
    let rows = stage.database.query("SELECT name || ' ' || age FROM users ORDER BY id");
    assert_eq!(rows, ["nobody 1", "Bo 1"]);
    let after = stage.database.dump();
    stage.run(&["downgrade"]).exits(0);
    assert_eq!(stage.database.dump(), before);
    stage.run(&["upgrade"]).exits(0);
    assert_eq!(stage.database.dump(), after);
    stage.run(&["verify", "bbbb"]).exits(0);
}

/// A statement that waits for a lock lets go of everything, and is tried again: in the transaction, and in each statement by itself.
#[test]
fn a_lock_on_a_postgres_server_is_waited_for_in_short_turns() {
    let stage = Stage::new("online_lock");
    for table in ["users", "teams"] {
        stage.while_held(table, || {
            stage.run(&["upgrade", "--lock-timeout", "100ms"]).exits(2).complains("lock timeout");
            let limits = ["--lock-timeout", "100ms", "--lock-retries", "6"];
            let waiting = stage.sandbox.start(&[&["upgrade"], &limits[..]].concat());
            std::thread::sleep(Duration::from_millis(1500));
            stage.let_go();
            let outcome = stage.sandbox.wait(waiting);
            outcome.exits(0).complains(
                "Another session holds a lock: nothing is held meanwhile, and it is tried again in 1 s (6 left)",
            );
        });
        stage.run(&["downgrade"]).exits(0);
    }
}

/// An index that could not be built is left behind by the server, and is in the way of nobody.
#[test]
fn a_postgres_index_that_failed_is_built_again() {
    let stage = Stage::new("online_index");
    stage.database.sql("INSERT INTO users (id, email, fax, team_id) VALUES (3, 'a@b', '', 1)");
    let failed = stage.run(&["upgrade"]);
    failed.exits(2).complains("could not create unique index \"users_email_key\"");
    let invalid = "SELECT count(*)::text FROM pg_index WHERE NOT indisvalid";
    assert_eq!(stage.database.query(invalid), ["1"]);
    stage.database.sql("UPDATE users SET email = 'e@f' WHERE id = 3");
    stage.run(&["repair", "--not-run"]).exits(0);
    stage.run(&["upgrade"]).exits(0);
    assert_eq!(stage.database.query(invalid), ["0"]);
    stage.run(&["check"]).exits(0);
}

/// `autogen.toml` says it for every revision; other databases have no such ways, and are asked for none.
#[test]
fn online_is_configured() {
    let sandbox = Sandbox::new();
    let config = sandbox.read("autogen.toml");
    sandbox.write("autogen.toml", format!("{config}\n[online]\nenabled = true\n"));
    sandbox.run(&["-m", "First", "--rev-id", "aaaa"]).exits(0);
    assert!(!sandbox.read("migrations/versions/aaaa_first.sql").contains("no-transaction"));
    sandbox.write("autogen.toml", format!("{config}\n[online]\nenabeld = true\n"));
    sandbox.run(&["check"]).exits(2).complains("enabeld").complains("`enabled`");
    sandbox.write("autogen.toml", format!("lock_retries = -1\n{config}"));
    sandbox.run(&["upgrade"]).exits(2).complains("a whole number");
}
