//! What stands in the way on PostgreSQL, kind by kind.

use autogen_schema::Dialect;

use super::law::{Obstacle, hold, on_table};

const TABLE: &str = "CREATE TABLE {t} (id integer PRIMARY KEY, a integer NOT NULL, b text);
INSERT INTO {t} VALUES (1, 60, 'x')";

#[tokio::test]
async fn views() {
    let obstacles = [
        on_table("view", "CREATE VIEW {o} AS SELECT id, a FROM {t}"),
        on_table("view of everything", "CREATE VIEW {o} AS SELECT * FROM {t}"),
        on_table("view of whole rows", "CREATE VIEW {o} AS SELECT {t} FROM {t}"),
        on_table(
            "view on a view",
            "CREATE VIEW {o}_below AS SELECT a FROM {t}; CREATE VIEW {o} AS SELECT a + 1 AS n FROM {o}_below",
        ),
        on_table(
            "view with everything on it",
            "CREATE VIEW {o} WITH (security_barrier = true) AS SELECT id, a FROM {t}; COMMENT ON VIEW {o} IS 'x';
             COMMENT ON COLUMN {o}.a IS 'y'; GRANT SELECT ON {o} TO PUBLIC; GRANT UPDATE (a) ON {o} TO PUBLIC;
             ALTER VIEW {o} ALTER a SET DEFAULT 5; CREATE RULE {o}_rule AS ON DELETE TO {o} DO INSTEAD NOTHING",
        ),
        on_table(
            "materialized view",
            "CREATE MATERIALIZED VIEW {o} AS SELECT a FROM {t}; CREATE UNIQUE INDEX {o}_a ON {o} (a);
             COMMENT ON INDEX {o}_a IS 'x'; CREATE VIEW {o}_view AS SELECT * FROM {o}",
        ),
        on_table("view that is grouped by the key", "CREATE VIEW {o} AS SELECT id, a, b FROM {t} GROUP BY id"),
        on_table(
            "function with a body that is parsed",
            "CREATE FUNCTION {o}() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT max(a) FROM {t}; END",
        ),
        on_table("function of a row", "CREATE FUNCTION {o}({t}) RETURNS integer LANGUAGE sql AS 'SELECT 1'"),
        on_table("function of rows", "CREATE FUNCTION {o}() RETURNS SETOF {t} LANGUAGE sql AS 'SELECT * FROM {t}'"),
        on_table(
            "view on a function of rows",
            "CREATE FUNCTION {f}() RETURNS SETOF {t} LANGUAGE sql AS 'SELECT * FROM {t}'; CREATE VIEW {o} AS SELECT a FROM {f}()",
        ),
    ];
    hold(Dialect::Postgres, TABLE, &obstacles, "postgres-views.txt").await;
}

#[tokio::test]
async fn rules_policies_and_triggers() {
    let obstacles = [
        on_table(
            "rule",
            "CREATE RULE {o} AS ON INSERT TO {t} WHERE new.a > 5 DO ALSO DELETE FROM t9999 WHERE t9999.id = new.a; COMMENT ON RULE {o} ON {t} IS 'x'",
        ),
        on_table(
            "rule of another table",
            "CREATE TABLE {u} (x integer); CREATE RULE {o} AS ON INSERT TO {u} DO ALSO UPDATE {t} SET a = 1 WHERE id = new.x",
        ),
        on_table(
            "policy",
            "CREATE POLICY {o} ON {t} FOR UPDATE USING (a > 0) WITH CHECK (a < 9); ALTER TABLE {t} ENABLE ROW LEVEL SECURITY",
        ),
        on_table(
            "policy of another table",
            "CREATE TABLE {u} (x integer); CREATE POLICY {o} ON {u} USING (EXISTS (SELECT FROM {t} WHERE {t}.a = x))",
        ),
        on_table(
            "trigger on updates of the column",
            "CREATE TRIGGER {o} BEFORE UPDATE OF a ON {t} FOR EACH ROW EXECUTE FUNCTION touch(); COMMENT ON TRIGGER {o} ON {t} IS 'x'",
        ),
        on_table(
            "trigger with a condition",
            "CREATE TRIGGER {o} BEFORE UPDATE ON {t} FOR EACH ROW WHEN (OLD.a > NEW.a) EXECUTE FUNCTION touch();
             ALTER TABLE {t} DISABLE TRIGGER {o}",
        ),
        on_table(
            "trigger on the table",
            "CREATE CONSTRAINT TRIGGER {o} AFTER INSERT ON {t} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION touch()",
        ),
        on_table(
            "trigger on a view",
            "CREATE VIEW {o} AS SELECT a FROM {t};
             CREATE TRIGGER instead INSTEAD OF INSERT ON {o} FOR EACH ROW EXECUTE FUNCTION touch()",
        ),
    ];
    hold(Dialect::Postgres, TABLE, &obstacles, "postgres-rules.txt").await;
}

#[tokio::test]
async fn constraints_and_indexes() {
    let obstacles = [
        on_table("computed column", "ALTER TABLE {t} ADD {o} integer GENERATED ALWAYS AS (a * 2) STORED"),
        on_table(
            "exclusion",
            "ALTER TABLE {t} ADD CONSTRAINT {o} EXCLUDE USING btree (a WITH =) WHERE (b IS NULL); COMMENT ON CONSTRAINT {o} ON {t} IS 'x'",
        ),
        on_table("check", "ALTER TABLE {t} ADD CONSTRAINT {o} CHECK (a >= 0)"),
        on_table("check of old rows", "ALTER TABLE {t} ADD CONSTRAINT {o} CHECK (a > 50) NO INHERIT NOT VALID"),
        on_table("check of two columns", "ALTER TABLE {t} ADD CONSTRAINT {o} CHECK (a >= 0 OR id > 5)"),
        on_table(
            "index",
            "CREATE INDEX {o} ON {t} (a DESC NULLS LAST) WITH (fillfactor = 50); COMMENT ON INDEX {o} IS 'x'",
        ),
        on_table("index of two columns", "CREATE INDEX {o} ON {t} (b, a)"),
        on_table("index over an expression", "CREATE INDEX {o} ON {t} ((a + 1), b text_pattern_ops)"),
        on_table("partial index", "CREATE UNIQUE INDEX {o} ON {t} (b) WHERE a > 15"),
        on_table("covering index", "CREATE INDEX {o} ON {t} USING btree (b) INCLUDE (a)"),
        on_table("index of another kind", "CREATE INDEX {o} ON {t} USING hash (a)"),
        on_table("index that the table is clustered on", "CREATE INDEX {o} ON {t} (a); ALTER TABLE {t} CLUSTER ON {o}"),
        on_table(
            "index that identifies rows",
            "CREATE UNIQUE INDEX {o} ON {t} (a); ALTER TABLE {t} REPLICA IDENTITY USING INDEX {o}",
        ),
        on_table("unique", "ALTER TABLE {t} ADD CONSTRAINT {o} UNIQUE NULLS NOT DISTINCT (a, b)"),
        on_table(
            "statistics",
            "CREATE STATISTICS {o} (dependencies) ON a, b FROM {t}; COMMENT ON STATISTICS {o} IS 'x'",
        ),
        on_table("statistics over an expression", "CREATE STATISTICS {o} ON (a + 1), b FROM {t}"),
        on_table(
            "foreign key to another table",
            "CREATE TABLE {u} (x integer PRIMARY KEY); INSERT INTO {u} VALUES (0), (60);
             ALTER TABLE {t} ADD CONSTRAINT {o} FOREIGN KEY (a) REFERENCES {u} ON DELETE CASCADE DEFERRABLE",
        ),
        on_table(
            "foreign key of another table",
            "ALTER TABLE {t} ADD UNIQUE (a); CREATE TABLE {u} (x integer CONSTRAINT {o} REFERENCES {t} (a) ON UPDATE CASCADE)",
        ),
        on_table(
            "foreign key to itself",
            "ALTER TABLE {t} ADD UNIQUE (a), ADD up integer, ADD CONSTRAINT {o} FOREIGN KEY (up) REFERENCES {t} (a)",
        ),
    ];
    hold(Dialect::Postgres, TABLE, &obstacles, "postgres-constraints.txt").await;
}

#[tokio::test]
async fn relations_and_the_rest() {
    let obstacles = [
        on_table("child", "CREATE TABLE {o} (c integer) INHERITS ({t})"),
        Obstacle {
            table: Some("CREATE TABLE {o} (a integer NOT NULL); CREATE TABLE {t} (id integer PRIMARY KEY, b text) INHERITS ({o})"),
            ..on_table("parent", "")
        },
        Obstacle {
            table: Some(
                "CREATE TABLE {t} (id integer, a integer NOT NULL, b text, PRIMARY KEY (id, a)) PARTITION BY RANGE (a);
                 CREATE TABLE {o} PARTITION OF {t} FOR VALUES FROM (0) TO (100)",
            ),
            in_key: true,
            ..on_table("partition key", "")
        },
        Obstacle {
            table: Some(
                "CREATE TABLE {t} (id integer PRIMARY KEY, a integer NOT NULL, b text) PARTITION BY RANGE (id);
                 CREATE TABLE {o} PARTITION OF {t} (CHECK (a > 0)) FOR VALUES FROM (0) TO (100);
                 CREATE INDEX {o}_a ON {o} (a)",
            ),
            ..on_table("partition", "")
        },
        on_table("column of its row type", "CREATE TABLE {o} (x {t})"),
        on_table("publication of columns", "CREATE PUBLICATION {o} FOR TABLE {t} (id, a)"),
        on_table("publication of rows", "ALTER TABLE {t} REPLICA IDENTITY FULL; CREATE PUBLICATION {o} FOR TABLE {t} WHERE (a > 0)"),
        on_table("publication", "CREATE PUBLICATION {o} FOR TABLE {t}"),
        on_table("owned sequence", "CREATE SEQUENCE {o} OWNED BY {t}.a"),
        on_table("default from a sequence", "CREATE SEQUENCE {o}; ALTER TABLE {t} ALTER a SET DEFAULT nextval('{o}')"),
        on_table(
            "settings",
            "ALTER TABLE {t} ALTER a SET STATISTICS 50, ALTER a SET (n_distinct = 5), ALTER b SET STORAGE EXTERNAL, SET (fillfactor = 70);
             GRANT SELECT (a) ON {t} TO PUBLIC; GRANT UPDATE ON {t} TO PUBLIC; COMMENT ON COLUMN {t}.a IS '{o}'; COMMENT ON TABLE {t} IS '{o}'",
        ),
    ];
    hold(Dialect::Postgres, TABLE, &obstacles, "postgres-relations.txt").await;
}
