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
        Just("é"),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}
