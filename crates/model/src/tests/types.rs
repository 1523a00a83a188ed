//! Types of columns.

use super::{check, check_fields};
use crate::parse_column_type;

#[test]
fn rust_types() {
    for (ty, expected) in [
        ("bool", "Boolean"),
        ("i8", "TinyInteger"),
        ("i16", "SmallInteger"),
        ("i32", "Integer"),
        ("i64", "BigInteger"),
        ("u8", "TinyUnsigned"),
        ("u16", "SmallUnsigned"),
        ("u32", "Unsigned"),
        ("u64", "BigUnsigned"),
        ("f32", "Float"),
        ("f64", "Double"),
        ("char", "Char(None)"),
        ("String", "String(Unset)"),
        ("std::string::String", "String(Unset)"),
        ("Cow<'static, str>", "String(Unset)"),
        ("Vec<u8>", "VarBinary(Unset)"),
        ("std::vec::Vec<u8>", "VarBinary(Unset)"),
        ("Uuid", "Uuid"),
        ("uuid::Uuid", "Uuid"),
        ("uuid::fmt::Simple", "Uuid"),
        ("TextUuid", "String(Unset)"),
        ("Json", "Json"),
        ("serde_json::Value", "Json"),
        ("sea_orm::JsonValue", "Json"),
        ("Decimal", "Decimal(None)"),
        ("rust_decimal::Decimal", "Decimal(None)"),
        ("BigDecimal", "Decimal(None)"),
        ("bigdecimal::BigDecimal", "Decimal(None)"),
        ("Date", "Date"),
        ("ChronoDate", "Date"),
        ("TimeDate", "Date"),
        ("chrono::NaiveDate", "Date"),
        ("time::Date", "Date"),
        ("Time", "Time"),
        ("ChronoTime", "Time"),
        ("TimeTime", "Time"),
        ("chrono::NaiveTime", "Time"),
        ("time::Time", "Time"),
        ("DateTime", "DateTime"),
        ("ChronoDateTime", "DateTime"),
        ("TimeDateTime", "DateTime"),
        ("chrono::NaiveDateTime", "DateTime"),
        ("time::PrimitiveDateTime", "DateTime"),
        ("DateTimeUtc", "TimestampWithTimeZone"),
        ("DateTimeLocal", "TimestampWithTimeZone"),
        ("DateTimeWithTimeZone", "TimestampWithTimeZone"),
        ("ChronoDateTimeUtc", "TimestampWithTimeZone"),
        ("ChronoDateTimeLocal", "TimestampWithTimeZone"),
        ("ChronoDateTimeWithTimeZone", "TimestampWithTimeZone"),
        ("TimeDateTimeWithTimeZone", "TimestampWithTimeZone"),
        ("chrono::DateTime<chrono::Utc>", "TimestampWithTimeZone"),
        ("DateTime<FixedOffset>", "TimestampWithTimeZone"),
        ("time::OffsetDateTime", "TimestampWithTimeZone"),
        ("ChronoUnixTimestamp", "BigInteger"),
        ("ChronoUnixTimestampMillis", "BigInteger"),
        ("TimeUnixTimestamp", "BigInteger"),
        ("TimeUnixTimestampMillis", "BigInteger"),
        ("IpNetwork", "Inet"),
        ("mac_address::MacAddress", "MacAddr"),
        ("PgVector", "Vector(None)"),
        ("pgvector::Vector", "Vector(None)"),
        ("Vec<String>", "Array(String(Unset))"),
        ("Vec<Option<i32>>", "Array(Integer)"),
        ("Vec<Vec<u8>>", "Array(VarBinary(Unset))"),
        ("sea_orm::prelude::DateTimeUtc", "TimestampWithTimeZone"),
        ("sea_orm::entity::prelude::Uuid", "Uuid"),
        ("(i32)", "Integer"),
    ] {
        check_fields(&format!("pub a: {ty},"), &format!("a ~{expected}"));
        check_fields(&format!("pub a: Option<{ty}>,"), &format!("a ~{expected} null"));
    }
}

#[test]
fn written_column_types() {
    for (text, expected) in [
        ("Char(None)", "Char(None)"),
        ("Char(Some(10))", "Char(Some(10))"),
        ("String(StringLen::None)", "String(Unset)"),
        ("String(StringLen::Max)", "String(Max)"),
        ("String(StringLen::N(255))", "String(Limit(255))"),
        ("String(sea_orm::sea_query::StringLen::N(1_000))", "String(Limit(1000))"),
        ("String(Some(20))", "String(Limit(20))"),
        ("string(Some(40))", "String(Limit(40))"),
        ("string(None)", "String(Unset)"),
        ("Text", "Text"),
        ("Blob", "Blob"),
        ("TinyInteger", "TinyInteger"),
        ("SmallInteger", "SmallInteger"),
        ("Integer", "Integer"),
        ("BigInteger", "BigInteger"),
        ("TinyUnsigned", "TinyUnsigned"),
        ("SmallUnsigned", "SmallUnsigned"),
        ("Unsigned", "Unsigned"),
        ("BigUnsigned", "BigUnsigned"),
        ("Float", "Float"),
        ("Double", "Double"),
        ("Decimal(None)", "Decimal(None)"),
        ("Decimal(Some((10, 2)))", "Decimal(Some((10, 2)))"),
        ("DateTime", "DateTime"),
        ("Timestamp", "Timestamp"),
        ("TimestampWithTimeZone", "TimestampWithTimeZone"),
        ("Time", "Time"),
        ("Date", "Date"),
        ("Year", "Year"),
        ("Interval(None, None)", "Interval(None, None)"),
        ("Interval(Some(PgInterval::DayToSecond), Some(3))", "Interval(Some(\"DAY TO SECOND\"), Some(3))"),
        ("Binary(16)", "Binary(16)"),
        ("VarBinary(StringLen::None)", "VarBinary(Unset)"),
        ("VarBinary(StringLen::N(16))", "VarBinary(Limit(16))"),
        ("var_binary(16)", "VarBinary(Limit(16))"),
        ("Bit(None)", "Bit(None)"),
        ("Bit(Some(8))", "Bit(Some(8))"),
        ("VarBit(8)", "VarBit(8)"),
        ("Boolean", "Boolean"),
        ("Money(None)", "Money(None)"),
        ("Money(Some((19, 4)))", "Money(Some((19, 4)))"),
        ("Json", "Json"),
        ("JsonBinary", "JsonBinary"),
        ("Uuid", "Uuid"),
        ("custom(\"citext\")", "Custom(\"citext\")"),
        ("custom(Alias::new(\"citext\"))", "Custom(\"citext\")"),
        ("Custom(\"x\".into_iden())", "Custom(\"x\")"),
        ("Custom(\"x\".into())", "Custom(\"x\")"),
        ("Custom(Alias::new(\"x\").into_iden())", "Custom(\"x\")"),
        ("Custom(SeaRc::new(Alias::new(\"x\")))", "Custom(\"x\")"),
        ("custom(\"geography(Point, 4326)\")", "Custom(\"geography(Point, 4326)\")"),
        ("custom(r#\"\"Quoted\"\"#)", "Custom(\"\\\"Quoted\\\"\")"),
        ("Array(RcOrArc::new(ColumnType::Text))", "Array(Text)"),
        ("Array(std::sync::Arc::new(ColumnType::String(StringLen::N(3))))", "Array(String(Limit(3)))"),
        ("Array(ColumnType::Integer.into())", "Array(Integer)"),
        ("Vector(None)", "Vector(None)"),
        ("Vector(Some(3))", "Vector(Some(3))"),
        ("Cidr", "Cidr"),
        ("Inet", "Inet"),
        ("MacAddr", "MacAddr"),
        ("LTree", "LTree"),
    ] {
        assert_eq!(format!("{:?}", parse_column_type(text).unwrap()), expected, "{text}");
        check_fields(&format!("#[sea_orm(column_type = {text:?})]\npub a: Any,"), &format!("a ={expected}"));
    }
}

#[test]
fn column_types_that_are_code() {
    for text in [
        "Custom(get_text_type())",
        "Custom(SeaRc::new(MySqlType::LongBlob))",
        "String(StringLen::N(LENGTH))",
        "Decimal(Some((PRECISION, 2)))",
        "Nonsense",
        "Text(1)",
        "String",
        "if cfg!(feature) { Text } else { Blob }",
        "this is not rust",
        "",
        "String(StringLen::N(-1))",
        "String(StringLen::N(99999999999))",
        "Array(element())",
    ] {
        assert_eq!(parse_column_type(text), None, "{text}");
    }
    check_fields(
        r#"
        #[sea_orm(column_type = "Custom(get_text_type())")]
        pub a: String,
        pub b: i32,
        "#,
        "
        warning unknown-column-type t:8:25: the column type of `t.a` is code, and what it gives is not known
        a ?Custom(get_text_type())
        b ~Integer
        ",
    );
}

#[test]
fn an_enum_written_out() {
    check_fields(
        r##"
        #[sea_orm(column_type = r#"Enum { name: "mood".into_iden(), variants: vec!["sad".into_iden(), Alias::new("ok").into_iden()] }"#)]
        pub a: String,
        "##,
        r#"
        enum mood: sad, ok
        a =Enum("mood")
        "#,
    );
}

#[test]
fn value_types() {
    check(
        r#"
        use sea_orm::entity::prelude::*;

        #[derive(DeriveValueType)]
        pub struct Cents(pub i64);

        #[derive(DeriveValueType)]
        #[sea_orm(column_type = "String(StringLen::N(36))")]
        pub struct Code(String);

        #[derive(sea_orm::DeriveValueType)]
        pub struct Price(Cents);

        #[derive(DeriveValueType)]
        pub struct Perhaps(Option<i16>);

        #[derive(DeriveValueType)]
        #[sea_orm(value_type = "String")]
        pub struct Point { x: i32 }

        #[derive(DeriveValueType)]
        #[sea_orm(value_type = "String", column_type = "Char(Some(1))", from_str = "read", to_str = "write")]
        pub enum Side { Left, Right }

        #[derive(DeriveValueType)]
        pub struct Tags(Vec<String>);

        #[derive(DeriveValueType)]
        #[sea_orm(column_type = "Custom(kind())")]
        pub struct Coded(String);

        #[derive(FromJsonQueryResult)]
        pub struct Settings { dark: bool }

        #[derive(FromJsonQueryResult)]
        pub enum Shape { Round }

        #[derive(DeriveEntityModel)]
        #[sea_orm(table_name = "t")]
        pub struct Model {
            #[sea_orm(primary_key)]
            pub id: i32,
            pub cents: Cents,
            pub code: Option<Code>,
            pub price: Price,
            pub perhaps: Perhaps,
            pub point: Point,
            pub side: Side,
            pub tags: Tags,
            pub coded: Coded,
            pub settings: Settings,
            pub shapes: Vec<Shape>,
            #[sea_orm(column_type = "JsonBinary")]
            pub binary: Settings,
        }
        "#,
        "
        warning unknown-type entity:49:16: the column type of `t.coded`, a `Coded`, is not known: its column type is code
        table t
          id ~Integer auto
          cents ~BigInteger
          code =String(Limit(36)) null
          price ~BigInteger
          perhaps ~SmallInteger
          point ~String(Unset)
          side =Char(Some(1))
          tags ~Array(String(Unset))
          coded ?Coded
          settings ~Json
          shapes ~Array(Json)
          binary =JsonBinary
          key (id)
        ",
    );
}

#[test]
fn types_that_are_not_known() {
    check(
        r#"
        use money::Money;
        use sea_orm::entity::prelude::*;

        pub struct Opaque(i32);

        impl sea_orm::sea_query::ValueType for Opaque {}

        #[derive(DeriveEntityModel)]
        #[sea_orm(table_name = "t")]
        pub struct Model {
            #[sea_orm(primary_key)]
            pub id: i32,
            pub money: Money,
            pub nowhere: Option<Nowhere>,
            pub opaque: Opaque,
            pub wrapped: Wrapper<Vec<String>>,
            pub tuple: (i32, i32),
            pub macroed: kind!(),
            pub array: [u8; 16],
            pub list: Vec<Money>,
        }
        "#,
        "
        warning unknown-type entity:13:16: the column type of `t.money`, a `Money`, is not known: it is not declared in the files that are read
        warning unknown-type entity:14:18: the column type of `t.nowhere`, a `Nowhere`, is not known: it is not declared in the files that are read
        warning unknown-type entity:15:17: the column type of `t.opaque`, a `Opaque`, is not known: its declaration does not tell
        warning unknown-type entity:16:18: the column type of `t.wrapped`, a `Wrapper<Vec<String>>`, is not known: it is not declared in the files that are read
        warning unknown-type entity:17:16: the column type of `t.tuple`, a `(i32,i32)`, is not known: it is not a type with a name
        warning unknown-type entity:18:18: the column type of `t.macroed`, a `kind!()`, is not known: it is not a type with a name
        warning unknown-type entity:19:16: the column type of `t.array`, a `[u8;16]`, is not known: it is not a type with a name
        warning unknown-type entity:20:15: the column type of `t.list`, a `Vec<Money>`, is not known: it is not declared in the files that are read
        table t
          id ~Integer auto
          money ?Money
          nowhere ?Nowhere null
          opaque ?Opaque
          wrapped ?Wrapper<Vec<String>>
          tuple ?(i32,i32)
          macroed ?kind!()
          array ?[u8;16]
          list ?Vec<Money>
          key (id)
        ",
    );
}

#[test]
fn types_that_wrap_themselves() {
    check(
        r#"
        type A = B;
        type B = A;
        #[derive(DeriveEntityModel)]
        #[sea_orm(table_name = "t")]
        pub struct Model {
            #[sea_orm(primary_key)]
            pub id: i32,
            pub a: A,
        }
        "#,
        "
        warning unknown-type entity:8:12: the column type of `t.a`, a `A`, is not known: its declaration does not tell
        table t
          id ~Integer auto
          a ?A
          key (id)
        ",
    );
}

#[test]
fn types_of_the_configuration() {
    let options = crate::Options::new([
        ("billing::Money", "Decimal(Some((12, 2)))"),
        ("Wrapper<Vec<String>>", "JsonBinary"),
        ("Point", "custom(\"point\")"),
        ("String", "Text"),
    ])
    .unwrap();
    let source = r#"
        use billing::Money;
        use other::Money as Gold;
        #[derive(DeriveEntityModel)]
        #[sea_orm(table_name = "t")]
        pub struct Model {
            #[sea_orm(primary_key)]
            pub id: i32,
            pub money: Option<Money>,
            pub path: billing::Money,
            pub gold: Gold,
            pub wrapped: Wrapper< Vec<String> >,
            pub points: Vec<geo::Point>,
            pub text: String,
            pub my: MyString,
        }
        "#;
    super::compare(
        &super::model(&[("src/t.rs", source)], &options),
        r#"
        warning unknown-type t:10:15: the column type of `t.gold`, a `Gold`, is not known: it is not declared in the files that are read
        warning unknown-type t:14:13: the column type of `t.my`, a `MyString`, is not known: it is not declared in the files that are read
        table t
          id ~Integer auto
          money =Decimal(Some((12, 2))) null
          path =Decimal(Some((12, 2)))
          gold ?Gold
          wrapped =JsonBinary
          points =Array(Custom("point"))
          text =Text
          my ?MyString
          key (id)
        "#,
    );
}

#[test]
fn a_configuration_that_is_wrong() {
    let error = crate::Options::new([("Money", "Dezimal(1)")]).unwrap_err();
    assert_eq!(error.to_string(), "`Dezimal(1)`, given for the type `Money`, is not a column type of SeaORM");
}
