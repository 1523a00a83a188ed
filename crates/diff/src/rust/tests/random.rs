//! Operations made up by chance, with names that nobody would give.

use autogen_schema::{
    Column, ColumnType as Ty, DataType, DefaultValue, Dialect, ForeignKey, Ident, Index, IndexPart, PrimaryKey,
    ReferentialAction, Schema, StringLength, Table, TableName, Unique, UniqueKind,
};
use proptest::prelude::*;

use super::{file, scripts};
use crate::Operation as Op;
use crate::rust::body::body;
use crate::rust::layout::formatted;

const NAMES: [&str; 16] = [
    "id",
    "name",
    "user",
    "select",
    "a b",
    "quo\"te",
    "back`tick",
    "back\\slash",
    "new\nline",
    "it's",
    "über",
    "漢字",
    "\u{202e}turned",
    "*/ -- end",
    "r#\"raw\"#",
    "a_name_that_is_as_long_as_a_name_can_be_and_then_some",
];

fn name() -> impl Strategy<Value = Ident> {
    prop::sample::select(&NAMES[..]).prop_map(Ident::from)
}

fn data_type() -> impl Strategy<Value = Ty> {
    prop::sample::select(vec![
        Ty::Integer,
        Ty::BigInteger,
        Ty::SmallUnsigned,
        Ty::String(StringLength::Unset),
        Ty::String(StringLength::Limit(20)),
        Ty::Text,
        Ty::Boolean,
        Ty::Double,
        Ty::Decimal(Some((10, 2))),
        Ty::Uuid,
        Ty::Json,
        Ty::DateTime,
        Ty::TimestampWithTimeZone,
        Ty::Date,
        Ty::Blob,
        Ty::VarBinary(StringLength::Unset),
        Ty::Custom("citext".to_owned()),
    ])
}

fn default() -> impl Strategy<Value = DefaultValue> {
    prop_oneof![
        any::<bool>().prop_map(DefaultValue::Bool),
        any::<i32>().prop_map(|number| DefaultValue::Number(number.to_string())),
        Just(DefaultValue::Number("1.50".to_owned())),
        name().prop_map(|text| DefaultValue::Text(text.as_str().to_owned())),
        Just(DefaultValue::Expression("CURRENT_TIMESTAMP".to_owned())),
        Just(DefaultValue::Expression("lower('A') || 'b'".to_owned())),
    ]
}

fn column() -> impl Strategy<Value = Column> {
    (name(), data_type(), any::<bool>(), prop::option::of(default())).prop_map(|(name, ty, nullable, default)| Column {
        nullable,
        default,
        ..Column::new(name, DataType::Exact(ty))
    })
}

fn action() -> impl Strategy<Value = Option<ReferentialAction>> {
    prop::option::of(prop::sample::select(&ReferentialAction::ALL[..]))
}

/// A table whose key is `id`, with what is over its columns.
fn table() -> impl Strategy<Value = Table> {
    let columns = prop::collection::vec(column(), 1..6);
    (name(), columns, action(), action(), any::<[bool; 3]>()).prop_map(|(name, columns, on_delete, on_update, has)| {
        let mut table = Table::new(TableName::new(name));
        let key = Column { auto_increment: has[0], ..Column::new("id", DataType::Exact(Ty::Integer)) };
        table.columns = vec![key];
        for column in columns {
            let is_new = |other: &Column| !other.name.as_str().eq_ignore_ascii_case(column.name.as_str());
            if table.columns.iter().all(is_new) {
                table.columns.push(column);
            }
        }
        let last = table.columns.last().unwrap().name.clone();
        table.primary_key = Some(PrimaryKey::new(["id"]));
        if has[1] {
            let key = ForeignKey::new([last.clone()], "base", ["id"]);
            table.foreign_keys = vec![ForeignKey { on_delete, on_update, ..key }];
        }
        if has[2] {
            table.uniques = vec![Unique::new([last], UniqueKind::Constraint)];
        }
        table
    })
}

/// What comes, and what becomes of `base`.
fn operations() -> impl Strategy<Value = Vec<Op>> {
    let base = || TableName::new("base");
    let column = || column().prop_filter("a new name", |column| !["id", "name"].contains(&column.name.as_str()));
    let old = |nullable| Column { nullable, ..Column::new("name", DataType::Exact(Ty::Text)) };
    let change = (data_type(), any::<bool>()).prop_map(move |(ty, nullable)| Op::AlterColumn {
        table: base(),
        from: old(true),
        to: Column { nullable, ..Column::new("name", DataType::Exact(ty)) },
    });
    let one = prop_oneof![
        3 => table().prop_filter("a new name", |table| table.name.name.as_str() != "base").prop_map(Op::CreateTable),
        2 => column().prop_map(move |column| Op::AddColumn { table: base(), column }),
        1 => change,
        1 => Just(Op::DropColumn { table: base(), column: old(true) }),
        1 => name().prop_map(move |to| Op::RenameColumn { table: base(), from: "name".into(), to }),
        1 => any::<bool>().prop_map(move |unique| {
            let index = Index { unique, ..Index::new([IndexPart::column("name")]) };
            Op::CreateIndex { table: base(), index }
        }),
    ];
    prop::collection::vec(one, 1..4)
}

fn base() -> Schema {
    let mut table = Table::new("base");
    let id = Column::new("id", DataType::Exact(Ty::Integer));
    table.columns = vec![id, Column { nullable: true, ..Column::new("name", DataType::Exact(Ty::Text)) }];
    table.primary_key = Some(PrimaryKey::new(["id"]));
    let mut base = Schema::default();
    base.add(table);
    base
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 25, failure_persistence: None, ..ProptestConfig::default() })]

    /// The same operations give the same text, which rustfmt leaves as it is; what is proven is what a builder makes, to the letter.
    #[test]
    fn what_is_rendered_is_stable(operations in operations()) {
        for project in [&Dialect::ALL[..], &[Dialect::Sqlite], &[Dialect::Postgres], &[Dialect::Mysql]] {
            // Names may be those of each other, and a change may be none: then nothing can be lowered.
            let Ok(lowered) = scripts(&operations, &base(), project) else { continue };
            for (dialect, script) in &lowered {
                for statement in script.blocks.iter().flat_map(|block| &block.statements) {
                    if let Some(builder) = &statement.builder {
                        prop_assert_eq!(builder.sql(*dialect), Some(statement.sql.clone()));
                    }
                }
            }
            let text = body(&lowered, false);
            prop_assert_eq!(&body(&scripts(&operations, &base(), project).unwrap(), false), &text);
            let file = file(&lowered, &[]);
            prop_assert_eq!(formatted(&file, "2024"), file);
        }
    }
}
