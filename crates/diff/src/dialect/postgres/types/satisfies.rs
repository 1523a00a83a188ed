//! Whether a reported type is what an entity says.

use autogen_schema::sql::{TokenKind, tokenize};
use autogen_schema::{ColumnType, DataType, Dialect, SqlType};

use super::canonical::{Canonical, canonical};
use super::spelling::sql_type;
use crate::dialect::Satisfied;

/// Compares what an entity says with what the server reports.
///
/// A type that the Rust type implies is satisfied by every type that SeaORM decodes into it (sqlx's `Type::compatible`), with
/// any length or precision; integers and floats by their width alone. A domain is decoded as what is below it, which its name
/// does not tell. A type that was written is satisfied by itself under any of its names, lengths included.
pub fn satisfies(said: &DataType, reported: &SqlType) -> Satisfied {
    let found = canonical(reported);
    match said {
        DataType::Implied(ty) => implied(ty, &found),
        DataType::Exact(ty) => exact(ty, &found),
        DataType::Reported(ty) => (canonical(ty) == found).into(),
        DataType::Unknown(_) => Satisfied::NotCompared,
    }
}

fn implied(said: &ColumnType, found: &Canonical) -> Satisfied {
    let (mut element, mut array) = (said, false);
    while let ColumnType::Array(inner) = element {
        (element, array) = (inner, true);
    }
    let Some(fits) = fits(element, found) else { return Satisfied::NotCompared };
    if array == found.array && fits {
        return Satisfied::Yes;
    }
    if found.is_known() { Satisfied::No } else { Satisfied::NotCompared }
}

/// Whether SeaORM decodes the type, arrays aside; `None` where PostgreSQL has none of the kind.
fn fits(said: &ColumnType, found: &Canonical) -> Option<bool> {
    let name = found.name.as_str();
    Some(match said {
        ColumnType::Char(_) | ColumnType::String(_) | ColumnType::Text => found.is_text(),
        ColumnType::Json | ColumnType::JsonBinary => matches!(name, "json" | "jsonb"),
        ColumnType::Cidr | ColumnType::Inet => matches!(name, "cidr" | "inet"),
        ColumnType::Interval(..) => name == "interval" || name.starts_with("interval "),
        _ => canonical(&SqlType::parse(&sql_type(said).ok()?)).name == name,
    })
}

fn exact(said: &ColumnType, found: &Canonical) -> Satisfied {
    let Ok(sql) = sql_type(said) else { return Satisfied::NotCompared };
    (canonical(&SqlType::parse(type_of(&sql))) == *found).into()
}

/// Cuts off what people write behind a custom type and what is no part of it: `text COLLATE "C"`.
fn type_of(sql: &str) -> &str {
    const BEHIND: [&str; 9] =
        ["collate", "default", "not", "null", "generated", "check", "primary", "unique", "references"];
    let end = tokenize(sql, Dialect::Postgres)
        .iter()
        .find(|token| token.kind == TokenKind::Word && BEHIND.iter().any(|word| token.is_word(word)))
        .map(|token| token.start);
    end.and_then(|end| sql.get(..end)).unwrap_or(sql)
}

/// Whether the server can make the values of a column of the type.
pub(crate) fn is_integer(reported: &SqlType) -> bool {
    let ty = canonical(reported);
    ty.is_integer() && !ty.array
}
