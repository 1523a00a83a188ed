//! An order in which operations can run: what is needed before what needs it, with names as the tie-break.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::{Dialect, Table, TableName};

use crate::Operation;

mod by_phase;
mod by_table;

/// Orders what was found on enums and kept tables, around the tables that come and go.
pub(crate) fn arrange(
    found: Vec<Operation>,
    created: Vec<Table>,
    dropped: Vec<Table>,
    dialect: Dialect,
) -> Vec<Operation> {
    match dialect {
        Dialect::Sqlite => by_table::arrange(found, created, dropped),
        Dialect::Postgres | Dialect::Mysql => by_phase::arrange(found, created, &dropped, dialect),
    }
}

/// Takes the indexes from a new table, which are made after it.
fn split_off_indexes(table: &mut Table) -> Vec<Operation> {
    let indexes = std::mem::take(&mut table.indexes);
    indexes.into_iter().map(|index| Operation::CreateIndex { table: table.name.clone(), index }).collect()
}

/// Sorts tables so that a table comes after those it references, as far as cycles allow; otherwise by name.
pub fn referenced_first(tables: Vec<Table>, dialect: Dialect) -> Vec<Table> {
    let mut waiting: BTreeMap<TableName, Table> =
        tables.into_iter().map(|table| (table.name.key(dialect), table)).collect();
    let needs: BTreeMap<TableName, BTreeSet<TableName>> = waiting
        .iter()
        .map(|(name, table)| {
            let targets = table.foreign_keys.iter().map(|key| key.references.key(dialect));
            (name.clone(), targets.filter(|target| target != name && waiting.contains_key(target)).collect())
        })
        .collect();
    components(&needs).into_iter().flatten().filter_map(|name| waiting.remove(&name)).collect()
}

/// Returns the groups of names that need each other, needed groups first, names sorted within each.
///
/// Tarjan's algorithm on a stack of its own: a chain of ten thousand tables is no reason to overflow.
pub fn components(needs: &BTreeMap<TableName, BTreeSet<TableName>>) -> Vec<Vec<TableName>> {
    let mut walk = Walk::default();
    for name in needs.keys() {
        walk.visit(name, needs);
    }
    walk.done
}

#[derive(Default)]
struct Walk<'a> {
    index: BTreeMap<&'a TableName, usize>,
    low: BTreeMap<&'a TableName, usize>,
    open: Vec<&'a TableName>,
    closed: BTreeSet<&'a TableName>,
    done: Vec<Vec<TableName>>,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, root: &'a TableName, needs: &'a BTreeMap<TableName, BTreeSet<TableName>>) {
        if self.index.contains_key(root) {
            return;
        }
        let mut path = vec![(self.enter(root), needs.get(root).map(|set| set.iter()))];
        while let Some((name, targets)) = path.last_mut() {
            let name = *name;
            match targets.as_mut().and_then(Iterator::next) {
                Some(target) if !self.index.contains_key(target) => {
                    path.push((self.enter(target), needs.get(target).map(|set| set.iter())));
                }
                Some(target) => {
                    if !self.closed.contains(target) {
                        let reached = self.index.get(target).copied().unwrap_or_default();
                        self.lower(name, reached);
                    }
                }
                None => {
                    path.pop();
                    if let Some((parent, _)) = path.last() {
                        let reached = self.low.get(name).copied().unwrap_or_default();
                        self.lower(parent, reached);
                    }
                    self.leave(name);
                }
            }
        }
    }

    fn enter(&mut self, name: &'a TableName) -> &'a TableName {
        let index = self.index.len();
        self.index.insert(name, index);
        self.low.insert(name, index);
        self.open.push(name);
        name
    }

    fn lower(&mut self, name: &'a TableName, reached: usize) {
        if let Some(low) = self.low.get_mut(name) {
            *low = (*low).min(reached);
        }
    }

    fn leave(&mut self, name: &'a TableName) {
        if self.low.get(name) != self.index.get(name) {
            return;
        }
        let start = self.open.iter().rposition(|open| *open == name).unwrap_or_default();
        let group: BTreeSet<&TableName> = self.open.split_off(start).into_iter().collect();
        self.closed.extend(&group);
        self.done.push(group.into_iter().cloned().collect());
    }
}
