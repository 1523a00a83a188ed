//! What the revisions say they made: the change lists of a history, folded in upgrade order.

use std::collections::HashMap;

use crate::change::{Action, Change, Facet, FacetValue, Facets, Fact, FactKey};
use crate::{Dialect, Ident, TableName};

/// The facts that are managed, and which facets of them were said.
///
/// Two states of a schema cannot tell "removed from the entity" from "never the entity's business"; the ledger can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    dialect: Dialect,
    /// By folded key.
    facts: HashMap<FactKey, Held>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Held {
    /// The key as it was written, where it is found under another.
    written: Option<Box<FactKey>>,
    facets: Facets,
}

/// A fact, out of the ledger.
struct Named {
    key: FactKey,
    facets: Facets,
}

impl Ledger {
    /// Makes the ledger of an empty history.
    pub fn new(dialect: Dialect) -> Self {
        Self { dialect, facts: HashMap::new() }
    }

    /// Folds `changes` in, in order. Lines of other dialects are passed over.
    pub fn fold<'a>(&mut self, changes: impl IntoIterator<Item = &'a Change>) {
        for change in changes {
            self.take(change.clone());
        }
    }

    /// Folds a change in, unless it is one of another dialect.
    pub fn take(&mut self, change: Change) {
        if change.serves(self.dialect) {
            self.apply(change.action);
        }
    }

    /// Returns what was said about the fact, or `None` where it is not managed.
    pub fn facets(&self, key: &FactKey) -> Option<&Facets> {
        self.held(key).map(|held| &held.facets)
    }

    /// Whether the fact is managed.
    pub fn holds(&self, key: &FactKey) -> bool {
        self.held(key).is_some()
    }

    fn held(&self, key: &FactKey) -> Option<&Held> {
        // Most are folded already: what is found under itself need not be.
        self.facts.get(key).or_else(|| self.facts.get(&key.fold(self.dialect)))
    }

    /// Returns every fact, in a fixed order.
    pub fn facts(&self) -> impl Iterator<Item = (&FactKey, &Facets)> {
        self.facts_where(|_| true)
    }

    /// Returns the facts that are wanted, in a fixed order.
    pub fn facts_where(&self, wanted: impl Fn(&FactKey) -> bool) -> impl Iterator<Item = (&FactKey, &Facets)> {
        let found = self.facts.iter().map(|(key, held)| (key, held.written.as_deref().unwrap_or(key), &held.facets));
        let mut found: Vec<_> = found.filter(|(_, written, _)| wanted(written)).collect();
        found.sort_unstable_by_key(|(key, ..)| *key);
        found.into_iter().map(|(_, written, facets)| (written, facets))
    }

    fn apply(&mut self, action: Action) {
        match action {
            Action::Made(fact) | Action::Claimed(fact) => self.add(fact),
            Action::Unmade(fact) => self.remove(&fact.key),
            Action::Altered(key, facets) => {
                let held = self.entry(key);
                for change in facets {
                    match change.new {
                        Some(value) => held.facets.insert(change.facet, value),
                        None => held.facets.remove(&change.facet),
                    };
                }
            }
            Action::Renamed(key, to) => self.rename(&key, &to),
            Action::Relabelled(key, from, to) => self.relabel(&key, &from, &to),
        }
    }

    fn add(&mut self, fact: Fact) {
        let Fact { key, facets, members } = fact;
        for (key, facets) in std::iter::once((key, facets)).chain(members.into_iter().map(|it| (it.key, it.facets))) {
            self.entry(key).facets.extend(facets);
        }
    }

    fn entry(&mut self, key: FactKey) -> &mut Held {
        let (folded, held) = Named { key, facets: Facets::new() }.held(self.dialect);
        self.facts.entry(folded).or_insert(held)
    }

    fn remove(&mut self, key: &FactKey) {
        let dialect = self.dialect;
        self.facts.remove(&key.fold(dialect));
        if let FactKey::Table(table) = key {
            self.facts.retain(|held, _| held.table().is_none_or(|of| !of.same(table, dialect)));
        }
    }

    fn relabel(&mut self, key: &FactKey, from: &str, to: &str) {
        let held = self.facts.get_mut(&key.fold(self.dialect));
        if let Some(FacetValue::Labels(labels)) = held.and_then(|held| held.facets.get_mut(&Facet::Labels)) {
            labels.iter_mut().filter(|label| *label == from).for_each(|label| to.clone_into(label));
        }
    }

    fn rename(&mut self, key: &FactKey, to: &Ident) {
        let dialect = self.dialect;
        let mut facts: Vec<(FactKey, Held)> = std::mem::take(&mut self.facts).into_iter().collect();
        // Where two come to be one, the order tells which stays.
        facts.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let renamed = facts.into_iter().map(Named::of).map(|named| match key {
            FactKey::Table(table) => named.with_table(table, to, dialect),
            FactKey::Column(table, column) => named.with_column(table, column, to, dialect),
            FactKey::Enum(name) => named.with_enum(name, to),
            _ => named,
        });
        self.facts = renamed.map(|named| named.held(dialect)).collect();
    }
}

impl Named {
    fn of((folded, held): (FactKey, Held)) -> Self {
        Self { key: held.written.map_or(folded, |written| *written), facets: held.facets }
    }

    fn held(self, dialect: Dialect) -> (FactKey, Held) {
        let folded = self.key.fold(dialect);
        let written = (folded != self.key).then(|| Box::new(self.key));
        (folded, Held { written, facets: self.facets })
    }

    fn with_table(mut self, from: &TableName, to: &Ident, dialect: Dialect) -> Self {
        let rename = |table: &mut TableName| {
            if table.same(from, dialect) {
                table.name = to.clone();
            }
        };
        match &mut self.key {
            FactKey::Enum(_) => {}
            FactKey::Table(table)
            | FactKey::Column(table, _)
            | FactKey::PrimaryKey(table)
            | FactKey::Unique(table, _)
            | FactKey::Index(table, _) => rename(table),
            FactKey::ForeignKey(table, _, target, _) => {
                rename(table);
                rename(target);
            }
        }
        self
    }

    fn with_column(mut self, of: &TableName, from: &Ident, to: &Ident, dialect: Dialect) -> Self {
        let rename = |table: &TableName, columns: &mut [Ident]| {
            if table.same(of, dialect) {
                for column in columns.iter_mut().filter(|column| column.same(from, dialect)) {
                    *column = to.clone();
                }
            }
        };
        match &mut self.key {
            FactKey::Enum(_) | FactKey::Table(_) => {}
            FactKey::Column(table, column) => rename(table, std::slice::from_mut(column)),
            FactKey::PrimaryKey(table) => {
                if let Some(FacetValue::Columns(columns)) = self.facets.get_mut(&Facet::Columns) {
                    rename(table, columns);
                }
            }
            FactKey::Unique(table, columns) | FactKey::Index(table, columns) => rename(table, columns),
            FactKey::ForeignKey(table, columns, target, referenced) => {
                rename(table, columns);
                rename(target, referenced);
            }
        }
        self
    }

    fn with_enum(mut self, from: &Ident, to: &Ident) -> Self {
        use crate::{ColumnType, DataType};
        fn rename(ty: &mut ColumnType, from: &Ident, to: &Ident) {
            let mut ty = ty;
            while let ColumnType::Array(element) = ty {
                ty = element;
            }
            if matches!(ty, ColumnType::Enum(name) if name == from) {
                *ty = ColumnType::Enum(to.clone());
            }
        }
        if matches!(&self.key, FactKey::Enum(name) if name == from) {
            self.key = FactKey::Enum(to.clone());
        }
        if let Some(FacetValue::Type(DataType::Exact(ty) | DataType::Implied(ty))) = self.facets.get_mut(&Facet::Type) {
            rename(ty, from, to);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(lines: &[&str]) -> Ledger {
        let mut ledger = Ledger::new(Dialect::Sqlite);
        let changes: Vec<Change> = lines.iter().map(|line| Change::parse(line).unwrap()).collect();
        ledger.fold(&changes);
        ledger
    }

    #[test]
    fn what_comes_to_have_one_name_is_the_same_fact_each_time() {
        let lines = ["+ column a.x string(1) null", "+ column b.x string(2) null", "> table a -> b"];
        let first = folded(&lines);
        assert_eq!(first.facts().count(), 1);
        // The order of a hash map is another one in each map.
        assert!((0..64).all(|_| folded(&lines) == first));
    }

    #[test]
    fn a_fact_is_found_in_any_spelling_and_told_as_it_was_written() {
        let ledger = folded(&["+ column \"Users\".\"Name\" string null"]);
        let (key, _) = ledger.facts().next().unwrap();
        assert_eq!(key.to_string(), "column \"Users\".\"Name\"");
        assert!(ledger.holds(&FactKey::Column("USERS".into(), "name".into())));
    }
}
