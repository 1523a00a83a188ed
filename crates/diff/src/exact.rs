//! The exact comparison: what makes one schema into another, where both were read from databases.
//!
//! Nothing is said or unsaid here and nobody owns anything: every fact counts, names and the databases' own texts included. It
//! is what a downgrade needs, and what compares two databases. What no operation says (views, triggers, what hangs on tables)
//! is left to the dialects, which restore it by its text.

use std::collections::BTreeSet;

use autogen_schema::sql::normalize;
use autogen_schema::{
    Check, Column, Definition, Dialect, ForeignKey, Ident, Index, IndexKey, IndexPart, PrimaryKey, Schema, Table,
    TableName, Unique,
};

use crate::{Operation, order};

mod foreign_key;
mod named;
mod renames;

#[cfg(test)]
mod tests;

pub use renames::Renames;

/// Returns the operations that make `from` into `to`, in an order in which they can run. `renames` says what has another name
/// in `to`.
pub fn between(from: &Schema, to: &Schema, dialect: Dialect, renames: &Renames) -> Vec<Operation> {
    let mut exact = Exact { dialect, renames, relations: named::relations(from), operations: Vec::new() };
    exact.renamed_enums();
    exact.enums(from, to);
    exact.renamed_tables();
    let (mut created, mut dropped) = (Vec::new(), Vec::new());
    for table in from.tables.values() {
        match to.table(&renames.table(&table.name, dialect), dialect) {
            Some(target) => exact.table(table, target),
            None => dropped.push(table.clone()),
        }
    }
    let kept =
        |target: &&Table| from.tables.values().any(|t| renames.table(&t.name, dialect).same(&target.name, dialect));
    created.extend(to.tables.values().filter(|target| !kept(target)).cloned());
    order::arrange(exact.operations, created, dropped, dialect)
}

struct Exact<'a> {
    dialect: Dialect,
    renames: &'a Renames,
    /// The names of relations, before.
    relations: BTreeSet<TableName>,
    operations: Vec<Operation>,
}

impl Exact<'_> {
    /// The types of columns are called by their new names already.
    fn renamed_enums(&mut self) {
        let renamed = self.renames.enums.iter().filter(|_| self.dialect == Dialect::Postgres);
        let renamed = renamed.map(|(from, to)| Operation::RenameEnum { from: from.clone(), to: to.clone() });
        self.operations.extend(renamed);
    }

    fn enums(&mut self, from: &Schema, to: &Schema) {
        for ty in from.enums.values() {
            match to.enums.get(&ty.name) {
                Some(target) if target.labels == ty.labels => {}
                Some(target) => {
                    let (from, to) = (ty.clone(), target.clone());
                    let renames = self.renames.labels(&ty.name);
                    self.operations.push(Operation::AlterEnum { from, to, renames });
                }
                None => self.operations.push(Operation::DropEnum(ty.clone())),
            }
        }
        let made = to.enums.values().filter(|ty| !from.enums.contains_key(&ty.name));
        self.operations.extend(made.cloned().map(Operation::CreateEnum));
    }

    fn renamed_tables(&mut self) {
        let renamed = self.renames.tables.iter().map(|(from, to)| (from.clone(), to.clone()));
        self.operations.extend(renamed.map(|(from, to)| Operation::RenameTable { from, to }));
    }

    /// Compares a table with what it is to be. Operations name it as it is called in `to`.
    fn table(&mut self, from: &Table, to: &Table) {
        let name = &to.name;
        for (old, new) in self.renames.columns(&from.name, self.dialect) {
            self.operations.push(Operation::RenameColumn { table: name.clone(), from: old, to: new });
        }
        self.columns(from, to);
        self.keys(from, to);
        let same = |one: &Unique, other: &Unique, of: &Self| {
            (&one.name, one.kind, one.nulls_not_distinct) == (&other.name, other.kind, other.nulls_not_distinct)
                && one.conflict == other.conflict
                && of.same_columns(from, &one.columns, &other.columns)
                && of.same_definition(&from.name, &one.definition, &other.definition)
        };
        let differing = self.differing(&from.uniques, &to.uniques, same);
        let (gone, come) = self.renamed((from, to), differing, same);
        self.push(gone, |unique| Operation::DropUnique { table: name.clone(), unique });
        self.push(come, |unique| Operation::AddUnique { table: name.clone(), unique });
        let same = |one: &ForeignKey, other: &ForeignKey, of: &Self| {
            let actions = (one.on_delete, one.on_update) == (other.on_delete, other.on_update);
            let timing = (one.deferrable, one.matching) == (other.deferrable, other.matching);
            one.name == other.name && actions && timing && of.same_key(from, one, other)
        };
        let differing = self.differing(&from.foreign_keys, &to.foreign_keys, same);
        let (gone, come) = self.renamed((from, to), differing, same);
        self.push(gone, |key| Operation::DropForeignKey { table: name.clone(), key });
        self.push(come, |key| Operation::AddForeignKey { table: name.clone(), key });
        let same = |one: &Check, other: &Check, of: &Self| {
            (&one.name, one.enforced) == (&other.name, other.enforced)
                && of.same_text(&from.name, &one.expression, &other.expression)
                && of.same_definition(&from.name, &one.definition, &other.definition)
        };
        let differing = self.differing(&from.checks, &to.checks, same);
        let (gone, come) = self.renamed((from, to), differing, same);
        self.push(gone, |check| Operation::DropCheck { table: name.clone(), check });
        self.push(come, |check| Operation::AddCheck { table: name.clone(), check });
        let same = |one: &Index, other: &Index, of: &Self| of.same_index(from, one, other);
        let differing = self.differing(&from.indexes, &to.indexes, same);
        let (gone, come) = self.renamed((from, to), differing, same);
        self.push(gone, |index| Operation::DropIndex { table: name.clone(), index });
        self.push(come, |index| Operation::CreateIndex { table: name.clone(), index });
        if from.comment != to.comment {
            let (from, to) = (from.comment.clone(), to.comment.clone());
            self.operations.push(Operation::SetTableComment { table: name.clone(), from, to });
        }
    }

    fn columns(&mut self, from: &Table, to: &Table) {
        let table = || to.name.clone();
        for column in &from.columns {
            let name = self.renames.column(&from.name, &column.name, self.dialect);
            match to.column(&name, self.dialect) {
                Some(target) => {
                    let mut from = Column { name: target.name.clone(), ..column.clone() };
                    if let (Some(identity), Some(to)) = (&mut from.identity, &target.identity) {
                        identity.unlogged = to.unlogged;
                    }
                    if from != *target {
                        self.operations.push(Operation::AlterColumn { table: table(), from, to: target.clone() });
                    }
                }
                None => self.operations.push(Operation::DropColumn { table: table(), column: column.clone() }),
            }
        }
        for target in &to.columns {
            let stood = |column: &&Column| {
                self.renames.column(&from.name, &column.name, self.dialect).same(&target.name, self.dialect)
            };
            if !from.columns.iter().any(|column| stood(&column)) {
                self.operations.push(Operation::AddColumn { table: table(), column: target.clone() });
            }
        }
    }

    fn keys(&mut self, from: &Table, to: &Table) {
        let same = |one: &PrimaryKey, other: &PrimaryKey, of: &Self| {
            one.name == other.name
                && of.same_columns(from, &one.columns, &other.columns)
                && of.same_parts(from, &one.parts, &other.parts)
                && of.same_definition(&from.name, &one.definition, &other.definition)
        };
        let differing = self.differing(from.primary_key.as_slice(), to.primary_key.as_slice(), same);
        let (gone, come) = self.renamed((from, to), differing, same);
        self.push(gone, |key| Operation::DropPrimaryKey { table: to.name.clone(), key });
        self.push(come, |key| Operation::AddPrimaryKey { table: to.name.clone(), key });
    }

    /// Returns what only `from` has and what only `to` has: each counts as often as it is there.
    fn differing<T: Clone>(&self, from: &[T], to: &[T], same: impl Fn(&T, &T, &Self) -> bool) -> (Vec<T>, Vec<T>) {
        let mut come: Vec<&T> = to.iter().collect();
        let mut gone = Vec::new();
        for one in from {
            match come.iter().position(|other| same(one, other, self)) {
                Some(at) => {
                    come.remove(at);
                }
                None => gone.push(one.clone()),
            }
        }
        (gone, come.into_iter().cloned().collect())
    }

    fn push<T>(&mut self, objects: Vec<T>, operation: impl Fn(T) -> Operation) {
        self.operations.extend(objects.into_iter().map(operation));
    }

    /// Whether columns of `table` are the columns of the table that it becomes, in the same order.
    fn same_columns(&self, table: &Table, one: &[Ident], other: &[Ident]) -> bool {
        let renamed = |name: &Ident| self.renames.column(&table.name, name, self.dialect);
        one.len() == other.len() && one.iter().zip(other).all(|(a, b)| renamed(a).same(b, self.dialect))
    }

    fn same_index(&self, table: &Table, one: &Index, other: &Index) -> bool {
        let renamed = |name: &Ident| self.renames.column(&table.name, name, self.dialect);
        let mut one = one.clone();
        one.include = one.include.iter().map(renamed).collect();
        for part in &mut one.parts {
            if let IndexKey::Column(name) = &mut part.key {
                *name = renamed(name);
            }
        }
        let text = |one: Option<&str>, other: Option<&str>| match (one, other) {
            (Some(one), Some(other)) => self.same_text(&table.name, one, other),
            (one, other) => one == other,
        };
        let expressions = |one: &IndexPart, other: &IndexPart| match (&one.key, &other.key) {
            (IndexKey::Expression(one), IndexKey::Expression(other)) => self.same_text(&table.name, one, other),
            (one, other) => one == other,
        };
        let rest = |part: &IndexPart| IndexPart { key: IndexKey::Expression(String::new()), ..part.clone() };
        let parts = one.parts.len() == other.parts.len()
            && one.parts.iter().zip(&other.parts).all(|(a, b)| expressions(a, b) && rest(a) == rest(b));
        let whole = |index: &Index| Index { parts: Vec::new(), predicate: None, ..index.clone() };
        parts
            && whole(&one) == whole(other)
            && text(one.predicate.as_deref(), other.predicate.as_deref())
            && self.same_definition(&table.name, &one.definition, &other.definition)
    }

    fn same_parts(&self, table: &Table, one: &[IndexPart], other: &[IndexPart]) -> bool {
        let renamed = |part: &IndexPart| match &part.key {
            IndexKey::Column(name) => {
                let key = IndexKey::Column(self.renames.column(&table.name, name, self.dialect));
                IndexPart { key, ..part.clone() }
            }
            IndexKey::Expression(_) => part.clone(),
        };
        one.iter().map(renamed).eq(other.iter().cloned())
    }

    /// Whether a text of a table is the other, once its names are those of the other side.
    fn same_text(&self, table: &TableName, one: &str, other: &str) -> bool {
        one == other
            || !self.renames.is_empty()
                && normalize(&self.renames.text(table, one, self.dialect), self.dialect)
                    == normalize(other, self.dialect)
    }

    fn same_definition(&self, table: &TableName, one: &Definition, other: &Definition) -> bool {
        match (one.as_deref(), other.as_deref()) {
            (Some(one), Some(other)) => self.same_text(table, one, other),
            (one, other) => one == other,
        }
    }
}
