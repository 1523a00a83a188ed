//! What the generator may write: the words of a dialect, as templates.
//!
//! `{t}` is the table, `{o}` a name of its own, `{1}` and `{2}` are columns, `{p}` and `{k}` a table that is referred to and its key.

use autogen_schema::Dialect;

/// What a column can be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// The one integer type that keys and references have.
    Number,
    /// Texts that differ from row to row.
    Text,
    /// Anything else.
    Other,
}

/// A type of columns.
#[derive(Debug)]
pub(super) struct Type {
    pub(super) sql: &'static str,
    pub(super) class: Class,
    pub(super) defaults: &'static [&'static str],
    /// The value of a row, where `#` is its number.
    pub(super) value: &'static str,
}

const fn number(sql: &'static str) -> Type {
    Type { sql, class: Class::Number, defaults: &["7", "-1", "(1 + 2)"], value: "#" }
}

const fn text(sql: &'static str) -> Type {
    Type { sql, class: Class::Text, defaults: &["'x'", "'it''s; -- no'", "(upper('a'))"], value: "'r#'" }
}

const fn other(sql: &'static str, defaults: &'static [&'static str], value: &'static str) -> Type {
    Type { sql, class: Class::Other, defaults, value }
}

/// What columns a part of a table is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    Nothing,
    One(Option<Class>),
    Two(Option<Class>),
    /// A reference over one column, to a table with a key of one.
    Reference,
    /// A reference over two.
    DoubleReference,
}

/// A part of a table.
#[derive(Debug)]
pub(super) struct Part {
    /// Whether it stands in `CREATE TABLE`; otherwise it is a statement.
    pub(super) inside: bool,
    pub(super) over: Over,
    pub(super) sql: &'static str,
}

const fn inside(over: Over, sql: &'static str) -> Part {
    Part { inside: true, over, sql }
}

const fn after(over: Over, sql: &'static str) -> Part {
    Part { inside: false, over, sql }
}

const ANY: Over = Over::One(None);
const NUMBER: Over = Over::One(Some(Class::Number));
const TEXT: Over = Over::One(Some(Class::Text));
const NUMBERS: Over = Over::Two(Some(Class::Number));

/// The words of a dialect.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) types: &'static [Type],
    /// What makes the numbers of a key.
    pub(super) counters: &'static [&'static str],
    /// What is computed from a number, `{1}`: type and expression.
    pub(super) computed: &'static [&'static str],
    pub(super) collations: &'static [&'static str],
    /// What else is said in the definition of a column.
    pub(super) adornments: &'static [(&'static str, Option<Class>)],
    /// What stands behind the parenthesis.
    pub(super) options: &'static [&'static str],
    pub(super) keys: &'static [&'static str],
    pub(super) parts: &'static [Part],
    /// Views, `{o}`, over a table `{t}` and two of its columns.
    pub(super) views: &'static [&'static str],
    /// What stands beside tables.
    pub(super) objects: &'static [&'static str],
    /// What comes before everything.
    pub(super) preamble: &'static str,
}

impl Words {
    /// Everything that may be said.
    pub(super) fn all(&self) -> Vec<&'static str> {
        let types = self.types.iter().map(|ty| ty.sql);
        let parts = self.parts.iter().map(|part| part.sql);
        let lists = [self.counters, self.computed, self.collations, self.options, self.keys, self.views, self.objects];
        let lists = lists.into_iter().flatten().copied();
        types.chain(parts).chain(lists).chain(self.adornments.iter().map(|(words, _)| *words)).collect()
    }
}

pub(super) fn words(dialect: Dialect) -> &'static Words {
    match dialect {
        Dialect::Sqlite => &SQLITE,
        Dialect::Postgres => &POSTGRES,
        Dialect::Mysql => &MYSQL,
    }
}

static SQLITE: Words = Words {
    types: &[
        number("INTEGER"),
        text("TEXT"),
        other("VARCHAR(20)", &["'x'"], "'v#'"),
        other("REAL", &["1.5"], "#.5"),
        other("BLOB", &["x'00'"], "x'0#'"),
        other("NUMERIC(10, 2)", &["0"], "#"),
        other("BOOLEAN", &["TRUE", "0"], "1"),
        other("", &["NULL", "1"], "'u#'"),
        other("DATETIME", &["CURRENT_TIMESTAMP"], "'2026-01-0#'"),
    ],
    counters: &["PRIMARY KEY AUTOINCREMENT", "PRIMARY KEY"],
    computed: &[
        "INTEGER AS ({1} * 2) VIRTUAL",
        "TEXT GENERATED ALWAYS AS ('n' || {1}) STORED",
        "INTEGER AS ({1} + 1) STORED",
    ],
    collations: &["NOCASE", "RTRIM"],
    adornments: &[
        ("CHECK ({1} IS NOT 'nothing')", None),
        ("CONSTRAINT {o} CHECK ({1} <> 999)", Some(Class::Number)),
        ("UNIQUE", Some(Class::Text)),
    ],
    options: &["STRICTLY", "WITHOUT ROWID"],
    keys: &["PRIMARY KEY ({k})", "CONSTRAINT {o} PRIMARY KEY ({k}) ON CONFLICT REPLACE"],
    parts: &[
        inside(TEXT, "UNIQUE ({1})"),
        inside(NUMBERS, "CONSTRAINT {o} UNIQUE ({1}, {2}) ON CONFLICT REPLACE"),
        inside(NUMBER, "CHECK ({1} > -100)"),
        inside(TEXT, "CONSTRAINT {o} CHECK (length({1}) < 99)"),
        inside(Over::Reference, "FOREIGN KEY ({1}) REFERENCES {p} ({k}) ON DELETE CASCADE"),
        inside(
            Over::Reference,
            "CONSTRAINT {o} FOREIGN KEY ({1}) REFERENCES {p} ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED",
        ),
        inside(Over::Reference, "FOREIGN KEY ({1}) REFERENCES {p} ({k}) ON DELETE RESTRICT ON UPDATE CASCADE"),
        inside(Over::DoubleReference, "FOREIGN KEY ({1}, {2}) REFERENCES {p} ({k}) MATCH FULL ON DELETE SET DEFAULT"),
        after(ANY, "CREATE INDEX {o} ON {t} ({1})"),
        after(Over::Two(None), "CREATE INDEX {o} ON {t} ({1} DESC, {2})"),
        after(TEXT, "CREATE UNIQUE INDEX {o} ON {t} ({1} COLLATE NOCASE)"),
        after(NUMBER, "CREATE INDEX {o} ON {t} (abs({1})) WHERE {1} > 3"),
        after(ANY, "CREATE TRIGGER {o} AFTER UPDATE OF {1} ON {t} WHEN new.{1} IS NOT NULL BEGIN SELECT 1; END"),
        after(ANY, "CREATE TRIGGER {o} AFTER INSERT ON {t} BEGIN SELECT new.{1}, 'a;b'; END"),
    ],
    views: &[
        "CREATE VIEW {o} AS SELECT {1}, {2} FROM {t}",
        "CREATE VIEW {o} (a, b) AS SELECT count(*), max({1}) FROM {t}",
    ],
    objects: &["CREATE VIRTUAL TABLE {o} USING fts5(a, b)", "CREATE VIRTUAL TABLE {o} USING rtree(id, x, y)"],
    preamble: "",
};

static POSTGRES: Words = Words {
    types: &[
        number("bigint"),
        text("text"),
        other("integer", &["5"], "#"),
        other("smallint", &["1"], "#"),
        other("varchar(20)", &["'x'"], "'v#'"),
        other("numeric(10,2)", &["0"], "#.25"),
        other("boolean", &["true"], "true"),
        other("timestamp with time zone", &["now()"], "'2026-01-0#'"),
        other("date", &["CURRENT_DATE"], "'2026-02-0#'"),
        other("jsonb", &["'{}'"], "'{\"a\": #}'"),
        other("uuid", &["gen_random_uuid()"], "'00000000-0000-0000-0000-00000000000#'"),
        other("mood", &["'ok'"], "'ok'"),
        other("mood[]", &["'{ok}'"], "'{ok}'"),
        other("bytea", &["'\\x00'"], "'\\x4#'"),
        other("double precision", &["1.5"], "#.5"),
        other("small", &["3"], "1"),
    ],
    counters: &[
        "GENERATED BY DEFAULT AS IDENTITY",
        "GENERATED ALWAYS AS IDENTITY (START WITH 100 INCREMENT BY 5)",
        "SERIAL",
        "GENERATED BY DEFAULT AS IDENTITY (CACHE 3 CYCLE)",
    ],
    computed: &["bigint GENERATED ALWAYS AS ({1} * 2) STORED", "text GENERATED ALWAYS AS ('n' || {1}) STORED"],
    collations: &["\"C\"", "\"POSIX\""],
    adornments: &[
        ("CONSTRAINT {o} CHECK ({1} IS DISTINCT FROM 999)", Some(Class::Number)),
        ("UNIQUE", Some(Class::Text)),
        ("CHECK ({1} <> 'nothing')", Some(Class::Text)),
    ],
    options: &["UNLOGGED", "WITH (fillfactor=70)", "WITH (autovacuum_enabled=false, fillfactor=90)"],
    keys: &["PRIMARY KEY ({k})", "CONSTRAINT {o} PRIMARY KEY ({k})", "PRIMARY KEY ({k}) DEFERRABLE"],
    parts: &[
        inside(TEXT, "UNIQUE ({1})"),
        inside(NUMBERS, "CONSTRAINT {o} UNIQUE NULLS NOT DISTINCT ({1}, {2})"),
        inside(TEXT, "CONSTRAINT {o} UNIQUE ({1}) DEFERRABLE INITIALLY DEFERRED"),
        inside(NUMBER, "CHECK ({1} > -100)"),
        inside(TEXT, "CONSTRAINT {o} CHECK (length({1}) < 99 OR {1} IN ('x', 'y'))"),
        inside(NUMBER, "CONSTRAINT {o} EXCLUDE USING btree ({1} WITH =)"),
        after(
            Over::Reference,
            "ALTER TABLE {t} ADD CONSTRAINT {o} FOREIGN KEY ({1}) REFERENCES {p} ({k}) ON DELETE CASCADE",
        ),
        after(
            Over::Reference,
            "ALTER TABLE {t} ADD CONSTRAINT {o} FOREIGN KEY ({1}) REFERENCES {p} ({k}) ON DELETE SET NULL ON UPDATE RESTRICT",
        ),
        after(
            Over::Reference,
            "ALTER TABLE {t} ADD CONSTRAINT {o} FOREIGN KEY ({1}) REFERENCES {p} ({k}) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED",
        ),
        after(
            Over::Reference,
            "ALTER TABLE {t} ADD CONSTRAINT {o} FOREIGN KEY ({1}) REFERENCES {p} ({k}) ON DELETE RESTRICT DEFERRABLE",
        ),
        after(
            Over::DoubleReference,
            "ALTER TABLE {t} ADD CONSTRAINT {o} FOREIGN KEY ({1}, {2}) REFERENCES {p} ({k}) MATCH FULL ON DELETE SET DEFAULT",
        ),
        after(ANY, "CREATE INDEX {o} ON {t} (({1} IS NULL))"),
        after(NUMBERS, "CREATE INDEX {o} ON {t} ({1} DESC NULLS LAST, {2}) INCLUDE ({1})"),
        after(TEXT, "CREATE UNIQUE INDEX {o} ON {t} (lower({1})) WHERE {1} IS NOT NULL"),
        after(TEXT, "CREATE UNIQUE INDEX {o} ON {t} ({1}) NULLS NOT DISTINCT"),
        after(TEXT, "CREATE INDEX {o} ON {t} ({1} COLLATE \"C\" text_pattern_ops) WITH (fillfactor=60)"),
        after(NUMBER, "CREATE INDEX {o} ON {t} USING hash ({1})"),
        after(ANY, "CREATE TRIGGER {o} BEFORE UPDATE OF {1} ON {t} FOR EACH ROW EXECUTE FUNCTION touch()"),
        after(
            Over::Nothing,
            "CREATE CONSTRAINT TRIGGER {o} AFTER INSERT ON {t} DEFERRABLE FOR EACH ROW EXECUTE FUNCTION touch()",
        ),
        after(ANY, "CREATE POLICY {o} ON {t} USING ({1} IS NOT NULL)"),
        after(Over::Nothing, "ALTER TABLE {t} ENABLE ROW LEVEL SECURITY"),
        after(Over::Nothing, "ALTER TABLE {t} REPLICA IDENTITY FULL"),
        after(Over::Nothing, "GRANT SELECT, INSERT ON {t} TO PUBLIC"),
        after(ANY, "GRANT UPDATE ({1}) ON {t} TO PUBLIC"),
        after(NUMBERS, "CREATE STATISTICS {o} ON {1}, {2} FROM {t}"),
        after(Over::Nothing, "CREATE RULE {o} AS ON DELETE TO {t} WHERE false DO NOTHING"),
        after(TEXT, "ALTER TABLE {t} ALTER {1} SET STORAGE EXTERNAL"),
        after(ANY, "ALTER TABLE {t} ALTER {1} SET STATISTICS 250"),
        after(NUMBER, "ALTER TABLE {t} ADD CONSTRAINT {o} CHECK ({1} > -99) NOT VALID"),
    ],
    views: &[
        "CREATE VIEW {o} AS SELECT {1}, {2} FROM {t}",
        "CREATE VIEW {o} WITH (security_barrier) AS SELECT count(*) AS n FROM {t} WHERE {1} IS NOT NULL",
        "CREATE MATERIALIZED VIEW {o} AS SELECT {1} AS one, {2} AS two FROM {t}; CREATE INDEX ON {o} (one)",
        "CREATE VIEW {o} AS SELECT * FROM {t}; GRANT SELECT ON {o} TO PUBLIC; COMMENT ON VIEW {o} IS 'it''s'",
        "CREATE VIEW {o} AS SELECT {1} FROM {t}; CREATE TRIGGER instead INSTEAD OF INSERT ON {o} FOR EACH ROW EXECUTE FUNCTION touch()",
    ],
    objects: &[
        "CREATE SEQUENCE {o} INCREMENT BY 2",
        "CREATE SEQUENCE {o} AS integer MAXVALUE 500 CYCLE",
        "CREATE FUNCTION {o}(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a'",
        "CREATE FUNCTION {o}(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + 1'",
        "CREATE DOMAIN {o} AS text CHECK (VALUE <> 'x')",
        "CREATE DOMAIN {o} AS text DEFAULT 'y' NOT NULL",
        "CREATE TYPE {o} AS (a integer, b text)",
        "CREATE SCHEMA {o}",
        "CREATE TYPE {o} AS ENUM ('a', 'b')",
    ],
    preamble: "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\n\
               CREATE DOMAIN small AS integer CHECK (VALUE < 100);\n",
};

static MYSQL: Words = Words {
    types: &[
        number("bigint"),
        text("varchar(60)"),
        other("int", &["5"], "#"),
        other("int unsigned", &["1"], "#"),
        other("tinyint(1)", &["0"], "1"),
        other("decimal(10,2)", &["0"], "#.25"),
        other("datetime", &["current_timestamp()"], "'2026-01-0# 00:00:00'"),
        other("timestamp(3) NULL", &["current_timestamp(3) ON UPDATE current_timestamp(3)"], "'2026-01-0# 00:00:00'"),
        other("date", &["'2026-01-01'"], "'2026-02-0#'"),
        other("json", &["'{}'"], "'{\"a\": #}'"),
        other("longtext", &["'t'"], "'l#'"),
        other("varbinary(16)", &["x'00'"], "x'0#'"),
        other("enum('sad','ok')", &["'ok'"], "'ok'"),
        other("set('x','y')", &["'x'"], "'x'"),
        other("double", &["1.5"], "#.5"),
        other("uuid", &["(uuid())"], "'00000000-0000-0000-0000-00000000000#'"),
        other("varchar(20) CHARACTER SET latin1", &["'x'"], "'c#'"),
    ],
    counters: &["AUTO_INCREMENT"],
    computed: &[
        "bigint AS ({1} * 2) VIRTUAL",
        "varchar(30) AS (concat('n', {1})) STORED",
        "bigint AS ({1} + 1) STORED",
        "bigint AS ({1} + 2) VIRTUAL INVISIBLE",
    ],
    collations: &["utf8mb4_bin", "utf8mb4_unicode_ci"],
    adornments: &[
        ("CHECK ({1} <> 'nothing')", Some(Class::Text)),
        ("UNIQUE", Some(Class::Text)),
        ("INVISIBLE DEFAULT 4", Some(Class::Number)),
    ],
    options: &["ENGINE=MyISAM", "ROW_FORMAT=COMPACT", "DEFAULT CHARSET=latin1", "MAX_ROWS=1000", "COLLATE=utf8mb4_bin"],
    keys: &["PRIMARY KEY ({k})"],
    parts: &[
        inside(TEXT, "UNIQUE KEY {o} ({1})"),
        inside(NUMBERS, "UNIQUE KEY {o} ({1}, {2} DESC)"),
        inside(TEXT, "KEY {o} ({1}(10)) COMMENT 'it''s'"),
        inside(ANY, "KEY {o} ({1})"),
        inside(NUMBER, "KEY {o} ({1}) IGNORED"),
        inside(TEXT, "FULLTEXT KEY {o} ({1})"),
        inside(NUMBER, "CONSTRAINT {o} CHECK ({1} > -100)"),
        inside(TEXT, "CONSTRAINT {o} CHECK (char_length({1}) < 99)"),
        after(
            Over::Reference,
            "ALTER TABLE {t} ADD CONSTRAINT {o} FOREIGN KEY ({1}) REFERENCES {p} ({k}) ON DELETE CASCADE",
        ),
        after(
            Over::Reference,
            "ALTER TABLE {t} ADD CONSTRAINT {o} FOREIGN KEY ({1}) REFERENCES {p} ({k}) ON UPDATE CASCADE",
        ),
        after(Over::Reference, "ALTER TABLE {t} ADD CONSTRAINT {o} FOREIGN KEY ({1}) REFERENCES {p} ({k})"),
        after(
            Over::DoubleReference,
            "ALTER TABLE {t} ADD CONSTRAINT {o} FOREIGN KEY ({1}, {2}) REFERENCES {p} ({k}) ON DELETE CASCADE",
        ),
        after(ANY, "CREATE TRIGGER {o} BEFORE UPDATE ON {t} FOR EACH ROW SET @x = NEW.{1}"),
        after(
            ANY,
            "DELIMITER //\nCREATE TRIGGER {o} AFTER INSERT ON {t} FOR EACH ROW BEGIN SET @x = NEW.{1}; SET @y = ';'; END//\nDELIMITER ",
        ),
    ],
    views: &[
        "CREATE VIEW {o} AS SELECT {1}, {2} FROM {t}",
        "CREATE SQL SECURITY INVOKER VIEW {o} AS SELECT count(*) AS n FROM {t} WHERE {1} IS NOT NULL",
    ],
    objects: &[
        "CREATE SEQUENCE {o} INCREMENT BY 2",
        "CREATE SEQUENCE {o} START WITH 5 CACHE 20 CYCLE",
        "CREATE FUNCTION {o}(a int) RETURNS int DETERMINISTIC RETURN a",
        "CREATE FUNCTION {o}(a int) RETURNS int NO SQL COMMENT 'x' RETURN a + 1",
        "CREATE PROCEDURE {o}(IN a int) SET @x = a",
        "CREATE EVENT {o} ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01' DISABLE DO SET @x = 1",
    ],
    preamble: "",
};
