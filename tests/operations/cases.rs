//! The operations, said shortly. Each is done to the database of `base.<dialect>.sql`.

use autogen_diff::{Operation, Values};
use autogen_schema::{
    Check, ColumnType, DataType, DefaultValue, Dialect, EnumType, Generated, IdentityKind, Index, IndexPart,
    PrimaryKey, ReferentialAction, Schema, SortOrder, StringLength, Table, Unique, UniqueKind,
};

use crate::support::operations as op;

/// An operation, and the dialects that one migration has it for.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) on: &'static [Dialect],
    pub(super) operations: fn(&Schema) -> Vec<Operation>,
}

const ALL: &[Dialect] = &Dialect::ALL;
const POSTGRES: &[Dialect] = &[Dialect::Postgres];
const MYSQL: &[Dialect] = &[Dialect::Mysql];
const SERVERS: &[Dialect] = &[Dialect::Postgres, Dialect::Mysql];

const fn case(name: &'static str, on: &'static [Dialect], operations: fn(&Schema) -> Vec<Operation>) -> Case {
    Case { name, on, operations }
}

pub(super) const CASES: &[Case] = &[
    case("create_table", ALL, |_| created()),
    case("drop_table", ALL, |schema| vec![op::drop_table(schema, "posts")]),
    case("rename_table", ALL, |_| vec![op::rename_table("users", "people")]),
    case("add_column", ALL, |_| added()),
    case("add_column_filled", ALL, |_| filled()),
    case("drop_column", ALL, |schema| vec![op::drop(schema, "users", "mood")]),
    case("rename_column", ALL, |_| {
        vec![op::rename("users", "name", "full_name"), op::rename("posts", "user_id", "author_id")]
    }),
    case("alter_type", ALL, |schema| {
        vec![op::retype(schema, "users", "name", ColumnType::String(StringLength::Limit(40)))]
    }),
    case("alter_type_on_servers", SERVERS, |schema| vec![op::retype(schema, "notes", "id", ColumnType::BigInteger)]),
    case("alter_null", ALL, |schema| vec![op::alter(schema, "users", "name", |column| column.nullable = true)]),
    case("alter_null_on_postgres", POSTGRES, |schema| {
        vec![op::alter(schema, "users", "name", |column| column.nullable = true)]
    }),
    case("alter_default", ALL, |schema| {
        vec![op::alter(schema, "users", "age", |column| column.default = Some(DefaultValue::Number("18".to_owned())))]
    }),
    case("alter_default_on_servers", SERVERS, |schema| {
        vec![op::alter(schema, "users", "age", |column| column.default = None)]
    }),
    case("alter_identity", POSTGRES, |schema| {
        vec![op::alter(schema, "users", "id", |column| {
            column.identity.as_mut().unwrap().kind = IdentityKind::Always;
        })]
    }),
    case("alter_auto_increment", MYSQL, |schema| {
        vec![op::alter(schema, "users", "id", |column| column.auto_increment = false)]
    }),
    case("alter_generated", &[Dialect::Sqlite, Dialect::Mysql], |schema| {
        vec![op::alter(schema, "users", "years", |column| {
            let Generated { storage, .. } = column.generated.clone().unwrap();
            column.generated = Some(Generated { expression: "age + 2".to_owned(), storage });
        })]
    }),
    case("alter_collation", SERVERS, |schema| {
        vec![op::alter(schema, "notes", "body", |column| {
            column.collation = Some(if schema.enums.is_empty() { "utf8mb4_bin" } else { "C" }.into());
        })]
    }),
    case("alter_comment", SERVERS, |schema| {
        vec![op::alter(schema, "users", "name", |column| column.comment = Some("It's \"theirs\"".to_owned()))]
    }),
    case("add_primary_key", ALL, |_| vec![op::primary_key("notes", &["id"])]),
    case("drop_primary_key", POSTGRES, |schema| vec![op::drop_primary_key(schema, "posts")]),
    case("add_unique", ALL, |_| vec![op::unique("users", &["name", "team_id"])]),
    case("add_unique_index", ALL, |_| {
        vec![Operation::AddUnique { table: "users".into(), unique: Unique::new(["name", "age"], UniqueKind::Index) }]
    }),
    case("drop_unique", ALL, unique_goes),
    case("add_foreign_key", ALL, |_| vec![op::add_key("notes", op::key(&["id"], "users", &["id"]))]),
    case("drop_foreign_key", ALL, |schema| vec![op::drop_key(schema, "users", &["team_id"])]),
    case("change_foreign_key", ALL, |schema| {
        op::on_delete(schema, "users", &["team_id"], Some(ReferentialAction::SetNull))
    }),
    case("add_check", ALL, |_| vec![op::check("notes", Some("notes_id"), "id > 0")]),
    case("drop_check", ALL, |schema| {
        let check: Check = op::table(schema, "users").checks.first().unwrap().clone();
        vec![Operation::DropCheck { table: "users".into(), check }]
    }),
    case("rename_constraint", POSTGRES, |_| {
        vec![Operation::RenameConstraint { table: "users".into(), from: "users_age".into(), to: "of_age".into() }]
    }),
    case("create_index", ALL, |_| vec![op::index("users", &["name", "age"]), op::index("posts", &["title"])]),
    case("create_index_descending", ALL, |_| {
        let part = IndexPart { order: SortOrder::Descending, ..IndexPart::column("name") };
        vec![Operation::CreateIndex { table: "users".into(), index: Index::new([part]) }]
    }),
    case("drop_index", ALL, |schema| vec![op::drop_index(schema, "users", "idx-users-age")]),
    case("rename_index", SERVERS, |_| {
        vec![Operation::RenameIndex { table: "users".into(), from: "idx-users-age".into(), to: "by_age".into() }]
    }),
    case("create_enum", POSTGRES, |_| {
        vec![
            Operation::CreateEnum(EnumType::new("level", ["low", "high"])),
            op::add("users", op::typed("level", ColumnType::Enum("level".into()))),
        ]
    }),
    case("drop_enum", POSTGRES, |schema| vec![op::drop(schema, "users", "mood"), Operation::DropEnum(mood(schema))]),
    case("alter_enum", POSTGRES, |schema| {
        vec![Operation::AlterEnum {
            from: mood(schema),
            to: EnumType { labels: vec!["good".to_owned(), "awful".to_owned()], ..mood(schema) },
            renames: vec![("bad".to_owned(), "awful".to_owned())],
        }]
    }),
    case("alter_enum_labels_go", POSTGRES, |schema| {
        vec![Operation::AlterEnum {
            from: mood(schema),
            to: EnumType { labels: vec!["good".to_owned()], ..mood(schema) },
            renames: Vec::new(),
        }]
    }),
    case("rename_enum", POSTGRES, |_| vec![Operation::RenameEnum { from: "mood".into(), to: "humour".into() }]),
    case("create_schema", POSTGRES, |_| vec![Operation::CreateSchema("billing".into())]),
    case("set_table_comment", SERVERS, |_| {
        vec![Operation::SetTableComment {
            table: "users".into(),
            from: None,
            to: Some("Who \"we\" are\nand were".to_owned()),
        }]
    }),
    case("raw_sql", ALL, |_| {
        vec![Operation::RawSql {
            up: "CREATE VIEW names AS SELECT name FROM users".to_owned(),
            down: "DROP VIEW names".to_owned(),
        }]
    }),
];

/// A table with a column of each kind, keys and indexes.
fn created() -> Vec<Operation> {
    let id = autogen_schema::Column { auto_increment: true, ..op::not_null(op::typed("id", ColumnType::Integer)) };
    let implied = |name: &str, ty| autogen_schema::Column::new(name, DataType::Implied(ty));
    let with = |column, default| autogen_schema::Column { default: Some(default), ..column };
    let table = Table {
        columns: vec![
            id,
            implied("code", ColumnType::Char(Some(2))),
            implied("title", ColumnType::String(StringLength::Limit(80))),
            implied("body", ColumnType::Text),
            with(implied("score", ColumnType::BigInteger), DefaultValue::Number("0".to_owned())),
            with(implied("open", ColumnType::Boolean), DefaultValue::Bool(true)),
            with(implied("kind", ColumnType::String(StringLength::Limit(10))), DefaultValue::Text("it's".to_owned())),
            with(implied("made", ColumnType::DateTime), DefaultValue::Expression("CURRENT_TIMESTAMP".to_owned())),
            implied("price", ColumnType::Decimal(Some((10, 2)))),
            implied("ratio", ColumnType::Double),
            implied("token", ColumnType::Uuid),
            op::typed("data", ColumnType::Blob),
            op::typed("facts", ColumnType::Json),
            op::typed("day", ColumnType::Date),
            op::typed("user_id", ColumnType::Integer),
        ],
        primary_key: Some(PrimaryKey::new(["id"])),
        uniques: vec![Unique::new(["code"], UniqueKind::Constraint)],
        foreign_keys: vec![autogen_schema::ForeignKey {
            on_delete: Some(ReferentialAction::SetNull),
            on_update: Some(ReferentialAction::Cascade),
            ..op::key(&["user_id"], "users", &["id"])
        }],
        ..Table::new("items")
    };
    let unique = Unique::new(["title", "kind"], UniqueKind::Index);
    vec![
        Operation::CreateTable(table),
        op::index("items", &["user_id"]),
        Operation::AddUnique { table: "items".into(), unique },
    ]
}

fn added() -> Vec<Operation> {
    let score = op::not_null(op::typed("score", ColumnType::Integer));
    vec![
        op::add("users", op::typed("phone", ColumnType::String(StringLength::Limit(20)))),
        op::add("users", autogen_schema::Column { default: Some(DefaultValue::Number("0".to_owned())), ..score }),
    ]
}

/// A column that must not be NULL, with what rows that are there get.
fn filled() -> Vec<Operation> {
    let phone = op::not_null(op::typed("phone", ColumnType::String(StringLength::Limit(20))));
    let fill = Values { fill: Some("'none'".to_owned()), ..Values::default() };
    let (table, column) = ("users".into(), "phone".into());
    vec![op::add("users", phone), Operation::SetValues { table, column, up: fill, down: Values::default() }]
}

/// To MySQL a unique is an index.
fn unique_goes(schema: &Schema) -> Vec<Operation> {
    if op::table(schema, "teams").uniques.is_empty() {
        vec![op::drop_index(schema, "teams", "name")]
    } else {
        vec![op::drop_unique(schema, "teams", &["name"])]
    }
}

fn mood(schema: &Schema) -> EnumType {
    schema.enums.values().next().unwrap().clone()
}
