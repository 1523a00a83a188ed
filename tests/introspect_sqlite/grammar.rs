//! The parser of stored statements, held against SQLite itself: what it accepts and stores, the parser takes apart without
//! losing a byte, and finds the same columns in it.

use autogen_introspect::{Introspected, Note, introspect};
use autogen_schema::Dialect;
use autogen_schema::sqlite::{CreateIndex, CreateTable, is_keyword};
use proptest::prelude::*;
use proptest::sample::select;
use sea_orm::{ConnectionTrait, DatabaseConnection};

use super::database;

/// All of <https://sqlite.org/lang_keywords.html>.
const KEYWORDS: &str = "\
    abort action add after all alter always analyze and as asc attach autoincrement before begin between by cascade case \
    cast check collate column commit conflict constraint create cross current current_date current_time current_timestamp \
    database default deferrable deferred delete desc detach distinct do drop each else end escape except exclude exclusive \
    exists explain fail filter first following for foreign from full generated glob group groups having if ignore immediate \
    in index indexed initially inner insert instead intersect into is isnull join key last left like limit match \
    materialized natural no not nothing notnull null nulls of offset on or order others outer over partition plan pragma \
    preceding primary query raise range recursive references regexp reindex release rename replace restrict returning right \
    rollback row rows savepoint select set table temp temporary then ties to transaction trigger unbounded union unique \
    update using vacuum values view virtual when where window with without";

#[tokio::test]
async fn every_keyword_is_a_name_where_sqlite_takes_it_for_one() {
    let db = database("SELECT 1").await;
    for word in KEYWORDS.split_ascii_whitespace() {
        let sql = format!("CREATE TABLE \"{word}\"({word} {word}, \"{word} 2\" int)");
        let accepted = db.execute_unprepared(&format!("CREATE TABLE \"{word}\"({word} int)")).await.is_ok();
        assert_eq!(accepted, !is_keyword(word), "{word}");
        if accepted {
            let table = CreateTable::parse(&sql).unwrap();
            assert_eq!(table.columns().next().unwrap().1.name.ident.as_str(), word);
        }
    }
}

/// Statements whose stored form is unusual, each made by SQLite.
#[tokio::test]
async fn unusual_statements() {
    for sql in [
        "create temp table if not exists x(a)",
        "CREATE TABLE t AS SELECT 1 AS \"a b\", 2 AS 'select', 3 AS [x\"y]",
        "CREATE TABLE t(a int b int, c 'foo bar' \"x y\" (1,-2), d generated int)",
        "CREATE TABLE t(a int generated always, b constraint x, constraint y check (a) unique (a) constraint z)",
        "CREATE TABLE t(a varchar(+10), b decimal(-1, + 2))",
        "CREATE TABLE t(a DEFAULT - 'x', b DEFAULT + 1, c DEFAULT (((1)))NOT NULL)",
        "CREATE TABLE t(a, PRIMARY KEY (((a)) COLLATE nocase DESC))",
        "CREATE TABLE t(a INTEGER, PRIMARY KEY (a AUTOINCREMENT) ON CONFLICT FAIL)",
        "CREATE TABLE t(a, b REFERENCES t ON DELETE CASCADE ON DELETE SET NULL NOT DEFERRABLE NOT NULL)",
        "CREATE TABLE t(a REFERENCES t, b DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY (a, b) REFERENCES t MATCH \"any\")",
        "CREATE TABLE 'it''s'('a' text,'b''c'int,[d]int,`e``f`int)",
        "CREATE TABLE t(a int null on conflict ignore not null on conflict abort, check (1) on conflict rollback)",
        "CREATE TABLE t(/* ) */ a text --, b )\n, c /*' */ DEFAULT ')' /* ( */) /* end */",
        "CREATE TABLE \"\"(\"\" \"\" DEFAULT '')",
        "CREATE TABLE t(a integer primary key, b text collate 'nocase' as (a) stored, c as (b||'(') virtual unique) strict"
            .trim_end_matches(" strict"),
        "CREATE TABLE t(a text primary key) without /* no */ rowid, strict",
        "CREATE TABLE t(key, abort, temp, if, left, rowid)",
    ] {
        let db = database(sql).await;
        let introspected = introspect(&db).await.unwrap();
        assert!(is_understood(&introspected), "{sql}");
        for table in introspected.schema.tables.values() {
            agree(&db, table.definition.as_deref().unwrap(), table).await;
        }
    }
}

/// Whether no stored text was a riddle.
fn is_understood(introspected: &Introspected) -> bool {
    !introspected.notes.iter().any(|note| matches!(note, Note::Unreadable { .. } | Note::Contradiction { .. }))
}

/// Whether the parsed text prints as itself, has the columns that SQLite sees, and makes the same table once more.
async fn agree(db: &DatabaseConnection, sql: &str, table: &autogen_schema::Table) {
    let parsed = CreateTable::parse(sql).unwrap();
    assert_eq!(parsed.print(), sql);
    assert_eq!(parsed.name.name.ident, table.name.name, "{sql}");
    let parsed: Vec<_> = parsed.columns().map(|(_, column)| &column.name.ident).collect();
    let seen: Vec<_> = table.columns.iter().map(|column| &column.name).collect();
    assert_eq!(parsed, seen, "{sql}");
    let name = Dialect::Sqlite.quote_table(&table.name);
    db.execute_unprepared(&format!("PRAGMA foreign_keys = OFF; DROP TABLE {name}; {sql}")).await.unwrap();
    assert_eq!(introspect(db).await.unwrap().schema.tables.get(&table.name), Some(table), "{sql}");
}

/// Names of columns, all different.
fn name() -> impl Strategy<Value = String> {
    select(vec!["\"b c\"", "[d]", "`e``f`", "'g''h'", "\"naïve\"", "key", "\"check\"", "\"x,)\"", "i", "if"])
        .prop_map(str::to_owned)
}

/// The name of the column that every table has.
fn first() -> impl Strategy<Value = String> {
    select(vec!["a", "\"A\"", "[a]", "`a`", "'a'"]).prop_map(str::to_owned)
}

fn space() -> impl Strategy<Value = String> {
    select(vec![" ", "\n", "\t", " /* , ) */ ", " -- '(\n", "  "]).prop_map(str::to_owned)
}

fn expression() -> impl Strategy<Value = String> {
    select(vec!["1", "(1)", "'),('", "length('\"') > 0", "1 /* ) */ + 2", "abs(-(1))", "'a' || \"x\"\"y\" IS NULL"])
        .prop_map(str::to_owned)
}

fn column_constraint() -> impl Strategy<Value = String> {
    let fixed = select(vec![
        "NOT NULL",
        "NULL ON CONFLICT IGNORE",
        "UNIQUE ON CONFLICT REPLACE",
        "COLLATE nocase",
        "COLLATE \"rtrim\"",
        "DEFAULT -1",
        "DEFAULT 'x,'",
        "DEFAULT abc",
        "REFERENCES t",
        "REFERENCES 'p'(\"x\") ON DELETE SET NULL ON UPDATE NO ACTION",
        "DEFERRABLE INITIALLY DEFERRED",
        "CONSTRAINT c",
        "NOT NULL ON CONFLICT FAIL",
        "CONSTRAINT [my u] UNIQUE",
        "REFERENCES t MATCH full NOT DEFERRABLE",
    ])
    .prop_map(str::to_owned);
    prop_oneof![4 => fixed, 1 => expression().prop_map(|e| format!("CHECK ({e})")), 1 => expression().prop_map(|e| format!("DEFAULT ( {e} )"))]
}

fn column() -> impl Strategy<Value = String> {
    let data_type = select(vec![
        "",
        "int",
        "varchar(20)",
        "decimal ( 10 , -2 )",
        "'my type'",
        "a b c",
        "\"q\" (1)",
        "double precision",
    ]);
    (space(), data_type, space(), prop::collection::vec((column_constraint(), space()), 0..4)).prop_map(
        |(before, data_type, after, constraints)| {
            let constraints: String = constraints.into_iter().map(|(constraint, space)| constraint + &space).collect();
            format!("{before}{data_type}{after}{constraints}")
        },
    )
}

fn table_constraint() -> impl Strategy<Value = String> {
    prop_oneof![
        expression().prop_map(|e| format!("CHECK ({e})")),
        first().prop_map(|n| format!("UNIQUE ({n} COLLATE nocase DESC) ON CONFLICT ABORT")),
        first().prop_map(|n| format!("CONSTRAINT \"p k\" PRIMARY KEY ({n})")),
        (name(), first()).prop_map(|(name, n)| {
            format!("CONSTRAINT {name} FOREIGN KEY ({n}) REFERENCES t({n}) ON DELETE CASCADE DEFERRABLE")
        }),
    ]
}

fn create_table() -> impl Strategy<Value = String> {
    let columns = prop::collection::btree_map(name(), column(), 0..5);
    let constraints = prop::collection::vec((table_constraint(), select(vec![",", " ", ", "])), 0..3);
    (first(), column(), columns, constraints, space(), any::<bool>()).prop_map(
        |(first, column, columns, constraints, space, rowless)| {
            let mut body = first + &column;
            for (name, column) in columns {
                body.extend([",", &name, &column]);
            }
            for (at, (constraint, separator)) in constraints.into_iter().enumerate() {
                // The first constraint needs a comma, the others do not.
                body += if at == 0 { "," } else { separator };
                body += &constraint;
            }
            let options = if rowless && body.contains("PRIMARY KEY") { "WITHOUT ROWID" } else { "" };
            format!("CREATE TABLE{space}\"t\"({body}){options}")
        },
    )
}

proptest! {
    // Most of what is made must be legal, or little is tested.
    #![proptest_config(ProptestConfig { cases: 300, max_global_rejects: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_sqlite_accepts_is_parsed(sql in create_table()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let accepted = runtime.block_on(async {
            let db = database("CREATE TABLE p(x)").await;
            let accepted = db.execute_unprepared(&sql).await.is_ok();
            if accepted {
                let introspected = introspect(&db).await.unwrap();
                assert!(is_understood(&introspected), "{sql}");
                let table = &introspected.schema.tables[&"t".into()];
                agree(&db, table.definition.as_deref().unwrap(), table).await;
            }
            accepted
        });
        prop_assume!(accepted);
    }

    #[test]
    fn any_text_is_parsed_or_refused(sql in "(CREATE (TABLE|UNIQUE INDEX) [a-z\"'\\[\\]`(),; ]{0,40}|\\PC{0,40})") {
        if let Ok(table) = CreateTable::parse(&sql) {
            prop_assert_eq!(table.print(), sql.clone());
        }
        if let Ok(index) = CreateIndex::parse(&sql) {
            prop_assert_eq!(index.print(), sql);
        }
    }
}
