//! Whether a reported type is what an entity says.

use std::collections::BTreeMap;

use autogen_schema::{ColumnType, DataType, SqlType};

use super::canonical::canonical;
use super::labels::labels_of;
use super::spelling::sql_type;
use crate::dialect::Satisfied;

/// Compares what an entity says with what the database reports.
///
/// A type that the Rust type implies is satisfied by every type that `SeaORM` decodes into it and writes from it without
/// loss: integers by exactly their width and sign, as sqlx refuses the other sign and fails on what does not fit. A type
/// that was written is satisfied by itself, lengths included, and by its other names. An enum is satisfied by any enum: its
/// labels are compared apart.
pub fn satisfies(said: &DataType, reported: &SqlType) -> Satisfied {
    match said {
        DataType::Implied(ty) => implied(ty, &canonical(reported)),
        DataType::Exact(ty) => exact(ty, reported),
        DataType::Reported(ty) => (canonical(ty) == canonical(reported)).into(),
        DataType::Unknown(_) => Satisfied::NotCompared,
    }
}

fn exact(said: &ColumnType, reported: &SqlType) -> Satisfied {
    if let ColumnType::Enum(_) = said {
        return labels_of(reported).is_some().into();
    }
    match sql_type(said, &BTreeMap::new()) {
        Ok(sql) => (canonical(&SqlType::parse(&sql)) == canonical(reported)).into(),
        Err(_) => Satisfied::NotCompared,
    }
}

fn implied(said: &ColumnType, actual: &SqlType) -> Satisfied {
    use ColumnType as Ty;
    let name = actual.name.as_str();
    let narrow = actual.modifiers == ["1"];
    match said {
        Ty::Char(_) | Ty::String(_) | Ty::Text => is_text(name),
        Ty::TinyInteger => name == "tinyint",
        Ty::SmallInteger => name == "smallint",
        // Rust has no 24 bits of its own.
        Ty::Integer => matches!(name, "int" | "mediumint"),
        Ty::BigInteger => name == "bigint",
        Ty::TinyUnsigned => is_unsigned(name, "tinyint"),
        Ty::SmallUnsigned => is_unsigned(name, "smallint") || name == "year",
        Ty::Unsigned => is_unsigned(name, "int") || is_unsigned(name, "mediumint"),
        Ty::BigUnsigned => is_unsigned(name, "bigint") || name == "bit",
        Ty::Boolean => narrow && matches!(name, "tinyint" | "bit"),
        // A double keeps what a float holds; a float does not keep what a double holds.
        Ty::Float => matches!(name, "float" | "double"),
        Ty::Double => name == "double",
        Ty::Decimal(_) | Ty::Money(_) => name == "decimal",
        // sqlx decodes a time without a zone from `datetime` alone, one with a zone from both.
        Ty::DateTime => name == "datetime",
        Ty::Timestamp | Ty::TimestampWithTimeZone => matches!(name, "datetime" | "timestamp"),
        Ty::Time => name == "time",
        Ty::Date => name == "date",
        Ty::Year => name == "year",
        Ty::Json | Ty::JsonBinary => name == "json",
        // SeaORM writes the 16 bytes, and reads MariaDB's own type as text.
        Ty::Uuid => name == "uuid" || (matches!(name, "binary" | "varbinary") && actual.modifiers == ["16"]),
        Ty::Binary(_) | Ty::VarBinary(_) | Ty::Blob => {
            matches!(name, "binary" | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob")
        }
        Ty::Enum(_) | Ty::Custom(_) | Ty::Bit(_) | Ty::VarBit(_) => return exact(said, actual),
        Ty::Interval(..) | Ty::Array(_) | Ty::Vector(_) | Ty::Cidr | Ty::Inet | Ty::MacAddr | Ty::LTree => {
            return Satisfied::NotCompared;
        }
    }
    .into()
}

/// The types that sqlx decodes a string from.
fn is_text(name: &str) -> bool {
    matches!(
        name,
        "char"
            | "varchar"
            | "tinytext"
            | "text"
            | "mediumtext"
            | "longtext"
            | "enum"
            | "set"
            | "uuid"
            | "inet4"
            | "inet6"
    )
}

fn is_unsigned(name: &str, width: &str) -> bool {
    name.strip_prefix(width).is_some_and(|rest| rest.starts_with(" unsigned"))
}
