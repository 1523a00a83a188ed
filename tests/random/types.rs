//! The types that columns of SQLite can be declared to have in an entity.

use crate::support::Dice;

#[derive(Debug, PartialEq)]
pub(super) struct Type {
    /// The type in Rust.
    pub(super) rust: &'static str,
    /// `column_type`, where it is written.
    pub(super) written: Option<&'static str>,
    /// Implied types of one family are satisfied by each other's columns.
    family: Family,
    /// The attributes that give it a default.
    pub(super) defaults: &'static [&'static str],
}

#[derive(Debug, PartialEq, Clone, Copy)]
enum Family {
    Integer,
    Boolean,
    Float,
    Decimal,
    DateTime,
    /// Satisfied by its own spelling alone.
    Own,
}

const fn implied(rust: &'static str, family: Family, defaults: &'static [&'static str]) -> Type {
    Type { rust, written: None, family, defaults }
}

const fn written(rust: &'static str, written: &'static str, defaults: &'static [&'static str]) -> Type {
    Type { rust, written: Some(written), family: Family::Own, defaults }
}

const NUMBERS: &[&str] =
    &["default_value = 0", "default_value = 7", "default_value = -3", "default_expr = \"Expr::value(5)\""];
const TEXTS: &[&str] = &[
    "default_value = \"x\"",
    "default_value = \"it's; -- no comment\"",
    "default_value = \"\"",
    "default_value = \"two\\nlines\"",
    "default_expr = \"Expr::val(\\\"y\\\")\"",
    "default_expr = \"Expr::cust(\\\"lower('A)')\\\")\"",
];
const STAMPS: &[&str] =
    &["default_expr = \"Expr::current_timestamp()\"", "default_expr = \"Expr::cust(\\\"datetime('now')\\\")\""];
const NONE: &[&str] = &[];

static TYPES: &[Type] = &[
    implied("i32", Family::Integer, NUMBERS),
    implied("i64", Family::Integer, NUMBERS),
    implied("i8", Family::Integer, NUMBERS),
    implied("i16", Family::Integer, NUMBERS),
    implied("u8", Family::Integer, &["default_value = 1"]),
    implied("u16", Family::Integer, &["default_value = 1"]),
    implied("u32", Family::Integer, &["default_value = 1"]),
    implied("u64", Family::Integer, &["default_value = 1"]),
    implied("bool", Family::Boolean, &["default_value = true", "default_value = false"]),
    implied("f32", Family::Float, &["default_value = 1.5", "default_value = -0.25"]),
    implied("f64", Family::Float, &["default_value = 1.5", "default_value = -0.25"]),
    implied("Decimal", Family::Decimal, &["default_value = 2"]),
    implied("String", Family::Own, TEXTS),
    implied("char", Family::Own, &["default_value = \"c\""]),
    implied("Vec<u8>", Family::Own, NONE),
    implied("Uuid", Family::Own, NONE),
    implied("Json", Family::Own, &["default_value = \"{}\"", "default_value = \"[1, 2]\""]),
    implied("Date", Family::Own, &["default_expr = \"Expr::current_date()\""]),
    implied("Time", Family::Own, &["default_expr = \"Expr::current_time()\""]),
    implied("DateTime", Family::DateTime, STAMPS),
    implied("DateTimeUtc", Family::DateTime, STAMPS),
    implied("DateTimeWithTimeZone", Family::DateTime, STAMPS),
    implied("super::Mood", Family::Own, &["default_value = \"l0\""]),
    written("super::Letter", "String(StringLen::N(1))", NONE),
    written("String", "Text", TEXTS),
    written("String", "String(StringLen::N(20))", TEXTS),
    written("String", "string(Some(300))", TEXTS),
    written("String", "Char(Some(10))", TEXTS),
    written("String", "custom(\\\"citext\\\")", TEXTS),
    written("Decimal", "Decimal(Some((10, 2)))", &["default_value = 2"]),
    written("Decimal", "Money(None)", &["default_value = 2"]),
    written("Vec<u8>", "Binary(16)", NONE),
    written("Vec<u8>", "VarBinary(StringLen::N(16))", NONE),
    written("Vec<u8>", "Blob", NONE),
    Type { rust: "i64", written: Some("SmallInteger"), family: Family::Integer, defaults: NUMBERS },
    written("Json", "JsonBinary", &["default_value = \"{}\""]),
    written("DateTimeUtc", "Timestamp", STAMPS),
];

pub(super) fn any(dice: &mut Dice) -> &'static Type {
    dice.pick(TYPES)
}

pub(super) fn key(dice: &mut Dice) -> &'static Type {
    let name = ["i32", "i32", "i32", "i64", "i16", "u32", "String", "Uuid"][dice.below(8)];
    TYPES.iter().find(|ty| ty.rust == name && ty.written.is_none()).unwrap_or(&TYPES[0])
}

impl Type {
    pub(super) fn is_integer(&self) -> bool {
        self.family == Family::Integer
    }

    /// Whether its column is declared `integer`, which as a key is the rowid.
    pub(super) fn is_rowid(&self) -> bool {
        self.written.is_none() && matches!(self.rust, "i32" | "i64" | "u32" | "u64")
    }

    /// Whether a column that was made for `before` does for this type as it stands.
    pub(super) fn is_satisfied_by(&self, before: &Type) -> bool {
        use Family::{Boolean, DateTime, Decimal, Float, Integer};
        matches!((self.family, before.family), (Integer, Integer) | (Float | Decimal, Float) | (DateTime, DateTime))
            || (self.family == Boolean && before.family == Integer && before.written.is_none())
    }
}

/// The plainest type there is.
pub(super) fn plain() -> &'static Type {
    &TYPES[0]
}
