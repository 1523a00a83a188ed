//! A value for a column that must have one when there is none.

use autogen_schema::SqlType;

use super::kind::Kind;

/// Returns a literal that SeaORM decodes from a column of the type: nothing, zero, the epoch, the nil UUID.
pub(crate) fn nothing(ty: &SqlType) -> &'static str {
    match Kind::reported(ty) {
        Kind::Date => "'1970-01-01'",
        Kind::Time => "'00:00:00'",
        Kind::DateTime | Kind::Timestamp => "'1970-01-01 00:00:00'",
        Kind::TimestampWithTimeZone => "'1970-01-01 00:00:00+00:00'",
        Kind::Json | Kind::JsonBinary => "'null'",
        Kind::Uuid => "x'00000000000000000000000000000000'",
        Kind::Binary => "x''",
        Kind::Text | Kind::Enum | Kind::Untyped => "''",
        Kind::Integer | Kind::Boolean | Kind::Float | Kind::Decimal | Kind::Money | Kind::Other => "0",
    }
}
