//! The column types of Rust types that are not the project's own, after sea-query's `ValueType` implementations and
//! SeaORM's prelude.

use autogen_schema::{ColumnType, StringLength};

/// Returns the column type of a name that needs no `use`: the language's, and those of SeaORM's prelude.
pub(super) fn by_name(name: &str, has_args: bool) -> Option<ColumnType> {
    if has_args {
        // `DateTime<Utc>` is chrono's; the prelude's is an alias without arguments.
        return match name {
            "DateTime" => Some(ColumnType::TimestampWithTimeZone),
            "Cow" => Some(ColumnType::String(StringLength::Unset)),
            _ => None,
        };
    }
    language(name).or_else(|| prelude(name))
}

fn language(name: &str) -> Option<ColumnType> {
    Some(match name {
        "bool" => ColumnType::Boolean,
        "i8" => ColumnType::TinyInteger,
        "i16" => ColumnType::SmallInteger,
        "i32" => ColumnType::Integer,
        "i64" => ColumnType::BigInteger,
        "u8" => ColumnType::TinyUnsigned,
        "u16" => ColumnType::SmallUnsigned,
        "u32" => ColumnType::Unsigned,
        "u64" => ColumnType::BigUnsigned,
        "f32" => ColumnType::Float,
        "f64" => ColumnType::Double,
        "char" => ColumnType::Char(None),
        "String" => ColumnType::String(StringLength::Unset),
        _ => return None,
    })
}

/// `sea_orm::entity::prelude`, `sea_orm::prelude`.
fn prelude(name: &str) -> Option<ColumnType> {
    Some(match name {
        "Json" | "JsonValue" => ColumnType::Json,
        "Date" | "ChronoDate" | "TimeDate" => ColumnType::Date,
        "Time" | "ChronoTime" | "TimeTime" => ColumnType::Time,
        "DateTime" | "ChronoDateTime" | "TimeDateTime" => ColumnType::DateTime,
        "DateTimeUtc"
        | "DateTimeLocal"
        | "DateTimeWithTimeZone"
        | "ChronoDateTimeUtc"
        | "ChronoDateTimeLocal"
        | "ChronoDateTimeWithTimeZone"
        | "TimeDateTimeWithTimeZone" => ColumnType::TimestampWithTimeZone,
        "ChronoUnixTimestamp" | "ChronoUnixTimestampMillis" | "TimeUnixTimestamp" | "TimeUnixTimestampMillis" => {
            ColumnType::BigInteger
        }
        "Decimal" | "BigDecimal" => ColumnType::Decimal(None),
        "Uuid" => ColumnType::Uuid,
        "TextUuid" => ColumnType::String(StringLength::Unset),
        "PgVector" => ColumnType::Vector(None),
        "IpNetwork" => ColumnType::Inet,
        _ => return None,
    })
}

/// Returns the column type of a path into another crate: `chrono::NaiveDate`.
pub(super) fn by_path(path: &[String], has_args: bool) -> Option<ColumnType> {
    let name = path.last()?.as_str();
    let words: Vec<&str> = path.iter().map(String::as_str).collect();
    if let ["sea_orm", between @ .., _] = words.as_slice() {
        // The prelude also holds whole crates: `sea_orm::prelude::chrono::NaiveDate`.
        let inner: Vec<&str> = between
            .iter()
            .copied()
            .skip_while(|word| ["entity", "prelude", "sqlx", "types", "sea_query"].contains(word))
            .collect();
        return match inner.first() {
            Some(krate) => of_crate(krate, &inner, name, has_args),
            None => by_name(name, has_args),
        };
    }
    of_crate(words.first()?, words.get(..words.len() - 1)?, name, has_args)
}

fn of_crate(krate: &str, path: &[&str], name: &str, has_args: bool) -> Option<ColumnType> {
    Some(match (krate, name) {
        ("std" | "alloc" | "core", "String" | "Cow") => ColumnType::String(StringLength::Unset),
        ("std" | "alloc" | "core", _) => language(name)?,
        ("chrono", "NaiveDate") | ("time", "Date") => ColumnType::Date,
        ("chrono", "NaiveTime") | ("time", "Time") => ColumnType::Time,
        ("chrono", "NaiveDateTime") | ("time", "PrimitiveDateTime") => ColumnType::DateTime,
        ("chrono", "DateTime") if has_args => ColumnType::TimestampWithTimeZone,
        ("time", "OffsetDateTime") => ColumnType::TimestampWithTimeZone,
        ("uuid", "Uuid") => ColumnType::Uuid,
        ("uuid", "Hyphenated" | "Simple" | "Urn" | "Braced") if path.contains(&"fmt") => ColumnType::Uuid,
        ("serde_json", "Value") => ColumnType::Json,
        ("rust_decimal", "Decimal") | ("bigdecimal", "BigDecimal") => ColumnType::Decimal(None),
        ("ipnetwork", "IpNetwork") => ColumnType::Inet,
        ("mac_address", "MacAddress") => ColumnType::MacAddr,
        ("pgvector", "Vector") => ColumnType::Vector(None),
        _ => return None,
    })
}
