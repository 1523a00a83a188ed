//! What differs between databases: types, what an operation lowers to, and the text of statements.
//!
//! The comparison asks here whether a database's fact is what an entity says.

use std::collections::BTreeMap;

use autogen_schema::{
    Column, DataType, DefaultValue, Dialect, EnumName, EnumType, Ident, ReferentialAction, Schema, SqlType, Table,
};

use crate::exact::Renames;
use crate::{Operation, Script};

mod mentioned;
mod names;
mod reader;
mod refusal;
mod satisfied;
mod sea_type;

pub mod mysql;
pub mod postgres;
pub mod sqlite;

pub use refusal::{Offer, Refusal};
pub use satisfied::Satisfied;
use sea_type::sea_type;

/// Lowers the operations of an upgrade, in their order. `base` is the schema that it starts from, as its database tells it;
/// `enums` are those of the entities, whose labels a database without enum types keeps in each column.
pub fn upgrade(
    dialect: Dialect,
    operations: &[Operation],
    base: &Schema,
    enums: &BTreeMap<EnumName, EnumType>,
) -> Result<Script, Refusal> {
    names::check(dialect, operations)?;
    match dialect {
        Dialect::Sqlite => sqlite::upgrade(operations, base),
        Dialect::Postgres => postgres::upgrade(operations, base),
        Dialect::Mysql => mysql::upgrade(operations, base, enums),
    }
}

/// Lowers what undoes an upgrade: `from` is the schema after it has run, `to` the one before it, both as their database tells
/// them; `operations` are the upgrade's and tell what was renamed.
pub fn downgrade(dialect: Dialect, from: &Schema, to: &Schema, operations: &[Operation]) -> Result<Script, Refusal> {
    match dialect {
        Dialect::Sqlite => sqlite::downgrade(from, to, operations),
        Dialect::Postgres => postgres::downgrade(from, to, operations),
        Dialect::Mysql => mysql::downgrade(from, to, operations),
    }
}

/// Returns what no statement makes of `from` so that it is `to`, each with the reason. `renames` says what has another name there,
/// as do the `operations` that would lead back.
pub(crate) fn left(
    dialect: Dialect,
    from: &Schema,
    to: &Schema,
    renames: &Renames,
    operations: &[Operation],
) -> Vec<Refusal> {
    match dialect {
        // The text of a table says everything of it, and is given back as a whole.
        Dialect::Sqlite => Vec::new(),
        Dialect::Postgres => postgres::left(from, to, renames, operations),
        Dialect::Mysql => mysql::left(from, to, renames),
    }
}

/// The locks that an operation takes. Only PostgreSQL keeps a table of them that can be full.
pub(crate) fn locks(dialect: Dialect, operation: &Operation) -> postgres::Locks {
    match dialect {
        Dialect::Postgres => postgres::Locks::of(operation),
        Dialect::Sqlite | Dialect::Mysql => postgres::Locks::default(),
    }
}

/// Whether the type that a database reports is what an entity says. `key` tells that the database makes the values.
pub(crate) fn satisfies(dialect: Dialect, said: &DataType, reported: &SqlType, key: bool) -> Satisfied {
    match dialect {
        // The key of a rowid table is INTEGER whatever width the entity gives it.
        Dialect::Sqlite if key && sqlite::types::is_rowid_type(reported) => Satisfied::Yes,
        Dialect::Sqlite => sqlite::types::satisfies(said, reported),
        Dialect::Postgres => postgres::types::satisfies(said, reported),
        Dialect::Mysql => mysql::types::satisfies(said, reported),
    }
}

/// Whether two defaults of a column of type `data_type` give the same value, as far as text tells.
pub(crate) fn same_default(
    dialect: Dialect,
    said: &DefaultValue,
    found: &DefaultValue,
    data_type: &DataType,
) -> Satisfied {
    match (dialect, found) {
        (Dialect::Sqlite, DefaultValue::Expression(found)) => {
            sqlite::types::same_default(said, found, data_type).into()
        }
        (Dialect::Postgres, DefaultValue::Expression(found)) => postgres::types::same_default(said, found, data_type),
        (Dialect::Mysql, DefaultValue::Expression(found)) => mysql::types::same_default(said, found, data_type).into(),
        _ => (said == found).into(),
    }
}

/// Whether two actions of a foreign key do the same. MySQL checks references at once, so that not to act is to refuse; InnoDB
/// has no SET DEFAULT, and MariaDB takes it for RESTRICT
/// (<https://mariadb.com/kb/en/foreign-keys/#constraints>).
pub(crate) fn same_action(dialect: Dialect, one: ReferentialAction, other: ReferentialAction) -> bool {
    let refuses = |action| {
        use ReferentialAction::{NoAction, Restrict, SetDefault};
        matches!(action, NoAction | Restrict | SetDefault)
    };
    one == other || (dialect == Dialect::Mysql && refuses(one) && refuses(other))
}

/// Whether a constraint that was given a name has it.
pub(crate) fn is_named(dialect: Dialect, said: &Ident, found: &Ident) -> bool {
    match dialect {
        Dialect::Postgres => postgres::stored_name(said) == *found,
        Dialect::Sqlite | Dialect::Mysql => said == found,
    }
}

/// Whether a column that is given the default has none.
pub(crate) fn is_no_default(dialect: Dialect, default: &DefaultValue) -> bool {
    is_null_default(default) || dialect == Dialect::Postgres && postgres::types::is_null(default)
}

/// Whether a default is the same as none.
pub(crate) fn is_null_default(default: &DefaultValue) -> bool {
    match default {
        DefaultValue::Expression(sql) => sql.trim().eq_ignore_ascii_case("null"),
        DefaultValue::Unknown(_) => true,
        DefaultValue::Text(_) | DefaultValue::Number(_) | DefaultValue::Bool(_) => false,
    }
}

/// Whether a table has what an entity appends to a column (`extra`). On PostgreSQL each part of that is compared by itself.
pub(crate) fn has_extra(dialect: Dialect, table: &Table, column: &Ident, extra: &str) -> Satisfied {
    match dialect {
        Dialect::Sqlite => sqlite::extra::has_extra(table, column, extra),
        Dialect::Mysql => mysql::extra::has_extra(table, column, extra),
        Dialect::Postgres => Satisfied::NotCompared,
    }
}

/// Whether a table still has a part of what an entity appended to a column before (`held`) and does no more (`said`).
pub(crate) fn has_extra_leftover(dialect: Dialect, table: &Table, column: &Ident, held: &str, said: &str) -> bool {
    match dialect {
        Dialect::Sqlite => sqlite::extra::has_leftover(table, column, held, said),
        Dialect::Mysql => mysql::extra::has_leftover(table, column, held, said),
        Dialect::Postgres => false,
    }
}

/// What an entity says of a column by appending it, and not by an attribute of its own.
pub(crate) fn said_by_extra(dialect: Dialect, column: Option<&Column>) -> sqlite::extra::Says {
    match (dialect, column.and_then(|column| column.extra.as_deref())) {
        (Dialect::Sqlite, Some(extra)) => sqlite::extra::says(extra),
        (Dialect::Mysql, Some(extra)) => mysql::extra::says(extra),
        (Dialect::Postgres, Some(extra)) => postgres::extra::says(extra),
        _ => sqlite::extra::Says::default(),
    }
}

/// Whether a key whose values the database makes goes on making them when it becomes of type `to`. On SQLite only the rowid
/// does; elsewhere every integer can.
pub(crate) fn keeps_values_through_change(dialect: Dialect, to: &DataType) -> bool {
    dialect != Dialect::Sqlite && to.column_type().is_some_and(sqlite::types::is_integer)
}

/// Whether a key of the type can be one whose values the database makes.
pub(crate) fn can_make_values(dialect: Dialect, reported: &SqlType) -> bool {
    match dialect {
        Dialect::Sqlite => sqlite::types::is_rowid_type(reported),
        Dialect::Postgres => postgres::types::is_integer(reported),
        Dialect::Mysql => true,
    }
}
