//! The definition of one column.

use autogen_schema::{Column, ColumnType, DataType, Deferrable, Dialect, ForeignKey, Match, Storage, Table};

use super::super::Refusal;
use super::super::types::{Affinity, UnsupportedType, affinity, declared_type, default_sql, is_integer};
use super::constraint;

const SQLITE: Dialect = Dialect::Sqlite;

/// Returns the definition of `column` as a column of `table`, with the foreign keys `keys` behind it: the type, then in
/// this order NOT NULL, default, primary key, collation, generation, what the entity appends, references.
///
/// Fails where the type or the default is not known, or SQLite has no such type.
pub fn column(table: &Table, column: &Column, keys: &[&ForeignKey]) -> Result<String, Refusal> {
    let operation = || format!("make `{}.{}`", table.name, column.name);
    let ty = column_type(table, column).map_err(|error| Refusal::of_type(operation(), &error))?;
    let mut words = vec![SQLITE.quote(&column.name)];
    words.extend(ty);
    if !column.nullable {
        words.push("NOT NULL".to_owned());
    }
    if let Some(default) = &column.default {
        let sql = default_sql(default).ok_or_else(|| Refusal::new(operation(), "its default is not known"))?;
        words.push(format!("DEFAULT {sql}"));
    }
    words.extend(primary_key(table, column));
    words.extend(column.collation.as_ref().map(|name| format!("COLLATE {}", SQLITE.quote(name))));
    words.extend(column.generated.as_ref().map(|generated| {
        let storage = if generated.storage == Storage::Stored { "STORED" } else { "VIRTUAL" };
        format!("GENERATED ALWAYS AS ({}) {storage}", generated.expression)
    }));
    words.extend(column.extra.clone());
    words.extend(keys.iter().map(|key| format!("{}{}", constraint(key.name.as_ref()), references(key))));
    Ok(words.join(" "))
}

/// Returns the type to declare. A STRICT table takes only SQLite's own five
/// (<https://sqlite.org/stricttables.html>): a type that the Rust type implies becomes the one that holds what SeaORM
/// writes; one that was written stays, and is for SQLite to refuse.
pub(crate) fn column_type(table: &Table, column: &Column) -> Result<Option<String>, UnsupportedType> {
    let declared = declared_type(column)?;
    let DataType::Implied(ty) = &column.data_type else { return Ok(declared) };
    if !table.options.strict {
        return Ok(declared);
    }
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
    let mut sql = format!("REFERENCES {}", SQLITE.quote(&key.references.name));
    if !key.referenced_columns.is_empty() {
        sql.push_str(&format!(" ({})", SQLITE.quote_list(&key.referenced_columns)));
    }
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        sql.extend(action.map(|action| format!(" ON {event} {}", action.sql())));
    }
    sql.push_str(match key.matching {
        Some(Match::Full) => " MATCH FULL",
        Some(Match::Partial) => " MATCH PARTIAL",
        None => "",
    });
    sql.push_str(match key.deferrable {
        Some(Deferrable::InitiallyDeferred) => " DEFERRABLE INITIALLY DEFERRED",
        Some(Deferrable::InitiallyImmediate) => " DEFERRABLE INITIALLY IMMEDIATE",
        None => "",
    });
    sql
}
