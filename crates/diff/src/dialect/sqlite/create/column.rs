//! The definition of one column.

use autogen_schema::{Column, ColumnType, DataType, Deferrable, Dialect, ForeignKey, Match, Storage, Table};

use super::super::types::{Affinity, UnsupportedType, affinity, declared_type, default_sql, is_integer};
use super::constraint;
use crate::dialect::Refusal;
use crate::script::closed;

const SQLITE: Dialect = Dialect::Sqlite;

/// Returns the definition of `column` as a column of `table`, with the foreign keys `keys` behind it: the type, then in
/// this order NOT NULL, default, primary key, collation, generation, what the entity appends, references.
///
/// Fails where the type or the default is not known, or SQLite has no such type.
pub fn column(table: &Table, column: &Column, keys: &[&ForeignKey]) -> Result<String, Refusal> {
    let operation = || format!("make `{}.{}`", table.name, column.name);
    let ty = column_type(table, column).map_err(|error| Refusal::of_type(operation(), &error))?;
    let mut words = vec![SQLITE.quote(&column.name)];
    words.extend(ty.map(closed));
    if !column.nullable {
        words.push("NOT NULL".to_owned());
    }
    if let Some(default) = &column.default {
        let sql = default_sql(default).ok_or_else(|| Refusal::new(operation(), "its default is not known"))?;
        words.push(format!("DEFAULT {sql}"));
    }
    words.extend(primary_key(table, column));
    words.extend(column.collation.as_ref().map(|name| format!("COLLATE {}", SQLITE.quote(&name.name))));
    words.extend(column.generated.as_ref().map(|generated| {
        let storage = if generated.storage == Storage::Stored { "STORED" } else { "VIRTUAL" };
        format!("GENERATED ALWAYS AS ({}) {storage}", closed(generated.expression.clone()))
    }));
    words.extend(column.extra.clone().map(closed));
    words.extend(keys.iter().map(|key| format!("{}{}", constraint(key.name.as_ref()), references(key))));
    Ok(words.join(" "))
}

/// Returns the type to declare. A STRICT table takes only SQLite's own five
/// (<https://sqlite.org/stricttables.html>): a type that the Rust type implies becomes the one that holds what SeaORM
/// writes, and one that was written must be among them.
pub(crate) fn column_type(table: &Table, column: &Column) -> Result<Option<String>, UnsupportedType> {
    let declared = declared_type(column)?;
    if !table.options.strict {
        return Ok(declared);
    }
    let DataType::Implied(ty) = &column.data_type else { return strictly(declared) };
    // SeaORM binds a UUID as its bytes and a boolean as a number.
    let strict = match ty {
        ColumnType::Uuid => "BLOB",
        ColumnType::Boolean => "INTEGER",
        _ => match affinity(&autogen_schema::SqlType::parse(declared.as_deref().unwrap_or_default())) {
            Affinity::Integer => "INTEGER",
            Affinity::Text => "TEXT",
            Affinity::Blob => "BLOB",
            Affinity::Real => "REAL",
            Affinity::Numeric => "ANY",
        },
    };
    Ok(Some(strict.to_owned()))
}

fn strictly(declared: Option<String>) -> Result<Option<String>, UnsupportedType> {
    const STRICT: [&str; 6] = ["int", "integer", "real", "text", "blob", "any"];
    match declared {
        Some(ty) if STRICT.iter().any(|strict| strict.eq_ignore_ascii_case(&ty)) => Ok(Some(ty)),
        other => Err(UnsupportedType::NotStrict(other.unwrap_or_default())),
    }
}

/// A key of one column stands in the column: only there can it be AUTOINCREMENT, which takes nothing but an integer.
fn primary_key(table: &Table, column: &Column) -> Option<String> {
    let key = table.primary_key.as_ref()?;
    let [name] = key.columns.as_slice() else { return None };
    if !name.same(&column.name, SQLITE) {
        return None;
    }
    Some(format!("{}{}", constraint(key.name.as_ref()), key_words(column)))
}

/// Returns `PRIMARY KEY`, with `AUTOINCREMENT` where the database makes the values.
pub(crate) fn key_words(column: &Column) -> &'static str {
    let integer = match &column.data_type {
        DataType::Exact(ty) | DataType::Implied(ty) => is_integer(ty),
        DataType::Reported(ty) => ty.name == "integer",
        DataType::Unknown(_) => false,
    };
    if column.auto_increment && integer { "PRIMARY KEY AUTOINCREMENT" } else { "PRIMARY KEY" }
}

/// Returns `REFERENCES "table" ("column") ON DELETE … ON UPDATE …`.
pub fn references(key: &ForeignKey) -> String {
    let mut words = vec![format!("REFERENCES {}", SQLITE.quote(&key.references.name))];
    if !key.referenced_columns.is_empty() {
        words.push(format!("({})", SQLITE.quote_list(&key.referenced_columns)));
    }
    words.extend(key.on_delete.map(|action| format!("ON DELETE {}", action.sql())));
    words.extend(key.on_update.map(|action| format!("ON UPDATE {}", action.sql())));
    words.extend(key.matching.map(|matching| match matching {
        Match::Full => "MATCH FULL".to_owned(),
        Match::Partial => "MATCH PARTIAL".to_owned(),
    }));
    words.extend(key.deferrable.map(|deferrable| deferral(deferrable).to_owned()));
    words.join(" ")
}

/// Returns `DEFERRABLE INITIALLY …`.
pub(crate) fn deferral(deferrable: Deferrable) -> &'static str {
    match deferrable {
        Deferrable::InitiallyDeferred => "DEFERRABLE INITIALLY DEFERRED",
        Deferrable::InitiallyImmediate => "DEFERRABLE INITIALLY IMMEDIATE",
    }
}
