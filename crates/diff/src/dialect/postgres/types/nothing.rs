//! A value for a column that must have one when there is none.

use autogen_schema::SqlType;

use super::canonical::canonical;

/// Returns a literal that SeaORM decodes from a column of the type: nothing, zero, the epoch, the nil UUID. `None` for a type
/// that is not known well enough.
pub(crate) fn nothing(ty: &SqlType) -> Option<&'static str> {
    let ty = canonical(ty);
    if ty.array {
        return Some("'{}'");
    }
    Some(match ty.name.as_str() {
        "date" => "'1970-01-01'",
        "timestamp without time zone" => "'1970-01-01 00:00:00'",
        "timestamp with time zone" => "'1970-01-01 00:00:00+00'",
        "time without time zone" => "'00:00:00'",
        "time with time zone" => "'00:00:00+00'",
        "json" | "jsonb" => "'null'",
        "uuid" => "'00000000-0000-0000-0000-000000000000'",
        "boolean" => "false",
        "bytea" | "ltree" | "hstore" | "tsvector" => "''",
        "inet" | "cidr" => "'0.0.0.0/0'",
        "macaddr" => "'00:00:00:00:00:00'",
        "bit" | "bit varying" => "B''",
        "money" => "0",
        name if name == "interval" || name.starts_with("interval ") => "'0'",
        _ if ty.is_text() => "''",
        _ if ty.is_number() => "0",
        _ => return None,
    })
}
