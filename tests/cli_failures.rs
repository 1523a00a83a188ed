//! Servers and disks that fail while revisions run: what is said, and that nothing is half done.

mod own_mariadb;
mod own_server;

use autogen_schema::Dialect;

use crate::support::{Database, SERVERS, Sandbox};

fn project(database: &Database, url: &str) -> Sandbox {
    let sandbox = Sandbox::on(database.dialect(), url);
    sandbox.revision(
        "aaaa",
        "",
        "-- autogen: upgrade\nCREATE TABLE a (a int);\n-- autogen: downgrade\nDROP TABLE a;\n",
    );
    sandbox
}

/// The statement that ends its own connection.
fn suicide(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => "SELECT pg_terminate_backend(pg_backend_pid());",
        _ => "KILL CONNECTION_ID();",
    }
}

#[test]
fn a_connection_that_is_killed_leaves_nothing_half_done() {
    for dialect in SERVERS {
        let database = Database::new(dialect, "killed");
        let sandbox = project(&database, &database.url());
        sandbox.run(&["upgrade"]).exits(0);
        let dump = database.dump();
        let sections =
            format!("-- autogen: upgrade\nINSERT INTO a VALUES (1);\n{}\n-- autogen: downgrade\n", suicide(dialect));
        sandbox.revision("bbbb", "aaaa", &sections);
        let outcome = sandbox.run(&["upgrade"]);
        outcome.exits(2).complains("migrations/versions/bbbb.sql:9:1");
        assert_eq!(database.dump(), dump);
        match dialect {
            Dialect::Postgres => {
                outcome.complains("terminating connection due to administrator command");
                assert_eq!(database.query("SELECT revision FROM autogen_version"), ["aaaa"]);
                assert_eq!(database.query("SELECT count(*) FROM a"), ["0"]);
            }
            // What is half done there is known, and is settled by hand.
            _ => {
                sandbox
                    .run(&["repair"])
                    .exits(1)
                    .complains("the upgrade of `bbbb` is half done: of its 2 statements, 1 ran");
                sandbox.run(&["repair", "--ran"]).exits(0);
                assert_eq!(database.query("SELECT a FROM a"), ["1"]);
            }
        }
    }
}

#[test]
fn a_server_that_takes_no_more_connections() {
    for dialect in SERVERS {
        let database = Database::new(dialect, "crowded");
        let user = format!("crowded_{}", std::process::id());
        let (make, drop) = match dialect {
            Dialect::Postgres => (format!("CREATE ROLE {user} LOGIN CONNECTION LIMIT 0"), format!("DROP ROLE {user}")),
            _ => (
                format!("CREATE USER {user}@'%' WITH MAX_CONNECTIONS_PER_HOUR 1; GRANT ALL ON *.* TO {user}@'%'"),
                format!("DROP USER {user}@'%'"),
            ),
        };
        database.sql(&make);
        let url =
            database.url().replacen("postgres@", &format!("{user}@"), 1).replacen("root@", &format!("{user}@"), 1);
        let sandbox = project(&database, &url);
        // The one connection that MariaDB takes in an hour.
        sandbox.run(&["current"]);
        let outcome = sandbox.run(&["upgrade"]);
        database.sql(&drop);
        outcome.exits(2).complains("takes no connection now").complains("try again in a moment");
    }
}

#[test]
fn a_user_who_may_only_read() {
    for dialect in SERVERS {
        let database = Database::new(dialect, "reader");
        let owner = project(&database, &database.url());
        owner.run(&["upgrade"]).exits(0);
        let user = format!("reader_{}", std::process::id());
        let (make, drop) = match dialect {
            Dialect::Postgres => (
                format!("CREATE ROLE {user} LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {user}"),
                format!("DROP OWNED BY {user}; DROP ROLE {user}"),
            ),
            _ => (
                format!("CREATE USER {user}@'%'; GRANT SELECT ON `{}`.* TO {user}@'%'", database.name()),
                format!("DROP USER {user}@'%'"),
            ),
        };
        database.sql(&make);
        let url =
            database.url().replacen("postgres@", &format!("{user}@"), 1).replacen("root@", &format!("{user}@"), 1);
        let reader = project(&database, &url);
        reader.revision("bbbb", "aaaa", "-- autogen: upgrade\nCREATE TABLE b (a int);\n-- autogen: downgrade\n");
        let (current, upgrade) = (reader.run(&["current"]), reader.run(&["upgrade"]));
        database.sql(&drop);
        assert!(current.stdout.starts_with("aaaa"), "{current}");
        upgrade.exits(2).complains("denied");
        assert_eq!(database.query("SELECT revision FROM autogen_version"), ["aaaa"]);
        assert_eq!(owner.run(&["repair"]).code, Some(0), "{dialect}");
    }
}

/// A revision that sets how large the file may get stands for a disk that is full.
#[test]
fn a_database_that_cannot_grow() {
    let sandbox = Sandbox::upgraded();
    let before = sandbox.query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL");
    let fill = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90000) INSERT INTO t SELECT i FROM n;";
    let sections = format!(
        "-- autogen: upgrade\nCREATE TABLE t (a);\nPRAGMA max_page_count = 20;\n{fill}\n-- autogen: downgrade\n"
    );
    sandbox.revision("bbbb", "aaaa", &sections);
    let outcome = sandbox.run(&["upgrade"]);
    outcome.exits(2).complains("the upgrade of `bbbb` failed: database or disk is full");
    outcome.complains("make room on the disk, then try again").complains("migrations/versions/bbbb.sql:10:1");
    assert_eq!(sandbox.query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"), before);
    assert_eq!(sandbox.query("SELECT revision FROM autogen_version"), ["aaaa"]);
    assert_eq!(sandbox.query("PRAGMA integrity_check"), ["ok"]);
}
