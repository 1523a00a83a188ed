use autogen_schema::{
    Check, Column, ColumnType as Ty, DataType, DefaultValue, ForeignKey, Index, IndexPart, PrimaryKey,
    ReferentialAction, StringLength, Table,
};

use super::*;

fn implied(name: &str, ty: Ty) -> Column {
    Column::new(name, DataType::Implied(ty))
}

fn key(columns: &[&str], target: &str, referenced: &[&str]) -> ForeignKey {
    ForeignKey::new(columns.iter().copied(), target, referenced.iter().copied())
}

#[test]
fn a_table_reads_like_written_by_hand() {
    let mut posts = Table::new("posts");
    let mut id = implied("id", Ty::BigInteger);
    id.auto_increment = true;
    let mut title = implied("title", Ty::String(StringLength::Limit(200)));
    title.default = Some(DefaultValue::Text("it's".to_owned()));
    let mut note = implied("note", Ty::Text);
    note.nullable = true;
    note.extra = Some("COLLATE NOCASE".to_owned());
    posts.columns =
        vec![id, title, note, implied("user_id", Ty::Integer), implied("a", Ty::Integer), implied("b", Ty::Integer)];
    posts.primary_key = Some(PrimaryKey::new(["id"]));
    let mut author = key(&["user_id"], "users", &["id"]);
    author.on_delete = Some(ReferentialAction::Cascade);
    let mut named = key(&["a"], "as", &["id"]);
    named.name = Some("fk-a".into());
    posts.foreign_keys = vec![author, key(&["a", "b"], "pairs", &["x", "y"]), named];
    posts.checks = vec![Check::new(Some("positive".into()), "a > 0")];
    assert_eq!(
        table(&posts).unwrap(),
        r#"CREATE TABLE "posts" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" varchar(200) NOT NULL DEFAULT 'it''s',
    "note" text COLLATE NOCASE,
    "user_id" integer NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    "a" integer NOT NULL CONSTRAINT "fk-a" REFERENCES "as" ("id"),
    "b" integer NOT NULL,
    FOREIGN KEY ("a", "b") REFERENCES "pairs" ("x", "y"),
    CONSTRAINT "positive" CHECK (a > 0)
)"#
    );
}

#[test]
fn a_composite_key_stands_apart_and_is_never_autoincrement() {
    let mut pairs = Table::new("pairs");
    pairs.columns = vec![implied("a", Ty::Uuid), implied("b", Ty::Integer)];
    pairs.primary_key = Some(PrimaryKey::new(["b", "a"]));
    assert_eq!(
        table(&pairs).unwrap(),
        "CREATE TABLE \"pairs\" (\n    \"a\" uuid_text NOT NULL,\n    \"b\" integer NOT NULL,\n    PRIMARY KEY (\"b\", \"a\")\n)"
    );
}

#[test]
fn unknown_and_foreign_types_are_refused() {
    let mut tags = Table::new("tags");
    tags.columns = vec![Column::new("t", DataType::Unknown("crate::Money".to_owned()))];
    let refusal = table(&tags).unwrap_err();
    assert_eq!(refusal.to_string(), "cannot make `tags.t`: the type `crate::Money` is not known");
    assert!(refusal.hint.is_some());
}

#[test]
fn a_strict_table_gets_strict_types() {
    let mut facts = Table::new("facts");
    facts.options.strict = true;
    facts.columns =
        vec![implied("a", Ty::String(StringLength::Unset)), implied("b", Ty::Uuid), implied("c", Ty::Boolean)];
    assert_eq!(
        table(&facts).unwrap(),
        "CREATE TABLE \"facts\" (\n    \"a\" TEXT NOT NULL,\n    \"b\" BLOB NOT NULL,\n    \"c\" INTEGER NOT NULL\n) STRICT"
    );
}

#[test]
fn an_index_says_order_collation_and_predicate() {
    let mut part = IndexPart::column("Na\"me");
    part.order = SortOrder::Descending;
    part.collation = Some("NOCASE".into());
    let made = Index {
        unique: true,
        predicate: Some("b > 1".to_owned()),
        ..Index::new([part, IndexPart::of(IndexKey::Expression("lower(b)".to_owned()))])
    };
    assert_eq!(
        index(&"t".into(), &"i".into(), &made),
        r#"CREATE UNIQUE INDEX "i" ON "t" ("Na""me" COLLATE "NOCASE" DESC, lower(b)) WHERE b > 1"#
    );
}
