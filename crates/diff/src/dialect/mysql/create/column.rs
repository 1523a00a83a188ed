//! The definition of one column.

use std::collections::BTreeMap;

use autogen_schema::{Check, Column, Dialect, EnumName, EnumType, Storage, Table};

use crate::dialect::Refusal;
use crate::dialect::mysql::types::{column_type, default_sql};
use crate::script::closed;

const MYSQL: Dialect = Dialect::Mysql;

/// Returns the definition of `column` as a column of `table`, whole: a server forgets what a definition leaves out. `words`
/// are the keys that stand in it.
///
/// Fails where the type or the default is not known, or MySQL has no such type.
pub(crate) fn column(
    table: &Table,
    column: &Column,
    words: &[&str],
    enums: &BTreeMap<EnumName, EnumType>,
) -> Result<String, Refusal> {
    let operation = || format!("make `{}.{}`", table.name, column.name);
    let ty = column_type(&column.data_type, enums).map_err(|error| Refusal::of_type(operation(), &error))?;
    let mut parts = vec![MYSQL.quote(&column.name), closed(ty.clone())];
    parts.extend(column.collation.as_ref().map(|name| format!("COLLATE {}", MYSQL.quote(&name.name))));
    parts.extend(column.generated.as_ref().map(|generated| {
        let storage = if generated.storage == Storage::Stored { "STORED" } else { "VIRTUAL" };
        format!("GENERATED ALWAYS AS ({}) {storage}", closed(generated.expression.clone()))
    }));
    parts.extend(column.settings.iter().cloned());
    if !column.nullable {
        parts.push("NOT NULL".to_owned());
    } else if is_timestamp(&ty) {
        // Without `explicit_defaults_for_timestamp`, which MariaDB had off until 10.10, an unsaid one is NOT NULL.
        parts.push("NULL".to_owned());
    }
    if let Some(default) = &column.default {
        let sql = default_sql(default, &ty).ok_or_else(|| Refusal::new(operation(), "its default is not known"))?;
        parts.push(format!("DEFAULT {sql}"));
    }
    parts.extend(column.on_update.as_ref().map(|sql| format!("ON UPDATE {sql}")));
    if column.auto_increment {
        parts.push("AUTO_INCREMENT".to_owned());
    }
    parts.extend(words.iter().map(|word| (*word).to_owned()));
    parts.extend(column.comment.as_ref().map(|text| format!("COMMENT {}", MYSQL.literal(text))));
    parts.extend(column.extra.clone().map(closed));
    // The last that MariaDB takes.
    parts.extend(of_column(table, column).map(|check| format!("CHECK ({})", closed(check.expression.clone()))));
    Ok(parts.join(" "))
}

/// Returns the checks that stand in the definition of a column.
pub(crate) fn of_column<'a>(table: &'a Table, column: &'a Column) -> impl Iterator<Item = &'a Check> {
    table.checks.iter().filter(|check| check.column.as_ref().is_some_and(|name| name.same(&column.name, MYSQL)))
}

fn is_timestamp(ty: &str) -> bool {
    ty.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("timestamp"))
}
