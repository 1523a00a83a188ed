//! Names that a database does not take, or does not keep as they are.
//!
//! They are refused before anything is sent: PostgreSQL would cut a long name without a word, and every comparison from then on
//! would miss it. Names that are made up here (of indexes and of keys that nobody named) fit by themselves.

use autogen_schema::{Dialect, EnumType, Ident, Table, TableName};

use super::Refusal;
use crate::Operation;

/// Refuses operations that give something a name which the database would not take or keep.
pub(super) fn check(dialect: Dialect, operations: &[Operation]) -> Result<(), Refusal> {
    operations.iter().try_for_each(|operation| check_operation(dialect, operation))
}

fn check_operation(dialect: Dialect, operation: &Operation) -> Result<(), Refusal> {
    let name = |what: String, name: &Ident| check_name(dialect, name.as_str()).map_err(|reason| refusal(what, reason));
    match operation {
        Operation::CreateSchema(schema) => name(format!("make the schema `{schema}`"), schema),
        Operation::CreateTable(made) => table(dialect, made),
        Operation::RenameTable { to, .. } => name(format!("call a table `{to}`"), &to.name),
        Operation::AddColumn { table, column } => {
            name(format!("add the column `{}` to `{table}`", column.name), &column.name)
        }
        Operation::RenameColumn { table, to, .. } => name(format!("call a column of `{table}` `{to}`"), to),
        Operation::CreateEnum(made) | Operation::AlterEnum { to: made, .. } => enum_type(dialect, made),
        Operation::RenameEnum { to, .. } if dialect == Dialect::Postgres => name(format!("call an enum `{to}`"), to),
        Operation::AddForeignKey { table, key } => match &key.name {
            Some(given) => constraint(dialect, format!("add a foreign key to `{table}`"), given),
            None => Ok(()),
        },
        Operation::CreateIndex { table, index } => match &index.name {
            Some(given) => constraint(dialect, format!("make an index on `{table}`"), given),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

fn table(dialect: Dialect, table: &Table) -> Result<(), Refusal> {
    let TableName { name, .. } = &table.name;
    check_name(dialect, name.as_str()).map_err(|reason| refusal(format!("make the table `{}`", table.name), reason))?;
    for column in &table.columns {
        check_name(dialect, column.name.as_str())
            .map_err(|reason| refusal(format!("make the column `{}.{}`", table.name, column.name), reason))?;
    }
    for given in table.foreign_keys.iter().filter_map(|key| key.name.as_ref()) {
        constraint(dialect, format!("add a foreign key to `{}`", table.name), given)?;
    }
    Ok(())
}

/// Only PostgreSQL has types of enums, with labels that are names as well. To the others labels are text.
fn enum_type(dialect: Dialect, made: &EnumType) -> Result<(), Refusal> {
    if dialect != Dialect::Postgres {
        return Ok(());
    }
    check_name(dialect, made.name.as_str())
        .map_err(|reason| refusal(format!("make the enum `{}`", made.name), reason))?;
    // One that is empty is a label like any other.
    for label in made.labels.iter().filter(|label| !label.is_empty()) {
        check_name(dialect, label)
            .map_err(|reason| refusal(format!("make the label `{label}` of the enum `{}`", made.name), reason))?;
    }
    Ok(())
}

/// A long name of a constraint is known to be cut by PostgreSQL, and compared as that.
fn constraint(dialect: Dialect, what: String, name: &Ident) -> Result<(), Refusal> {
    let checked = match dialect {
        Dialect::Mysql => check_name(dialect, name.as_str()),
        _ if name.as_str().contains('\0') => Err(NUL.to_owned()),
        _ => Ok(()),
    };
    checked.map_err(|reason| refusal(what, reason))
}

fn refusal(what: String, reason: String) -> Refusal {
    Refusal::new(what, reason).hint("give it another name in the entity")
}

const NUL: &str = "its name holds a NUL character, which no database takes";

const CARRIAGE_RETURN: &str = "its name holds a line end of two characters, of which a revision file keeps one";

/// Returns what is wrong with a name.
fn check_name(dialect: Dialect, name: &str) -> Result<(), String> {
    if name.contains('\0') {
        return Err(NUL.to_owned());
    }
    if name.contains("\r\n") {
        return Err(CARRIAGE_RETURN.to_owned());
    }
    match dialect {
        Dialect::Sqlite => Ok(()),
        Dialect::Postgres => postgres_name(name),
        Dialect::Mysql => mysql_name(name),
    }
}

/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>
fn postgres_name(name: &str) -> Result<(), String> {
    match name.len() {
        0 => Err("its name is empty".to_owned()),
        1..=63 => Ok(()),
        bytes => Err(format!("its name is {bytes} bytes long, and PostgreSQL keeps no more than 63 bytes of a name")),
    }
}

/// <https://dev.mysql.com/doc/refman/8.4/en/identifiers.html>
fn mysql_name(name: &str) -> Result<(), String> {
    let beyond = name.chars().find(|c| *c > '\u{ffff}');
    match (name.chars().count(), beyond) {
        (0, _) => Err("its name is empty".to_owned()),
        (65.., _) => {
            let characters = name.chars().count();
            Err(format!("its name is {characters} characters long, and MySQL takes no more than 64 characters"))
        }
        (_, Some(c)) => Err(format!("its name holds `{c}`, and MySQL takes no character beyond U+FFFF in a name")),
        (_, None) if name.ends_with(is_space) => Err("its name ends in a blank, which MySQL does not take".to_owned()),
        _ => Ok(()),
    }
}

/// What the server counts as white space.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r')
}
