//! Tables that count on the columns of others: the server does to a child what is done to its parent, and lets nobody do it to
//! the child alone; the rows of a table are values of columns elsewhere.

use std::collections::BTreeSet;

use autogen_schema::{Ident, Schema, SqlType, Table, TableName};

use super::{Aim, Lowering, POSTGRES};
use crate::Operation;
use crate::dialect::Refusal;
use crate::dialect::postgres::types::{canonical, spelled};

impl Lowering<'_> {
    /// A column that comes from a parent cannot be changed in the child.
    pub(super) fn refuse_inherited(&self, operation: &Operation) -> Result<(), Refusal> {
        let (table, column, what) = match operation {
            Operation::AlterColumn { table, from, to } if from.data_type != to.data_type => {
                (table, &to.name, "change the type of")
            }
            Operation::RenameColumn { table, from, .. } => (table, from, "rename"),
            Operation::DropColumn { table, column } => (table, &column.name, "drop"),
            _ => return Ok(()),
        };
        if self.aim == Aim::Restore {
            return Ok(());
        }
        match self.parent_with(table, column) {
            None => Ok(()),
            Some(parent) => Err(Refusal::new(
                format!("{what} `{table}.{column}`"),
                format!("the column comes from table `{parent}`, which `{table}` inherits from"),
            )
            .hint(format!("change `{parent}` in a revision that you write (`autogen revision`)"))),
        }
    }

    /// The server does not change what the values of a column elsewhere are made of.
    pub(super) fn refuse_row_type(&self, operation: &Operation) -> Result<(), Refusal> {
        let (table, what) = match operation {
            Operation::AlterColumn { table, from, to } if from.data_type != to.data_type => {
                (table, format!("change the type of `{table}.{}`", to.name))
            }
            Operation::DropColumn { table, column } => (table, format!("drop `{table}.{}`", column.name)),
            Operation::DropTable(table) => (&table.name, format!("drop table `{}`", table.name)),
            _ => return Ok(()),
        };
        if self.aim == Aim::Restore {
            return Ok(());
        }
        let row = canonical(&SqlType::parse(&POSTGRES.quote_table(table))).name;
        let others = self.standing.schema.tables.values().filter(|other| other.name != *table);
        let mut columns = others.flat_map(|other| other.columns.iter().map(move |column| (&other.name, column)));
        match columns.find(|(_, column)| canonical(&spelled(column)).name == row) {
            None => Ok(()),
            Some((other, column)) => {
                Err(Refusal::new(what, format!("column `{other}.{}` is of the type of its rows", column.name))
                    .hint("give that column another type in a revision before this one"))
            }
        }
    }

    fn parent_with(&self, table: &TableName, column: &Ident) -> Option<TableName> {
        let parents = parents(self.standing.table(table)?);
        let has = |name: &str| {
            let found = self.standing.schema.tables.values().find(|table| POSTGRES.quote_table(&table.name) == name)?;
            found.column(column, POSTGRES).map(|_| found.name.clone())
        };
        parents.into_iter().find_map(has)
    }
}

/// The parents of a table, quoted, as its own text has them.
pub(super) fn parents(table: &Table) -> Vec<&str> {
    let lists = table.clauses.iter().filter_map(|clause| clause.strip_prefix("INHERITS (")?.strip_suffix(')'));
    lists.flat_map(|list| list.split(", ")).collect()
}

/// The tables that inherit from one, directly or through others.
pub(in crate::dialect::postgres) fn children(schema: &Schema, parent: &TableName) -> BTreeSet<TableName> {
    let mut found = BTreeSet::new();
    let mut open = vec![parent.clone()];
    while let Some(parent) = open.pop() {
        let quoted = POSTGRES.quote_table(&parent);
        let of = schema.tables.values().filter(|table| parents(table).contains(&quoted.as_str()));
        open.extend(of.map(|table| table.name.clone()).filter(|name| found.insert(name.clone())).collect::<Vec<_>>());
    }
    found
}

/// Returns the operations with those on columns of a parent repeated for each of its children.
pub(in crate::dialect::postgres) fn with_children(operations: &[Operation], schema: &Schema) -> Vec<Operation> {
    let mut all = Vec::new();
    for operation in operations {
        all.push(operation.clone());
        if let Operation::RenameColumn { table, from, to } = operation {
            let renames = children(schema, table).into_iter();
            all.extend(renames.map(|table| Operation::RenameColumn { table, from: from.clone(), to: to.clone() }));
        }
    }
    all
}

/// Returns the operations without those on columns of a child that the server carries out with the parent's.
pub(in crate::dialect::postgres) fn without_children(operations: Vec<Operation>, schema: &Schema) -> Vec<Operation> {
    let done: BTreeSet<(TableName, Change, Ident)> = operations
        .iter()
        .filter_map(|operation| change(operation))
        .flat_map(|(table, change, column)| {
            children(schema, table).into_iter().map(move |child| (child, change, column.clone()))
        })
        .collect();
    let is_done = |operation: &Operation| {
        change(operation).is_some_and(|(table, change, column)| done.contains(&(table.clone(), change, column.clone())))
    };
    operations.into_iter().filter(|operation| !is_done(operation)).collect()
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Add,
    Drop,
    Rename,
    Alter,
}

fn change(operation: &Operation) -> Option<(&TableName, Change, &Ident)> {
    match operation {
        Operation::AddColumn { table, column } => Some((table, Change::Add, &column.name)),
        Operation::DropColumn { table, column } => Some((table, Change::Drop, &column.name)),
        Operation::RenameColumn { table, from, .. } => Some((table, Change::Rename, from)),
        Operation::AlterColumn { table, to, .. } => Some((table, Change::Alter, &to.name)),
        _ => None,
    }
}
