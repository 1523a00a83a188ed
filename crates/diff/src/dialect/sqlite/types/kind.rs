//! What kind of value a declared type names.
//!
//! SQLite takes any word for a type, so each kind has the spellings of sea-query, of SQL, and of the databases that people
//! come from.

use autogen_schema::{ColumnType, SqlType};

use super::affinity::{Affinity, affinity};
use super::spelling::is_integer;

/// The kind of value that a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Integer,
    Boolean,
    Float,
    Decimal,
    Money,
    Date,
    Time,
    DateTime,
    Timestamp,
    TimestampWithTimeZone,
    Json,
    JsonBinary,
    Uuid,
    Enum,
    Binary,
    /// Declared without a type.
    Untyped,
    /// A word that says nothing.
    Other,
}

impl Kind {
    /// Returns the kind that a declared type names.
    pub(super) fn reported(ty: &SqlType) -> Kind {
        match ty.name.as_str() {
            "" => Kind::Untyped,
            "boolean" | "bool" => Kind::Boolean,
            "tinyint" if ty.modifiers == ["1"] => Kind::Boolean,
            "date" | "date_text" => Kind::Date,
            "time" | "time_text" | "timetz" | "time without time zone" | "time with time zone" => Kind::Time,
            "datetime" | "datetime_text" => Kind::DateTime,
            "timestamp" | "timestamp_text" | "timestamp without time zone" => Kind::Timestamp,
            "timestamptz"
            | "timestamp with time zone"
            | "timestamp_with_timezone"
            | "timestamp_with_timezone_text"
            | "timestamp_with_time_zone" => Kind::TimestampWithTimeZone,
            "json" | "json_text" => Kind::Json,
            "jsonb" | "jsonb_text" => Kind::JsonBinary,
            "uuid" | "uuid_text" | "guid" | "uniqueidentifier" => Kind::Uuid,
            "enum_text" | "enum" => Kind::Enum,
            "real_money" | "money" => Kind::Money,
            "real_decimal" | "decimal" | "numeric" | "number" | "dec" => Kind::Decimal,
            "real" if !ty.modifiers.is_empty() => Kind::Decimal,
            "binary" | "varbinary" | "varbinary_blob" | "bytea" | "image" => Kind::Binary,
            _ => match affinity(ty) {
                Affinity::Integer => Kind::Integer,
                Affinity::Text => Kind::Text,
                Affinity::Blob => Kind::Binary,
                Affinity::Real => Kind::Float,
                Affinity::Numeric => Kind::Other,
            },
        }
    }

    /// Returns the kind of SeaORM's type; `None` where SQLite has none for it.
    pub(super) fn said(ty: &ColumnType) -> Option<Kind> {
        use ColumnType as Ty;
        Some(match ty {
            _ if is_integer(ty) => Kind::Integer,
            Ty::Char(_) | Ty::String(_) | Ty::Text => Kind::Text,
            Ty::Float | Ty::Double => Kind::Float,
            Ty::Decimal(_) => Kind::Decimal,
            Ty::Money(_) => Kind::Money,
            Ty::DateTime => Kind::DateTime,
            Ty::Timestamp => Kind::Timestamp,
            Ty::TimestampWithTimeZone => Kind::TimestampWithTimeZone,
            Ty::Time => Kind::Time,
            Ty::Date => Kind::Date,
            Ty::Binary(_) | Ty::VarBinary(_) | Ty::Blob => Kind::Binary,
            Ty::Boolean => Kind::Boolean,
            Ty::Json => Kind::Json,
            Ty::JsonBinary => Kind::JsonBinary,
            Ty::Uuid => Kind::Uuid,
            Ty::Enum(_) => Kind::Enum,
            Ty::Custom(sql) => Kind::reported(&SqlType::parse(sql)),
            _ => return None,
        })
    }
}
