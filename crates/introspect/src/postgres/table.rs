//! Tables, put together from what each catalog says of them.

use std::collections::BTreeMap;

use autogen_schema::{Table, Trigger};
use sea_orm::ConnectionTrait;

use super::catalog::Catalog;
use super::column::{self, ColumnRow};
use super::constraint::{self, Constraint};
use super::index::{self, IndexRow};
use super::relation::Relation;
use super::trigger::{self, TriggerRow};
use crate::Error;

/// What relations are made of, by relation.
pub(super) struct Parts {
    columns: BTreeMap<i64, Vec<ColumnRow>>,
    constraints: BTreeMap<i64, Vec<Constraint>>,
    indexes: BTreeMap<i64, Vec<IndexRow>>,
    triggers: BTreeMap<i64, Vec<TriggerRow>>,
}

impl Parts {
    pub(super) async fn read<C: ConnectionTrait>(catalog: &Catalog<'_, C>) -> Result<Self, Error> {
        Ok(Self {
            columns: catalog.by_relation("columns", column::SQL, column::decode).await?,
            constraints: catalog.by_relation("constraints", constraint::SQL, constraint::decode).await?,
            indexes: catalog.by_relation("indexes", index::SQL, index::decode).await?,
            triggers: catalog.by_relation("triggers", trigger::SQL, trigger::decode).await?,
        })
    }

    /// Puts a table together.
    pub(super) fn table(&self, relation: &Relation) -> Table {
        let mut table = Table::new(relation.name.clone());
        table.columns = of(&self.columns, relation).iter().map(|row| row.column.clone()).collect();
        for constraint in of(&self.constraints, relation).iter().cloned() {
            match constraint {
                Constraint::PrimaryKey(key) => table.primary_key = Some(key),
                Constraint::Unique(unique) => table.uniques.push(unique),
                Constraint::ForeignKey(key) => table.foreign_keys.push(key),
                Constraint::Check(check) => table.checks.push(check),
                Constraint::Exclusion(exclusion) => table.exclusions.push(exclusion),
            }
        }
        table.indexes = index::collect(of(&self.indexes, relation));
        table.triggers = self.triggers(relation);
        table
    }

    /// The triggers on a table or view.
    pub(super) fn triggers(&self, relation: &Relation) -> Vec<Trigger> {
        of(&self.triggers, relation).iter().map(|row| row.trigger.clone()).collect()
    }
}

fn of<'a, T>(groups: &'a BTreeMap<i64, Vec<T>>, relation: &Relation) -> &'a [T] {
    groups.get(&relation.oid).map(Vec::as_slice).unwrap_or_default()
}
