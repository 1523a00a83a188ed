//! What is made of a type and a default is taken for what was said, whatever the server calls it.

use autogen_diff::dialect::Satisfied;
use autogen_diff::dialect::postgres::types::{default_sql, same_default, satisfies, sql_type};
use autogen_schema::{ColumnType as Ty, DataType, DefaultValue, StringLength};

use super::database::Scratch;

fn types() -> Vec<Ty> {
    let plain = vec![
        Ty::Char(None),
        Ty::Char(Some(3)),
        Ty::String(StringLength::Unset),
        Ty::String(StringLength::Max),
        Ty::String(StringLength::Limit(20)),
        Ty::Text,
        Ty::TinyInteger,
        Ty::SmallInteger,
        Ty::Integer,
        Ty::BigInteger,
        Ty::TinyUnsigned,
        Ty::SmallUnsigned,
        Ty::Unsigned,
        Ty::BigUnsigned,
        Ty::Float,
        Ty::Double,
        Ty::Decimal(None),
        Ty::Decimal(Some((10, 2))),
        Ty::DateTime,
        Ty::Timestamp,
        Ty::TimestampWithTimeZone,
        Ty::Time,
        Ty::Date,
        Ty::Interval(None, None),
        Ty::Interval(None, Some(3)),
        Ty::Interval(Some("year to month".to_owned()), None),
        Ty::Interval(Some("DAY TO SECOND".to_owned()), Some(2)),
        Ty::Binary(16),
        Ty::VarBinary(StringLength::Limit(20)),
        Ty::Blob,
        Ty::Bit(None),
        Ty::Bit(Some(5)),
        Ty::VarBit(7),
        Ty::Boolean,
        Ty::Money(None),
        Ty::Json,
        Ty::JsonBinary,
        Ty::Uuid,
        Ty::Cidr,
        Ty::Inet,
        Ty::MacAddr,
        Ty::Enum("My \"mood\"".into()),
        Ty::Custom("timestamptz(3)".to_owned()),
        Ty::Custom("other.Thing".to_owned()),
        Ty::Custom("int4".to_owned()),
        Ty::Custom("tsvector".to_owned()),
        Ty::Custom("\"char\"".to_owned()),
        Ty::Custom("float(20)".to_owned()),
    ];
    let arrays: Vec<Ty> = plain.iter().cloned().map(|ty| Ty::Array(Box::new(ty))).collect();
    plain.into_iter().chain(arrays).collect()
}

#[tokio::test]
async fn every_type_satisfies_itself() {
    let mut sql =
        "CREATE SCHEMA other; CREATE TYPE other.thing AS ENUM ('a'); CREATE TYPE \"My \"\"mood\"\"\" AS ENUM ('a');\n\
        CREATE TABLE t (id integer"
            .to_owned();
    for (at, ty) in types().iter().enumerate() {
        sql.push_str(&format!(",\n c{at} {}", sql_type(ty).unwrap()));
    }
    let schema = Scratch::new(&(sql + ")")).await.schema().await;
    let table = schema.tables.values().next().unwrap();
    for (ty, column) in types().into_iter().zip(table.columns.iter().skip(1)) {
        let DataType::Reported(reported) = &column.data_type else { panic!("{column:?}") };
        assert_eq!(satisfies(&DataType::Exact(ty.clone()), reported), Satisfied::Yes, "{ty:?} is {reported}");
        assert_eq!(satisfies(&DataType::Implied(ty.clone()), reported), Satisfied::Yes, "{ty:?} is {reported}");
    }
}

#[tokio::test]
async fn every_default_is_the_one_that_was_said() {
    let text = |text: &str| DefaultValue::Text(text.to_owned());
    let number = |number: &str| DefaultValue::Number(number.to_owned());
    let sql = |sql: &str| DefaultValue::Expression(sql.to_owned());
    let defaults = [
        (Ty::String(StringLength::Unset), text("o'clock \\ \"x\"")),
        (Ty::String(StringLength::Limit(9)), number("5")),
        (Ty::Text, text("")),
        (Ty::Char(Some(3)), text("a")),
        (Ty::Integer, number("-7")),
        (Ty::Integer, text("0")),
        (Ty::BigInteger, number("9000000000")),
        (Ty::SmallInteger, number("0")),
        (Ty::Double, number("1.50")),
        (Ty::Float, number("-0.5")),
        (Ty::Decimal(Some((10, 2))), number("0.00")),
        (Ty::Boolean, text("false")),
        (Ty::Boolean, DefaultValue::Bool(true)),
        (Ty::Boolean, text("t")),
        (Ty::TimestampWithTimeZone, sql("CURRENT_TIMESTAMP")),
        (Ty::TimestampWithTimeZone, sql("now()")),
        (Ty::DateTime, sql("now() at time zone 'utc'")),
        (Ty::DateTime, text("2020-01-01")),
        (Ty::Date, sql("current_date")),
        (Ty::Interval(None, None), text("1 day")),
        (Ty::Interval(None, None), sql("interval '24 hours'")),
        (Ty::Json, text("{}")),
        (Ty::JsonBinary, text("{\"b\":1,\"a\":[]}")),
        (Ty::Uuid, sql("gen_random_uuid()")),
        (Ty::Uuid, text("{00000000-0000-0000-0000-00000000000A}")),
        (Ty::Array(Box::new(Ty::Text)), sql("ARRAY[]::text[]")),
        (Ty::Array(Box::new(Ty::Integer)), text("{1,2}")),
        (Ty::Enum("mood".into()), text("a")),
        (Ty::Blob, text("\\x00ff")),
        (Ty::Bit(Some(3)), sql("B'010'")),
        (Ty::Money(None), number("1")),
        (Ty::Inet, text("10.0.0.1")),
        (Ty::Integer, sql("1 + 2 * (3 - 1)")),
        (Ty::Text, sql("'a' || 'b'")),
        (Ty::Text, sql("coalesce(NULL, lower('X'))")),
        (Ty::Boolean, sql("5 IN (1, 2)")),
        (Ty::BigInteger, sql("floor(extract(epoch from now()))")),
        (Ty::TimestampWithTimeZone, sql("now() + interval '1 day' -- later")),
        (Ty::Text, sql("current_user")),
        (Ty::Text, sql("null")),
        (Ty::Text, sql("$$it's$$")),
    ];
    let mut create = "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (id integer".to_owned();
    for (at, (ty, default)) in defaults.iter().enumerate() {
        let (ty, default) = (sql_type(ty).unwrap(), default_sql(default).unwrap());
        create.push_str(&format!(",\n c{at} {ty} DEFAULT {default}"));
    }
    let schema = Scratch::new(&(create + ")")).await.schema().await;
    let table = schema.tables.values().next().unwrap();
    for ((ty, said), column) in defaults.into_iter().zip(table.columns.iter().skip(1)) {
        match &column.default {
            Some(DefaultValue::Expression(found)) => {
                let same = same_default(&said, found, &DataType::Implied(ty.clone()));
                assert_ne!(same, Satisfied::No, "{ty:?} {said:?} is {found}");
            }
            other => assert_eq!((other, &said), (&None, &sql("null"))),
        }
    }
}
