//! What statements are the same, what are not, and what is not read at all.

use autogen_schema::Dialect;
use autogen_schema::Dialect::{Mysql, Postgres, Sqlite};

use super::*;

mod columns;
mod fixtures;

/// Checks that statements are read, and as the same.
#[track_caller]
fn same(dialect: Dialect, statements: &[&str]) {
    let read = |sql: &&str| super::read(sql, dialect).unwrap_or_else(|| panic!("not read: {sql}"));
    let all: Vec<Vec<Builder>> = statements.iter().map(read).collect();
    for (other, sql) in all.iter().zip(statements) {
        assert_eq!(Some(other), all.first(), "{sql}");
    }
}

/// Checks that statements are read, and all of them as something else.
#[track_caller]
fn different(dialect: Dialect, statements: &[&str]) {
    for (at, one) in statements.iter().enumerate() {
        let read = |sql: &str| super::read(sql, dialect).unwrap_or_else(|| panic!("not read: {sql}"));
        for other in &statements[at + 1..] {
            assert_ne!(read(one), read(other), "{one} | {other}");
        }
    }
}

#[track_caller]
fn unread(dialect: Dialect, statements: &[&str]) {
    for sql in statements {
        assert_eq!(super::read(sql, dialect), None, "{sql}");
    }
}

#[test]
fn quotes_blanks_and_the_case_of_words_are_nothing() {
    same(
        Sqlite,
        &[
            "CREATE TABLE \"t\" (\n    \"a\" integer NOT NULL,\n    \"b\" text\n)",
            "create table [t](`a` INTEGER not  null, b TEXT)",
        ],
    );
    // PostgreSQL folds a name without quotes.
    same(Postgres, &["DROP TABLE T", "DROP TABLE \"t\""]);
    different(Postgres, &["DROP TABLE T", "DROP TABLE \"T\"", "DROP TABLE s.t", "DROP TABLE \"s.t\""]);
    different(Sqlite, &["DROP TABLE \"a\"", "DROP TABLE \"A\"", "DROP INDEX \"a\""]);
}

#[test]
fn foreign_keys_do_nothing_unless_told() {
    let key = "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p (id)";
    let all = |actions: &[&str]| actions.iter().map(|action| format!("{key}{action}")).collect::<Vec<_>>();
    let plain = all(&["", " ON DELETE NO ACTION", " ON UPDATE NO ACTION ON DELETE NO ACTION", " MATCH SIMPLE"]);
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    same(Postgres, &plain);
    // MySQL tells whether it was told to do nothing.
    different(Mysql, &plain[..3]);
    let actions = all(&[
        "",
        " ON DELETE CASCADE",
        " ON DELETE SET NULL",
        " ON DELETE SET DEFAULT",
        " ON DELETE RESTRICT",
        " ON UPDATE CASCADE",
        " ON DELETE CASCADE ON UPDATE CASCADE",
    ]);
    different(Postgres, &actions.iter().map(String::as_str).collect::<Vec<_>>());
    unread(Postgres, &[&format!("{key} DEFERRABLE"), &format!("{key} MATCH FULL"), &format!("{key} NOT VALID")]);
}

#[test]
fn a_key_in_a_column_of_sqlite_is_one_of_its_table() {
    same(
        Sqlite,
        &[
            "CREATE TABLE t (a integer REFERENCES p (id) ON DELETE CASCADE, b integer)",
            "CREATE TABLE t (a integer, b integer, FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE)",
        ],
    );
    // To a table that is there it is added with its column.
    let alter = super::read("ALTER TABLE t ADD COLUMN a integer REFERENCES p (id)", Sqlite).unwrap();
    let sql = alter[0].sql(Sqlite).unwrap();
    assert_eq!(sql, "ALTER TABLE \"t\" ADD COLUMN \"a\" integer REFERENCES p (id)");
    // What has a name keeps it, which no builder writes.
    unread(Sqlite, &["CREATE TABLE t (a integer CONSTRAINT k REFERENCES p (id))"]);
}

#[test]
fn indexes_are_their_parts() {
    same(
        Postgres,
        &[
            "CREATE INDEX i ON t (a, b DESC)",
            "CREATE INDEX i ON t USING btree (a ASC, b DESC NULLS FIRST)",
            "CREATE INDEX i ON t USING btree (a ASC NULLS LAST, b DESC)",
        ],
    );
    same(Postgres, &["CREATE INDEX i ON t (lower(a))", "CREATE INDEX i ON t USING btree ((lower(a)))"]);
    same(Postgres, &["CREATE INDEX i ON t (a) WHERE (b > 1)", "CREATE INDEX i ON t (a) WHERE b > 1"]);
    different(
        Postgres,
        &[
            "CREATE INDEX i ON t (a)",
            "CREATE INDEX i ON t (b)",
            "CREATE INDEX i ON t (a DESC)",
            "CREATE INDEX i ON t (a, b)",
            "CREATE INDEX i ON s.t (a)",
            "CREATE INDEX j ON t (a)",
            "CREATE UNIQUE INDEX i ON t (a)",
            "CREATE INDEX i ON t USING hash (a)",
            "CREATE INDEX i ON t USING gin (a)",
            "CREATE INDEX i ON t (a) INCLUDE (b)",
            "CREATE INDEX i ON t (a) WHERE b > 1",
            "CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT",
        ],
    );
    unread(
        Postgres,
        &[
            "CREATE INDEX i ON t (a NULLS FIRST)",
            "CREATE INDEX i ON t (a DESC NULLS LAST)",
            "CREATE INDEX i ON t (a text_pattern_ops)",
            "CREATE INDEX i ON t (a COLLATE \"C\")",
            "CREATE INDEX CONCURRENTLY i ON t (a)",
            "CREATE INDEX i ON t (a) WITH (fillfactor = 70)",
        ],
    );
    same(
        Mysql,
        &[
            "CREATE UNIQUE INDEX i ON t (a(5), b)",
            "ALTER TABLE t ADD UNIQUE INDEX i (a(5), b)",
            "ALTER TABLE t ADD UNIQUE KEY i (a (5), b) USING BTREE",
        ],
    );
    same(Mysql, &["DROP INDEX i ON t", "ALTER TABLE t DROP INDEX i"]);
    unread(Mysql, &["ALTER TABLE t ADD INDEX i (a) COMMENT 'c'", "ALTER TABLE t ADD SPATIAL INDEX i (a)"]);
}

#[test]
fn mysql_says_several_things_at_once() {
    let sql = "ALTER TABLE t DROP FOREIGN KEY k, DROP INDEX i, DROP COLUMN a, ADD COLUMN b int AFTER c, \
               MODIFY COLUMN d text NOT NULL, ADD INDEX j (b), \
               ADD CONSTRAINT l FOREIGN KEY (b) REFERENCES p (id)";
    let read = super::read(sql, Mysql).unwrap();
    let written: Vec<String> = read.iter().map(|builder| builder.sql(Mysql).unwrap()).collect();
    assert_eq!(
        written,
        [
            "ALTER TABLE `t` DROP FOREIGN KEY `k`",
            "DROP INDEX `i` ON `t`",
            "ALTER TABLE `t` DROP COLUMN `a`, ADD COLUMN `b` int AFTER c, MODIFY COLUMN `d` text NOT NULL",
            "CREATE INDEX `j` ON `t` (`b`)",
            "ALTER TABLE `t` ADD CONSTRAINT `l` FOREIGN KEY (`b`) REFERENCES `p` (`id`)",
        ]
    );
}

#[test]
fn what_no_builder_says_is_not_read() {
    unread(
        Postgres,
        &[
            "",
            "SELECT 1",
            "UPDATE t SET a = 1",
            "DROP TABLE t CASCADE",
            "DROP TABLE IF EXISTS t",
            "DROP TABLE a, b",
            "DROP TABLE t; DROP TABLE u",
            "DROP TABLE t -- now",
            "DROP TABLE t /* now */",
            "CREATE TABLE t (a int CHECK (a > 0 /* why */))",
            "CREATE TABLE t (a int) WITH (fillfactor = 70)",
            "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0))",
            "CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY)",
            "CREATE TABLE t (a int GENERATED BY DEFAULT AS IDENTITY (START WITH 5))",
            "CREATE TABLE t (a int CONSTRAINT c NOT NULL)",
            "CREATE UNLOGGED TABLE t (a int)",
            "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)",
            "ALTER TABLE t ALTER COLUMN a DROP DEFAULT",
            "ALTER TABLE t RENAME CONSTRAINT a TO b",
            "COMMENT ON TABLE t IS 'x'",
            "CREATE TYPE t AS (a int)",
            "ALTER TYPE t ADD VALUE IF NOT EXISTS 'x'",
            "DROP TYPE t CASCADE",
        ],
    );
    unread(
        Sqlite,
        &[
            "CREATE TABLE t (a integer PRIMARY KEY ON CONFLICT REPLACE)",
            "CREATE TABLE t (a integer PRIMARY KEY DESC)",
            "CREATE TABLE t (a text, UNIQUE (a) ON CONFLICT IGNORE)",
            "CREATE TABLE t (a integer CHECK (a > 0) CHECK (a < 9))",
            "CREATE TABLE t (a integer) WHATEVER",
            "CREATE TABLE t AS SELECT 1",
            "CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM t; END",
        ],
    );
    unread(
        Mysql,
        &[
            "CREATE TABLE t (a int) /*!50100 PARTITION BY HASH (a) */",
            "CREATE TABLE t (a int) AUTO_INCREMENT=5",
            "ALTER TABLE t CHANGE COLUMN a b int",
            "ALTER TABLE t ALTER COLUMN a SET DEFAULT 1",
            "ALTER TABLE t DROP PRIMARY KEY",
            "ALTER TABLE t ADD COLUMN a int INVISIBLE",
            "ALTER TABLE t COMMENT = 'x'",
        ],
    );
}
