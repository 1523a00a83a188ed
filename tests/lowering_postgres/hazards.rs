//! What a script says of its table is what the server does to it: the rows are written anew where it says that they are
//! copied, and nowhere else; readers wait where it says so.

use autogen_diff::dialect::postgres::upgrade;
use autogen_diff::{Hazard, HazardKind, Operation};
use autogen_schema::{
    Column, ColumnType as Ty, DataType, DefaultValue, EnumType, Generated, Ident, Schema, SqlType, Storage,
    StringLength,
};

use super::database::{Scratch, text};
use crate::support::operations::{self as op, add, alter, not_null, retype, typed, with_default};

const BEFORE: &str = r"
ALTER DATABASE current_database SET TimeZone = 'Europe/Berlin';
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE FUNCTION made() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 4; END';
CREATE FUNCTION fixed() RETURNS integer IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN 4; END';
CREATE TABLE teams (id integer PRIMARY KEY, code integer);
INSERT INTO teams VALUES (1, 1);
CREATE TABLE t (
    id integer NOT NULL,
    short varchar(20), words varchar, body text, padded char(3), tag name, tagged text UNIQUE,
    price numeric(8,2), any_price numeric, small smallint, big bigint, real4 real, yes boolean,
    at timestamp, at3 timestamp(3), zoned timestamptz, zoned3 timestamptz(3), zoned5 timestamptz(5), day date, hour time(2),
    span interval, span2 interval(2), flags bit(3), bits bit(3), bits5 varbit(5), net cidr, address inet, doc json, docb jsonb,
    markup xml, numbers integer[], names varchar(5)[], mood mood DEFAULT 'glad',
    proven integer CHECK (proven IS NOT NULL)
);
INSERT INTO t (id, short, words, body, padded, price, small, big, at, bits, bits5, net, names, proven, day, yes, doc)
VALUES (1, '1', '1', '1', '1', 1.5, 1, 1, '2020-01-02 03:04:05', '101', '11', '10.0.0.0/8', '{a}', 1, '2020-01-02', true, '{}');
";

type Case = (&'static str, fn(&Schema) -> Vec<Operation>);

fn custom(schema: &Schema, column: &str, ty: &str) -> Vec<Operation> {
    vec![alter(schema, "t", column, |column| column.data_type = DataType::Reported(SqlType::parse(ty)))]
}

fn computed(expression: &str) -> Column {
    let generated = Generated { expression: expression.to_owned(), storage: Storage::Stored };
    Column { generated: Some(generated), ..typed("x", Ty::Integer) }
}

fn new(ty: Ty, default: &str) -> Vec<Operation> {
    vec![add("t", with_default(not_null(typed("x", ty)), default))]
}

/// Every alteration that either is or looks like one that writes the rows anew.
fn cases() -> Vec<Case> {
    vec![
        ("varchar longer", |s| vec![retype(s, "t", "short", Ty::String(StringLength::Limit(30)))]),
        ("varchar shorter", |s| vec![retype(s, "t", "short", Ty::String(StringLength::Limit(10)))]),
        ("varchar to text", |s| vec![retype(s, "t", "short", Ty::Text)]),
        ("varchar to varchar without a length", |s| custom(s, "short", "varchar")),
        ("varchar gets a length", |s| custom(s, "words", "varchar(9)")),
        ("text to varchar", |s| custom(s, "body", "varchar")),
        ("text to varchar with a length", |s| custom(s, "body", "varchar(9)")),
        ("varchar to char", |s| custom(s, "short", "char(30)")),
        ("varchar to bpchar", |s| custom(s, "words", "bpchar")),
        ("char longer", |s| custom(s, "padded", "char(5)")),
        ("char to text", |s| custom(s, "padded", "text")),
        ("char to varchar", |s| custom(s, "padded", "varchar(9)")),
        ("name to text", |s| custom(s, "tag", "text")),
        ("another collation", |s| vec![alter(s, "t", "body", |column| column.collation = Some("C".into()))]),
        ("numeric wider", |s| custom(s, "price", "numeric(9,2)")),
        ("numeric finer", |s| custom(s, "price", "numeric(9,3)")),
        ("numeric narrower", |s| custom(s, "price", "numeric(7,2)")),
        ("numeric without a precision", |s| custom(s, "price", "numeric")),
        ("numeric gets a precision", |s| custom(s, "any_price", "numeric(9,2)")),
        ("smallint to integer", |s| custom(s, "small", "integer")),
        ("integer to bigint", |s| custom(s, "id", "bigint")),
        ("integer to numeric", |s| custom(s, "id", "numeric")),
        ("integer to text", |s| custom(s, "id", "text")),
        ("text to integer", |s| custom(s, "body", "integer")),
        ("boolean to integer", |s| custom(s, "yes", "integer")),
        ("real to double", |s| custom(s, "real4", "double precision")),
        ("timestamp finer", |s| custom(s, "at3", "timestamp(5)")),
        ("timestamp to the finest", |s| custom(s, "at3", "timestamp(6)")),
        ("timestamp without a precision", |s| custom(s, "at3", "timestamp")),
        ("timestamp gets the precision that it has", |s| custom(s, "at", "timestamp(6)")),
        ("timestamp coarser", |s| custom(s, "at", "timestamp(3)")),
        ("timestamptz finer", |s| custom(s, "zoned3", "timestamptz(5)")),
        ("timestamptz coarser", |s| custom(s, "zoned5", "timestamptz(3)")),
        ("timestamp to timestamptz", |s| custom(s, "at", "timestamptz")),
        ("timestamptz to timestamp", |s| custom(s, "zoned", "timestamp")),
        ("date to timestamp", |s| custom(s, "day", "timestamp")),
        ("time finer", |s| custom(s, "hour", "time(4)")),
        ("interval finer", |s| custom(s, "span2", "interval(4)")),
        ("interval coarser", |s| custom(s, "span", "interval(4)")),
        ("bit longer", |s| custom(s, "flags", "bit(5)")),
        ("bit to varbit", |s| custom(s, "bits", "bit varying")),
        ("bit to varbit with a length", |s| custom(s, "bits", "bit varying(9)")),
        ("varbit longer", |s| custom(s, "bits5", "bit varying(9)")),
        ("varbit without a length", |s| custom(s, "bits5", "bit varying")),
        ("cidr to inet", |s| custom(s, "net", "inet")),
        ("inet to cidr", |s| custom(s, "address", "cidr")),
        ("json to jsonb", |s| custom(s, "doc", "jsonb")),
        ("jsonb to json", |s| custom(s, "docb", "json")),
        ("xml to text", |s| custom(s, "markup", "text")),
        ("an array of longer texts", |s| custom(s, "names", "varchar(9)[]")),
        ("an array of any length", |s| custom(s, "names", "varchar[]")),
        ("an array of wider numbers", |s| custom(s, "numbers", "bigint[]")),
        ("a column", |_| vec![add("t", typed("x", Ty::Text))]),
        ("a column with a constant", |_| new(Ty::Integer, "4")),
        ("a column with the clock", |_| new(Ty::TimestampWithTimeZone, "now()")),
        ("a column with another clock", |_| new(Ty::TimestampWithTimeZone, "clock_timestamp()")),
        ("a column with a random uuid", |_| new(Ty::Uuid, "gen_random_uuid()")),
        ("a column with a random number", |_| new(Ty::Double, "random()")),
        ("a column with a function of one's own", |_| new(Ty::Integer, "made()")),
        ("a column with an immutable function of one's own", |_| new(Ty::Integer, "fixed()")),
        ("a computed column", |_| vec![add("t", computed("id + 1"))]),
        ("an identity", |_| vec![add("t", Column { auto_increment: true, ..not_null(typed("x", Ty::Integer)) })]),
        ("a default", |s| vec![alter(s, "t", "id", |c| c.default = Some(DefaultValue::Number("4".to_owned())))]),
        ("a comment", |s| vec![alter(s, "t", "id", |column| column.comment = Some("x".to_owned()))]),
        ("no NULL", |s| vec![alter(s, "t", "small", |column| column.nullable = false)]),
        ("no NULL where there was none", |s| vec![alter(s, "t", "proven", |column| column.nullable = false)]),
        ("NULL", |s| vec![alter(s, "t", "id", |column| column.nullable = true)]),
        ("no column", |s| vec![op::drop(s, "t", "body")]),
        ("another name", |_| vec![op::rename("t", "body", "text")]),
        ("an index", |_| vec![op::index("t", &["small"])]),
        ("a unique", |_| vec![op::unique("t", &["small"])]),
        ("a check", |_| vec![op::check("t", Some("c"), "small > 0")]),
        ("a foreign key", |_| {
            vec![op::unique("teams", &["code"]), op::add_key("t", op::key(&["small"], "teams", &["code"]))]
        }),
        ("a primary key", |_| vec![op::primary_key("t", &["id"])]),
        ("a label", |s| enumeration(s, &["glad", "sad", "new"])),
        ("a label less", |s| enumeration(s, &["glad"])),
    ]
}

fn enumeration(schema: &Schema, labels: &[&str]) -> Vec<Operation> {
    let from = schema.enums[&Ident::new("mood")].clone();
    let to = EnumType { labels: labels.iter().map(|label| (*label).to_owned()).collect(), ..from.clone() };
    vec![Operation::AlterEnum { from, to, renames: Vec::new() }]
}

#[tokio::test]
async fn a_table_is_copied_where_a_script_says_so() {
    let database = Scratch::new("SELECT 1").await;
    let name = database.value("SELECT quote_ident(current_database())").await;
    database.run(&BEFORE.replace("current_database", &name)).await.unwrap();
    database.run("SET TimeZone = 'Europe/Berlin'").await.unwrap();
    let base = database.schema().await;
    let mut wrong = Vec::new();
    for (what, operations) in cases() {
        let script = upgrade(&operations(&base), &base).unwrap_or_else(|refusal| panic!("{what}: {refusal}"));
        let says = |kind| script.hazards().any(|hazard| hazard.kind() == kind);
        let before = database.value("SELECT pg_relation_filenode('t')::text").await;
        database.run("BEGIN").await.unwrap();
        for statement in script.blocks.iter().flat_map(|block| &block.statements) {
            let run = database.run(&statement.sql).await;
            run.unwrap_or_else(|error| panic!("{what}: {error}\n{}", statement.sql));
        }
        let after = database.value("SELECT pg_relation_filenode('t')::text").await;
        let locks = "SELECT coalesce(string_agg(mode, ' '), '') FROM pg_locks \
                     WHERE relation = 't'::regclass AND pid = pg_backend_pid() AND mode <> 'AccessShareLock'";
        let locks = database.value(locks).await;
        database.run("ROLLBACK").await.unwrap();
        if (before != after) != says(HazardKind::Rewrites) {
            wrong.push(format!("{what}: rewritten {}\n{}", before != after, text(&script)));
        }
        let readers_wait =
            script.hazards().any(|hazard| hazard.to_string().contains("reads and writes") && mentions_t(hazard));
        if readers_wait && !locks.contains("AccessExclusiveLock") {
            wrong.push(format!("{what}: readers do not wait: {locks}"));
        }
        if says(HazardKind::Locks) && !readers_wait && locks.contains("AccessExclusiveLock") {
            wrong.push(format!("{what}: readers wait as well: {locks}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn mentions_t(hazard: &Hazard) -> bool {
    hazard.to_string().contains(" of t wait")
}

#[tokio::test]
async fn what_makes_others_wait_is_said() {
    let base = Scratch::new(&BEFORE.replace("ALTER DATABASE current_database SET TimeZone = 'Europe/Berlin';", ""))
        .await
        .schema()
        .await;
    let hazards = |operations: Vec<Operation>| -> Vec<String> {
        let script = upgrade(&operations, &base).unwrap();
        script.hazards().filter(|hazard| hazard.kind() == HazardKind::Locks).map(ToString::to_string).collect()
    };
    let of = |name: &str| {
        let (_, operations) = cases().into_iter().find(|(what, _)| *what == name).unwrap();
        hazards(operations(&base))
    };
    assert_eq!(of("an index"), ["writes to t wait while the index is built"]);
    assert_eq!(of("a unique"), ["reads and writes of t wait while the index is built"]);
    assert_eq!(of("a primary key"), ["reads and writes of t wait while the index is built"]);
    let collated = |name: &str| {
        let collation = autogen_schema::TableName::new("C");
        vec![alter(&base, "t", name, |column| column.collation = Some(collation))]
    };
    assert_eq!(hazards(collated("tagged")), ["reads and writes of t wait while the index is built"]);
    assert_eq!(hazards(collated("body")), [""; 0]);
    assert_eq!(of("a check"), ["reads and writes of t wait while its rows are checked"]);
    assert_eq!(of("no NULL"), ["reads and writes of t wait while its rows are checked"]);
    assert_eq!(of("no NULL where there was none"), [""; 0]);
    assert_eq!(of("a comment"), [""; 0]);
    let [_, key] = &of("a foreign key")[..] else { panic!("two hazards") };
    assert_eq!(key, "writes to t and teams wait while the rows of t are checked");
}
