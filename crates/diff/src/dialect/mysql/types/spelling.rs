//! Types as SeaORM writes them on MySQL.

use std::collections::BTreeMap;

use autogen_schema::change::type_words;
use autogen_schema::{ColumnType, DataType, EnumName, EnumType, StringLength};
use sea_query::{Alias, ColumnDef, IntoIden, MysqlQueryBuilder, StringLen, Table};

use super::labels::enum_type;

/// A type that no column can be made of.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnsupportedType {
    /// sea-query has no spelling for it on MySQL; the type is in the words of a change list.
    #[error("MySQL has no type for `{0}`")]
    NoSpelling(String),
    /// Source alone could not resolve it; the type is as it is written there.
    #[error("the type `{0}` is not known")]
    Unknown(String),
    /// No entity tells the labels of the enum.
    #[error("the labels of enum `{0}` are not known")]
    NoLabels(EnumName),
}

/// Returns the SQL that SeaORM writes for `ty`: what `sea_query::MysqlQueryBuilder` makes of it.
///
/// Fails for the types that sea-query panics for (`backend/mysql/table.rs`) or writes `unsupported` for. A custom type is
/// its own text. The labels of an enum are looked up in `enums`, and quoted, which sea-query leaves to its callers.
pub fn sql_type(ty: &ColumnType, enums: &BTreeMap<EnumName, EnumType>) -> Result<String, UnsupportedType> {
    match ty {
        ColumnType::Custom(sql) => return Ok(sql.clone()),
        ColumnType::Enum(name) => {
            let labels = enums.get(name).map(|ty| ty.labels.as_slice()).filter(|labels| !labels.is_empty());
            return labels.map(enum_type).ok_or_else(|| UnsupportedType::NoLabels(name.clone()));
        }
        _ => {}
    }
    // A table of one column is the smallest statement that writes a type.
    let mut column = ColumnDef::new_with_type(Alias::new("c"), sea_type(ty)?);
    let sql = Table::create().table(Alias::new("t")).col(&mut column).to_string(MysqlQueryBuilder);
    let written = sql.strip_prefix("CREATE TABLE `t` ( `c` ").and_then(|rest| rest.strip_suffix(" )"));
    written.map(|sql| sql.replace(" UNSIGNED", " unsigned")).ok_or_else(|| unsupported(ty))
}

/// Returns the type of a column in SQL.
pub(crate) fn column_type(ty: &DataType, enums: &BTreeMap<EnumName, EnumType>) -> Result<String, UnsupportedType> {
    match ty {
        DataType::Exact(ty) | DataType::Implied(ty) => sql_type(ty, enums),
        DataType::Reported(sql) => Ok(sql.to_string()),
        DataType::Unknown(source) => Err(UnsupportedType::Unknown(source.clone())),
    }
}

fn unsupported(ty: &ColumnType) -> UnsupportedType {
    UnsupportedType::NoSpelling(type_words(&DataType::Implied(ty.clone())))
}

fn sea_type(ty: &ColumnType) -> Result<sea_query::ColumnType, UnsupportedType> {
    use ColumnType as Ty;
    use sea_query::ColumnType as Sea;
    let length = |length: &StringLength| match length {
        StringLength::Unset => StringLen::None,
        StringLength::Max => StringLen::Max,
        StringLength::Limit(n) => StringLen::N(*n),
    };
    Ok(match ty {
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
        Ty::Custom(sql) => Sea::Custom(Alias::new(sql.as_str()).into_iden()),
        Ty::Interval(..)
        | Ty::Enum(_)
        | Ty::Array(_)
        | Ty::Vector(_)
        | Ty::Cidr
        | Ty::Inet
        | Ty::MacAddr
        | Ty::LTree => return Err(unsupported(ty)),
    })
}
