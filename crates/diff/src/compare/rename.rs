//! Finds tables and columns that have another name in the entities, where an entity says so (`renamed_from = "…"`) or a person.
//! Nothing is guessed.

use std::borrow::Cow;

use autogen_schema::change::{Action, Change, FactKey};
use autogen_schema::{Column, Dialect, EnumName, Ident, Ledger, Schema, Table, TableName};

use super::enums::is_of;
use super::values::values_mut;
use super::{Difference, Sides};
use crate::Operation;

mod enums;

pub(super) use enums::{asked_enums, asked_labels, is_asked_of_enum};

/// What is asked to be taken for a rename: what it is called, and what it is to be called.
type Asked<'a> = [&'a (String, String)];

/// Something of the base that the entities call by another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rename {
    Table { from: TableName, to: TableName },
    Column { table: TableName, from: Ident, to: Ident },
    Enum { from: EnumName, to: EnumName },
    Label { of: EnumName, from: String, to: String },
}

/// Finds the tables that are asked to be renamed.
pub(super) fn asked_tables(sides: Sides<'_>, asked: &Asked<'_>, difference: &mut Difference) -> Vec<Rename> {
    let mut renames = Vec::new();
    for (old, new) in asked.iter().copied() {
        let named = |schema: &Schema, name: &str| -> Option<TableName> {
            schema.tables.values().map(|table| &table.name).find(|found| found.to_string() == name).cloned()
        };
        let (Some(from), Some(to)) = (named(sides.base, old), named(sides.model, new)) else { continue };
        if from.schema != to.schema {
            difference.not_renamed.push(format!("{old} and {new} are in different schemas"));
        } else if sides.model.table(&from, sides.dialect).is_some() {
            difference.not_renamed.push(format!("an entity is still called {old}"));
        } else if sides.base.table(&to, sides.dialect).is_some() {
            difference.not_renamed.push(format!("there is a table {new} already"));
        } else {
            renames.push(Rename::Table { from, to });
        }
    }
    renames
}

/// Finds the columns that are still to be renamed, by table: those that an entity says, and those that are asked for. Tables have
/// their new names.
pub(super) fn find(sides: Sides<'_>, asked_for: &Asked<'_>, difference: &mut Difference) -> Vec<Rename> {
    let mut renames = Vec::new();
    for model in sides.model.tables.values() {
        let Some(base) = sides.base.table(&model.name, sides.dialect) else { continue };
        for column in &model.columns {
            renames.extend(renamed(sides, model, base, column, difference));
        }
    }
    for (old, new) in asked_for.iter().copied() {
        match asked(sides, old, new) {
            Ok(Some(rename)) if !renames.contains(&rename) => renames.push(rename),
            Ok(_) => {}
            Err(reason) => difference.not_renamed.push(reason),
        }
    }
    renames
}

/// Returns the column that is asked to be renamed; none where it is a table, which is renamed by now.
fn asked(sides: Sides<'_>, old: &str, new: &str) -> Result<Option<Rename>, String> {
    let dialect = sides.dialect;
    let table = sides.base.tables.values().find_map(|table| {
        let column = old.strip_prefix(&table.name.to_string())?.strip_prefix('.')?;
        Some((table, Ident::from(column)))
    });
    let Some((base, from)) = table else {
        let is_table = sides.base.tables.keys().any(|table| table.to_string() == new);
        return if is_table { Ok(None) } else { Err(format!("there is no table or column {old} to call {new}")) };
    };
    let (name, to) = (&base.name, Ident::from(new));
    let Some(found) = base.column(&from, dialect) else { return Err(format!("there is no column {old}")) };
    let Some(model) = sides.model.table(name, dialect) else { return Err(format!("no entity is called {name}")) };
    if model.column(&to, dialect).is_none() {
        return Err(format!("no entity says a column {name}.{new}"));
    }
    if model.column(&from, dialect).is_some() {
        return Err(format!("an entity still says the column {old}"));
    }
    if base.column(&to, dialect).is_some() {
        return Err(format!("there is a column {name}.{new} already"));
    }
    Ok(Some(Rename::Column { table: name.clone(), from: found.name.clone(), to }))
}

fn renamed(
    sides: Sides<'_>,
    model: &Table,
    base: &Table,
    column: &Column,
    difference: &mut Difference,
) -> Option<Rename> {
    let dialect = sides.dialect;
    let old = column.renamed_from.as_ref()?;
    // It says so for as long as the attribute stands: afterwards there is nothing left to rename.
    let found = base.column(old, dialect)?;
    if base.column(&column.name, dialect).is_some() {
        return None;
    }
    let claims = |other: &&Column| other.renamed_from.as_ref().is_some_and(|from| from.same(old, dialect));
    if model.column(old, dialect).is_some() || model.columns.iter().filter(claims).count() > 1 {
        let key = FactKey::Column(base.name.clone(), column.name.clone());
        difference
            .note(key, format!("it is not renamed from `{old}`, because another field lays claim to that column"));
        return None;
    }
    Some(Rename::Column { table: base.name.clone(), from: found.name.clone(), to: column.name.clone() })
}

/// Returns base and ledger with the new names. Where nothing has one, they are not copied.
pub(super) fn apply<'a>(renames: &[Rename], sides: Sides<'a>) -> (Cow<'a, Schema>, Cow<'a, Ledger>) {
    if renames.is_empty() {
        return (Cow::Borrowed(sides.base), Cow::Borrowed(sides.ledger));
    }
    let (mut base, mut ledger) = (sides.base.clone(), sides.ledger.clone());
    for rename in renames {
        match rename {
            Rename::Table { from, to } => base.rename_table(from, to, sides.dialect),
            Rename::Column { table, from, to } => base.rename_column(table, from, to, sides.dialect),
            Rename::Enum { from, to } => base.rename_enum(from, to),
            // What the base's own labels become is for the comparison of enums.
            Rename::Label { .. } => {}
        }
        ledger.fold(&[rename.change()]);
    }
    (Cow::Owned(base), Cow::Owned(ledger))
}

/// Says what is renamed.
pub(super) fn tell(renames: &[Rename], sides: Sides<'_>, difference: &mut Difference) {
    for rename in renames {
        difference.changes.push(rename.change());
        match rename.clone() {
            Rename::Table { from, to } => difference.operations.push(Operation::RenameTable { from, to }),
            Rename::Column { table, from, to } => {
                difference.operations.push(Operation::RenameColumn { table, from, to });
            }
            Rename::Enum { from, to } => difference.operations.push(Operation::RenameEnum { from, to }),
            Rename::Label { of, from, to } => relabel_rows(sides, &of, &from, &to, difference),
        }
    }
}

/// To SQLite a label is the text in a row. Other databases have it in a type, which is compared.
fn relabel_rows(sides: Sides<'_>, of: &EnumName, from: &str, to: &str, difference: &mut Difference) {
    if sides.dialect != Dialect::Sqlite {
        return;
    }
    for model in sides.model.tables.values() {
        let Some(base) = sides.base.table(&model.name, sides.dialect) else { continue };
        for column in model.columns.iter().filter(|column| is_of(&column.data_type, of)) {
            let Some(found) = base.column(&column.name, sides.dialect) else { continue };
            let Some((up, down)) = values_mut(&mut difference.operations, &base.name, &found.name) else { continue };
            up.labels.push((from.to_owned(), to.to_owned()));
            down.labels.push((to.to_owned(), from.to_owned()));
        }
    }
}

impl Rename {
    fn change(&self) -> Change {
        Change::new(match self {
            Rename::Table { from, to } => Action::Renamed(FactKey::Table(from.clone()), to.name.clone()),
            Rename::Column { table, from, to } => {
                Action::Renamed(FactKey::Column(table.clone(), from.clone()), to.clone())
            }
            Rename::Enum { from, to } => Action::Renamed(FactKey::Enum(from.clone()), to.clone()),
            Rename::Label { of, from, to } => Action::Relabelled(FactKey::Enum(of.clone()), from.clone(), to.clone()),
        })
    }

    /// The labels that get another name in an enum, by its new name: before and after.
    pub(super) fn labels_of(renames: &[Rename], name: &EnumName) -> Vec<(String, String)> {
        let of = renames.iter().filter_map(|rename| match rename {
            Rename::Label { of, from, to } if of == name => Some((from.clone(), to.clone())),
            _ => None,
        });
        of.collect()
    }
}
