//! Settings of the session: what ours rely on, and what a revision leaves behind.

use std::time::Duration;

use autogen_revision::{Mode, Product, RunProblem, connect};
use autogen_schema::Dialect;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};

use super::{Server, write_three};
use crate::support::{Database, SERVERS};

#[tokio::test]
async fn settings_of_a_revision_do_not_outlive_it() {
    let postgres = "CREATE SCHEMA other;\nCREATE TABLE other.autogen_version (x int);\nSET search_path = other;\n\
                    SET standard_conforming_strings = off;\nCREATE ROLE {role};\nGRANT ALL ON SCHEMA other TO {role};\nSET ROLE {role};\nCREATE TABLE a (id int);";
    let mysql = "SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES';\n\
                 SET foreign_key_checks = 0;\nUSE information_schema;\nSET SESSION TRANSACTION READ ONLY;";
    for (dialect, sql) in [(Dialect::Postgres, postgres), (Dialect::Mysql, mysql)] {
        let server = Server::new(dialect, "settings");
        let role = format!("role_{}", server.database.name());
        let sql = sql.replace("{role}", &role);
        let other = "-- autogen: upgrade\nCREATE TABLE b (x varchar(9) DEFAULT 'a\\\\b');\n-- autogen: downgrade\n";
        server.project.write("a", "", &format!("-- autogen: upgrade\n{sql}\n-- autogen: downgrade\n"));
        server.project.write("b", "a", other);
        let session = server.open().await;
        session.upgrade("heads").await.unwrap();
        assert_eq!(session.current().await, "a b", "{dialect}");
        assert!(server.tables().contains(&"b".to_owned()), "{dialect}");
        if dialect == Dialect::Postgres {
            server.database.sql(&format!("DROP OWNED BY {role}; DROP ROLE {role};"));
        }
    }
}

#[tokio::test]
async fn options_of_the_url_outlive_a_revision() {
    let server = Server::new(Dialect::Postgres, "options");
    server.database.sql("CREATE SCHEMA app;");
    write_three(&server.project);
    server.project.write("path", "mail", "-- autogen: upgrade\nSET search_path = public;\n-- autogen: downgrade\n");
    let url = format!("{}?options=-csearch_path%3Dapp", server.database.url());
    let session = crate::revision_support::Session::at(server.project.path(), &url, Duration::from_secs(9)).await;
    session.upgrade("heads").await.unwrap();
    assert_eq!(session.current().await, "users posts mail path");
    assert_eq!(server.tables(), [""; 0]);
    let found =
        server.database.query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'app' ORDER BY 1");
    assert_eq!(found, ["autogen_version", "posts", "users"]);
}

#[tokio::test]
async fn a_connection_that_only_reads_refuses() {
    for dialect in SERVERS {
        let server = Server::new(dialect, "read_only");
        write_three(&server.project);
        let mut session = server.open().await;
        session.upgrade("users").await.unwrap();
        session.connection = connect(&server.database.url(), Mode::ReadOnly, Duration::from_secs(9)).await.unwrap();
        assert_eq!(session.current().await, "users");
        let database = session.connection.database();
        for sql in ["CREATE TABLE a (id int)", "INSERT INTO users VALUES (5, 'x')", "DROP TABLE users"] {
            assert!(database.execute_unprepared(sql).await.is_err(), "{dialect}: {sql}");
        }
        let error = session.upgrade("heads").await.unwrap_err();
        assert!(
            matches!(&*error.problem, RunProblem::Begin(_)) && error.to_string().contains("cannot be written"),
            "{error}"
        );
        assert_eq!(server.tables(), ["users"]);
    }
}

#[tokio::test]
async fn reading_makes_nothing() {
    for dialect in SERVERS {
        let server = Server::new(dialect, "reading");
        let before = server.database.dump();
        let session = server.open().await;
        assert_eq!(session.current().await, "");
        assert_eq!(session.downgrade("base").await.unwrap().done, []);
        assert_eq!(server.database.dump(), before);
    }
}

#[tokio::test]
async fn the_product_is_told() {
    for dialect in SERVERS {
        let database = Database::new(dialect, "product");
        let connection = connect(&database.url(), Mode::ReadOnly, Duration::from_secs(9)).await.unwrap();
        let version = database.query("SELECT version()").concat();
        let expected = match dialect {
            Dialect::Postgres => Product::Postgres,
            _ if version.contains("MariaDB") => Product::Mariadb,
            _ => Product::Mysql,
        };
        assert_eq!(connection.product(), expected);
        assert!(
            version.contains(&format!("{}.{}", connection.version().major, connection.version().minor)),
            "{version}"
        );
        assert!(connection.is_local() && connection.dialect() == dialect);
    }
}

/// Nothing may come to pass on a second connection, which has neither the lock nor the transaction.
#[tokio::test]
async fn a_connection_that_was_lost_is_not_replaced() {
    for dialect in SERVERS {
        let server = Server::new(dialect, "lost");
        let session = server.open().await;
        let (backend, own, kill) = match dialect {
            Dialect::Postgres => {
                (DatabaseBackend::Postgres, "SELECT pg_backend_pid()::bigint", "SELECT pg_terminate_backend({})")
            }
            _ => (DatabaseBackend::MySql, "SELECT CAST(CONNECTION_ID() AS SIGNED)", "KILL {}"),
        };
        let database = session.connection.database();
        let row = database.query_one_raw(Statement::from_string(backend, own)).await.unwrap().unwrap();
        let id: i64 = row.try_get_by_index(0).unwrap();
        server.database.sql(&kill.replace("{}", &id.to_string()));
        for _ in 0..3 {
            assert!(database.execute_unprepared("SELECT 1").await.is_err(), "{dialect}");
        }
    }
}
