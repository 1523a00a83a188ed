//! The types of columns.

use super::*;

#[test]
fn every_type_has_its_name() {
    use StringLength as Length;
    let no = "-";
    for (ty, source, sql) in [
        (Ty::Char(None), "char()", ["char", "char", "char"]),
        (Ty::Char(Some(3)), "char_len(3)", ["char(3)", "char(3)", "char(3)"]),
        (Ty::String(Length::Unset), "string()", ["varchar", "varchar", "varchar(255)"]),
        (Ty::String(Length::Limit(9)), "string_len(9)", ["varchar(9)", "varchar(9)", "varchar(9)"]),
        (Ty::String(Length::Max), "", ["varchar", "varchar", "varchar(65535)"]),
        (Ty::Text, "text()", ["text", "text", "text"]),
        (Ty::TinyInteger, "tiny_integer()", ["tinyint", "smallint", "tinyint"]),
        (Ty::SmallInteger, "small_integer()", ["smallint", "smallint", "smallint"]),
        (Ty::Integer, "integer()", ["integer", "integer", "int"]),
        (Ty::BigInteger, "big_integer()", ["integer", "bigint", "bigint"]),
        (Ty::TinyUnsigned, "tiny_unsigned()", ["tinyint", "smallint", "tinyint UNSIGNED"]),
        (Ty::SmallUnsigned, "small_unsigned()", ["smallint", "integer", "smallint UNSIGNED"]),
        (Ty::Unsigned, "unsigned()", ["integer", "bigint", "int UNSIGNED"]),
        (Ty::BigUnsigned, "big_unsigned()", ["integer", "bigint", "bigint UNSIGNED"]),
        (Ty::Float, "float()", ["float", "real", "float"]),
        (Ty::Double, "double()", ["double", "double precision", "double"]),
        (Ty::Decimal(None), "decimal()", ["real_decimal", "decimal", "decimal"]),
        (Ty::Decimal(Some((9, 2))), "decimal_len(9, 2)", ["real(9, 2)", "decimal(9, 2)", "decimal(9, 2)"]),
        (Ty::DateTime, "date_time()", ["datetime_text", "timestamp without time zone", "datetime"]),
        (Ty::Timestamp, "timestamp()", ["timestamp_text", "timestamp", "timestamp"]),
        (
            Ty::TimestampWithTimeZone,
            "timestamp_with_time_zone()",
            ["timestamp_with_timezone_text", "timestamp with time zone", "timestamp"],
        ),
        (Ty::Time, "time()", ["time_text", "time", "time"]),
        (Ty::Date, "date()", ["date_text", "date", "date"]),
        (Ty::Year, "year()", [no, no, "year"]),
        (Ty::Interval(None, None), "interval(None, None)", [no, "interval", no]),
        (
            Ty::Interval(Some("DAY TO SECOND".to_owned()), Some(3)),
            "interval(Some(PgInterval::DayToSecond), Some(3))",
            [no, "interval DAY TO SECOND(3)", no],
        ),
        (Ty::Interval(Some("EON".to_owned()), None), "interval(None, None)", [no, no, no]),
        (Ty::Binary(16), "binary_len(16)", ["blob(16)", "bytea", "binary(16)"]),
        (Ty::VarBinary(Length::Unset), "", ["varbinary_blob", "bytea", "varbinary(255)"]),
        (Ty::VarBinary(Length::Limit(9)), "var_binary(9)", ["varbinary_blob(9)", "bytea", "varbinary(9)"]),
        (Ty::VarBinary(Length::Max), "", ["varbinary_blob", "bytea", "varbinary(65535)"]),
        (Ty::Blob, "blob()", ["blob", "bytea", "blob"]),
        (Ty::Bit(None), "bit(None)", [no, "bit", "bit"]),
        (Ty::Bit(Some(2)), "bit(Some(2))", [no, "bit(2)", "bit(2)"]),
        (Ty::VarBit(2), "varbit(2)", [no, "varbit(2)", "bit(2)"]),
        (Ty::Boolean, "boolean()", ["boolean", "bool", "bool"]),
        (Ty::Money(None), "money()", ["real_money", "money", "decimal"]),
        (Ty::Money(Some((9, 2))), "money_len(9, 2)", ["real_money(9, 2)", no, "decimal(9, 2)"]),
        (Ty::Json, "json()", ["json_text", "json", "json"]),
        (Ty::JsonBinary, "json_binary()", ["jsonb_text", "jsonb", "json"]),
        (Ty::Uuid, "uuid()", ["uuid_text", "uuid", "binary(16)"]),
        (Ty::Array(Box::new(Ty::Text)), "array(ColumnType::Text)", [no, "text[]", no]),
        (
            Ty::Array(Box::new(Ty::Decimal(Some((9, 2))))),
            "array(ColumnType::Decimal(Some((9, 2))))",
            [no, "decimal(9, 2)[]", no],
        ),
        // SeaORM 1.1 has it for those who ask for it.
        (Ty::Vector(Some(3)), "", [no, no, no]),
        (Ty::Cidr, "cidr()", [no, "cidr", no]),
        (Ty::Inet, "inet()", [no, "inet", no]),
        (Ty::MacAddr, "mac_address()", [no, "macaddr", no]),
        (Ty::LTree, "ltree()", [no, "ltree", no]),
    ] {
        let kind = Kind::Known(ty.clone());
        assert_eq!(ALL.map(|dialect| kind.sql(dialect).unwrap_or(no.to_owned())), sql, "{ty:?}");
        if !source.is_empty() {
            let written = layout(&kind.column(&"a".into()).source, 0, 0, 0);
            assert_eq!(written, format!("ColumnDef::new(\"a\").{source}"));
        }
    }
}

#[test]
fn what_is_no_type_of_seaorms_has_a_name_too() {
    use StringLength as Length;
    let written = |kind: &Kind| layout(&kind.column(&"a".into()).source, 0, 0, 0);
    assert_eq!(
        written(&Kind::Known(Ty::VarBinary(Length::Unset))),
        "ColumnDef::new_with_type(\"a\", ColumnType::VarBinary(StringLen::None))"
    );
    let mood = Kind::Enum("mood".into(), vec!["good".to_owned(), "bad".to_owned()]);
    assert_eq!(written(&mood), "ColumnDef::new(\"a\").enumeration(\"mood\", [\"good\", \"bad\"])");
    assert_eq!(ALL.map(|dialect| mood.sql(dialect).unwrap()), ["enum_text", "mood", "ENUM('good', 'bad')"]);
    let custom = Kind::Custom("citext".to_owned());
    assert_eq!(written(&custom), "ColumnDef::new(\"a\").custom(\"citext\")");
    assert_eq!(ALL.map(|dialect| custom.sql(dialect).unwrap()), ["citext", "citext", "citext"]);
}
