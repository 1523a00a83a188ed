//! Every fact that the schema types hold.

use autogen_schema::{
    Check, Column, Conflict, DataType, DefaultValue, Deferrable, ForeignKey, Generated, Ident, IndexKey, IndexPart,
    Match, ReferentialAction, SortOrder, SqlType, Storage, TableOptions, Unique, UniqueKind,
};

use super::{notes, read, table};

fn column(name: &str, data_type: &str) -> Column {
    Column { nullable: true, ..Column::new(name, DataType::Reported(SqlType::parse(data_type))) }
}

fn default(expression: &str) -> DefaultValue {
    DefaultValue::Expression(expression.into())
}

fn idents<const N: usize>(names: [&str; N]) -> Vec<Ident> {
    names.into_iter().map(Ident::from).collect()
}

#[tokio::test]
async fn columns() {
    let table = table(
        "CREATE TABLE t(
            id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
            name varchar(20) COLLATE NOCASE NOT NULL DEFAULT 'it''s',
            total DECIMAL ( 10 , 2 ) DEFAULT -1.50,
            made timestamp_text DEFAULT CURRENT_TIMESTAMP COLLATE binary,
            sum int DEFAULT ( 1 + 2 ),
            upper GENERATED ALWAYS AS ( upper(name) ) STORED,
            lower text AS (lower(name)) VIRTUAL NOT NULL,
            bare,
            words double /* which? */ precision NULL
        )",
    )
    .await;
    let expected = [
        Column { nullable: false, auto_increment: true, ..column("id", "integer") },
        Column {
            nullable: false,
            collation: Some("NOCASE".into()),
            default: Some(default("'it''s'")),
            ..column("name", "varchar(20)")
        },
        Column { default: Some(default("-1.50")), ..column("total", "decimal(10, 2)") },
        Column { default: Some(default("CURRENT_TIMESTAMP")), ..column("made", "timestamp_text") },
        Column { default: Some(default("1 + 2")), ..column("sum", "int") },
        Column {
            generated: Some(Generated { expression: "upper(name)".into(), storage: Storage::Stored }),
            ..column("upper", "")
        },
        Column {
            nullable: false,
            generated: Some(Generated { expression: "lower(name)".into(), storage: Storage::Virtual }),
            ..column("lower", "text")
        },
        column("bare", ""),
        column("words", "double precision"),
    ];
    assert_eq!(table.columns, expected);
}

#[tokio::test]
async fn defaults_that_are_words_are_strings() {
    let table = table(
        "CREATE TABLE t(a DEFAULT abc, b DEFAULT \"A\"\"'b\", c DEFAULT true, d DEFAULT NULL, e DEFAULT current_date, f DEFAULT x'00', \
         g DEFAULT `q`, h DEFAULT [r])",
    )
    .await;
    let defaults: Vec<_> = table.columns.iter().map(|column| column.default.clone()).collect();
    let expected =
        ["'abc'", "'A\"''b'", "true", "NULL", "current_date", "x'00'", "'q'", "'r'"].map(|text| Some(default(text)));
    assert_eq!(defaults, expected);
}

#[tokio::test]
async fn primary_keys() {
    let cases = [
        ("a integer PRIMARY KEY, b", &["a"][..], None, true),
        ("a INTEGER, b, CONSTRAINT pk PRIMARY KEY (a DESC)", &["a"], Some("pk"), true),
        ("a integer PRIMARY KEY DESC, b", &["a"], None, false),
        ("a int CONSTRAINT \"my pk\" PRIMARY KEY, b", &["a"], Some("my pk"), false),
        ("a integer, b, PRIMARY KEY (b, A)", &["b", "a"], None, false),
        ("a, b", &[], None, false),
    ];
    for (body, columns, name, rowid) in cases {
        let table = table(&format!("CREATE TABLE t({body})")).await;
        let key = table.primary_key;
        let found = key.as_ref().map_or_else(Vec::new, |key| key.columns.iter().map(Ident::as_str).collect());
        assert_eq!(found, columns, "{body}");
        assert_eq!(key.and_then(|key| key.name), name.map(Ident::from), "{body}");
        let column = &table.columns[0];
        assert_eq!((column.auto_increment, column.nullable), (rowid, !rowid), "{body}");
    }
}

#[tokio::test]
async fn options_decide_on_keys() {
    let options = |table: &autogen_schema::Table| table.options;
    let rowless = table("CREATE TABLE t(a integer PRIMARY KEY, b) WITHOUT ROWID").await;
    assert_eq!(options(&rowless), TableOptions { without_rowid: true, ..TableOptions::default() });
    assert!(!rowless.columns[0].auto_increment && !rowless.columns[0].nullable && rowless.columns[1].nullable);
    let strict = table("CREATE TABLE t(a text PRIMARY KEY, b int) STRICT").await;
    assert_eq!(options(&strict), TableOptions { strict: true, ..TableOptions::default() });
    assert!(!strict.columns[0].nullable);
    let counted = table("CREATE TABLE t(a integer, b, PRIMARY KEY (a AUTOINCREMENT))").await;
    assert_eq!(options(&counted), TableOptions { autoincrement: true, ..TableOptions::default() });
    let said = table("CREATE TABLE t(a integer PRIMARY KEY, b DEFAULT 'AUTOINCREMENT' /* AUTOINCREMENT */)").await;
    assert_eq!(options(&said), TableOptions::default());
}

#[tokio::test]
async fn uniques_and_checks() {
    let table = table(
        "CREATE TABLE t(a UNIQUE ON CONFLICT IGNORE CHECK (a <> ')'), b CONSTRAINT ub UNIQUE, c,
            CONSTRAINT \"u q\" UNIQUE (C, a DESC) ON CONFLICT REPLACE UNIQUE (b),
            CONSTRAINT ck CHECK ( /* why */ c > (1) ), CHECK (1))",
    )
    .await;
    let unique = |name: Option<&str>, columns: Vec<Ident>, conflict| Unique {
        name: name.map(Ident::from),
        conflict,
        ..Unique::new(columns, UniqueKind::Constraint)
    };
    let expected = [
        unique(None, idents(["a"]), Some(Conflict::Ignore)),
        unique(Some("ub"), idents(["b"]), None),
        unique(Some("u q"), idents(["c", "a"]), Some(Conflict::Replace)),
        unique(None, idents(["b"]), None),
    ];
    assert_eq!(table.uniques, expected);
    let check = |name: Option<&str>, expression: &str| Check::new(name.map(Ident::from), expression);
    assert_eq!(table.checks, [check(None, "a <> ')'"), check(Some("ck"), "c > (1)"), check(None, "1")]);
    assert_eq!(table.indexes, []);
}

#[tokio::test]
async fn foreign_keys() {
    let introspected = read(
        "CREATE TABLE \"P\"(x, y, PRIMARY KEY (y, x));
         CREATE TABLE q(id integer PRIMARY KEY, \"Code\" UNIQUE);
         CREATE TABLE t(
            a CONSTRAINT fa REFERENCES q ON DELETE SET NULL NOT NULL DEFERRABLE INITIALLY DEFERRED,
            b REFERENCES q(code) ON UPDATE CASCADE MATCH FULL,
            c,
            CONSTRAINT fp FOREIGN KEY (b, C) REFERENCES p MATCH partial ON DELETE RESTRICT ON UPDATE SET DEFAULT,
            FOREIGN KEY (c) REFERENCES q(id) NOT DEFERRABLE INITIALLY DEFERRED,
            FOREIGN KEY (a) REFERENCES t(a) DEFERRABLE)",
    )
    .await;
    assert_eq!(introspected.notes, []);
    let key = |name: Option<&str>, columns: Vec<Ident>, references: &str, referenced_columns: Vec<Ident>| ForeignKey {
        name: name.map(Ident::from),
        on_delete: Some(ReferentialAction::NoAction),
        on_update: Some(ReferentialAction::NoAction),
        ..ForeignKey::new(columns, references, referenced_columns)
    };
    let expected = [
        ForeignKey {
            on_delete: Some(ReferentialAction::SetNull),
            deferrable: Some(Deferrable::InitiallyDeferred),
            ..key(Some("fa"), idents(["a"]), "q", idents(["id"]))
        },
        ForeignKey {
            on_update: Some(ReferentialAction::Cascade),
            matching: Some(Match::Full),
            ..key(None, idents(["b"]), "q", idents(["Code"]))
        },
        ForeignKey {
            on_delete: Some(ReferentialAction::Restrict),
            on_update: Some(ReferentialAction::SetDefault),
            matching: Some(Match::Partial),
            ..key(Some("fp"), idents(["b", "c"]), "P", idents(["y", "x"]))
        },
        key(None, idents(["c"]), "q", idents(["id"])),
        ForeignKey { deferrable: Some(Deferrable::InitiallyImmediate), ..key(None, idents(["a"]), "t", idents(["a"])) },
    ];
    assert_eq!(introspected.schema.tables[&"t".into()].foreign_keys, expected);
}

#[tokio::test]
async fn foreign_keys_to_nowhere_are_noted() {
    let introspected = read(
        "CREATE TABLE p(x, y, PRIMARY KEY (x, y)); CREATE TABLE n(x);
         CREATE TABLE t(a REFERENCES gone, b REFERENCES gone(id), c REFERENCES p, d REFERENCES n)",
    )
    .await;
    let keys = &introspected.schema.tables[&"t".into()].foreign_keys;
    let referenced: Vec<_> = keys.iter().map(|key| key.referenced_columns.clone()).collect();
    assert_eq!(referenced, [idents([]), idents(["id"]), idents([]), idents([])]);
    let expected = [
        "a foreign key of `t` (a) refers to `gone`, which does not exist",
        "a foreign key of `t` (b) refers to `gone`, which does not exist",
        "a foreign key of `t` (c) does not fit the primary key of `p`",
        "a foreign key of `t` (d) does not fit the primary key of `n`",
    ];
    assert_eq!(notes(&introspected), expected);
}

#[tokio::test]
async fn indexes() {
    let table = table(
        "CREATE TABLE t(a, b COLLATE nocase, \"c d\" UNIQUE);
         CREATE INDEX z ON t(a);
         CREATE UNIQUE INDEX \"i 1\" ON t(b, a DESC, b COLLATE binary, lower(a) COLLATE rtrim DESC, \"C D\") WHERE a > 0 AND b IN (')');
         CREATE INDEX i2 ON t((b), 'a', a || 'x' COLLATE nocase)",
    )
    .await;
    let names: Vec<_> = table.indexes.iter().filter_map(|index| index.name.as_ref()).map(Ident::as_str).collect();
    assert_eq!(names, ["i 1", "i2", "z"]);
    let part = |key, order, collation: Option<&str>| IndexPart {
        order,
        collation: collation.map(Ident::from),
        ..IndexPart::of(key)
    };
    let (column, expression) =
        (|name: &str| IndexKey::Column(name.into()), |text: &str| IndexKey::Expression(text.into()));
    let [first, second, last] = table.indexes.as_slice() else { panic!() };
    assert!(first.unique && !second.unique && first.method.is_none());
    assert_eq!(first.predicate.as_deref(), Some("a > 0 AND b IN (')')"));
    let expected = [
        part(column("b"), SortOrder::Ascending, None),
        part(column("a"), SortOrder::Descending, None),
        part(column("b"), SortOrder::Ascending, Some("binary")),
        part(expression("lower(a)"), SortOrder::Descending, Some("rtrim")),
        part(column("c d"), SortOrder::Ascending, None),
    ];
    assert_eq!(first.parts, expected);
    let expected = [
        part(column("b"), SortOrder::Ascending, None),
        part(column("a"), SortOrder::Ascending, None),
        part(expression("a || 'x' COLLATE nocase"), SortOrder::Ascending, None),
    ];
    assert_eq!(second.parts, expected);
    assert_eq!(last.plain_columns(), Some(vec![&"a".into()]));
    assert_eq!(last.definition.as_deref(), Some("CREATE INDEX z ON t(a)"));
}

#[tokio::test]
async fn views_triggers_and_texts() {
    let introspected = read(
        "CREATE TABLE IF NOT EXISTS t(a); CREATE TABLE u(a);
         CREATE VIEW v AS SELECT * FROM t JOIN \"u\" USING (a) /* w */;
         CREATE TRIGGER z AFTER INSERT ON T BEGIN SELECT 1; END;
         CREATE TRIGGER a AFTER DELETE ON t BEGIN SELECT 2; END;
         CREATE TRIGGER on_view INSTEAD OF INSERT ON v BEGIN SELECT 3; END",
    )
    .await;
    let schema = &introspected.schema;
    let table = &schema.tables[&"t".into()];
    assert_eq!(table.definition.as_deref(), Some("CREATE TABLE t(a)"));
    assert_eq!(table.triggers.iter().map(|trigger| trigger.name.as_str()).collect::<Vec<_>>(), ["z", "a"]);
    assert_eq!(table.triggers[0].sql, "CREATE TRIGGER z AFTER INSERT ON T BEGIN SELECT 1; END");
    let view = &schema.views[&"v".into()];
    assert_eq!(view.sql, "CREATE VIEW v AS SELECT * FROM t JOIN \"u\" USING (a) /* w */");
    assert!(
        view.mentions.contains(&"t".into())
            && view.mentions.contains(&"u".into())
            && !view.mentions.contains(&"w".into())
    );
    assert!(!view.materialized);
    assert_eq!(view.triggers.len(), 1);
}

#[tokio::test]
async fn what_is_altered_reads_like_what_is_made() {
    let altered = read(
        "CREATE TABLE old(a integer PRIMARY KEY, gone); CREATE TABLE child(a REFERENCES old(a));
         ALTER TABLE old RENAME TO t; ALTER TABLE t DROP COLUMN gone; ALTER TABLE t RENAME COLUMN a TO b;
         ALTER TABLE t ADD COLUMN c text DEFAULT 'x' CHECK (c <> '')",
    )
    .await;
    let made = read(
        "CREATE TABLE t(b integer PRIMARY KEY, c text DEFAULT 'x' CHECK (c <> '')); CREATE TABLE child(a REFERENCES t(b));",
    )
    .await;
    assert_eq!((altered.schema, altered.notes), (made.schema, made.notes));
}

#[tokio::test]
async fn an_empty_database_is_an_empty_schema() {
    let introspected = read("CREATE TABLE t(a integer PRIMARY KEY AUTOINCREMENT); DROP TABLE t; ANALYZE").await;
    assert_eq!(introspected.schema, autogen_schema::Schema::default());
    assert_eq!(introspected.notes, []);
}
