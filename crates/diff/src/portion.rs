//! Portions: what is too much for one transaction is done by several revisions, one after the other.
//!
//! Whole tables are moved to later portions: those that are made, and those that are dropped. A new key waits for the table that it
//! refers to; everything else is done by the first.

use std::collections::BTreeMap;

use autogen_schema::change::{Action, Change, FactKey};
use autogen_schema::{Dialect, Ident, TableName};

use crate::dialect::locks;
use crate::dialect::postgres::Locks;
use crate::{Difference, Operation};

/// Takes apart what one revision would do into portions that are done one after the other, on every dialect alike: one where one
/// transaction can do all of it.
pub fn portions(differences: Vec<(Dialect, Difference)>) -> Vec<Vec<(Dialect, Difference)>> {
    let places = differences.iter().map(|(dialect, difference)| Places::new(&difference.operations, *dialect));
    let Some(cut) = places.max_by_key(|places| places.last).filter(|places| places.last > 0) else {
        return vec![differences];
    };
    let mut portions = vec![Vec::with_capacity(differences.len()); cut.last + 1];
    for (dialect, difference) in differences {
        let places = cut.on(dialect, &difference.operations);
        for (portion, part) in portions.iter_mut().zip(difference.apart(&places)) {
            portion.push((dialect, part));
        }
    }
    portions
}

impl Difference {
    fn apart(mut self, places: &Places) -> Vec<Difference> {
        let mut portions = vec![Difference::default(); places.last + 1];
        for change in std::mem::take(&mut self.changes) {
            portions[places.of_change(&change)].changes.push(change);
        }
        for operation in std::mem::take(&mut self.operations) {
            portions[places.of(&operation)].operations.push(operation);
        }
        let (operations, changes) =
            (std::mem::take(&mut portions[0].operations), std::mem::take(&mut portions[0].changes));
        portions[0] = Difference { operations, changes, ..self };
        portions
    }
}

/// Which portion does what.
struct Places {
    dialect: Dialect,
    tables: BTreeMap<TableName, usize>,
    /// Keys between dropped tables that are dropped by themselves: the table, the columns, the table referred to.
    dropped_keys: BTreeMap<(TableName, Vec<Ident>, TableName), usize>,
    last: usize,
}

impl Places {
    /// Fills one portion after the other with tables, in the order in which they are made, then dropped.
    fn new(operations: &[Operation], dialect: Dialect) -> Self {
        let order = whole_tables(operations, dialect);
        let (costs, mut held) = costs(operations, &order, dialect);
        let mut places = Self { dialect, tables: BTreeMap::new(), dropped_keys: BTreeMap::new(), last: 0 };
        for (at, (table, cost)) in order.into_iter().zip(costs).enumerate() {
            if at > 0 && !(held + cost).fit() {
                places.last += 1;
                held = Locks::default();
            }
            held = held + cost;
            places.tables.insert(table, places.last);
        }
        places.find_dropped_keys(operations);
        places
    }

    /// The same cuts where tables are made and dropped by another dialect's operations.
    fn on(&self, dialect: Dialect, operations: &[Operation]) -> Self {
        let tables = self.tables.iter().map(|(table, place)| (table.key(dialect), *place)).collect();
        let mut places = Self { dialect, tables, dropped_keys: BTreeMap::new(), last: self.last };
        places.find_dropped_keys(operations);
        places
    }

    fn find_dropped_keys(&mut self, operations: &[Operation]) {
        for operation in operations {
            if let Operation::DropForeignKey { table, key } = operation {
                let names = (table.key(self.dialect), key.columns.clone(), key.references.key(self.dialect));
                let place = self.of(operation);
                self.dropped_keys.insert(names, place);
            }
        }
    }

    fn table(&self, name: &TableName) -> Option<usize> {
        self.tables.get(&name.key(self.dialect)).copied()
    }

    fn of(&self, operation: &Operation) -> usize {
        let own = operation.table().and_then(|table| self.table(table));
        match operation {
            Operation::AddForeignKey { key, .. } => own.max(self.table(&key.references)).unwrap_or_default(),
            // The key that closes a cycle is gone before the first of its tables.
            Operation::DropForeignKey { key, .. } => {
                [own, self.table(&key.references)].into_iter().flatten().min().unwrap_or_default()
            }
            // The last table may be one that uses it.
            Operation::DropEnum(_) | Operation::DropSchema(_) => self.last,
            _ => own.unwrap_or_default(),
        }
    }

    fn of_change(&self, change: &Change) -> usize {
        let (key, is_unmade) = match &change.action {
            Action::Unmade(fact) => (&fact.key, true),
            Action::Made(fact) | Action::Claimed(fact) => (&fact.key, false),
            Action::Altered(key, _) | Action::Renamed(key, _) | Action::Relabelled(key, ..) => (key, false),
        };
        let own = key.table().and_then(|table| self.table(table));
        match key {
            FactKey::ForeignKey(table, columns, target, _) if is_unmade => {
                let names = (table.key(self.dialect), columns.clone(), target.key(self.dialect));
                self.dropped_keys.get(&names).copied().or(own).unwrap_or_default()
            }
            // On SQLite the keys of a new table are part of it, whatever they refer to.
            FactKey::ForeignKey(..) if self.dialect == Dialect::Sqlite && own.is_some() => own.unwrap_or_default(),
            FactKey::ForeignKey(_, _, target, _) => own.max(self.table(target)).unwrap_or_default(),
            FactKey::Enum(_) if is_unmade => self.last,
            _ => own.unwrap_or_default(),
        }
    }
}

/// The tables that are made, in the order in which they can be, then those that are dropped.
fn whole_tables(operations: &[Operation], dialect: Dialect) -> Vec<TableName> {
    let made = operations.iter().filter_map(|operation| match operation {
        Operation::CreateTable(table) => Some(table),
        _ => None,
    });
    let dropped = operations.iter().filter_map(|operation| match operation {
        Operation::DropTable(table) => Some(table),
        _ => None,
    });
    made.chain(dropped).map(|table| table.name.key(dialect)).collect()
}

/// What each table costs with all that waits for it, and what the rest costs.
fn costs(operations: &[Operation], order: &[TableName], dialect: Dialect) -> (Vec<Locks>, Locks) {
    let places: BTreeMap<&TableName, usize> = order.iter().enumerate().map(|(at, name)| (name, at)).collect();
    let place = |name: &TableName| places.get(&name.key(dialect)).copied();
    let mut costs = vec![Locks::default(); order.len()];
    let mut rest = Locks::default();
    for operation in operations {
        let target = match operation {
            Operation::AddForeignKey { key, .. } => place(&key.references),
            _ => None,
        };
        let cost = operation.table().and_then(place).max(target).and_then(|at| costs.get_mut(at));
        let held = cost.unwrap_or(&mut rest);
        *held = *held + locks(dialect, operation);
    }
    (costs, rest)
}
