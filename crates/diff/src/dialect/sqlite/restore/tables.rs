//! Tables that get their text back, that come back, and that go again.

use std::collections::BTreeMap;

use autogen_schema::{ForeignKey, Ident, ReferentialAction, Table, TableName};

use super::columns::Goal;
use super::treatment::Treatment;
use super::{Paired, Restoring, SQLITE};
use crate::dialect::Refusal;
use crate::dialect::sqlite::copy::orphans;
use crate::dialect::sqlite::dependents::is_read_by_module;
use crate::dialect::sqlite::edit::{EditError, TableText};
use crate::dialect::sqlite::lower::relabel;
use crate::dialect::sqlite::swap::Swap;
use crate::dialect::sqlite::{create, gained};
use crate::order::referenced_first;
use crate::{Block, Hazard, Statement};

impl Restoring<'_> {
    /// First what SQLite alters in place, since that looks through every trigger, of which some come back with their tables.
    pub(super) fn restore_tables(&mut self) -> Result<(), Refusal> {
        let pairs = self.pairs;
        for pair in pairs {
            if let Treatment::Alter { drop, add } = &pair.treatment {
                let early = add.get(..self.early(pair, add)).unwrap_or_default();
                self.push(alter(pair.from, drop, early));
            }
        }
        let labels: Vec<Statement> =
            pairs.iter().filter(|pair| !pair.is_rebuilt()).flat_map(|pair| self.labels(pair)).collect();
        self.push(labels);
        for pair in pairs.iter().filter(|pair| pair.is_rebuilt()) {
            let block = self.rebuild(pair)?;
            self.blocks.push(block);
            self.rebuild = true;
        }
        Ok(())
    }

    /// Adds the columns that are computed from others by the names that those have now.
    pub(super) fn add_by_new_names(&mut self) {
        let pairs = self.pairs;
        for pair in pairs {
            if let Treatment::Alter { add, .. } = &pair.treatment {
                let late = add.get(self.early(pair, add)..).unwrap_or_default();
                self.push(alter(pair.to, &[], late));
            }
        }
    }

    /// How many columns come before any column of the table gets another name. They keep their order.
    fn early(&self, pair: &Paired<'_>, add: &[String]) -> usize {
        let waits = |definition: &String| self.renames.come_before(&pair.to.name, definition);
        add.iter().position(waits).unwrap_or(add.len())
    }

    /// Gives rows of a table that stays the labels that they had.
    fn labels(&self, pair: &Paired<'_>) -> Vec<Statement> {
        let name = SQLITE.quote_table(&pair.from.name);
        let columns = pair.from.columns.iter().map(|column| &column.name);
        columns.filter_map(|now| relabel(&name, now, &self.intent.values_back(&pair.to.name, now).labels)).collect()
    }

    /// The table is made again under the name that it has now; a rename then takes along what refers to it.
    fn rebuild(&self, pair: &Paired<'_>) -> Result<Block, Refusal> {
        let name = &pair.from.name;
        let refuse = |error: &EditError| Refusal::new(format!("change table `{name}` back"), error.to_string());
        let old = TableText::parse(&create::table(pair.from)?).map_err(|error| refuse(&error))?;
        let mut new = TableText::parse(&create::table(pair.to)?).map_err(|error| refuse(&error))?;
        if !pair.to.name.same(name, SQLITE) {
            new.rename(&name.name).map_err(|error| refuse(&error))?;
        }
        let mut hazards = Vec::new();
        let present = |table: &TableName, column: &Ident| self.present(table, column);
        let said = |column: &Ident| self.intent.values_back(&pair.to.name, column);
        let columns =
            Goal { table: pair.to, text: &new, present: &present, said: &said }.columns(name, &old, &mut hazards);
        let known = |key: &&ForeignKey| pair.from.foreign_keys.iter().any(|found| found.same_columns(key, SQLITE));
        // A key over a column that comes back holding NULL refers to nothing.
        let filled = |column: &Ident| {
            columns.iter().any(|copied| copied.name.same(column, SQLITE)) || new.default_of(column).is_some()
        };
        let refers = |key: &&ForeignKey| key.columns.iter().all(filled);
        let gained = pair.to.foreign_keys.iter().filter(|key| !known(key) && refers(key));
        hazards.extend(gained.map(|key| orphans(name, key)));
        let keys = self.to.tables.values().flat_map(|table| table.foreign_keys.iter().map(|key| (&table.name, key)));
        hazards.extend(gained::disturbed(name, &new, &columns, pair.to.indexes.iter(), keys));
        let keep_rowid = is_read_by_module(self.from, name);
        let dependents = if self.delays_triggers() { Vec::new() } else { dependents(pair.to) };
        Swap { table: name, old: &old, new: &new, columns, keep_rowid, dependents, hazards }.block()
    }

    /// The names that a column before the upgrade, and its table, have after it; `None` when it is not there.
    pub(super) fn present(&self, table: &TableName, column: &Ident) -> Option<(TableName, Ident)> {
        // Another column may have its name by now.
        if self.intent.drops_column(table, column) {
            return None;
        }
        let name = self.intent.new_table(table);
        let renamed =
            self.intent.renamed_columns.iter().find(|(of, old, _)| of.same(table, SQLITE) && old.same(column, SQLITE));
        let column = renamed.map_or(column, |(_, _, new)| new);
        let found = self.from.table(&name, SQLITE)?.column(column, SQLITE)?;
        Some((name, found.name.clone()))
    }

    /// Drops what the upgrade made, referring tables first.
    pub(super) fn drop_tables(&mut self) {
        let made = referenced_first(self.made().into_iter().cloned().collect(), SQLITE);
        self.rebuild |= refer_forward(&made) || made.iter().any(restricts_itself);
        let mut statements = Vec::new();
        for table in made.iter().rev() {
            let mut statement = Statement::new(format!("DROP TABLE {}", SQLITE.quote_table(&table.name)));
            statement.hazards.push(Hazard::LosesData(format!("every row of {}", table.name)));
            statements.push(statement);
        }
        self.push(statements);
    }

    /// Makes again what the upgrade dropped, without its rows.
    pub(super) fn create_tables(&mut self) -> Result<(), Refusal> {
        for table in referenced_first(self.missing().into_iter().cloned().collect(), SQLITE) {
            let mut statements = vec![Statement::new(create::table(&table)?)];
            statements.extend(index_texts(&table).map(Statement::new));
            self.push(statements);
        }
        Ok(())
    }
}

fn alter(table: &Table, drop: &[Ident], add: &[String]) -> Vec<Statement> {
    let name = SQLITE.quote_table(&table.name);
    let dropped = drop.iter().map(|column| {
        let mut statement = Statement::new(format!("ALTER TABLE {name} DROP COLUMN {}", SQLITE.quote(column)));
        if table.column(column, SQLITE).is_none_or(|column| column.generated.is_none()) {
            statement.hazards.push(Hazard::LosesData(format!("the values of {}.{column}", table.name)));
        }
        statement
    });
    let added = add.iter().map(|definition| Statement::new(format!("ALTER TABLE {name} ADD COLUMN {definition}")));
    dropped.chain(added).collect()
}

fn dependents(table: &Table) -> Vec<String> {
    index_texts(table).chain(table.triggers.iter().map(|trigger| trigger.sql.clone())).collect()
}

fn index_texts(table: &Table) -> impl Iterator<Item = String> {
    table.indexes.iter().filter_map(|index| Some(create::index(&table.name, index.name.as_ref()?, index)))
}

/// Whether a table refers to one behind it.
fn refer_forward(tables: &[Table]) -> bool {
    let places: BTreeMap<TableName, usize> =
        tables.iter().enumerate().map(|(at, table)| (table.name.key(SQLITE), at)).collect();
    let is_behind = |at: usize, key: &ForeignKey| places.get(&key.references.key(SQLITE)).is_some_and(|to| *to > at);
    tables.iter().enumerate().any(|(at, table)| table.foreign_keys.iter().any(|key| is_behind(at, key)))
}

fn restricts_itself(table: &Table) -> bool {
    table
        .foreign_keys
        .iter()
        .any(|key| key.references.same(&table.name, SQLITE) && key.on_delete == Some(ReferentialAction::Restrict))
}
