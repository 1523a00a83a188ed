use autogen_schema::Dialect;
use proptest::prelude::*;

use super::*;

fn statements(body: &str) -> Vec<(usize, &str)> {
    split(body, Dialect::Sqlite, 10).into_iter().filter(|s| !s.is_empty()).map(|s| (s.line, s.sql)).collect()
}

#[test]
fn statements_keep_their_lines() {
    let body =
        "-- first\nCREATE TABLE a (\n  x\n);\n\n/* ; */ INSERT INTO a VALUES (';'); SELECT \";\"\n; ;\n-- end ;\n";
    let expected = [(11, "CREATE TABLE a (\n  x\n)"), (15, "INSERT INTO a VALUES (';')"), (15, "SELECT \";\"")];
    assert_eq!(statements(body), expected);
}

#[test]
fn a_last_statement_needs_no_semicolon() {
    assert_eq!(statements("SELECT 1;\nSELECT 2 -- done"), [(10, "SELECT 1"), (11, "SELECT 2")]);
}

#[test]
fn triggers_are_one_statement() {
    let trigger = "CREATE TEMP TRIGGER IF NOT EXISTS \"end\" AFTER UPDATE ON a WHEN CASE 1 WHEN 1 THEN 1 END BEGIN\n  \
                   UPDATE a SET x = CASE WHEN x THEN 1 ELSE 2 END;\n  SELECT 'END;'; -- END;\nEND";
    let body = format!("{trigger};\nSELECT 1;");
    assert_eq!(statements(&body), [(10, trigger), (14, "SELECT 1")]);
    let body = "create trigger end after insert on a begin select 1; end; select 2;";
    assert_eq!(statements(body).len(), 2);
}

#[test]
fn a_table_called_trigger_is_no_trigger() {
    assert_eq!(statements("CREATE TABLE trigger (x); SELECT 1; END;").len(), 3);
}

#[test]
fn transaction_control_is_recognised() {
    let control =
        ["begin immediate", "COMMIT", "End", "rollback to x", "SAVEPOINT x", "release x", "VACUUM", "attach 'x' as y"];
    for sql in control {
        assert!(matches!(kind(sql, Dialect::Sqlite), Kind::TransactionControl(_)), "{sql}");
    }
    assert!(matches!(kind("PRAGMA main.foreign_keys=off", Dialect::Sqlite), Kind::TransactionControl(_)));
    for sql in ["PRAGMA user_version = 1", "SELECT 'BEGIN'", "INSERT INTO \"commit\" VALUES (1)", ""] {
        assert_eq!(kind(sql, Dialect::Sqlite), Kind::Other, "{sql}");
    }
}

#[test]
fn tables_are_recognised() {
    let kind = |sql| kind(sql, Dialect::Sqlite);
    assert_eq!(kind("CREATE TABLE IF NOT EXISTS \"a \"\"b\" (x)"), Kind::CreateTable("a \"b".into()));
    assert_eq!(kind("create temp table main.[t] (x)"), Kind::CreateTable("t".into()));
    assert_eq!(kind("CREATE UNIQUE INDEX IF NOT EXISTS i ON t (x)"), Kind::CreateIndex("i".into()));
    assert_eq!(
        kind("CREATE TRIGGER main.\"t\" BEFORE INSERT ON a BEGIN SELECT 1; END"),
        Kind::CreateTrigger("t".into())
    );
    assert_eq!(kind("DROP TABLE if exists `t`"), Kind::DropTable("t".into()));
    let rename = Kind::RenameTable { from: "_autogen_new_t".into(), to: "t".into() };
    assert_eq!(kind("ALTER TABLE main.\"_autogen_new_t\" /* x */ RENAME TO \"t\""), rename);
    assert_eq!(kind("ALTER TABLE t RENAME COLUMN a TO b"), Kind::Other);
}

fn count(sql: &str, dialect: Dialect) -> usize {
    split(sql, dialect, 1).iter().filter(|statement| !statement.is_empty()).count()
}

#[test]
fn postgres_statements_may_hold_semicolons() {
    let whole = [
        "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'it''s'; $$",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN NEW.a := $$;$$; RETURN NEW; END; $body$",
        "DO $$ BEGIN PERFORM 1; END $$",
        "CREATE OR REPLACE FUNCTION f(a int) RETURNS int BEGIN ATOMIC SELECT CASE a WHEN 1 THEN 2 END; SELECT a; END",
        "CREATE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (';'); INSERT INTO t VALUES ('b'); END",
        "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); INSERT INTO b VALUES (2);)",
        "SELECT E'it\\'s; x', U&'\\0041;', \"a;b\" /* ; /* ; */ ; */ -- ;\n, 'x'",
        "SELECT '\\', 1",
        "SELECT 1 AS \"end\", $a$;$b$;$a$",
        "CREATE TABLE begin (\"case\" int)",
    ];
    for sql in whole {
        assert_eq!(statements_of(&format!("{sql};\nSELECT 2;"), Dialect::Postgres), [sql, "SELECT 2"]);
    }
}

#[test]
fn mysql_statements_may_hold_semicolons() {
    let whole = [
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.x = IF(1, 2, 3)",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW FOLLOWS other BEGIN SET NEW.x = 1; SET NEW.y = CASE 1 WHEN 1 THEN 2 END; END",
        "CREATE DEFINER=`root`@`%` TRIGGER t AFTER DELETE ON a FOR EACH ROW IF OLD.x THEN DELETE FROM b; ELSEIF 2 THEN \
         DO 1; ELSE SET @a = IF(1, 2, 3); END IF",
        "CREATE OR REPLACE PROCEDURE p(IN a int, OUT b decimal(10, 2)) COMMENT 'BEGIN' MODIFIES SQL DATA main: BEGIN \
         DECLARE done int DEFAULT 0; DECLARE c CURSOR FOR SELECT 1; DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1; \
         DECLARE EXIT HANDLER FOR SQLEXCEPTION, 1062 BEGIN ROLLBACK; END; \
         again: LOOP FETCH c INTO a; IF done THEN LEAVE again; END IF; END LOOP again; \
         WHILE a > 0 DO SET a = a - 1; DO SLEEP(0); IF a THEN SET a = 1; END IF; END WHILE; \
         REPEAT SET b = REPEAT('x', 3); UNTIL b END REPEAT; \
         CASE a WHEN 1 THEN IF (b) THEN SELECT 1; END IF; ELSE SELECT CASE WHEN IF(a, 1, 0) THEN 1 ELSE IF(1, 2, 3) END; END CASE; \
         END main",
        "CREATE FUNCTION f(a int) RETURNS char(10) CHARACTER SET utf8mb4 DETERMINISTIC RETURN CASE a WHEN 1 THEN 'x' END",
        "CREATE FUNCTION IF NOT EXISTS f() RETURNS set('a') NOT DETERMINISTIC BEGIN RETURN 'a'; END",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01' DO BEGIN DELETE FROM a; END",
        "ALTER EVENT e DO DELETE FROM a",
        "BEGIN NOT ATOMIC SELECT 1; SELECT 2; END",
        "IF 1 THEN SELECT 1; END IF",
        "CREATE PROCEDURE p() FOR i IN 1..10 DO SELECT i; END FOR",
        "CREATE TABLE t (`begin` int, a varchar(10) DEFAULT 'it\\'s; x') -- ;\n COMMENT \"a;\"\"b\\\";\" # ;\n",
        "/*!40101 SET NAMES utf8mb4; */",
        "CREATE PROCEDURE p() BEGIN SELECT 1; /*!50707 SET @a = IF(1, 2, 3);*/ /*!50709 SET @a = 1;*/ IF 1 THEN SELECT 1; END IF; END",
        "/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`%`*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.x = 1; */ END",
        "SELECT 1--1, `a;b`",
        "DROP TABLE IF EXISTS a, b",
        "CREATE TABLE IF NOT EXISTS a (x int)",
        "CREATE PROCEDURE p() BEGIN DROP TABLE IF EXISTS a; CREATE TABLE IF NOT EXISTS a (x int); SELECT begin, t.end FROM t; END",
    ];
    for sql in whole {
        let sql = sql.trim_end_matches("# ;\n").trim_end();
        assert_eq!(statements_of(&format!("{sql};\nSELECT 2;"), Dialect::Mysql), [sql, "SELECT 2"]);
    }
}

#[test]
fn mysql_delimiters_are_the_clients() {
    let body = "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT '//'; END//\n# //\nSELECT 1; SELECT 2 //\ndelimiter $$\n\
                CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN END$$ SELECT 3$$\nDELIMITER ;\nSELECT 4; SELECT 5";
    let expected = [
        "CREATE PROCEDURE p() BEGIN SELECT '//'; END",
        "SELECT 1; SELECT 2",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN END",
        "SELECT 3",
        "SELECT 4",
        "SELECT 5",
    ];
    assert_eq!(statements_of(body, Dialect::Mysql), expected);
    assert_eq!(split(body, Dialect::Mysql, 10).iter().find(|s| s.sql == "SELECT 4").map(|s| s.line), Some(17));
    assert_eq!(count("SELECT delimiter; SELECT 2", Dialect::Mysql), 2);
}

fn statements_of(body: &str, dialect: Dialect) -> Vec<&str> {
    split(body, dialect, 1).into_iter().filter(|s| !s.is_empty()).map(|s| s.sql).collect()
}

#[test]
fn transaction_control_of_servers_is_recognised() {
    let is = |sql, dialect| matches!(kind(sql, dialect), Kind::TransactionControl(_));
    let postgres = [
        "START TRANSACTION",
        "abort",
        "END",
        "PREPARE TRANSACTION 'x'",
        "create unique index concurrently i on t (a)",
        "REINDEX TABLE CONCURRENTLY t",
        "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
        "VACUUM",
        "CREATE DATABASE x",
    ];
    for sql in postgres {
        assert!(is(sql, Dialect::Postgres), "{sql}");
    }
    for sql in
        ["PREPARE x AS SELECT 1", "LOCK TABLE t", "REFRESH MATERIALIZED VIEW CONCURRENTLY v", "SET search_path = x"]
    {
        assert!(!is(sql, Dialect::Postgres), "{sql}");
    }
    let mysql = [
        "begin work",
        "BEGIN",
        "START TRANSACTION",
        "SET autocommit = 0",
        "set @a = 1, @@session.autocommit=0",
        "LOCK TABLES t READ",
        "UNLOCK TABLES",
        "XA START 'x'",
        "/*!50000 COMMIT */",
        "SET @@autocommit = 1",
    ];
    for sql in mysql {
        assert!(is(sql, Dialect::Mysql), "{sql}");
    }
    for sql in ["BEGIN NOT ATOMIC SELECT 1; END", "START SLAVE", "SET @autocommits = 1", "SELECT 'commit'", "VACUUM"] {
        assert!(!is(sql, Dialect::Mysql), "{sql}");
    }
    assert_eq!(kind("COPY t (a) FROM STDIN WITH CSV", Dialect::Postgres), Kind::CopyFromStdin);
    assert_eq!(kind("COPY t FROM '/x'", Dialect::Postgres), Kind::Other);
}

#[test]
fn parameters_are_what_has_no_value() {
    assert_eq!(parameter("SELECT $1", Dialect::Postgres).as_deref(), Some("$1"));
    assert_eq!(parameter("CREATE OR REPLACE FUNCTION f(int) RETURNS int RETURN $1 + 1", Dialect::Postgres), None);
    assert_eq!(parameter("PREPARE p AS SELECT $1", Dialect::Postgres), None);
    assert_eq!(parameter("SET @a = @@sql_mode", Dialect::Mysql), None);
    assert_eq!(parameter("SELECT ?", Dialect::Mysql).as_deref(), Some("?"));
    assert_eq!(parameter("SELECT @a", Dialect::Sqlite).as_deref(), Some("@a"));
}

proptest! {
    #[test]
    fn the_pieces_are_the_body(body in body()) {
        for dialect in Dialect::ALL {
            let pieces: String = split(&body, dialect, 1).iter().map(|statement| statement.text).collect();
            prop_assert_eq!(&pieces, &body);
            for statement in split(&body, dialect, 1) {
                let _ = kind(statement.sql, dialect);
                if !statement.is_empty() {
                    let at = statement.sql.as_ptr() as usize - body.as_ptr() as usize;
                    prop_assert_eq!(statement.line, 1 + body[..at].matches('\n').count());
                }
            }
        }
    }
}

fn body() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("CREATE TRIGGER t BEGIN SELECT CASE WHEN 1 THEN 2 END; END;"),
        Just("create temp trigger"),
        Just("SELECT 1;"),
        Just("'"),
        Just("\""),
        Just("[x]"),
        Just("/*"),
        Just("*/"),
        Just("-- ;"),
        Just("\n"),
        Just(";"),
        Just(" END "),
        Just("$$"),
        Just("CREATE FUNCTION f() BEGIN ATOMIC"),
        Just("CREATE PROCEDURE p() BEGIN IF a THEN"),
        Just("\nDELIMITER //\n"),
        Just("DELIMITER"),
        Just("//"),
        Just("/*!1"),
        Just("`"),
        Just("# "),
        Just("\\"),
        Just("("),
        Just(": "),
        Just("é"),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}
