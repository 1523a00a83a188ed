//! Whether a reported type is what an entity says.

use autogen_schema::{ColumnType, DataType, SqlType};

use super::kind::Kind;
use super::spelling::sql_type;
use crate::dialect::Satisfied;

/// Compares what an entity says with what the database reports.
///
/// A type that the Rust type implies is satisfied by every type of its kind and by those that people use for the kind
/// where SQLite has no type of its own (`text` for dates, JSON and UUIDs, `integer` for booleans). SeaORM's own spelling of
/// another kind never satisfies, so that a changed field is seen. A column declared without a type keeps whatever it is
/// given and satisfies too.
///
/// A type that was written is satisfied by itself, lengths included, and by other spellings of the same type. All widths of
/// integers are the same, as SQLite has but one.
pub fn satisfies(said: &DataType, reported: &SqlType) -> Satisfied {
    match said {
        DataType::Implied(ty) => match Kind::said(ty) {
            Some(kind) => implied(kind, reported).into(),
            None => Satisfied::NotCompared,
        },
        DataType::Exact(ty) => exact(ty, reported),
        DataType::Reported(ty) => (canonical(ty) == canonical(reported)).into(),
        DataType::Unknown(_) => Satisfied::NotCompared,
    }
}

fn implied(said: Kind, reported: &SqlType) -> bool {
    let plain_text = reported.modifiers.is_empty() && matches!(reported.name.as_str(), "text" | "clob" | "longtext");
    let actual = Kind::reported(reported);
    if actual == said || actual == Kind::Untyped {
        return true;
    }
    match said {
        Kind::Boolean => actual == Kind::Integer,
        // `tinyint(1)` is a number to some and a boolean to others.
        Kind::Integer => actual == Kind::Boolean && reported.name == "tinyint",
        Kind::Float => matches!(reported.name.as_str(), "numeric" | "decimal"),
        Kind::Decimal | Kind::Money => {
            matches!(actual, Kind::Decimal | Kind::Money)
                || matches!(reported.name.as_str(), "real" | "double" | "float")
        }
        Kind::Date | Kind::Time | Kind::Enum => plain_text,
        Kind::DateTime | Kind::Timestamp | Kind::TimestampWithTimeZone => {
            plain_text || matches!(actual, Kind::DateTime | Kind::Timestamp | Kind::TimestampWithTimeZone)
        }
        Kind::Json | Kind::JsonBinary => plain_text || matches!(actual, Kind::Json | Kind::JsonBinary),
        Kind::Uuid => plain_text || actual == Kind::Binary || holds_uuid_text(reported),
        Kind::Text | Kind::Binary | Kind::Untyped | Kind::Other => false,
    }
}

/// `char(36)` and `varchar(36)` with hyphens, 32 without.
fn holds_uuid_text(ty: &SqlType) -> bool {
    Kind::reported(ty) == Kind::Text && matches!(ty.modifiers.as_slice(), [n] if n == "36" || n == "32")
}

fn exact(said: &ColumnType, reported: &SqlType) -> Satisfied {
    let Ok(sql) = sql_type(said) else { return Satisfied::NotCompared };
    let wanted = SqlType::parse(&sql);
    if canonical(&wanted) == canonical(reported) {
        return Satisfied::Yes;
    }
    let bare = reported.modifiers.is_empty();
    let also = match said {
        ColumnType::Float | ColumnType::Double => bare && reported.name == "real",
        ColumnType::Enum(_) => bare && reported.name == "text",
        _ => false,
    };
    also.into()
}

/// Spells each type in one way.
fn canonical(ty: &SqlType) -> SqlType {
    let mut ty = SqlType { name: ty.name.to_ascii_lowercase(), ..ty.clone() };
    ty.modifiers.iter_mut().for_each(|modifier| *modifier = modifier.trim().to_ascii_lowercase());
    let name = match Kind::reported(&ty) {
        Kind::Integer => {
            // Display widths (`int(11)`) mean nothing.
            ty.modifiers.clear();
            "integer"
        }
        Kind::Boolean => {
            ty.modifiers.clear();
            "boolean"
        }
        Kind::Decimal => "decimal",
        Kind::Money => "money",
        Kind::Date => "date",
        Kind::Time => "time",
        Kind::DateTime => "datetime",
        Kind::Timestamp => "timestamp",
        Kind::TimestampWithTimeZone => "timestamptz",
        Kind::Json => "json",
        Kind::JsonBinary => "jsonb",
        Kind::Uuid => "uuid",
        Kind::Enum => "enum",
        Kind::Binary => "blob",
        Kind::Text => match ty.name.as_str() {
            "character varying" | "varying character" => "varchar",
            "character" => "char",
            _ => return ty,
        },
        Kind::Float => match ty.name.as_str() {
            "double precision" | "float8" => "double",
            "float4" => "float",
            _ => return ty,
        },
        Kind::Untyped | Kind::Other => return ty,
    };
    name.clone_into(&mut ty.name);
    ty
}

/// Whether a column of the type can be the rowid: only `INTEGER` is, `int` and `bigint` are not.
pub(crate) fn is_rowid_type(reported: &SqlType) -> bool {
    reported.name.eq_ignore_ascii_case("integer") && reported.modifiers.is_empty()
}
