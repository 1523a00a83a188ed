//! Up, down, stamp, and what is refused.

use autogen_revision::{RunProblem, State, VersionTable, restate, stamp};
use autogen_schema::Dialect;

use super::{Server, write_three};
use crate::support::SERVERS;

#[tokio::test]
async fn up_and_down_again() {
    for dialect in SERVERS {
        let server = Server::new(dialect, "up_down");
        write_three(&server.project);
        let session = server.open().await;
        session.upgrade("heads").await.unwrap();
        let dump = server.database.dump();
        assert_eq!(session.current().await, "users posts mail");
        let rows = session.rows().await;
        assert!(rows.iter().all(|row| row.state == State::Applied && row.applied_at == 1_800_000_000), "{rows:?}");
        assert_eq!(server.database.query("SELECT name FROM users ORDER BY id"), ["ann; bob", "it's"]);
        assert_eq!(session.upgrade("heads").await.unwrap().done, []);
        session.downgrade("-2").await.unwrap();
        assert_eq!(server.tables(), ["users"]);
        session.upgrade("heads").await.unwrap();
        assert_eq!(server.database.dump(), dump);
        session.downgrade("base").await.unwrap();
        assert_eq!((session.current().await.as_str(), server.tables()), ("", Vec::new()));
    }
}

#[tokio::test]
async fn rows_keep_the_order_in_which_they_were_applied() {
    for dialect in SERVERS {
        let server = Server::new(dialect, "order");
        for id in ["m", "z", "a"] {
            server.project.write(id, "", "-- autogen: upgrade\n-- autogen: downgrade\n");
        }
        let session = server.open().await;
        for id in ["z", "a", "m"] {
            session.upgrade(id).await.unwrap();
        }
        assert_eq!(session.current().await, "z a m");
        session.downgrade("z@base").await.unwrap_or_default();
        assert_eq!(session.current().await, "a m");
        session.upgrade("z").await.unwrap();
        assert_eq!(session.current().await, "a m z");
    }
}

/// The row of the whole stands where that of the last part stood, and undoes all of them.
#[tokio::test]
async fn a_squash_takes_the_rows_of_its_parts() {
    for dialect in SERVERS {
        let server = Server::new(dialect, "squash");
        write_three(&server.project);
        let session = server.open().await;
        session.upgrade("heads").await.unwrap();
        for part in ["users", "posts"] {
            server.project.remove(part);
        }
        let whole = "-- autogen: upgrade\nSELECT 1;\n-- autogen: downgrade\nDROP TABLE posts;\nDROP TABLE users;\n";
        server.project.write("whole", "(base)\n-- Replaces: users, posts", whole);
        let session = server.open().await;
        let table = &session.options.version_table;
        let restated = async || restate(&session.connection, table, &session.graph, &session.revisions).await.unwrap();
        assert_eq!(restated().await, session.graph.order()[..1]);
        assert_eq!(session.current().await, "whole mail");
        assert_eq!(restated().await, []);
        let row = &session.rows().await[0];
        assert!(row.downgrade.contains("DROP TABLE users") && row.applied_at == 1_800_000_000, "{row:?}");
        session.downgrade("base").await.unwrap();
        assert_eq!((session.current().await.as_str(), server.tables()), ("", Vec::new()));
    }
}

#[tokio::test]
async fn stamping_runs_nothing() {
    for dialect in SERVERS {
        let server = Server::new(dialect, "stamp");
        write_three(&server.project);
        let session = server.open().await;
        let table = &session.options.version_table;
        let to = async |target| {
            stamp(&session.connection, table, &session.graph, &session.revisions, target, false, 7).await.unwrap()
        };
        assert_eq!(to("posts").await.added.len(), 2);
        assert_eq!((session.current().await.as_str(), server.tables()), ("users posts", Vec::new()));
        assert_eq!(to("mail").await.added.len(), 1);
        assert_eq!(to("base").await.removed.len(), 3);
        assert_eq!(session.current().await, "");
        let unknown = stamp(&session.connection, table, &session.graph, &session.revisions, "nothing", false, 7).await;
        assert!(unknown.is_err());
    }
}

#[tokio::test]
async fn a_revision_without_its_file_is_undone_by_what_is_stored() {
    for dialect in SERVERS {
        let server = Server::new(dialect, "stored");
        // More than the 64 KiB that a `text` of MySQL's holds, and characters of four bytes.
        let long = format!("-- autogen: downgrade\n-- 𝄞 {}\nDROP TABLE a;\n", "it's \\ \"long\" ".repeat(8000));
        server.project.write("a", "", &format!("-- autogen: upgrade\nCREATE TABLE a (x int);\n{long}"));
        server.open().await.upgrade("heads").await.unwrap();
        server.project.remove("a");
        let session = server.open().await;
        session.downgrade("base").await.unwrap();
        assert_eq!(server.tables(), [""; 0]);
    }
}

#[tokio::test]
async fn what_fails_halfway_leaves_nothing_on_postgres() {
    let server = Server::new(Dialect::Postgres, "fails");
    write_three(&server.project);
    let failing = "-- autogen: upgrade\nCREATE TABLE a (id int);\nDROP TABLE posts;\n\nINSERT INTO users\n  VALUES (1, 'x');\n\
                   -- autogen: downgrade\n";
    server.project.write("failing", "mail", failing);
    let session = server.open().await;
    let error = session.upgrade("heads").await.unwrap_err();
    assert_eq!(error.line, Some(10), "{error}");
    assert!(error.to_string().ends_with(
        "failing.sql:10: duplicate key value violates unique constraint \"users_pkey\" (Key (id)=(1) already exists.)"
    ));
    assert!(!error.partly);
    assert_eq!(session.current().await, "users posts mail");
    assert_eq!(server.tables(), ["posts", "users"]);
}

#[tokio::test]
async fn a_constraint_that_is_checked_at_the_end_fails_the_revision() {
    let server = Server::new(Dialect::Postgres, "deferred");
    let sql = "CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES a DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO a VALUES (1, 2);";
    server.project.write("a", "", &format!("-- autogen: upgrade\n{sql}\n-- autogen: downgrade\n"));
    let session = server.open().await;
    let error = session.upgrade("heads").await.unwrap_err();
    assert!(matches!(*error.problem, RunProblem::Database { .. }), "{error}");
    assert_eq!((session.current().await.as_str(), server.tables()), ("", Vec::new()));
}

#[tokio::test]
async fn what_cannot_run_in_a_transaction_has_a_section_of_its_own() {
    let server = Server::new(Dialect::Postgres, "concurrently");
    server.project.write(
        "a",
        "",
        "-- autogen: upgrade\nCREATE TABLE a (id int);\n-- autogen: downgrade\nDROP TABLE a;\n",
    );
    let index = "CREATE INDEX CONCURRENTLY i ON a (id);\n";
    server.project.write("b", "a", &format!("-- autogen: upgrade\n{index}-- autogen: downgrade\nDROP INDEX i;\n"));
    let error = server.open().await.upgrade("heads").await.unwrap_err();
    assert!(error.to_string().contains("b.sql:7: `CREATE INDEX CONCURRENTLY` inside a section"), "{error}");
    assert_eq!(server.tables(), [""; 0]);
    server.project.write(
        "b",
        "a",
        &format!("-- autogen: upgrade no-transaction\n{index}-- autogen: downgrade\nDROP INDEX i;\n"),
    );
    let session = server.open().await;
    session.upgrade("heads").await.unwrap();
    assert!(server.database.dump().contains("CREATE INDEX i ON public.a"));
    session.downgrade("base").await.unwrap();
}

#[tokio::test]
async fn bodies_run_whole() {
    let postgres = "CREATE TABLE a (id int);\nCREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.id := 5; RETURN NEW; END; \
                    $$;\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();\n\
                    CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE 1 WHEN 1 THEN 7 END; END;\n\
                    INSERT INTO a VALUES (1);";
    let mysql = "CREATE TABLE a (id int);\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN IF 1 THEN SET NEW.id = 4; END IF; \
                 SET NEW.id = NEW.id + 1; END;\nDELIMITER //\nCREATE FUNCTION g() RETURNS int DETERMINISTIC BEGIN DECLARE x int; \
                 SET x = 7; RETURN x; END//\nDELIMITER ;\n/*!50000 INSERT INTO a VALUES (1) */;";
    for (dialect, sql) in [(Dialect::Postgres, postgres), (Dialect::Mysql, mysql)] {
        let server = Server::new(dialect, "bodies");
        server.project.write("a", "", &format!("-- autogen: upgrade\n{sql}\n-- autogen: downgrade\nDROP TABLE a;\n"));
        server.open().await.upgrade("heads").await.unwrap();
        assert_eq!(server.database.query("SELECT id, g() FROM a"), ["5\t7"]);
    }
}

#[tokio::test]
async fn what_is_no_statement_is_refused_before_anything_runs() {
    let cases = [
        (Dialect::Postgres, "COPY a FROM stdin;", "a.sql:8: `COPY … FROM stdin` needs rows"),
        (Dialect::Postgres, "SELECT $1;", "a.sql:8: `$1` is a parameter"),
        (Dialect::Postgres, "COMMIT;", "a.sql:8: `COMMIT` inside a section"),
        (
            Dialect::Postgres,
            "-- autogen: expects a 0123456789abcdef",
            "a.sql:8: `expects` has no meaning on PostgreSQL",
        ),
        (Dialect::Mysql, "SET autocommit = 0;", "a.sql:8: `SET autocommit` inside a section"),
        (Dialect::Mysql, "SELECT ?;", "a.sql:8: `?` is a parameter"),
    ];
    for (dialect, sql, expected) in cases {
        let server = Server::new(dialect, "refused");
        let sections = format!("-- autogen: upgrade\nCREATE TABLE a (id int);\n{sql}\n-- autogen: downgrade\n");
        server.project.write("a", "", &sections);
        let error = server.open().await.upgrade("heads").await.unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(server.tables(), [""; 0]);
    }
}

#[tokio::test]
async fn a_table_that_changed_is_not_restated_on_mysql() {
    let server = Server::new(Dialect::Mysql, "guard");
    server
        .database
        .sql("CREATE TABLE `a b` (id int PRIMARY KEY AUTO_INCREMENT, x int); INSERT INTO `a b` (x) VALUES (1);");
    let text = server.database.query("SHOW CREATE TABLE `a b`").concat();
    let fingerprint = autogen_schema::show_create::fingerprint(text.split_once('\t').unwrap().1);
    let sections = format!(
        "-- autogen: upgrade\n-- autogen: expects \"a b\" {fingerprint}\nALTER TABLE `a b` MODIFY x bigint;\n-- autogen: downgrade\n"
    );
    server.project.write("a", "", &sections);
    server.database.sql("INSERT INTO `a b` (x) VALUES (1); ALTER TABLE `a b` ADD COLUMN y int;");
    let session = server.open().await;
    let error = session.upgrade("heads").await.unwrap_err();
    assert!(matches!(*error.problem, RunProblem::ChangedTable { .. }) && error.line == Some(7), "{error}");
    assert_eq!(session.current().await, "");
    server.database.sql("ALTER TABLE `a b` DROP COLUMN y; INSERT INTO `a b` (x) VALUES (1);");
    session.upgrade("heads").await.unwrap();
}

#[tokio::test]
async fn the_version_table_may_have_any_name() {
    for dialect in SERVERS {
        let server = Server::new(dialect, "names");
        server.project.write("it_is.A1", "", "-- autogen: upgrade\n-- autogen: downgrade\n");
        server.project.write("it_is.a1", "it_is.A1", "-- autogen: upgrade\n-- autogen: downgrade\n");
        let mut session = server.open().await;
        session.options.version_table = VersionTable::new("it's \"a\" `b` \\ % ü", dialect);
        session.upgrade("heads").await.unwrap();
        assert_eq!(session.current().await, "it_is.A1 it_is.a1");
        session.downgrade("-1").await.unwrap();
        assert_eq!(session.current().await, "it_is.A1");
    }
}
