//! What stands in the way on MariaDB, kind by kind.

use autogen_schema::Dialect;

use super::law::{Obstacle, hold, on_table};

const TABLE: &str = "CREATE TABLE {t} (id integer PRIMARY KEY, a integer NOT NULL, b varchar(255));
INSERT INTO {t} VALUES (1, 60, 'x')";

#[tokio::test]
async fn everything() {
    let obstacles = [
        on_table("view", "CREATE VIEW {o} AS SELECT id, a FROM {t}"),
        on_table("view on a view", "CREATE VIEW {o}_below AS SELECT a FROM {t}; CREATE VIEW {o} AS SELECT a + 1 AS n FROM {o}_below"),
        on_table("trigger", "CREATE TRIGGER {o} BEFORE INSERT ON {t} FOR EACH ROW SET NEW.a = NEW.a + 1"),
        on_table(
            "trigger of another table",
            "CREATE TABLE {u} (x integer); CREATE TRIGGER {o} AFTER INSERT ON {u} FOR EACH ROW UPDATE {t} SET a = 1 WHERE id = NEW.x",
        ),
        on_table("computed column", "ALTER TABLE {t} ADD {o} integer GENERATED ALWAYS AS (a * 2) STORED"),
        on_table("computed when read", "ALTER TABLE {t} ADD {o} integer AS (a * 2) VIRTUAL"),
        on_table("check", "ALTER TABLE {t} ADD CONSTRAINT {o} CHECK (a >= 0)"),
        on_table("check of two columns", "ALTER TABLE {t} ADD CONSTRAINT {o} CHECK (a >= 0 OR id > 5)"),
        on_table("index", "CREATE INDEX {o} ON {t} (a) COMMENT 'x'"),
        on_table("index of two columns", "CREATE INDEX {o} ON {t} (b, a)"),
        on_table("index that is ignored", "CREATE INDEX {o} ON {t} (a) IGNORED"),
        on_table("unique", "ALTER TABLE {t} ADD CONSTRAINT {o} UNIQUE (a, b)"),
        on_table("full text", "ALTER TABLE {t} ADD FULLTEXT INDEX {o} (b)"),
        on_table(
            "foreign key to another table",
            "CREATE TABLE {u} (x integer PRIMARY KEY); INSERT INTO {u} VALUES (0), (60);
             ALTER TABLE {t} ADD CONSTRAINT {o} FOREIGN KEY (a) REFERENCES {u} (x) ON DELETE CASCADE",
        ),
        on_table(
            "foreign key of another table",
            "ALTER TABLE {t} ADD UNIQUE (a); CREATE TABLE {u} (x integer, CONSTRAINT {o} FOREIGN KEY (x) REFERENCES {t} (a))",
        ),
        on_table("routine", "CREATE PROCEDURE {o}() SELECT a FROM {t}; CREATE FUNCTION {o}_f() RETURNS integer RETURN (SELECT max(a) FROM {t})"),
        on_table("event", "CREATE EVENT {o} ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM {t} WHERE a > 100"),
        on_table("default from a sequence", "CREATE SEQUENCE {o}; ALTER TABLE {t} ALTER a SET DEFAULT (nextval({o}))"),
        Obstacle {
            table: Some(
                "CREATE TABLE {t} (id integer PRIMARY KEY, a integer NOT NULL, b varchar(255))
                 PARTITION BY RANGE (id) (PARTITION {o} VALUES LESS THAN (100), PARTITION {o}_rest VALUES LESS THAN MAXVALUE)",
            ),
            ..on_table("partitions", "")
        },
        Obstacle {
            table: Some("CREATE TABLE {t} (id integer PRIMARY KEY, a integer NOT NULL, b varchar(255)) WITH SYSTEM VERSIONING"),
            ..on_table("versions", "CREATE VIEW {o} AS SELECT id FROM {t} FOR SYSTEM_TIME ALL")
        },
    ];
    hold(Dialect::Mysql, TABLE, &obstacles, "mariadb.txt").await;
}
