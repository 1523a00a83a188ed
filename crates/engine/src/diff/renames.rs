//! What is said to have another name on the other side.

use autogen_diff::Operation;
use autogen_schema::{Dialect, Ident, Schema, TableName};

use crate::Error;

/// Finds what is meant: tables first, then columns, by the names that their tables have afterwards.
pub(super) fn renames(
    asked: &[(String, String)],
    from: &Schema,
    to: &Schema,
    dialect: Dialect,
) -> Result<Vec<Operation>, Error> {
    let (mut tables, mut columns, mut reasons) = (Vec::new(), Vec::new(), Vec::new());
    for (old, new) in asked {
        match (named(from, old), named(to, new)) {
            (Some(old), Some(new)) => match table(old, new, from, to, dialect) {
                Ok(rename) => tables.push(rename),
                Err(reason) => reasons.push(reason),
            },
            _ => columns.push((old, new)),
        }
    }
    let later = |table: &TableName| {
        let renamed = tables.iter().find_map(|operation| match operation {
            Operation::RenameTable { from, to } if from == table => Some(to.clone()),
            _ => None,
        });
        renamed.unwrap_or_else(|| table.clone())
    };
    let mut renames = tables.clone();
    for (old, new) in columns {
        match column(old, new, from, to, dialect, &later) {
            Ok(rename) => renames.push(rename),
            Err(reason) => reasons.push(reason),
        }
    }
    if reasons.is_empty() { Ok(renames) } else { Err(Error::NotRenamed { reasons }) }
}

fn named<'s>(schema: &'s Schema, name: &str) -> Option<&'s TableName> {
    schema.tables.keys().find(|table| table.to_string() == name)
}

fn table(old: &TableName, new: &TableName, from: &Schema, to: &Schema, dialect: Dialect) -> Result<Operation, String> {
    if old.schema != new.schema {
        Err(format!("{old} and {new} are in different schemas"))
    } else if to.table(old, dialect).is_some() {
        Err(format!("there is still a table {old}"))
    } else if from.table(new, dialect).is_some() {
        Err(format!("there is a table {new} already"))
    } else {
        Ok(Operation::RenameTable { from: old.clone(), to: new.clone() })
    }
}

fn column(
    old: &str,
    new: &str,
    from: &Schema,
    to: &Schema,
    dialect: Dialect,
    later: &dyn Fn(&TableName) -> TableName,
) -> Result<Operation, String> {
    let found = from.tables.values().find_map(|table| {
        let column = old.strip_prefix(&table.name.to_string())?.strip_prefix('.')?;
        Some((table, Ident::from(column)))
    });
    let Some((table, column)) = found else { return Err(format!("there is no table or column {old} to call {new}")) };
    let (name, renamed) = (later(&table.name), Ident::from(new));
    let Some(target) = to.table(&name, dialect) else { return Err(format!("there is no table {name} afterwards")) };
    if table.column(&column, dialect).is_none() {
        Err(format!("there is no column {old}"))
    } else if target.column(&renamed, dialect).is_none() {
        Err(format!("there is no column {name}.{new} afterwards"))
    } else if target.column(&column, dialect).is_some() {
        Err(format!("there is still a column {old}"))
    } else {
        Ok(Operation::RenameColumn { table: name, from: column, to: renamed })
    }
}
