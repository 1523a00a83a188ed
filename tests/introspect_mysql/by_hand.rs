//! Each kind of fact, changed by hand, is seen.

use super::{connect, database, read};
use autogen_introspect::entries;
use autogen_schema::Dialect;
use sea_orm::ConnectionTrait;

const BEFORE: &str = "
    CREATE TABLE parent(id int PRIMARY KEY, other int, KEY (other));
    CREATE TABLE t(id int NOT NULL PRIMARY KEY, a int NOT NULL DEFAULT 1 COMMENT 'a', b varchar(20) DEFAULT 'x', c datetime NULL, d int, e int,
        g int AS (a + 1), j longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, p int, q text, v int CHECK (v > 0), w enum('a','b'),
        UNIQUE KEY u (a), KEY k (d, e), FULLTEXT KEY ft (q), CONSTRAINT fk FOREIGN KEY (p) REFERENCES parent (id), CONSTRAINT ck CHECK (d > 0)) COMMENT='t';
    CREATE TABLE part(a int) PARTITION BY HASH (a) PARTITIONS 2;
    CREATE VIEW vw AS SELECT a FROM t;
    CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.d = 1;
    CREATE TRIGGER tr2 BEFORE INSERT ON t FOR EACH ROW SET NEW.e = 1;
    CREATE SEQUENCE s;
    CREATE FUNCTION f(n int) RETURNS int RETURN n;
    CREATE EVENT ev ON SCHEDULE AT '2035-01-01 00:00:00' DO SET @a = 1;";

/// One change a line, each of one fact.
const CHANGES: &str = "\
CREATE TABLE extra(a int)
DROP TABLE part
ALTER TABLE t ADD COLUMN z int
ALTER TABLE t DROP COLUMN w
ALTER TABLE t MODIFY a int NOT NULL DEFAULT 1 COMMENT 'a' AFTER b
ALTER TABLE t MODIFY a bigint NOT NULL DEFAULT 1 COMMENT 'a'
ALTER TABLE t MODIFY a int unsigned NOT NULL DEFAULT 1 COMMENT 'a'
ALTER TABLE t MODIFY a int NULL DEFAULT 1 COMMENT 'a'
ALTER TABLE t MODIFY a int NOT NULL COMMENT 'a'
ALTER TABLE t MODIFY a int NOT NULL DEFAULT 2 COMMENT 'a'
ALTER TABLE t MODIFY a int NOT NULL DEFAULT (1 + 1) COMMENT 'a'
ALTER TABLE t MODIFY a int NOT NULL DEFAULT 1 COMMENT 'b'
ALTER TABLE t MODIFY a int NOT NULL DEFAULT 1
ALTER TABLE t MODIFY a int NOT NULL DEFAULT 1 COMMENT 'a' INVISIBLE
ALTER TABLE t MODIFY b varchar(21) DEFAULT 'x'
ALTER TABLE t MODIFY b varchar(20) DEFAULT 'X'
ALTER TABLE t MODIFY b varchar(20) DEFAULT ''
ALTER TABLE t MODIFY b varchar(20)
ALTER TABLE t MODIFY b varchar(20) COLLATE utf8mb4_bin DEFAULT 'x'
ALTER TABLE t MODIFY b varchar(20) CHARACTER SET latin1 DEFAULT 'x'
ALTER TABLE t MODIFY b varchar(20) COMPRESSED DEFAULT 'x'
ALTER TABLE t MODIFY c datetime(3) NULL
ALTER TABLE t MODIFY c datetime NULL ON UPDATE CURRENT_TIMESTAMP
ALTER TABLE t MODIFY c datetime NULL DEFAULT CURRENT_TIMESTAMP
ALTER TABLE t MODIFY id int NOT NULL AUTO_INCREMENT
ALTER TABLE t MODIFY g int AS (a + 2)
ALTER TABLE t DROP COLUMN g, ADD COLUMN g int AS (a + 1) STORED AFTER e
ALTER TABLE t MODIFY j json
ALTER TABLE t MODIFY v int
ALTER TABLE t MODIFY v int CHECK (v > 1)
ALTER TABLE t MODIFY w enum('b','a')
ALTER TABLE t MODIFY w enum('a','b','c')
ALTER TABLE t RENAME COLUMN d TO dd
ALTER TABLE t DROP PRIMARY KEY
ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, a)
ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (a, id)
ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id DESC)
ALTER TABLE t DROP KEY u
ALTER TABLE t DROP KEY u, ADD KEY u (a)
ALTER TABLE t ADD UNIQUE KEY u2 (a)
ALTER TABLE t RENAME KEY k TO kk
ALTER TABLE t DROP KEY k, ADD KEY k (e, d)
ALTER TABLE t DROP KEY k, ADD KEY k (d, e DESC)
ALTER TABLE t DROP KEY k, ADD KEY k (d, e) COMMENT 'k'
ALTER TABLE t ALTER KEY k IGNORED
ALTER TABLE t ADD KEY b (b(5))
ALTER TABLE t DROP KEY ft
ALTER TABLE t DROP KEY ft, ADD KEY ft (q(10))
ALTER TABLE t DROP FOREIGN KEY fk, DROP KEY fk
ALTER TABLE t DROP FOREIGN KEY fk
ALTER TABLE t ADD KEY p (p)
ALTER TABLE t DROP FOREIGN KEY fk, ADD CONSTRAINT fk2 FOREIGN KEY (p) REFERENCES parent (id)
ALTER TABLE t DROP FOREIGN KEY fk, ADD CONSTRAINT fk2 FOREIGN KEY (p) REFERENCES parent (id) ON DELETE CASCADE
ALTER TABLE t DROP FOREIGN KEY fk, ADD CONSTRAINT fk2 FOREIGN KEY (p) REFERENCES parent (id) ON UPDATE CASCADE
ALTER TABLE t DROP FOREIGN KEY fk, ADD CONSTRAINT fk2 FOREIGN KEY (p) REFERENCES parent (other)
ALTER TABLE t DROP CONSTRAINT ck
ALTER TABLE t DROP CONSTRAINT ck, ADD CONSTRAINT ck CHECK (d > 1)
ALTER TABLE t ADD CONSTRAINT ck2 CHECK (d > 0)
ALTER TABLE t COMMENT='T'
ALTER TABLE t COLLATE utf8mb4_bin
ALTER TABLE t ROW_FORMAT=COMPRESSED
ALTER TABLE parent STATS_PERSISTENT=1
ALTER TABLE t ADD SYSTEM VERSIONING
ALTER TABLE part ENGINE=MyISAM
ALTER TABLE part REMOVE PARTITIONING
ALTER TABLE part ADD PARTITION PARTITIONS 1
ALTER TABLE part PARTITION BY KEY (a) PARTITIONS 2
RENAME TABLE part TO parts
CREATE OR REPLACE VIEW vw AS SELECT b FROM t
CREATE OR REPLACE SQL SECURITY INVOKER VIEW vw AS SELECT a FROM t
CREATE OR REPLACE ALGORITHM=MERGE VIEW vw AS SELECT a FROM t
CREATE OR REPLACE VIEW vw AS SELECT a FROM t WITH CHECK OPTION
CREATE OR REPLACE DEFINER=`nobody`@`%` VIEW vw AS SELECT a FROM t
DROP VIEW vw
DROP TRIGGER tr
CREATE OR REPLACE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.d = 2
CREATE OR REPLACE TRIGGER tr AFTER INSERT ON t FOR EACH ROW SET @d = 1
CREATE TRIGGER tr3 BEFORE INSERT ON t FOR EACH ROW PRECEDES tr SET @a = 1
CREATE OR REPLACE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW FOLLOWS tr2 SET NEW.d = 1
ALTER SEQUENCE s INCREMENT BY 2
ALTER SEQUENCE s NOCACHE
DROP SEQUENCE s
CREATE OR REPLACE FUNCTION f(n bigint) RETURNS int RETURN n
CREATE OR REPLACE FUNCTION f(n int) RETURNS bigint RETURN n
CREATE OR REPLACE FUNCTION f(n int) RETURNS int RETURN n + 1
ALTER FUNCTION f COMMENT 'f'
ALTER FUNCTION f SQL SECURITY INVOKER
ALTER EVENT ev DISABLE
ALTER EVENT ev ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00'
ALTER EVENT ev ON COMPLETION PRESERVE
DROP EVENT ev";

/// In four parts, so that they run beside each other.
#[tokio::test]
async fn each_change_is_seen() {
    every_fourth_is_seen(0).await;
}

#[tokio::test]
async fn each_change_is_seen_second_part() {
    every_fourth_is_seen(1).await;
}

#[tokio::test]
async fn each_change_is_seen_third_part() {
    every_fourth_is_seen(2).await;
}

#[tokio::test]
async fn each_change_is_seen_fourth_part() {
    every_fourth_is_seen(3).await;
}

async fn every_fourth_is_seen(first: usize) {
    let database = database("by_hand", BEFORE);
    let before = read(&database).await.schema;
    let same = super::database("by_hand", BEFORE);
    assert_eq!(read(&same).await.schema, before, "two databases that are the same");
    for change in CHANGES.lines().skip(first).step_by(4) {
        // DDL commits by itself: each change has its own copy.
        let copy = crate::support::Database::mysql("changed");
        copy.sql(BEFORE);
        let db = connect(&copy).await;
        db.execute_unprepared(change).await.unwrap_or_else(|error| panic!("{error}\nof:\n{change}"));
        db.close().await.unwrap();
        let after = read(&copy).await.schema;
        assert_ne!(after, before, "not seen: {change}");
        assert_ne!(entries(&after, Dialect::Mysql), entries(&before, Dialect::Mysql), "not written: {change}");
    }
}

/// What is data and no structure makes no difference.
#[tokio::test]
async fn data_is_not_seen() {
    let database = database("data", BEFORE);
    let before = read(&database).await;
    database.sql(
        "INSERT INTO parent VALUES (1, 1); INSERT INTO t (id, a, b, d, e, v) VALUES (7, 1, 'x', 1, 1, 1); SELECT nextval(s);
         ANALYZE TABLE t; ALTER TABLE t AUTO_INCREMENT = 100",
    );
    assert_eq!(read(&database).await, before);
}
