//! Every operation, on one dialect and on all.

use autogen_schema::{
    Check, Column, ColumnType as Ty, DataType, DefaultValue, Dialect, EnumType, ForeignKey, Index, IndexPart,
    PrimaryKey, ReferentialAction, Schema, StringLength, Table, TableName, Unique, UniqueKind,
};

use super::{expect, scripts};
use crate::Operation as Op;

const ALL: [Dialect; 3] = Dialect::ALL;
const POSTGRES: [Dialect; 1] = [Dialect::Postgres];
const MYSQL: [Dialect; 1] = [Dialect::Mysql];
const SQLITE: [Dialect; 1] = [Dialect::Sqlite];

/// Checks what operations come to on the dialects of a project.
#[track_caller]
fn check(name: &str, operations: &[Op], project: &[Dialect]) {
    expect(name, &scripts(operations, &base(), project).unwrap(), &[]);
}

fn implied(name: &str, ty: Ty) -> Column {
    Column::new(name, DataType::Implied(ty))
}

fn nullable(column: Column) -> Column {
    Column { nullable: true, ..column }
}

fn with_default(column: Column, default: DefaultValue) -> Column {
    Column { default: Some(default), ..column }
}

fn table(name: &str, columns: Vec<Column>) -> Table {
    let id = Column { auto_increment: true, ..implied("id", Ty::Integer) };
    let columns = std::iter::once(id).chain(columns).collect();
    Table { columns, primary_key: Some(PrimaryKey::new(["id"])), ..Table::new(name) }
}

fn string() -> Ty {
    Ty::String(StringLength::Unset)
}

fn users() -> TableName {
    TableName::new("users")
}

/// `teams`, and `users` with an index and an enum.
fn base() -> Schema {
    let mut users = table(
        "users",
        vec![
            implied("name", string()),
            nullable(implied("age", Ty::Integer)),
            nullable(implied("team_id", Ty::Integer)),
        ],
    );
    users.indexes = vec![Index { name: Some("idx-users-age".into()), ..Index::new([IndexPart::column("age")]) }];
    let mut base = Schema::default();
    base.add(table("teams", vec![]));
    base.add(users);
    base.enums.insert("mood".into(), EnumType::new("mood", ["good", "bad"]));
    base
}

fn posts() -> Table {
    let mut posts = table(
        "posts",
        vec![
            implied("title", string()),
            nullable(implied("body", Ty::Text)),
            implied("user_id", Ty::Integer),
            nullable(implied("seen", Ty::TimestampWithTimeZone)),
            with_default(implied("score", Ty::BigInteger), DefaultValue::Number("0".to_owned())),
            with_default(implied("made", Ty::DateTime), DefaultValue::Expression("CURRENT_TIMESTAMP".to_owned())),
            with_default(implied("open", Ty::Boolean), DefaultValue::Bool(true)),
            implied("token", Ty::Uuid),
            implied("data", Ty::VarBinary(StringLength::Unset)),
        ],
    );
    posts.foreign_keys = vec![ForeignKey {
        on_delete: Some(ReferentialAction::Cascade),
        on_update: Some(ReferentialAction::NoAction),
        ..ForeignKey::new(["user_id"], "users", ["id"])
    }];
    posts
}

fn index(columns: &[&str]) -> Index {
    Index::new(columns.iter().map(|column| IndexPart::column(*column)))
}

#[test]
fn a_table_with_keys_and_indexes_is_one_for_all() {
    let operations = [
        Op::CreateTable(posts()),
        Op::CreateIndex { table: "posts".into(), index: index(&["title"]) },
        Op::AddUnique { table: "posts".into(), unique: Unique::new(["title", "user_id"], UniqueKind::Index) },
    ];
    check("table", &operations, &ALL);
    check("table_postgres", &operations, &POSTGRES);
    check("table_mysql", &operations, &MYSQL);
    check("table_sqlite", &operations, &SQLITE);
}

#[test]
fn a_unique_column_is_an_index_on_sqlite() {
    let mut tags = table("tags", vec![implied("name", string())]);
    tags.uniques = vec![Unique::new(["name"], UniqueKind::Constraint)];
    check("table_unique", &[Op::CreateTable(tags)], &ALL);
}

#[test]
fn a_table_goes_and_another_is_renamed() {
    let gone = base().tables[&TableName::new("teams")].clone();
    let operations = [Op::DropTable(gone), Op::RenameTable { from: users(), to: "people".into() }];
    check("table_goes", &operations, &ALL);
}

#[test]
fn columns_come_go_and_are_renamed() {
    let add = |column| Op::AddColumn { table: users(), column };
    let gone = base().tables[&users()].columns[3].clone();
    let operations = [
        Op::RenameColumn { table: users(), from: "name".into(), to: "full_name".into() },
        add(nullable(implied("phone", Ty::String(StringLength::Limit(20))))),
        add(with_default(implied("note", Ty::Text), DefaultValue::Text("it's \"new\"".to_owned()))),
        add(nullable(implied("seen", Ty::Timestamp))),
        Op::DropColumn { table: users(), column: gone },
    ];
    check("columns", &operations[1..], &ALL);
    check("columns_renamed", &operations[..1], &ALL);
}

#[test]
fn a_column_changes() {
    let from = base().tables[&users()].columns[2].clone();
    let to = with_default(implied("age", Ty::BigInteger), DefaultValue::Number("1".to_owned()));
    let operations = [Op::AlterColumn { table: users(), from, to }];
    check("column_changes", &operations, &ALL);
    check("column_changes_postgres", &operations, &POSTGRES);
    check("column_changes_sqlite", &operations, &SQLITE);
}

#[test]
fn enums_come_and_change() {
    let mood = || EnumType::new("mood", ["good", "bad"]);
    let more = EnumType::new("mood", ["good", "so so", "awful"]);
    let level = EnumType::new("level", ["low", "high"]);
    let column = nullable(Column::new("level", DataType::Exact(Ty::Enum("level".into()))));
    let comes = [Op::CreateEnum(level), Op::AddColumn { table: users(), column }];
    let renames = vec![("bad".to_owned(), "awful".to_owned())];
    let changes = [
        Op::AlterEnum { from: mood(), to: more, renames },
        Op::RenameEnum { from: "mood".into(), to: "humour".into() },
    ];
    check("enum_comes", &comes, &ALL);
    check("enum_comes_postgres", &comes, &POSTGRES);
    check("enum_changes", &changes, &POSTGRES);
    check("enum_goes", &[Op::DropEnum(mood())], &ALL);
}

#[test]
fn foreign_keys_and_indexes_come_and_go() {
    let key = ForeignKey { name: Some("fk-users-team_id".into()), ..ForeignKey::new(["team_id"], "teams", ["id"]) };
    let add = [Op::AddForeignKey { table: users(), key: key.clone() }];
    check("foreign_key", &add, &ALL);
    check("foreign_key_postgres", &add, &POSTGRES);
    let gone = base().tables[&users()].indexes[0].clone();
    let indexes = [
        Op::CreateIndex { table: users(), index: index(&["name", "age"]) },
        Op::DropIndex { table: users(), index: gone },
    ];
    check("indexes", &indexes, &ALL);
}

#[test]
fn what_no_builder_says_is_sql() {
    let operations = [
        Op::CreateSchema("billing".into()),
        Op::AddCheck { table: users(), check: Check::new(Some("adult".into()), "age > 17") },
        Op::SetTableComment { table: users(), from: None, to: Some("who\n\"we\" are".to_owned()) },
        Op::RenameIndex { table: users(), from: "idx-users-age".into(), to: "by-age".into() },
        Op::RawSql { up: "UPDATE users\nSET age = 1".to_owned(), down: String::new() },
    ];
    check("sql_postgres", &operations, &POSTGRES);
    let shared = [Op::RawSql { up: "UPDATE users SET age = 1".to_owned(), down: String::new() }];
    check("sql_shared", &shared, &ALL);
}
