//! The servers of the tests: a database comes and goes, and its dump tells what is in it.

use autogen_schema::Dialect;

use crate::support::{Database, SERVERS, encode};

/// A name that every place has to quote.
const HOSTILE: &str = "it's \"a\" `b` \\ %20 ü";

#[test]
fn a_database_lives_as_long_as_its_test() {
    for dialect in SERVERS {
        let name = format!("{HOSTILE} {}", std::process::id());
        let database = Database::named(dialect, &name);
        assert!(database.url().ends_with(&encode(&name)));
        let own = if dialect == Dialect::Mysql { "DATABASE()" } else { "current_database()" };
        assert_eq!(database.query(&format!("SELECT {own}")), std::slice::from_ref(&name));
        drop(database);
        let again = Database::named(dialect, &name);
        assert_eq!(again.name(), name);
    }
}

#[test]
fn the_first_statement_that_fails_is_told() {
    for dialect in SERVERS {
        let database = Database::new(dialect, "failing");
        let error = database.try_sql("CREATE TABLE a (id int); SELECT nonsense; CREATE TABLE b (id int);").unwrap_err();
        assert!(error.contains("nonsense"), "{error}");
        let here = if database.dialect() == Dialect::Mysql { "DATABASE()" } else { "'public'" };
        let tables = format!("SELECT table_name FROM information_schema.tables WHERE table_schema = {here}");
        assert_eq!(database.query(&tables), ["a"]);
    }
}

#[test]
fn values_come_back_as_they_are() {
    for dialect in SERVERS {
        let database = Database::new(dialect, "values");
        database
            .sql("CREATE TABLE t (a varchar(100), b varchar(100)); INSERT INTO t VALUES ('x\ny', NULL), ('ü', 'z');");
        assert_eq!(database.query("SELECT a, b FROM t ORDER BY b DESC").len(), 2);
        assert!(database.query("SELECT a, b FROM t").contains(&"x\ny\tNULL".to_owned()));
    }
}

#[test]
fn a_dump_of_postgres_holds_what_pg_dump_says() {
    let database = Database::postgres("dump");
    database.sql("CREATE TABLE t (id int PRIMARY KEY); COMMENT ON TABLE t IS 'of mine';");
    let dump = database.dump();
    assert!(dump.starts_with("CREATE TABLE public.t ("), "{dump}");
    assert!(dump.contains("COMMENT ON TABLE public.t IS 'of mine';"), "{dump}");
    assert!(!dump.contains("restrict") && !dump.contains("\n\n"), "{dump}");
    assert_eq!(dump, database.dump());
}

#[test]
fn a_dump_of_mysql_holds_every_object_and_no_counter() {
    let database = Database::mysql("dump");
    database.sql(
        "CREATE TABLE `b``\\\nx` (id int PRIMARY KEY AUTO_INCREMENT, note varchar(40) DEFAULT ' AUTO_INCREMENT=3');
         INSERT INTO `b``\\\nx` (note) VALUES ('x');
         CREATE VIEW a AS SELECT id FROM `b``\\\nx`;
         DELIMITER //
         CREATE TRIGGER `tr` BEFORE INSERT ON `b``\\\nx` FOR EACH ROW BEGIN SET NEW.note = 'x\ty'; END //
         CREATE PROCEDURE p() BEGIN SELECT 1; END //
         CREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN 1 //
         CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1 //",
    );
    let dump = database.dump();
    assert!(!dump.contains("AUTO_INCREMENT=2") && dump.contains("' AUTO_INCREMENT=3'"), "{dump}");
    for part in [
        "VIEW `a`",
        "CREATE TABLE `b``\\\nx` (",
        "TRIGGER `tr`",
        "'x\ty'",
        "PROCEDURE `p`",
        "FUNCTION `f`",
        "EVENT `e`",
    ] {
        assert!(dump.contains(part), "{part}\n{dump}");
    }
    assert!(!dump.contains(database.name()), "{dump}");
}
