//! Column types in SeaORM's words, neutral between databases.

use crate::{Ident, SqlType};

/// The type of a column, in SeaORM's words (`sea_query::ColumnType`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnType {
    /// `Char(None)`, `Char(Some(n))`.
    Char(Option<u32>),
    /// `String(StringLen::…)`.
    String(StringLength),
    /// `Text`.
    Text,
    /// `TinyInteger`, from `i8`.
    TinyInteger,
    /// `SmallInteger`, from `i16`.
    SmallInteger,
    /// `Integer`, from `i32`.
    Integer,
    /// `BigInteger`, from `i64`.
    BigInteger,
    /// `TinyUnsigned`, from `u8`.
    TinyUnsigned,
    /// `SmallUnsigned`, from `u16`.
    SmallUnsigned,
    /// `Unsigned`, from `u32`.
    Unsigned,
    /// `BigUnsigned`, from `u64`.
    BigUnsigned,
    /// `Float`, from `f32`.
    Float,
    /// `Double`, from `f64`.
    Double,
    /// `Decimal(None)`, `Decimal(Some((precision, scale)))`.
    Decimal(Option<Precision>),
    /// `DateTime`: without a time zone.
    DateTime,
    /// `Timestamp`.
    Timestamp,
    /// `TimestampWithTimeZone`.
    TimestampWithTimeZone,
    /// `Time`.
    Time,
    /// `Date`.
    Date,
    /// `Year`.
    Year,
    /// `Interval(fields, precision)`; the fields as SQL writes them (`YEAR TO MONTH`).
    Interval(Option<String>, Option<u32>),
    /// `Binary(n)`.
    Binary(u32),
    /// `VarBinary(StringLen::…)`.
    VarBinary(StringLength),
    /// `Blob`.
    Blob,
    /// `Bit(None)`, `Bit(Some(n))`.
    Bit(Option<u32>),
    /// `VarBit(n)`.
    VarBit(u32),
    /// `Boolean`.
    Boolean,
    /// `Money(None)`, `Money(Some((precision, scale)))`.
    Money(Option<Precision>),
    /// `Json`.
    Json,
    /// `JsonBinary`.
    JsonBinary,
    /// `Uuid`.
    Uuid,
    /// `Enum { name, variants }`: a native enum type. Its labels are in [`crate::Schema::enums`].
    Enum(EnumName),
    /// `Array(element)`.
    Array(Box<ColumnType>),
    /// `Vector(None)`, `Vector(Some(n))`.
    Vector(Option<u32>),
    /// `Cidr`.
    Cidr,
    /// `Inet`.
    Inet,
    /// `MacAddr`.
    MacAddr,
    /// `LTree`.
    LTree,
    /// `Custom("…")`: SQL text, used as it stands.
    Custom(String),
}

/// The name of an enum type.
pub type EnumName = Ident;

/// `(precision, scale)` of a decimal.
pub type Precision = (u32, u32);

/// `StringLen`: how long a string or binary string may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StringLength {
    /// `StringLen::None`.
    Unset,
    /// `StringLen::Max`.
    Max,
    /// `StringLen::N(n)`.
    Limit(u32),
}

/// What is known of a column's type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataType {
    /// Written in the entity: exactly this (`column_type = "…"`, an enum, a value type with its own column type).
    Exact(ColumnType),
    /// Implied by the Rust type: satisfied by every database type that SeaORM decodes into it. The type is what SeaORM
    /// would create.
    Implied(ColumnType),
    /// What a database reports.
    Reported(SqlType),
    /// What source alone cannot resolve, as it is written there. Never compared, and nothing can be created from it.
    Unknown(String),
}

impl DataType {
    /// Returns the SeaORM type, where one is known.
    pub fn column_type(&self) -> Option<&ColumnType> {
        match self {
            DataType::Exact(ty) | DataType::Implied(ty) => Some(ty),
            DataType::Reported(_) | DataType::Unknown(_) => None,
        }
    }
}
