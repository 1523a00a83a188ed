//! A column with the changes of an operation.

use std::collections::BTreeMap;

use autogen_schema::{Column, SqlType};

use crate::dialect::mysql::types::{canonical, column_type};

/// Makes the changes between `from` and `to` in a column, and no others: another operation may have changed it as well.
pub(super) fn alter(column: &mut Column, from: &Column, to: &Column) {
    macro_rules! carry {
        ($($field:ident),*) => {
            $(if from.$field != to.$field {
                column.$field = to.$field.clone();
            })*
        };
    }
    carry!(nullable, default, auto_increment, identity, generated, on_update, collation, comment, settings, extra);
    if from.data_type != to.data_type {
        column.data_type = to.data_type.clone();
        if !takes_collation(column) {
            column.collation = None;
        }
        if !takes_clock(column) {
            column.on_update = None;
        }
    }
}

fn type_name(column: &Column) -> Option<String> {
    let enums = BTreeMap::new();
    let sql = column_type(&column.data_type, &enums).ok()?;
    Some(canonical(&SqlType::parse(&sql)).name)
}

fn takes_collation(column: &Column) -> bool {
    // An enum of an entity has no spelling without its labels.
    type_name(column)
        .is_none_or(|name| matches!(name.as_str(), "char" | "varchar" | "enum" | "set") || name.ends_with("text"))
}

fn takes_clock(column: &Column) -> bool {
    type_name(column).is_some_and(|name| matches!(name.as_str(), "datetime" | "timestamp"))
}
