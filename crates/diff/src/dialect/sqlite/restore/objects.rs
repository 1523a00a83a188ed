//! Indexes, triggers, views and virtual tables.
//!
//! What differs is taken away before the tables change and made again after: `ALTER TABLE` looks through views and triggers,
//! and fails over one that refers to what is not there.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::sql::normalize_statement;
use autogen_schema::{Ident, Index, Table, TableName, Trigger, View};

use super::{Paired, Restoring, SQLITE};
use crate::dialect::sqlite::create;
use crate::dialect::sqlite::gained::{duplicates, is_unique};
use crate::{Hazard, Statement};

impl<'a> Restoring<'a> {
    pub(super) fn take_objects_away(&mut self) {
        let mut statements = Vec::new();
        let views = self.views_away();
        statements
            .extend(views.iter().map(|view| Statement::new(format!("DROP VIEW {}", SQLITE.quote(&view.name.name)))));
        for (_, trigger) in self.view_triggers_away(&views) {
            statements.push(drop_trigger(trigger));
        }
        for pair in self.pairs {
            let away = pair.from.triggers.iter().filter(|trigger| match same_name(&pair.to.triggers, trigger) {
                None => true,
                Some(wanted) => !pair.is_rebuilt() && !self.is_same(&trigger.sql, &wanted.sql),
            });
            statements.extend(away.map(drop_trigger));
        }
        let wanted: BTreeSet<Ident> = self.to.tables.values().flat_map(names).collect();
        let pairs: BTreeMap<&TableName, &Paired<'_>> = self.pairs.iter().map(|pair| (&pair.from.name, pair)).collect();
        for table in self.from.tables.values() {
            let pair = pairs.get(&table.name);
            let away = table.indexes.iter().filter(|index| match pair {
                Some(pair) => self.index_goes(pair, index),
                // It goes with its table, but its name may be wanted before.
                None => index.name.as_ref().is_some_and(|name| wanted.contains(&name.key(SQLITE))),
            });
            let names = away.filter_map(|index| index.name.as_ref());
            statements.extend(names.map(|name| Statement::new(format!("DROP INDEX {}", SQLITE.quote(name)))));
        }
        let gone = self.from.virtual_tables.values().filter(|table| !table.shadow).filter(|table| {
            self.to.virtual_tables.get(&table.name).is_none_or(|wanted| !self.is_same(&table.sql, &wanted.sql))
        });
        statements.extend(gone.map(|table| {
            let mut statement = Statement::new(format!("DROP TABLE {}", SQLITE.quote_table(&table.name)));
            statement.hazards.push(Hazard::LosesData(format!("every row of {}", table.name)));
            statement
        }));
        self.push(statements);
    }

    pub(super) fn bring_objects_back(&mut self) {
        let mut statements = Vec::new();
        let back = self.to.virtual_tables.values().filter(|table| !table.shadow).filter(|table| {
            self.from.virtual_tables.get(&table.name).is_none_or(|found| !self.is_same(&found.sql, &table.sql))
        });
        statements.extend(back.map(|table| Statement::new(table.sql.as_str())));
        for pair in self.pairs {
            for index in &pair.to.indexes {
                statements.extend(self.index_comes(pair, index));
            }
        }
        let delayed = self.delays_triggers();
        for pair in self.pairs {
            let back = pair.to.triggers.iter().filter(|trigger| match same_name(&pair.from.triggers, trigger) {
                _ if pair.is_rebuilt() => delayed,
                None => true,
                Some(found) => !self.is_same(&found.sql, &trigger.sql),
            });
            statements.extend(back.map(|trigger| Statement::new(trigger.sql.as_str())));
        }
        let missing = self.missing();
        statements.extend(
            missing.iter().flat_map(|table| &table.triggers).map(|trigger| Statement::new(trigger.sql.as_str())),
        );
        let away: BTreeSet<Ident> = self.views_away().iter().map(|view| view.name.name.key(SQLITE)).collect();
        let is_back = |view: &&View| {
            let key = view.name.name.key(SQLITE);
            away.contains(&key) || !self.from.views.keys().any(|name| name.name.key(SQLITE) == key)
        };
        let back: Vec<&View> = self.to.views.values().filter(is_back).collect();
        statements.extend(back.iter().map(|view| Statement::new(view.sql.as_str())));
        for view in self.to.views.values() {
            let whole = back.iter().any(|other| other.name == view.name);
            let found = self.from.views.values().find(|other| other.name.same(&view.name, SQLITE));
            let triggers = view.triggers.iter().filter(|trigger| {
                whole
                    || found
                        .and_then(|found| same_name(&found.triggers, trigger))
                        .is_none_or(|found| !self.is_same(&found.sql, &trigger.sql))
            });
            statements.extend(triggers.map(|trigger| Statement::new(trigger.sql.as_str())));
        }
        self.push(statements);
    }

    /// Where tables are renamed, the indexes and triggers of a table that is made again wait until all have their names.
    pub(super) fn delays_triggers(&self) -> bool {
        !self.renames.tables.is_empty() || !self.renames.columns.is_empty()
    }

    /// Whether two texts are the same, once the renames are taken back.
    fn is_same(&self, found: &str, wanted: &str) -> bool {
        self.renames.reverted(found) == normalize_statement(wanted, SQLITE)
    }

    /// The views that differ or are too many, and those that read from them.
    fn views_away(&self) -> Vec<&'a View> {
        let differs = |view: &View| {
            let wanted = self.to.views.values().find(|wanted| wanted.name.same(&view.name, SQLITE));
            wanted.is_none_or(|wanted| !self.is_same(&view.sql, &wanted.sql))
        };
        let mut away: BTreeSet<Ident> =
            self.from.views.values().filter(|view| differs(view)).map(|view| view.name.name.key(SQLITE)).collect();
        loop {
            let before = away.len();
            for view in self.from.views.values() {
                if view.mentions.iter().any(|name| away.contains(&name.key(SQLITE))) {
                    away.insert(view.name.name.key(SQLITE));
                }
            }
            if away.len() == before {
                break;
            }
        }
        self.from.views.values().filter(|view| away.contains(&view.name.name.key(SQLITE))).collect()
    }

    fn view_triggers_away(&self, away: &[&View]) -> Vec<(&'a View, &'a Trigger)> {
        let stays = |view: &&View| !away.iter().any(|gone| gone.name == view.name);
        let mut triggers = Vec::new();
        for view in self.from.views.values().filter(stays) {
            let wanted = self.to.views.values().find(|wanted| wanted.name.same(&view.name, SQLITE));
            let differs = |trigger: &&Trigger| {
                wanted
                    .and_then(|wanted| same_name(&wanted.triggers, trigger))
                    .is_none_or(|wanted| !self.is_same(&trigger.sql, &wanted.sql))
            };
            triggers.extend(view.triggers.iter().filter(differs).map(|trigger| (view, trigger)));
        }
        triggers
    }

    /// Whether an index is taken away by itself. Making the table again takes it along, but only what is dropped in plain
    /// sight stays away.
    fn index_goes(&self, pair: &Paired<'_>, index: &Index) -> bool {
        match index.name.as_ref().and_then(|name| find(pair.to, name)) {
            None => true,
            Some(wanted) => !pair.is_rebuilt() && !self.is_same(&text(pair.from, index), &text(pair.to, wanted)),
        }
    }

    /// What the rows may not hold to, now that the index was away. A column that comes back holds no value twice.
    fn duplicates(&self, pair: &Paired<'_>, index: &Index) -> Option<Hazard> {
        let Some(columns) = index.plain_columns() else {
            let name = index.name.as_ref()?;
            let text = format!("fails if two rows of {} have the same key in index {name}", pair.to.name);
            return Some(Hazard::FailsOnRows(text));
        };
        let columns: Vec<Ident> = columns.into_iter().cloned().collect();
        let there = columns.iter().all(|column| self.present(&pair.to.name, column).is_some());
        (there && !is_unique(pair.from, &columns)).then(|| duplicates(&pair.to.name, &columns))
    }

    fn index_comes(&self, pair: &Paired<'_>, index: &Index) -> Option<Statement> {
        let name = index.name.as_ref()?;
        let sql = text(pair.to, index);
        let found = find(pair.from, name);
        let there = match found {
            _ if pair.is_rebuilt() => !self.delays_triggers(),
            Some(found) => self.is_same(&text(pair.from, found), &sql),
            None => false,
        };
        if there {
            return None;
        }
        let mut statement = Statement::new(sql);
        if index.unique {
            statement.hazards.extend(self.duplicates(pair, index));
        }
        Some(statement)
    }
}

fn drop_trigger(trigger: &Trigger) -> Statement {
    Statement::new(format!("DROP TRIGGER {}", SQLITE.quote(&trigger.name)))
}

fn same_name<'t>(triggers: &'t [Trigger], wanted: &Trigger) -> Option<&'t Trigger> {
    triggers.iter().find(|trigger| trigger.name.same(&wanted.name, SQLITE))
}

fn find<'t>(table: &'t Table, name: &Ident) -> Option<&'t Index> {
    table.indexes.iter().find(|index| index.name.as_ref().is_some_and(|found| found.same(name, SQLITE)))
}

fn names(table: &Table) -> impl Iterator<Item = Ident> {
    table.indexes.iter().filter_map(|index| Some(index.name.as_ref()?.key(SQLITE)))
}

fn text(table: &Table, index: &Index) -> String {
    index.name.as_ref().map(|name| create::index(&table.name, name, index)).unwrap_or_default()
}
