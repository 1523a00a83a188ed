//! Operations applied to a schema, as a value: the schema that an upgrade arrives at, with a name for everything.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::{Check, ForeignKey, Ident, Index, PrimaryKey, Schema, Table, TableName, Unique};

mod column;
mod remove;

use super::{MYSQL, renamed, settle};
use crate::dialect::Refusal;
use crate::dialect::mysql::prefix::with_prefixes;
use crate::dialect::mysql::{extra, names};
use crate::{Hazard, Operation};
use column::alter;
use remove::absent;

/// Where an upgrade arrives.
pub(super) struct Arrival {
    pub(super) schema: Schema,
    /// What goes although no operation says so, by table.
    pub(super) taken: BTreeMap<TableName, Vec<Hazard>>,
}

impl Arrival {
    pub(super) fn take(&mut self, table: &TableName, text: String) {
        self.taken.entry(table.clone()).or_default().push(Hazard::TouchesUnmanaged(text));
    }
}

pub(super) fn apply(operations: &[Operation], base: &Schema) -> Result<Arrival, Refusal> {
    let mut applying = Applying {
        arrival: Arrival { schema: base.clone(), taken: BTreeMap::new() },
        key_names: None,
        renamed: operations
            .iter()
            .filter_map(|operation| match operation {
                Operation::RenameTable { from, to } => Some((from, to)),
                _ => None,
            })
            .collect(),
    };
    // An index is looked for under the name that its table gives it, so tables go before others come.
    for operation in operations.iter().filter(|operation| matches!(operation, Operation::DropTable(_))) {
        applying.operation(operation)?;
    }
    for operation in operations.iter().filter(|operation| !matches!(operation, Operation::DropTable(_))) {
        applying.operation(operation)?;
    }
    let mut arrival = applying.arrival;
    settle::settle(&mut arrival, operations, base)?;
    Ok(arrival)
}

struct Applying<'a> {
    arrival: Arrival,
    /// The names of foreign keys, while nothing but what comes changes them.
    key_names: Option<BTreeSet<Ident>>,
    renamed: Vec<(&'a TableName, &'a TableName)>,
}

impl Applying<'_> {
    fn operation(&mut self, operation: &Operation) -> Result<(), Refusal> {
        use Operation as Op;
        if !matches!(operation, Op::CreateTable(_) | Op::CreateIndex { .. } | Op::AddForeignKey { .. }) {
            self.key_names = None;
        }
        match operation {
            Op::CreateSchema(name) | Op::DropSchema(name) => {
                return Err(Refusal::new(
                    format!("create or drop schema `{name}`"),
                    "a schema is a whole database on MySQL",
                ));
            }
            // The labels are part of each column's type, and values are no part of a schema.
            Op::CreateEnum(_)
            | Op::DropEnum(_)
            | Op::AlterEnum { .. }
            | Op::RenameEnum { .. }
            | Op::SetValues { .. }
            | Op::RawSql { .. } => {}
            Op::CreateTable(table) => self.create(table)?,
            Op::DropTable(table) => {
                let name = self.table(&table.name)?.name.clone();
                self.arrival.schema.tables.remove(&name);
            }
            Op::RenameTable { from, to } => self.rename_table(from, to)?,
            Op::AddColumn { table, column } => {
                let table = self.table(table)?;
                table.columns.push(column.clone());
            }
            Op::DropColumn { table, column } => self.drop_column(table, &column.name)?,
            Op::RenameColumn { table, from, to } => {
                let table = self.table(table)?.name.clone();
                renamed::rename_column(&mut self.arrival.schema, &table, from, to);
                renamed::rename_in_expressions(&mut self.arrival.schema, &table, from, to);
            }
            Op::AlterColumn { table, from, to } => {
                let name = table;
                let table = self.table(table)?;
                if from.extra != to.extra {
                    let texts = from.extra.iter().chain(&to.extra);
                    texts.for_each(|extra| extra::strip(table, &to.name, extra));
                }
                let column = table.column_mut(&to.name, MYSQL);
                let refuse = || Refusal::new(format!("change `{name}.{}`", to.name), "the database has no such column");
                alter(column.ok_or_else(refuse)?, from, to);
            }
            Op::AddPrimaryKey { table, key } => {
                let key = PrimaryKey { name: None, ..key.clone() };
                self.table(table)?.primary_key = Some(key);
            }
            Op::DropPrimaryKey { table, .. } => self.table(table)?.primary_key = None,
            Op::AddUnique { table, unique } => {
                let table = self.table(table)?;
                let unique = named_unique(table, unique);
                table.uniques.push(unique);
            }
            Op::DropUnique { table, unique } => self.drop_unique(table, unique)?,
            Op::AddForeignKey { table, key } => {
                let name = self.table(table)?.name.clone();
                let key = self.named_key(&name, key);
                self.table(&name)?.foreign_keys.push(key);
            }
            Op::DropForeignKey { table, key } => self.drop_foreign_key(table, key)?,
            Op::AddCheck { table, check } => {
                let name = self.table(table)?.name.clone();
                let given = check.name.clone().unwrap_or_else(|| names::check(&self.arrival.schema, &name));
                self.table(&name)?.checks.push(Check { name: Some(given), ..check.clone() });
            }
            Op::DropCheck { table, check } => self.drop_check(table, check)?,
            Op::RenameConstraint { table, from, to } | Op::RenameIndex { table, from, to } => {
                self.rename_constraint(table, from, to)?;
            }
            Op::CreateIndex { table, index } => {
                let table = self.table(table)?;
                let index = named_index(table, index);
                table.indexes.push(index);
            }
            Op::DropIndex { table, index } => self.drop_index(table, index)?,
            Op::SetTableComment { table, to, .. } => self.table(table)?.comment.clone_from(to),
        }
        Ok(())
    }

    /// Returns a table by the name that it has, or had before it was renamed, or will have.
    fn table(&mut self, name: &TableName) -> Result<&mut Table, Refusal> {
        let schema = &mut self.arrival.schema;
        let known = |name: &TableName| schema.table(name, MYSQL).map(|table| table.name.clone());
        let other = || {
            let (from, to) = self.renamed.iter().find(|(from, to)| from.same(name, MYSQL) || to.same(name, MYSQL))?;
            known(to).or_else(|| known(from))
        };
        let found = known(name).or_else(other);
        found
            .and_then(|found| schema.tables.get_mut(&found))
            .ok_or_else(|| Refusal::new(format!("change table `{name}`"), "the database has no such table"))
    }

    fn create(&mut self, table: &Table) -> Result<(), Refusal> {
        let schema = &self.arrival.schema;
        let taken =
            schema.table(&table.name, MYSQL).is_some() || schema.views.keys().any(|view| view.same(&table.name, MYSQL));
        if taken {
            return Err(Refusal::new(
                format!("create table `{}`", table.name),
                "something else in the database has that name",
            )
            .hint("rename or drop that in a revision before this one"));
        }
        let mut whole = Table { uniques: Vec::new(), indexes: Vec::new(), foreign_keys: Vec::new(), ..table.clone() };
        for unique in &table.uniques {
            let unique = named_unique(&whole, unique);
            whole.uniques.push(unique);
        }
        for index in &table.indexes {
            let index = named_index(&whole, index);
            whole.indexes.push(index);
        }
        let name = whole.name.clone();
        self.arrival.schema.add(whole);
        for key in &table.foreign_keys {
            let key = self.named_key(&name, key);
            self.table(&name)?.foreign_keys.push(key);
        }
        Ok(())
    }

    fn rename_table(&mut self, from: &TableName, to: &TableName) -> Result<(), Refusal> {
        let old = self.arrival.schema.table(from, MYSQL).map(|table| table.name.clone());
        let table = old.as_ref().and_then(|old| self.arrival.schema.tables.remove(old));
        let Some(table) = table else {
            return Err(Refusal::new(format!("rename table `{from}`"), "the database has no such table"));
        };
        self.arrival.schema.add(renamed::moved_table(table, to.clone()));
        let keys = self.arrival.schema.tables.values_mut().flat_map(|table| &mut table.foreign_keys);
        for key in keys.filter(|key| key.references.same(from, MYSQL)) {
            key.references = to.clone();
        }
        Ok(())
    }

    fn rename_constraint(&mut self, table: &TableName, from: &Ident, to: &Ident) -> Result<(), Refusal> {
        let of = self.table(table)?;
        let names = of
            .uniques
            .iter_mut()
            .map(|unique| &mut unique.name)
            .chain(of.indexes.iter_mut().map(|index| &mut index.name))
            .chain(of.foreign_keys.iter_mut().map(|key| &mut key.name))
            .chain(of.checks.iter_mut().map(|check| &mut check.name));
        let mut found = names.filter(|name| name.as_ref().is_some_and(|name| name.same(from, MYSQL)));
        match found.next() {
            Some(name) => {
                *name = Some(to.clone());
                Ok(())
            }
            None => Err(absent(table, "constraint", Some(from))),
        }
    }

    fn named_key(&mut self, table: &TableName, key: &ForeignKey) -> ForeignKey {
        let schema = &self.arrival.schema;
        let taken = self.key_names.get_or_insert_with(|| names::foreign_keys(schema));
        let name = key.name.clone().unwrap_or_else(|| names::foreign_key(taken, table, &key.columns));
        taken.insert(name.key(MYSQL));
        ForeignKey { name: Some(name), ..key.clone() }
    }
}

fn named_unique(table: &Table, unique: &Unique) -> Unique {
    let name = unique.name.clone().unwrap_or_else(|| match (unique.columns.as_slice(), &unique.key) {
        ([column], None) => names::unique(table, column),
        (columns, key) => names::index(table, columns, key.as_ref()),
    });
    Unique { name: Some(name), ..unique.clone() }
}

fn named_index(table: &Table, index: &Index) -> Index {
    let columns: Vec<Ident> = index.plain_columns().unwrap_or_default().into_iter().cloned().collect();
    let name = index.name.clone().unwrap_or_else(|| names::index(table, &columns, None));
    Index { name: Some(name), ..with_prefixes(index, table) }
}
