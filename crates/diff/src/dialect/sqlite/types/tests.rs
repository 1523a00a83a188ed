use autogen_schema::{ColumnType as Ty, DataType, DefaultValue, SqlType, StringLength};

use super::*;
use crate::dialect::Satisfied::{No, NotCompared, Yes};

#[test]
fn types_are_spelled_as_sea_query_spells_them() {
    let cases = [
        (Ty::String(StringLength::Limit(20)), "varchar(20)"),
        (Ty::String(StringLength::Unset), "varchar"),
        (Ty::BigInteger, "integer"),
        (Ty::SmallInteger, "smallint"),
        (Ty::Decimal(Some((10, 2))), "real(10, 2)"),
        (Ty::Decimal(None), "real_decimal"),
        (Ty::TimestampWithTimeZone, "timestamp_with_timezone_text"),
        (Ty::Enum("mood".into()), "enum_text"),
        (Ty::VarBinary(StringLength::Unset), "varbinary_blob"),
        (Ty::Json, "json_text"),
        (Ty::Custom(r#"we"ird )"#.to_owned()), r#"we"ird )"#),
    ];
    for (ty, sql) in cases {
        assert_eq!(sql_type(&ty).as_deref(), Ok(sql));
    }
}

#[test]
fn types_that_sea_query_panics_for_are_errors() {
    let array = Ty::Array(Box::new(Ty::Text));
    for ty in
        [Ty::Year, Ty::Interval(None, None), Ty::Bit(None), Ty::VarBit(3), array, Ty::Vector(None), Ty::Cidr, Ty::Inet]
    {
        assert!(sql_type(&ty).is_err(), "{ty:?}");
    }
    assert_eq!(sql_type(&Ty::LTree).unwrap_err().to_string(), "SQLite has no type for `l-tree`");
}

#[test]
fn every_own_spelling_satisfies_its_type_and_no_other_kind() {
    let kinds = [
        vec![Ty::String(StringLength::Unset), Ty::Text, Ty::Char(Some(3))],
        vec![Ty::Integer, Ty::BigInteger, Ty::SmallUnsigned],
        vec![Ty::Float, Ty::Double],
        vec![Ty::Decimal(None), Ty::Decimal(Some((10, 2)))],
        vec![Ty::DateTime, Ty::Timestamp, Ty::TimestampWithTimeZone],
        vec![Ty::Date],
        vec![Ty::Time],
        vec![Ty::Json, Ty::JsonBinary],
        vec![Ty::Enum("e".into())],
        vec![Ty::Boolean],
    ];
    for (i, said) in kinds.iter().enumerate() {
        for (j, made) in kinds.iter().enumerate() {
            for (said, made) in said.iter().flat_map(|said| made.iter().map(move |made| (said, made))) {
                let reported = SqlType::parse(&sql_type(made).unwrap());
                let expected = match (said, made) {
                    // `text` stands for whatever SQLite has no type for, `integer` for a boolean, and a decimal may be any real.
                    (
                        Ty::DateTime
                        | Ty::Timestamp
                        | Ty::TimestampWithTimeZone
                        | Ty::Date
                        | Ty::Time
                        | Ty::Json
                        | Ty::JsonBinary
                        | Ty::Enum(_),
                        Ty::Text,
                    )
                    | (Ty::Boolean, Ty::Integer | Ty::BigInteger | Ty::SmallUnsigned)
                    | (Ty::Decimal(_), Ty::Float | Ty::Double) => Yes,
                    _ => (i == j).into(),
                };
                let actual = satisfies(&DataType::Implied(said.clone()), &reported);
                assert_eq!(actual, expected, "{said:?} against {reported}");
            }
        }
    }
}

#[test]
fn implied_types_take_what_people_write() {
    let cases = [
        (Ty::String(StringLength::Unset), "VARCHAR(255)", Yes),
        (Ty::String(StringLength::Unset), "citext", Yes),
        (Ty::String(StringLength::Unset), "NVARCHAR(10)", Yes),
        (Ty::String(StringLength::Unset), "json_text", No),
        (Ty::String(StringLength::Unset), "", Yes),
        (Ty::Integer, "UNSIGNED BIG INT", Yes),
        (Ty::Integer, "tinyint(1)", Yes),
        (Ty::Integer, "boolean", No),
        (Ty::Boolean, "tinyint(1)", Yes),
        (Ty::Boolean, "INTEGER", Yes),
        (Ty::Uuid, "blob(16)", Yes),
        (Ty::Uuid, "char(36)", Yes),
        (Ty::Uuid, "varchar", No),
        (Ty::TimestampWithTimeZone, "DATETIME", Yes),
        (Ty::VarBinary(StringLength::Unset), "BLOB", Yes),
        (Ty::Json, "jsonb", Yes),
        (Ty::Double, "REAL", Yes),
        (Ty::Array(Box::new(Ty::Text)), "json_text", NotCompared),
    ];
    for (said, reported, expected) in cases {
        let actual = satisfies(&DataType::Implied(said.clone()), &SqlType::parse(reported));
        assert_eq!(actual, expected, "{said:?} against {reported}");
    }
}

#[test]
fn written_types_are_exact() {
    let cases = [
        (Ty::String(StringLength::Limit(20)), "varchar(20)", Yes),
        (Ty::String(StringLength::Limit(20)), "VARCHAR (20)", Yes),
        (Ty::String(StringLength::Limit(20)), "varchar(30)", No),
        (Ty::String(StringLength::Limit(20)), "varchar", No),
        (Ty::Text, "varchar", No),
        (Ty::Decimal(Some((10, 2))), "real(10,2)", Yes),
        (Ty::Decimal(Some((10, 2))), "DECIMAL(10, 2)", Yes),
        (Ty::Decimal(Some((10, 2))), "real(10, 3)", No),
        (Ty::BigInteger, "bigint", Yes),
        (Ty::VarBinary(StringLength::Unset), "blob", Yes),
        (Ty::Float, "double", No),
        (Ty::Custom("DATETIME".to_owned()), "datetime", Yes),
        (Ty::Enum("mood".into()), "text", Yes),
        (Ty::Enum("mood".into()), "varchar", No),
        (Ty::Text, "", No),
    ];
    for (said, reported, expected) in cases {
        let actual = satisfies(&DataType::Exact(said.clone()), &SqlType::parse(reported));
        assert_eq!(actual, expected, "{said:?} against {reported}");
    }
    assert_eq!(satisfies(&DataType::Unknown("X".to_owned()), &SqlType::parse("text")), NotCompared);
}

#[test]
fn affinity_follows_the_five_rules() {
    let cases = [
        ("CHARINT", Affinity::Integer),
        ("floating point", Affinity::Integer),
        ("varchar(3)", Affinity::Text),
        ("CLOB", Affinity::Text),
        ("", Affinity::Blob),
        ("blob(3)", Affinity::Blob),
        ("real_decimal", Affinity::Real),
        ("double precision", Affinity::Real),
        ("boolean", Affinity::Numeric),
        ("string", Affinity::Numeric),
        ("datetime_text", Affinity::Text),
    ];
    for (ty, expected) in cases {
        assert_eq!(affinity(&SqlType::parse(ty)), expected, "{ty}");
    }
}

#[test]
fn defaults_are_literals_or_in_parentheses() {
    let cases = [
        (DefaultValue::Text("o'clock".to_owned()), Some("'o''clock'")),
        (DefaultValue::Number("-7".to_owned()), Some("-7")),
        (DefaultValue::Bool(false), Some("FALSE")),
        (DefaultValue::Expression("current_timestamp".to_owned()), Some("current_timestamp")),
        (DefaultValue::Expression("'a'".to_owned()), Some("'a'")),
        (DefaultValue::Expression("- 1".to_owned()), Some("- 1")),
        (DefaultValue::Expression("1 + 2".to_owned()), Some("(1 + 2)")),
        (DefaultValue::Unknown("f()".to_owned()), None),
    ];
    for (default, expected) in cases {
        assert_eq!(default_sql(&default).as_deref(), expected);
    }
}

#[test]
fn defaults_compare_by_value() {
    let text = |text: &str| DefaultValue::Text(text.to_owned());
    let number = |text: &str| DefaultValue::Number(text.to_owned());
    let sql = |text: &str| DefaultValue::Expression(text.to_owned());
    let cases = [
        (text("a"), "'a'", Ty::Text, true),
        (text("a"), "\"a\"", Ty::Text, true),
        (text("a"), "'A'", Ty::Text, false),
        (text("it's"), "('it''s')", Ty::Text, true),
        (text("0"), "0", Ty::Integer, true),
        (number("0"), "'0'", Ty::Integer, true),
        (number("5"), "5.0", Ty::Double, true),
        (number("-0"), "0", Ty::Integer, true),
        (number("10"), "1", Ty::Integer, false),
        (text("01"), "1", Ty::Text, false),
        (text("0"), "0", Ty::Text, true),
        (DefaultValue::Bool(false), "0", Ty::Boolean, true),
        (DefaultValue::Bool(false), "'false'", Ty::Boolean, true),
        (DefaultValue::Bool(true), "FALSE", Ty::Boolean, false),
        (text("false"), "FALSE", Ty::Boolean, true),
        (text("false"), "FALSE", Ty::Text, false),
        (sql("CURRENT_TIMESTAMP"), "current_timestamp", Ty::Timestamp, true),
        (sql("1 + 2"), "((1+2))", Ty::Integer, true),
        (sql("lower('X')"), "lower('x')", Ty::Text, false),
        (DefaultValue::Unknown("f()".to_owned()), "1", Ty::Text, true),
    ];
    for (said, reported, ty, expected) in cases {
        assert_eq!(same_default(&said, reported, &DataType::Implied(ty)), expected, "{said:?} against {reported}");
    }
}
