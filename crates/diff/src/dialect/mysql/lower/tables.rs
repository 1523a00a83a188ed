//! Tables that come and go.
//!
//! A name that one of them has is free only once it is gone, and what refers to it keeps it.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::{ForeignKey, Ident, Schema, Table, TableName};

use super::MYSQL;
use super::alter::checks_apart;
use super::foreign_keys::Keyed;
use super::transition::{Change, Transition, Way, block};
use crate::dialect::Refusal;
use crate::dialect::mysql::create;
use crate::order::referenced_first;
use crate::{Block, Hazard, Statement};

impl Transition<'_> {
    /// Returns the blocks of tables that come, and their keys that must wait: for a table that changes, or for a name that is
    /// taken until then.
    pub(super) fn created<'t>(
        &'t self,
        start: &Schema,
        still: &BTreeSet<TableName>,
        taken: &BTreeSet<Ident>,
    ) -> Result<(Vec<Block>, Vec<Keyed<'t>>), Refusal> {
        let new = |table: &&Table| !start.tables.contains_key(&table.name);
        let tables: Vec<Table> = self.to.tables.values().filter(new).cloned().collect();
        let mut waiting: BTreeSet<TableName> = tables.iter().map(|table| table.name.clone()).collect();
        let (mut blocks, mut closing) = (Vec::new(), Vec::new());
        for table in referenced_first(tables, MYSQL) {
            waiting.remove(&table.name);
            let Some(table) = self.to.tables.get(&table.name) else { continue };
            let stands = |target: &TableName| !waiting.contains(target) && !still.contains(target);
            let is_taken = |key: &ForeignKey| key.name.as_ref().is_some_and(|name| taken.contains(&name.key(MYSQL)));
            let waits = |key: &&ForeignKey| !stands(&key.references) || is_taken(key);
            let later: Vec<&ForeignKey> = table.foreign_keys.iter().filter(waits).collect();
            let mut statements = vec![Statement::new(create::table_before(table, &later, self.enums)?)];
            closing.extend(later.into_iter().map(|key| Keyed { of_new: true, ..Keyed::of(table, key) }));
            statements.extend(table.triggers.iter().map(|trigger| Statement::new(trigger.sql.as_str())));
            blocks.push(block(statements));
        }
        Ok((blocks, closing))
    }

    /// Returns the blocks that free tables which go from each other, from tables that change and from names that are wanted, and
    /// those that drop them.
    pub(super) fn dropped(&self, start: &Schema, changes: &[Change<'_>]) -> (Vec<Block>, Vec<Block>) {
        let goes = |table: &&Table| !self.to.tables.contains_key(&table.name);
        let tables: Vec<Table> = start.tables.values().filter(goes).cloned().collect();
        let loosened: BTreeSet<TableName> = changes
            .iter()
            .filter(|change| {
                change.is_stepwise() || change.clauses.iter().any(|clause| clause.loosens || clause.restates.is_some())
            })
            .map(|change| change.table.name.clone())
            .collect();
        // The names of foreign keys are those of the whole database, and on MySQL so are those of checks.
        let tables_after = || self.to.tables.values();
        let names = |names: &mut dyn Iterator<Item = &Option<Ident>>| -> BTreeSet<Ident> {
            names.flatten().map(|name| name.key(MYSQL)).collect()
        };
        let keys = names(&mut tables_after().flat_map(|table| &table.foreign_keys).map(|key| &key.name));
        let checks = names(&mut tables_after().flat_map(checks_apart).map(|check| &check.name));
        let is_wanted = |name: &Option<Ident>, of: &BTreeSet<Ident>| {
            name.as_ref().is_some_and(|name| of.contains(&name.key(MYSQL)))
        };
        let mut standing: BTreeSet<TableName> = tables.iter().map(|table| table.name.clone()).collect();
        let (mut frees, mut drops) = (Vec::new(), Vec::new());
        let mut ordered = referenced_first(tables.clone(), MYSQL);
        ordered.reverse();
        let mut closing: BTreeSet<(TableName, &str, Ident)> = BTreeSet::new();
        let mut referring = BTreeMap::<&TableName, Vec<&Table>>::new();
        for table in &tables {
            table.foreign_keys.iter().for_each(|key| referring.entry(&key.references).or_default().push(table));
        }
        for table in &ordered {
            standing.remove(&table.name);
            let others = referring.get(&table.name).into_iter().flatten();
            for other in others.filter(|other| standing.contains(&other.name)) {
                let to = other.foreign_keys.iter().filter(|key| key.references == table.name);
                closing.extend(to.filter_map(|key| Some((other.name.clone(), "FOREIGN KEY", key.name.clone()?))));
            }
            let waits = |key: &&ForeignKey| loosened.contains(&key.references) || is_wanted(&key.name, &keys);
            let to = table.foreign_keys.iter().filter(waits);
            closing.extend(to.filter_map(|key| Some((table.name.clone(), "FOREIGN KEY", key.name.clone()?))));
            let in_the_way = checks_apart(table).into_iter().filter(|check| is_wanted(&check.name, &checks));
            closing
                .extend(in_the_way.filter_map(|check| Some((table.name.clone(), "CONSTRAINT", check.name.clone()?))));
            drops.push(block(vec![self.drop(table)]));
        }
        for (table, kind, name) in closing {
            let sql = format!("ALTER TABLE {} DROP {kind} {}", MYSQL.quote_table(&table), MYSQL.quote(&name));
            frees.push(block(vec![Statement::new(sql)]));
        }
        (frees, drops)
    }

    fn drop(&self, table: &Table) -> Statement {
        let mut statement = Statement::new(format!("DROP TABLE {}", MYSQL.quote_table(&table.name)));
        statement.hazards.push(Hazard::LosesData(format!("every row of {}", table.name)));
        if let Way::Up(_) = self.way {
            statement.hazards.extend(table.triggers.iter().map(|trigger| {
                Hazard::TouchesUnmanaged(format!("trigger {} goes with table {}", trigger.name, table.name))
            }));
        }
        statement
    }
}
