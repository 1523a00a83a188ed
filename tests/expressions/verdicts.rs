//! What is the same although it is spelled differently, and what is not.

use super::{changed, default, difference, entity, lab};

const BEFORE: &str = "CREATE TYPE mood AS ENUM ('sad', 'it''s ok'); CREATE TYPE \"Odd Type\" AS ENUM ('A', 'b'); \
    CREATE SCHEMA other; CREATE TYPE other.color AS ENUM ('red'); CREATE SEQUENCE counter; CREATE SEQUENCE other.\"Counter\"; \
    CREATE FUNCTION made(integer, text) RETURNS text LANGUAGE sql AS 'SELECT $2'; \
    CREATE FUNCTION other.made(text) RETURNS text LANGUAGE sql AS 'SELECT $1'; \
    CREATE DOMAIN price AS numeric(10, 2)";

/// The type of the field, the type of the column, what is said, what the table was made with.
const SAME: &[(&str, &str, &str, &str)] = &[
    ("DateTimeUtc", "timestamptz", "now()", "CURRENT_TIMESTAMP"),
    ("DateTimeUtc", "timestamptz", "CURRENT_TIMESTAMP", "now()"),
    ("DateTimeUtc", "timestamptz", "Now( ) + INTERVAL '1 day'", "(now() + '1 day'::interval)"),
    ("DateTimeUtc", "timestamptz", "now() + interval '1' day", "now() + '1 day'::interval day"),
    ("DateTime", "timestamp", "now() AT TIME ZONE 'utc'", "(now() AT TIME ZONE ('utc'))"),
    ("DateTime", "timestamp", "'2020-01-01'", "'2020-01-01 00:00:00'"),
    ("Date", "date", "'2020-1-2'", "DATE '2020-01-02'"),
    ("String", "text", "'x'", "'x'::text"),
    ("String", "varchar(20)", "lower('X')", "LOWER('X'::text)"),
    ("String", "varchar", "trim('  a ')", "TRIM(BOTH FROM '  a ')"),
    ("String", "text", "made(1, 'a')", "public.made(1, ('a'))"),
    ("String", "text", "other.made('a')", "other.\"made\"('a'::text)"),
    (
        "String",
        "text",
        "CASE WHEN 1 IN (1, 2) THEN 'a' ELSE 'b' END",
        "case when (1 = ANY (ARRAY[1, 2])) then 'a' else 'b' end",
    ),
    ("String", "text", "'a' || 'b' -- a comment", "('a'||'b')"),
    ("i32", "integer", "1+1", "(1 + 1)"),
    ("i32", "integer", "CAST('7' AS integer)", "'7'::integer"),
    ("i32", "integer", "nextval('counter')", "nextval('public.counter'::regclass)"),
    ("i32", "integer", "nextval('other.\"Counter\"')", "nextval('other.\"Counter\"'::regclass)"),
    ("i32", "integer", "abs(-5)", "abs('-5'::integer)"),
    ("f64", "double precision", "1e3", "1000"),
    ("Decimal", "price", "1.5::numeric", "1.5"),
    ("bool", "boolean", "1 BETWEEN 0 AND 2", "1 >= 0 AND 1 <= 2"),
    ("Json", "jsonb", "'{\"b\":1,\"a\":[]}'", "'{\"a\": [], \"b\": 1}'"),
    ("Vec<String>", "text[]", "ARRAY['a', 'b']::text[]", "array['a'::text,'b'::text]"),
    ("Vec<i32>", "integer[]", "'{1,  2}'", "'{1,2}'"),
];

/// Types that a field names by `column_type`.
const SAME_OF_TYPE: &[(&str, &str, &str, &str)] = &[
    ("custom(\\\"mood\\\")", "mood", "'it''s ok'", "'it''s ok'::mood"),
    ("custom(\\\"mood\\\")", "mood", "mood 'sad'", "'sad'"),
    ("custom(\\\"other.color\\\")", "other.color", "'red'::other.color", "'red'"),
    ("custom(\\\"\\\\\\\"Odd Type\\\\\\\"\\\")", "\"Odd Type\"", "'A'::\\\"Odd Type\\\"", "'A'"),
    ("Interval(None, None)", "interval", "'1 day'", "'1 day 00:00:00'"),
    ("custom(\\\"inet\\\")", "inet", "'10.0.0.1/32'", "'10.0.0.1'"),
    ("custom(\\\"numrange\\\")", "numrange", "'[1,  2)'", "'[1,2)'"),
];

const CHANGED: &[(&str, &str, &str, &str)] = &[
    ("DateTimeUtc", "timestamptz", "now() + interval '2 days'", "now() + interval '1 day'"),
    ("DateTimeUtc", "timestamptz", "now()", "clock_timestamp()"),
    ("DateTime", "timestamp", "now() AT TIME ZONE 'utc'", "now() AT TIME ZONE 'cet'"),
    ("Date", "date", "'2020-01-02'", "'2020-02-01'"),
    ("String", "text", "lower('X')", "upper('X')"),
    ("String", "text", "lower('X')", "lower('x')"),
    ("String", "text", "made(1, 'a')", "made(2, 'a')"),
    ("String", "text", "now()::date", "now()"),
    ("String", "text", "CASE WHEN 1 IN (1, 2) THEN 'a' END", "CASE WHEN 1 IN (1, 3) THEN 'a' END"),
    ("i32", "integer", "(1 + 2) * 3", "1 + 2 * 3"),
    ("i32", "integer", "nextval('counter')", "nextval('other.\"Counter\"')"),
    ("i32", "integer", "1 + 1", "2"),
    ("f64", "double precision", "1e3", "100"),
    ("Json", "jsonb", "'{\"a\":1}'", "'{\"a\": 2}'"),
    ("Vec<String>", "text[]", "ARRAY['a']", "ARRAY['b']"),
    ("Vec<i32>", "integer[]", "'{1,2}'", "'{2,1}'"),
];

fn columns(cases: &[(&str, &str, &str, &str)]) -> Vec<String> {
    cases.iter().map(|(_, column, _, made)| format!("{column} NOT NULL DEFAULT ({made})")).collect()
}

fn fields<'a>(cases: &[(&'a str, &str, &str, &str)]) -> Vec<(String, &'a str)> {
    cases.iter().map(|(ty, _, said, _)| (default(said), *ty)).collect()
}

#[tokio::test]
async fn the_same_default_in_other_words() {
    let found = difference(&lab(BEFORE, &columns(SAME), &fields(SAME)).await).await;
    assert_eq!((changed(&found), found.notes), (Vec::<String>::new(), Vec::new()));
}

#[tokio::test]
async fn the_same_default_of_a_type_that_is_named() {
    let fields: Vec<(String, &str)> = SAME_OF_TYPE
        .iter()
        .map(|(ty, _, said, _)| {
            let said = said.replace("\\\"", "\"");
            (format!("column_type = \"{ty}\", {}", default(&said)), "String")
        })
        .collect();
    let found = difference(&lab(BEFORE, &columns(SAME_OF_TYPE), &fields).await).await;
    assert_eq!((changed(&found), found.notes), (Vec::<String>::new(), Vec::new()));
}

#[tokio::test]
async fn another_default() {
    let found = difference(&lab(BEFORE, &columns(CHANGED), &fields(CHANGED)).await).await;
    let all: Vec<String> = (0..CHANGED.len()).map(|at| format!("c{at}")).collect();
    assert_eq!((changed(&found), found.notes), (all, Vec::new()));
}

#[tokio::test]
async fn a_default_that_is_none() {
    let fields = [(default("NULL::text") + ", nullable", "String"), (default("null"), "Option<i32>")];
    let found = difference(&lab("", &["text".to_owned(), "integer".to_owned()], &fields).await).await;
    assert_eq!((changed(&found), found.notes), (Vec::<String>::new(), Vec::new()));
}

/// A literal is read as the session reads it, and compared as the catalog is read.
#[tokio::test]
async fn what_is_read_in_the_style_of_the_session() {
    let lab = lab("", &[], &[(default("'-1 2:00:00'"), "String")]).await;
    let name = lab.server().name().to_owned();
    lab.sql(&format!("ALTER DATABASE \"{name}\" SET intervalstyle = 'sql_standard'")).await;
    lab.sql("ALTER TABLE things ADD c0 interval NOT NULL DEFAULT '-1 2:00:00'").await;
    let field = format!("column_type = \"Interval(None, None)\", {}", default("'-1 2:00:00'"));
    lab.write_entity("things.rs", &entity(&[(field, "String")]));
    assert_eq!(changed(&difference(&lab).await), Vec::<String>::new());
    lab.sql(&format!("ALTER DATABASE \"{name}\" RESET intervalstyle")).await;
    assert_eq!(changed(&difference(&lab).await), ["c0"]);
}

/// `'now'` is the moment at which it was set.
#[tokio::test]
async fn a_default_of_the_moment_is_not_compared() {
    let columns = ["timestamp NOT NULL DEFAULT 'now'".to_owned(), "date NOT NULL DEFAULT 'today'".to_owned()];
    let fields = [(default("'now'"), "DateTime"), (default("'today'::date"), "Date")];
    let found = difference(&lab("", &columns, &fields).await).await;
    assert_eq!(changed(&found), Vec::<String>::new());
    assert_eq!(found.notes.len(), 2, "{:?}", found.notes);
}

/// The spelling of long ago is the server's too: it reads it again in other words.
#[tokio::test]
async fn what_the_server_spells_otherwise_a_second_time() {
    let lab = lab(
        "",
        &["varchar(9) NOT NULL CHECK (c0 IN ('a', 'b'))".to_owned()],
        &[("extra = \"CHECK (c0 IN ('a', 'b'))\"".to_owned(), "String")],
    )
    .await;
    for _ in 0..3 {
        assert_eq!(changed(&difference(&lab).await), Vec::<String>::new());
        let check =
            lab.server().query("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'things_c0_check'");
        lab.sql(&format!(
            "ALTER TABLE things DROP CONSTRAINT things_c0_check, ADD CONSTRAINT things_c0_check {}",
            check[0]
        ))
        .await;
    }
    lab.sql("ALTER TABLE things DROP CONSTRAINT things_c0_check, ADD CHECK (c0 IN ('a', 'c'))").await;
    assert_eq!(changed(&difference(&lab).await), ["c0"]);
}
