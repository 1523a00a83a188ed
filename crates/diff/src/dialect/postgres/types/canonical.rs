//! One spelling for each type, whatever it is called: the one of `format_type`.

use autogen_schema::sql::is_reserved;
use autogen_schema::{Dialect, SqlType};

/// A type in the one spelling that all its names share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Canonical {
    /// The name: `character varying`, `timestamp with time zone`, `mood`.
    pub(crate) name: String,
    /// What stands in parentheses.
    pub(crate) modifiers: Vec<String>,
    /// Whether it is an array. The server does not keep how many dimensions were declared.
    pub(crate) array: bool,
}

impl Canonical {
    /// Whether the type comes with the server, or is one that SeaORM knows by name. Any other name may be a domain over one
    /// of these, which SeaORM decodes as what is below it.
    pub(crate) fn is_known(&self) -> bool {
        const KNOWN: [&str; 41] = [
            "bigint",
            "bit",
            "bit varying",
            "boolean",
            "box",
            "bpchar",
            "bytea",
            "character",
            "character varying",
            "cidr",
            "circle",
            "citext",
            "date",
            "double precision",
            "hstore",
            "inet",
            "integer",
            "json",
            "jsonb",
            "jsonpath",
            "line",
            "lseg",
            "ltree",
            "macaddr",
            "macaddr8",
            "money",
            "name",
            "numeric",
            "oid",
            "path",
            "point",
            "polygon",
            "real",
            "smallint",
            "text",
            "time with time zone",
            "time without time zone",
            "timestamp with time zone",
            "timestamp without time zone",
            "uuid",
            "vector",
        ];
        const MORE: [&str; 10] = [
            "xml",
            "tsvector",
            "tsquery",
            "int4range",
            "int8range",
            "numrange",
            "daterange",
            "tsrange",
            "tstzrange",
            "\"char\"",
        ];
        let name = self.name.as_str();
        name == "interval" || name.starts_with("interval ") || KNOWN.contains(&name) || MORE.contains(&name)
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(self.name.as_str(), "character varying" | "character" | "bpchar" | "text" | "name" | "citext")
    }

    pub(crate) fn is_integer(&self) -> bool {
        matches!(self.name.as_str(), "smallint" | "integer" | "bigint")
    }

    pub(crate) fn is_number(&self) -> bool {
        self.is_integer() || matches!(self.name.as_str(), "numeric" | "real" | "double precision")
    }

    pub(crate) fn is_temporal(&self) -> bool {
        self.name == "date" || self.name.starts_with("time")
    }
}

/// Brings a type to the spelling of `format_type`.
pub(crate) fn canonical(ty: &SqlType) -> Canonical {
    let mut modifiers: Vec<String> = ty.modifiers.iter().map(|modifier| modifier.trim().to_ascii_lowercase()).collect();
    let name = bare(&ty.name);
    let first = modifiers.first().and_then(|first| first.parse::<u32>().ok());
    let name = match name.as_str() {
        "varchar" | "national character varying" | "national char varying" | "nchar varying" | "char varying" => {
            "character varying"
        }
        "char" | "character" | "nchar" | "national character" | "national char" => {
            if modifiers.is_empty() {
                modifiers.push("1".to_owned());
            }
            "character"
        }
        "bpchar" if !modifiers.is_empty() => "character",
        "int2" | "smallserial" | "serial2" => "smallint",
        "int" | "int4" | "serial" | "serial4" => "integer",
        "int8" | "bigserial" | "serial8" => "bigint",
        "float4" => "real",
        "float" if first.is_some_and(|bits| bits <= 24) => {
            modifiers.clear();
            "real"
        }
        "float" | "float8" => {
            modifiers.clear();
            "double precision"
        }
        "decimal" | "dec" | "numeric" => {
            if modifiers.len() == 1 {
                modifiers.push("0".to_owned());
            }
            "numeric"
        }
        "bool" => "boolean",
        "timestamp" => "timestamp without time zone",
        "timestamptz" => "timestamp with time zone",
        "time" => "time without time zone",
        "timetz" => "time with time zone",
        "varbit" => "bit varying",
        "bit" => {
            if modifiers.is_empty() {
                modifiers.push("1".to_owned());
            }
            "bit"
        }
        other => other,
    }
    .to_owned();
    Canonical { name, modifiers, array: ty.dimensions > 0 }
}

/// Takes off the schemas that are searched anyway, and quotes that are not needed.
fn bare(name: &str) -> String {
    let name = name.trim();
    let name = ["pg_catalog.", "public.", "\"public\"."].iter().find_map(|s| name.strip_prefix(s)).unwrap_or(name);
    let inside = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default();
    let plain = inside.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && inside.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if plain && !is_reserved(inside, Dialect::Postgres) && inside != "char" { inside } else { name }.to_owned()
}
