//! SeaORM's words for a type, as sea-query has them.

use autogen_schema::{ColumnType, StringLength};
use sea_query::{Alias, IntoIden, StringLen};

/// Returns the type in sea-query's words. `None` for the types that are made of others, which each dialect spells itself. Which
/// of the rest a dialect can write is its own to know: sea-query panics for those that it cannot.
pub(super) fn sea_type(ty: &ColumnType) -> Option<sea_query::ColumnType> {
    use ColumnType as Ty;
    use sea_query::ColumnType as Sea;
    let length = |length: &StringLength| match length {
        StringLength::Unset => StringLen::None,
        StringLength::Max => StringLen::Max,
        StringLength::Limit(n) => StringLen::N(*n),
    };
    Some(match ty {
        Ty::Char(n) => Sea::Char(*n),
        Ty::String(n) => Sea::String(length(n)),
        Ty::Text => Sea::Text,
        Ty::TinyInteger => Sea::TinyInteger,
        Ty::SmallInteger => Sea::SmallInteger,
        Ty::Integer => Sea::Integer,
        Ty::BigInteger => Sea::BigInteger,
        Ty::TinyUnsigned => Sea::TinyUnsigned,
        Ty::SmallUnsigned => Sea::SmallUnsigned,
        Ty::Unsigned => Sea::Unsigned,
        Ty::BigUnsigned => Sea::BigUnsigned,
        Ty::Float => Sea::Float,
        Ty::Double => Sea::Double,
        Ty::Decimal(p) => Sea::Decimal(*p),
        Ty::DateTime => Sea::DateTime,
        Ty::Timestamp => Sea::Timestamp,
        Ty::TimestampWithTimeZone => Sea::TimestampWithTimeZone,
        Ty::Time => Sea::Time,
        Ty::Date => Sea::Date,
        Ty::Year => Sea::Year,
        Ty::Binary(n) => Sea::Binary(*n),
        Ty::VarBinary(n) => Sea::VarBinary(length(n)),
        Ty::Blob => Sea::Blob,
        Ty::Bit(n) => Sea::Bit(*n),
        Ty::VarBit(n) => Sea::VarBit(*n),
        Ty::Boolean => Sea::Boolean,
        Ty::Money(p) => Sea::Money(*p),
        Ty::Json => Sea::Json,
        Ty::JsonBinary => Sea::JsonBinary,
        Ty::Uuid => Sea::Uuid,
        Ty::Vector(n) => Sea::Vector(*n),
        Ty::Cidr => Sea::Cidr,
        Ty::Inet => Sea::Inet,
        Ty::MacAddr => Sea::MacAddr,
        Ty::LTree => Sea::LTree,
        Ty::Custom(sql) => Sea::Custom(Alias::new(sql.as_str()).into_iden()),
        Ty::Interval(..) | Ty::Enum(_) | Ty::Array(_) => return None,
    })
}
