use std::collections::BTreeMap;

use autogen_schema::{ColumnType as Ty, DataType, DefaultValue, EnumType, SqlType, StringLength};

use super::{default_sql, enum_type, labels_of, same_default, satisfies, sql_type};
use crate::dialect::Satisfied;

fn sql(ty: &Ty) -> Result<String, String> {
    sql_type(ty, &BTreeMap::new()).map_err(|error| error.to_string())
}

#[test]
fn types_are_spelled_as_seaorm_spells_them() {
    let cases = [
        (Ty::Char(None), "char"),
        (Ty::Char(Some(3)), "char(3)"),
        (Ty::String(StringLength::Unset), "varchar(255)"),
        (Ty::String(StringLength::Limit(20)), "varchar(20)"),
        (Ty::Text, "text"),
        (Ty::TinyInteger, "tinyint"),
        (Ty::SmallUnsigned, "smallint unsigned"),
        (Ty::BigUnsigned, "bigint unsigned"),
        (Ty::Decimal(Some((10, 2))), "decimal(10, 2)"),
        (Ty::Decimal(None), "decimal"),
        (Ty::DateTime, "datetime"),
        (Ty::TimestampWithTimeZone, "timestamp"),
        (Ty::Year, "year"),
        (Ty::Binary(16), "binary(16)"),
        (Ty::VarBinary(StringLength::Unset), "varbinary(255)"),
        (Ty::Boolean, "bool"),
        (Ty::Json, "json"),
        (Ty::JsonBinary, "json"),
        (Ty::Uuid, "binary(16)"),
        (Ty::Custom("geometry".to_owned()), "geometry"),
    ];
    for (ty, expected) in cases {
        assert_eq!(sql(&ty).as_deref(), Ok(expected), "{ty:?}");
    }
}

#[test]
fn what_sea_query_has_no_type_for_is_an_error_and_no_panic() {
    for ty in [
        Ty::Interval(None, None),
        Ty::Array(Box::new(Ty::Text)),
        Ty::Vector(Some(3)),
        Ty::Cidr,
        Ty::Inet,
        Ty::MacAddr,
        Ty::LTree,
    ] {
        assert!(sql(&ty).is_err_and(|error| error.starts_with("MySQL has no type for")), "{ty:?}");
    }
    assert_eq!(sql(&Ty::Enum("mood".into())), Err("the labels of enum `mood` are not known".to_owned()));
}

#[test]
fn labels_are_quoted_and_read_back() {
    let labels: Vec<String> =
        ["plain", "Every'day", "a\\b", "c,d", "(e)", "", "ünï", "\"q\"", "`"].map(str::to_owned).into();
    let written = enum_type(&labels);
    assert_eq!(written, r#"enum('plain', 'Every''day', 'a\\b', 'c,d', '(e)', '', 'ünï', '"q"', '`')"#);
    assert_eq!(labels_of(&SqlType::parse(&written)), Some(labels.clone()));
    let enums = BTreeMap::from([("mood".into(), EnumType::new("mood", labels))]);
    assert_eq!(sql_type(&Ty::Enum("mood".into()), &enums), Ok(written));
    assert_eq!(labels_of(&SqlType::parse("varchar(3)")), None);
}

fn verdict(said: &DataType, reported: &str) -> Satisfied {
    satisfies(said, &SqlType::parse(reported))
}

/// What the servers report of what SeaORM makes is always what was said, both as written and as implied.
#[test]
fn what_seaorm_makes_satisfies() {
    let cases: [(Ty, &[&str]); 24] = [
        (Ty::Char(None), &["char(1)"]),
        (Ty::String(StringLength::Unset), &["varchar(255)"]),
        (Ty::Text, &["text"]),
        (Ty::TinyInteger, &["tinyint(4)", "tinyint"]),
        (Ty::SmallInteger, &["smallint(6)", "smallint"]),
        (Ty::Integer, &["int(11)", "int"]),
        (Ty::BigInteger, &["bigint(20)", "bigint"]),
        (Ty::TinyUnsigned, &["tinyint(3) unsigned", "tinyint unsigned"]),
        (Ty::SmallUnsigned, &["smallint(5) unsigned", "smallint unsigned"]),
        (Ty::Unsigned, &["int(10) unsigned", "int unsigned"]),
        (Ty::BigUnsigned, &["bigint(20) unsigned", "bigint unsigned"]),
        (Ty::Float, &["float"]),
        (Ty::Double, &["double"]),
        (Ty::Decimal(None), &["decimal(10,0)"]),
        (Ty::Decimal(Some((8, 3))), &["decimal(8,3)"]),
        (Ty::DateTime, &["datetime"]),
        (Ty::TimestampWithTimeZone, &["timestamp"]),
        (Ty::Time, &["time"]),
        (Ty::Date, &["date"]),
        (Ty::VarBinary(StringLength::Unset), &["varbinary(255)"]),
        (Ty::Boolean, &["tinyint(1)"]),
        (Ty::Json, &["json"]),
        (Ty::Uuid, &["binary(16)"]),
        (Ty::Enum("mood".into()), &["enum('a','b')"]),
    ];
    for (ty, reports) in cases {
        for reported in reports {
            assert_eq!(verdict(&DataType::Exact(ty.clone()), reported), Satisfied::Yes, "{ty:?} {reported}");
            assert_eq!(verdict(&DataType::Implied(ty.clone()), reported), Satisfied::Yes, "{ty:?} {reported}");
        }
    }
}

#[test]
fn implied_types_take_what_they_can_be_decoded_from() {
    let yes: [(Ty, &[&str]); 11] = [
        (Ty::String(StringLength::Unset), &["varchar(20)", "char(2)", "longtext", "enum('a')", "uuid"]),
        (Ty::Integer, &["mediumint(9)", "int(3)"]),
        (Ty::Boolean, &["bit(1)", "tinyint(1)"]),
        (Ty::Decimal(None), &["decimal(30,10)"]),
        (Ty::TimestampWithTimeZone, &["datetime(6)", "timestamp(3)"]),
        (Ty::DateTime, &["datetime(6)"]),
        (Ty::Uuid, &["uuid", "varbinary(16)"]),
        (Ty::VarBinary(StringLength::Unset), &["blob", "longblob", "binary(3)"]),
        (Ty::Float, &["double", "float(10,2)"]),
        (Ty::BigUnsigned, &["bit(64)"]),
        (Ty::Unsigned, &["mediumint(8) unsigned", "int(10) unsigned zerofill"]),
    ];
    for (ty, reports) in yes {
        for reported in reports {
            assert_eq!(verdict(&DataType::Implied(ty.clone()), reported), Satisfied::Yes, "{ty:?} {reported}");
        }
    }
    let no: [(Ty, &[&str]); 10] = [
        (Ty::String(StringLength::Unset), &["blob", "json", "int(11)", "varbinary(255)"]),
        (Ty::Integer, &["bigint(20)", "smallint(6)", "int(10) unsigned", "varchar(11)"]),
        (Ty::BigInteger, &["int(11)", "bigint(20) unsigned"]),
        (Ty::Boolean, &["tinyint(4)", "int(11)", "bit(8)"]),
        (Ty::Json, &["longtext", "text"]),
        (Ty::Uuid, &["char(36)", "binary(8)"]),
        (Ty::DateTime, &["timestamp", "date"]),
        (Ty::Double, &["float", "decimal(10,2)"]),
        (Ty::Decimal(None), &["double"]),
        (Ty::Date, &["datetime"]),
    ];
    for (ty, reports) in no {
        for reported in reports {
            assert_eq!(verdict(&DataType::Implied(ty.clone()), reported), Satisfied::No, "{ty:?} {reported}");
        }
    }
}

#[test]
fn written_types_count_to_the_last_digit() {
    let custom = |sql: &str| DataType::Exact(Ty::Custom(sql.to_owned()));
    for (said, reported) in [
        (custom("INTEGER"), "int(11)"),
        (custom("dec(5)"), "decimal(5,0)"),
        (custom("numeric"), "decimal(10,0)"),
        (custom("double precision"), "double"),
        (custom("character varying(9)"), "varchar(9)"),
        (custom("varchar(9) CHARACTER SET ascii"), "varchar(9)"),
        (custom("float(53)"), "double"),
        (custom("ENUM('a', 'b')"), "enum('a','b')"),
        (custom("datetime(0)"), "datetime"),
        (custom("int unsigned"), "int(10) unsigned"),
    ] {
        assert_eq!(verdict(&said, reported), Satisfied::Yes, "{said:?} {reported}");
    }
    for (said, reported) in [
        (DataType::Exact(Ty::String(StringLength::Limit(20))), "varchar(21)"),
        (DataType::Exact(Ty::String(StringLength::Unset)), "text"),
        (DataType::Exact(Ty::Decimal(Some((10, 2)))), "decimal(10,3)"),
        (DataType::Exact(Ty::Boolean), "tinyint(4)"),
        (DataType::Exact(Ty::TinyInteger), "tinyint(1)"),
        (DataType::Exact(Ty::Text), "longtext"),
        (DataType::Exact(Ty::Enum("mood".into())), "varchar(255)"),
        (custom("datetime(6)"), "datetime"),
        (custom("enum('A')"), "enum('a')"),
    ] {
        assert_eq!(verdict(&said, reported), Satisfied::No, "{said:?} {reported}");
    }
    assert_eq!(verdict(&DataType::Unknown("Money".to_owned()), "int"), Satisfied::NotCompared);
    assert_eq!(verdict(&DataType::Exact(Ty::Inet), "int"), Satisfied::NotCompared);
}

#[test]
fn defaults_are_written_as_both_servers_take_them() {
    let text = |text: &str| DefaultValue::Text(text.to_owned());
    let expression = |sql: &str| DefaultValue::Expression(sql.to_owned());
    for (default, ty, expected) in [
        (text("it's \\"), "varchar(9)", Some(r"'it''s \\'")),
        (text("x"), "text", Some("('x')")),
        (text("{}"), "json", Some("('{}')")),
        (DefaultValue::Number("-7".to_owned()), "int", Some("-7")),
        (DefaultValue::Bool(true), "bool", Some("TRUE")),
        (expression("NULL"), "text", Some("NULL")),
        (expression("CURRENT_TIMESTAMP"), "timestamp", Some("CURRENT_TIMESTAMP")),
        (expression("current_timestamp(6)"), "datetime(6)", Some("current_timestamp(6)")),
        (expression("CURRENT_TIMESTAMP"), "datetime(6)", Some("(CURRENT_TIMESTAMP)")),
        (expression("current_timestamp()"), "date", Some("(current_timestamp())")),
        (expression("now()"), "datetime", Some("(now())")),
        (expression("uuid()"), "char(36)", Some("(uuid())")),
        (expression("b'0'"), "bit(1)", Some("b'0'")),
        (expression("1 + 2 -- three"), "int", Some("(1 + 2 -- three\n)")),
        (DefaultValue::Unknown("X".to_owned()), "int", None),
    ] {
        assert_eq!(default_sql(&default, ty).as_deref(), expected, "{default:?} {ty}");
    }
}

#[test]
fn defaults_are_the_same_in_both_servers_spellings() {
    let text = |text: &str| DefaultValue::Text(text.to_owned());
    let number = |text: &str| DefaultValue::Number(text.to_owned());
    let expression = |sql: &str| DefaultValue::Expression(sql.to_owned());
    let string = Ty::String(StringLength::Unset);
    for (said, found, ty) in [
        (text("it's"), "'it''s'", string.clone()),
        (text("it's"), r"'it\'s'", string.clone()),
        (text("a\\b"), r"'a\\b'", string.clone()),
        (text("x"), "_utf8mb4'x'", Ty::Text),
        (text("7"), "'7'", string.clone()),
        (number("7"), "'7'", string.clone()),
        (number("7"), "7", Ty::Integer),
        (text("7"), "7", Ty::Integer),
        (number("1.5"), "1.50", Ty::Decimal(Some((10, 2)))),
        (number("-7"), "-7", Ty::Integer),
        (number("0"), "'0'", Ty::Integer),
        (DefaultValue::Bool(false), "0", Ty::Boolean),
        (DefaultValue::Bool(true), "'1'", Ty::Boolean),
        (DefaultValue::Bool(true), "b'1'", Ty::Boolean),
        (text("false"), "0", Ty::Boolean),
        (expression("TRUE"), "1", Ty::Boolean),
        (expression("CURRENT_TIMESTAMP"), "current_timestamp()", Ty::TimestampWithTimeZone),
        (expression("now()"), "CURRENT_TIMESTAMP", Ty::DateTime),
        (expression("NOW(6)"), "current_timestamp(6)", Ty::DateTime),
        (expression("(1 + 2) * 3"), "((1 + 2) * 3)", Ty::Integer),
        (expression("concat('a', `b`)"), "concat(_utf8mb4'a',`b`)", string.clone()),
        (expression("curdate()"), "current_date()", Ty::Date),
        (text("2020-01-01"), "'2020-01-01 00:00:00'", Ty::DateTime),
        (DefaultValue::Unknown("X".to_owned()), "1", Ty::Integer),
    ] {
        assert!(same_default(&said, found, &DataType::Implied(ty)), "{said:?} {found}");
    }
    for (said, found, ty) in [
        (text("a"), "'A'", string.clone()),
        (text("07"), "'7'", string.clone()),
        (text(""), "' '", string),
        (number("7"), "8", Ty::Integer),
        (DefaultValue::Bool(true), "0", Ty::Boolean),
        (expression("now()"), "current_timestamp(6)", Ty::DateTime),
        (expression("concat('a', 'b')"), "concat('a','B')", Ty::Text),
    ] {
        assert!(!same_default(&said, found, &DataType::Implied(ty)), "{said:?} {found}");
    }
}
