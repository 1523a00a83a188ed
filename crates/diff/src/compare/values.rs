//! What is said of the values of columns, held against what is done to them: it must be of use.

use autogen_schema::{Column, ColumnType, Dialect, EnumName, Ident, Table, TableName};

use super::{Difference, Sides};
use crate::dialect::is_null_default;
use crate::values::check_expression;
use crate::{Operation, Role, Said, Values};

/// Takes what is said of values to the columns that it is about, and tells what is of no use. `created` are the new tables.
pub(super) fn take(sides: Sides<'_>, created: &[Table], difference: &mut Difference) {
    for said in &sides.policy.values {
        if let Err(reason) = take_one(sides, created, said, &mut difference.operations) {
            difference.not_taken.push(reason);
        }
    }
}

fn take_one(sides: Sides<'_>, created: &[Table], said: &Said, operations: &mut Vec<Operation>) -> Result<(), String> {
    let Said { column: name, role, sql } = said;
    let sql = check_expression(sql, sides.dialect).map_err(|reason| format!("the {role} of {name}: {reason}"))?;
    let subject = operations.iter().find_map(|operation| Subject::of(operation, said, sides.dialect));
    let (table, column) = match (of_fewer_labels(sides, operations, said), subject) {
        (Some(column), _) if *role == Role::Using => column,
        (_, None) => return Err(reason_for_none(sides, created, said)),
        (_, Some(subject)) => {
            if let Some(reason) = subject.refuses(*role) {
                return Err(format!("{name} needs no {role}: {reason}"));
            }
            (subject.table.clone(), subject.column.name.clone())
        }
    };
    let Some((up, down)) = values_mut(operations, &table, &column) else { return Ok(()) };
    let slot = match role {
        Role::Fill => &mut up.fill,
        Role::Using => &mut up.using,
        Role::UsingBack => &mut down.using,
    };
    match slot.replace(sql) {
        None => Ok(()),
        Some(_) => Err(format!("the {role} of {name} is said twice")),
    }
}

/// Returns what is said of the values of a column: there, and back.
pub(super) fn values_mut<'o>(
    operations: &'o mut Vec<Operation>,
    table: &TableName,
    column: &Ident,
) -> Option<(&'o mut Values, &'o mut Values)> {
    let is_it = |operation: &Operation| matches!(operation, Operation::SetValues { table: of, column: name, .. } if of == table && name == column);
    if !operations.iter().any(is_it) {
        let (table, column) = (table.clone(), column.clone());
        operations.push(Operation::SetValues { table, column, up: Values::default(), down: Values::default() });
    }
    operations.iter_mut().filter(|operation| is_it(operation)).find_map(|operation| match operation {
        Operation::SetValues { up, down, .. } => Some((up, down)),
        _ => None,
    })
}

/// A column that comes or changes.
struct Subject<'a> {
    table: &'a TableName,
    /// The column before, where it was there.
    from: Option<&'a Column>,
    column: &'a Column,
}

impl<'a> Subject<'a> {
    fn of(operation: &'a Operation, said: &Said, dialect: Dialect) -> Option<Self> {
        let subject = match operation {
            Operation::AddColumn { table, column } => Self { table, from: None, column },
            Operation::AlterColumn { table, from, to } => Self { table, from: Some(from), column: to },
            _ => return None,
        };
        is_called(subject.table, &subject.column.name, &said.column, dialect).then_some(subject)
    }

    /// Why something that is said of its values is of no use.
    fn refuses(&self, role: Role) -> Option<&'static str> {
        match (role, self.from) {
            (Role::Fill, from) => self.refuses_fill(from),
            (Role::Using | Role::UsingBack, None) => Some("the column is new"),
            (Role::Using | Role::UsingBack, Some(from)) if from.data_type == self.column.data_type => {
                Some("its type stays as it is")
            }
            (Role::Using | Role::UsingBack, Some(_)) if self.column.generated.is_some() => Some("it is computed"),
            (Role::Using | Role::UsingBack, Some(_)) => None,
        }
    }

    fn refuses_fill(&self, from: Option<&Column>) -> Option<&'static str> {
        let column = self.column;
        if column.auto_increment || column.identity.is_some() || column.generated.is_some() {
            Some("the database makes its values")
        } else if column.nullable {
            Some("it may be NULL")
        } else if from.is_some_and(|from| !from.nullable) {
            Some("it was NOT NULL before")
        } else if column.default.as_ref().is_some_and(|default| !is_null_default(default)) {
            Some("its default fills it")
        } else {
            None
        }
    }
}

/// Returns the column that is meant, where it stays and is of an enum that loses labels. On PostgreSQL that is nothing that happens to
/// the column.
fn of_fewer_labels(sides: Sides<'_>, operations: &[Operation], said: &Said) -> Option<(TableName, Ident)> {
    if sides.dialect != Dialect::Postgres {
        return None;
    }
    let tables = sides.model.tables.values();
    let mut columns = tables.flat_map(|table| table.columns.iter().map(move |column| (&table.name, column)));
    let (table, column) =
        columns.find(|(table, column)| is_called(table, &column.name, &said.column, sides.dialect))?;
    let mut ty = column.data_type.column_type()?;
    while let ColumnType::Array(element) = ty {
        ty = element;
    }
    let ColumnType::Enum(name) = ty else { return None };
    let is_new = operations.iter().any(|operation| match operation {
        Operation::CreateTable(created) => created.name == *table,
        Operation::AddColumn { table: of, column: added } => of == table && added.name == column.name,
        _ => false,
    });
    let loses = operations.iter().any(|operation| loses_labels(operation, name));
    (loses && !is_new).then(|| (table.clone(), column.name.clone()))
}

fn loses_labels(operation: &Operation, name: &EnumName) -> bool {
    let Operation::AlterEnum { from, to, renames } = operation else { return false };
    let goes = |label: &String| !to.labels.contains(label) && renames.iter().all(|(old, _)| old != label);
    to.name == *name && from.labels.iter().any(goes)
}

/// Whether a column is what `words` say: `users.nick`, or with its schema.
fn is_called(table: &TableName, column: &Ident, words: &str, dialect: Dialect) -> bool {
    let name =
        |words: &str| words.strip_prefix(&table.to_string()).and_then(|rest| rest.strip_prefix('.')).map(Ident::from);
    name(words).is_some_and(|name| name.same(column, dialect))
}

/// Why nothing is done to what is said to be a column.
fn reason_for_none(sides: Sides<'_>, created: &[Table], said: &Said) -> String {
    let Said { column: name, role, .. } = said;
    let has =
        |table: &Table| table.columns.iter().any(|column| is_called(&table.name, &column.name, name, sides.dialect));
    if created.iter().any(has) {
        format!("{name} needs no {role}: its table is new and has no rows")
    } else if sides.model.tables.values().any(has) {
        format!("{name} needs no {role}: nothing of it changes")
    } else {
        format!("there is no column {name}")
    }
}

/// Returns the columns that rows need a value for which nothing gives, as they are said on a command line, and whether they are new.
pub fn unfilled(operations: &[Operation]) -> Vec<(String, bool)> {
    let is_said = |table: &TableName, column: &Ident| {
        operations.iter().any(|operation| {
            matches!(operation, Operation::SetValues { table: of, column: name, up, .. }
                if of == table && name == column && up.fill.is_some())
        })
    };
    let needs = operations.iter().filter_map(|operation| {
        let (table, from, column) = match operation {
            Operation::AddColumn { table, column } => (table, None, column),
            Operation::AlterColumn { table, from, to } => (table, Some(from), to),
            _ => return None,
        };
        let takes = Subject { table, from, column }.refuses_fill(from).is_none();
        (takes && !is_said(table, &column.name)).then(|| (format!("{table}.{}", column.name), from.is_none()))
    });
    needs.collect()
}
