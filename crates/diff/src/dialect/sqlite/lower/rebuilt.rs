//! What a table becomes when it is made again.

use autogen_schema::{Check, Column, ForeignKey, Ident, Table, TableName, UniqueKind};

use super::altered::Alteration;
use super::indexes::surviving;
use super::native::{comes_with_its_column, definition, keys_of, rename};
use super::{Lowering, Phase, SQLITE};
use crate::dialect::Refusal;
use crate::dialect::sqlite::copy::{Copied, Pair, filled, orphans};
use crate::dialect::sqlite::dependents::{check_text, is_read_by_module};
use crate::dialect::sqlite::edit::{EditError, TableText};
use crate::dialect::sqlite::swap::Swap;
use crate::dialect::sqlite::types::default_sql;
use crate::dialect::sqlite::{create, gained};
use crate::{Block, Hazard, Operation, Statement};

impl<'a> Lowering<'a> {
    /// Lowers operations of which SQLite does at least one only by making the table again.
    pub(super) fn rebuild(
        &mut self,
        table: &Table,
        operations: &[&'a Operation],
        old: &TableText,
        freed: Vec<Statement>,
    ) -> Result<(), Refusal> {
        let mut rewrite = Rewrite { table, operations, lowering: self, text: old.clone(), hazards: Vec::new() };
        rewrite.run()?;
        let Rewrite { text, hazards, .. } = rewrite;
        self.push_statements(Phase::Restate, freed);
        // What was asked for may be nothing to SQLite, as with a key that is to count no longer and never did.
        let says = operations.iter().any(|operation| matches!(operation, Operation::SetValues { .. }));
        if says || text.sql() != old.sql() {
            let block = self.swap(table, operations, old, &text, hazards)?;
            self.push(Phase::Restate, block);
            self.rebuild = true;
        }
        self.push_statements(Phase::Rename, operations.iter().filter_map(|operation| rename(operation)).collect());
        let made = self.made_indexes(table, operations)?;
        self.push_statements(Phase::Alter, made);
        Ok(())
    }

    fn swap(
        &self,
        table: &Table,
        operations: &[&Operation],
        old: &TableText,
        new: &TableText,
        mut hazards: Vec<Hazard>,
    ) -> Result<Block, Refusal> {
        let mut columns = self.copied(table, operations, old, new, &mut hazards);
        columns.extend(self.filled(table, operations, &mut hazards));
        let keys = self.base.tables.values().flat_map(|other| other.foreign_keys.iter().map(|key| (&other.name, key)));
        let stays = |(on, key): &(&TableName, &ForeignKey)| !self.intent.drops_key(on, key);
        let indexes = table.indexes.iter().filter(|index| !index.name.as_ref().is_some_and(|name| self.is_free(name)));
        hazards.extend(gained::disturbed(&table.name, new, &columns, indexes, keys.filter(stays)));
        let dependents = surviving(table, |name: &Ident| self.is_free(name));
        let keep_rowid = is_read_by_module(self.base, &table.name);
        let swap = Swap { table: &table.name, old, new, columns, keep_rowid, dependents, hazards };
        let name = swap.new_name();
        if self.names.holds(&name) {
            let operation = format!("change table `{}`", table.name);
            return Err(Refusal::new(operation, format!("`{name}` is in the way, under which it would be made again"))
                .hint(format!("rename or drop `{name}`; no revision leaves it behind")));
        }
        swap.block()
    }

    fn copied(
        &self,
        table: &Table,
        operations: &[&Operation],
        old: &TableText,
        new: &TableText,
        hazards: &mut Vec<Hazard>,
    ) -> Vec<Copied> {
        let kept = |name: &&Ident| !self.intent.drops_column(&table.name, name);
        let names = new.column_names();
        old.column_names()
            .iter()
            .filter(kept)
            .filter_map(|name| {
                let new_name = names.iter().find(|new_name| new_name.same(name, SQLITE))?;
                let called = self.intent.new_column(&table.name, new_name);
                let said = self.intent.values(&table.name, &called);
                // A key does it by itself, unsaid.
                let can_be_filled = operations.iter().any(|operation| {
                    matches!(operation, Operation::AlterColumn { from, to, .. }
                        if to.name.same(&called, SQLITE) && from.nullable && !to.nullable)
                });
                Pair { table: &table.name, old: name, new: new_name, said, can_be_filled }.copied(old, new, hazards)
            })
            .collect()
    }

    /// The columns that come with something to fill them.
    fn filled(&self, table: &Table, operations: &[&Operation], hazards: &mut Vec<Hazard>) -> Vec<Copied> {
        let added = operations.iter().filter_map(|operation| match operation {
            Operation::AddColumn { column, .. } => Some(&column.name),
            _ => None,
        });
        let said = added.filter_map(|name| Some((name, self.intent.values(&table.name, name).fill?)));
        said.map(|(name, sql)| filled(&table.name, name, sql, hazards)).collect()
    }
}

/// The text of a table on its way, and what is to be said of the way.
struct Rewrite<'r, 'a> {
    table: &'r Table,
    operations: &'r [&'a Operation],
    lowering: &'r Lowering<'a>,
    text: TableText,
    hazards: Vec<Hazard>,
}

impl<'a> Rewrite<'_, 'a> {
    /// Constraints that go, what changes and what comes, and only then the columns that go: a table is never without one.
    fn run(&mut self) -> Result<(), Refusal> {
        let operations = self.operations;
        for operation in operations {
            self.constraint_gone(operation)?;
        }
        for operation in operations {
            self.column_comes(operation)?;
        }
        for operation in operations {
            if let Operation::DropColumn { column, .. } = operation {
                self.drop_column(&self.old_name(&column.name))?;
            }
        }
        for operation in operations {
            self.constraint_comes(operation)?;
        }
        Ok(())
    }

    fn old_name(&self, column: &Ident) -> Ident {
        self.lowering.intent.old_column(&self.table.name, column)
    }

    fn old_key(&self, key: &ForeignKey) -> ForeignKey {
        self.lowering.intent.old_key(&self.table.name, key)
    }

    fn edit(&mut self, edit: impl FnOnce(&mut TableText) -> Result<(), EditError>) -> Result<(), Refusal> {
        edit(&mut self.text)
            .map_err(|error| Refusal::new(format!("change table `{}`", self.table.name), error.to_string()))
    }

    fn constraint_gone(&mut self, operation: &Operation) -> Result<(), Refusal> {
        match operation {
            Operation::DropForeignKey { key, .. } => {
                let key = self.old_key(key);
                match self.successor(&key) {
                    Some(new) => self.edit(|text| text.change_foreign_key(&key, &new)),
                    None => self.edit(|text| text.drop_foreign_key(&key)),
                }
            }
            Operation::DropUnique { unique, .. } if unique.kind == UniqueKind::Constraint => {
                let columns: Vec<Ident> = unique.columns.iter().map(|name| self.old_name(name)).collect();
                self.edit(|text| text.drop_unique(&columns))
            }
            Operation::DropCheck { check, .. } => self.edit(|text| text.drop_check(check)),
            Operation::DropPrimaryKey { .. }
                if self.text.parsed().options.without_rowid.is_some() && !self.adds_key() =>
            {
                let operation = format!("drop the primary key of `{}`", self.table.name);
                Err(Refusal::new(operation, "a WITHOUT ROWID table needs one"))
            }
            Operation::DropPrimaryKey { .. } => self.edit(TableText::drop_primary_key),
            _ => Ok(()),
        }
    }

    fn adds_key(&self) -> bool {
        self.operations.iter().any(|operation| matches!(operation, Operation::AddPrimaryKey { .. }))
    }

    /// The foreign key that takes the place of `key`: over the same columns, with other actions.
    fn successor(&self, key: &ForeignKey) -> Option<ForeignKey> {
        self.operations.iter().find_map(|operation| match operation {
            Operation::AddForeignKey { key: new, .. } => {
                let new = self.old_key(new);
                new.same_columns(key, SQLITE).then_some(new)
            }
            _ => None,
        })
    }

    fn replaces(&self, key: &ForeignKey) -> bool {
        self.operations.iter().any(|operation| match operation {
            Operation::DropForeignKey { key: old, .. } => self.old_key(old).same_columns(key, SQLITE),
            _ => false,
        })
    }

    fn drop_column(&mut self, column: &Ident) -> Result<(), Refusal> {
        check_text(&self.table.name, &self.text, column)?;
        self.hazards.push(Hazard::LosesData(format!("the values of {}.{column}", self.table.name)));
        // A constraint over several columns goes with any of them, as other databases have it.
        while let Some(constraint) = self.text.constraint_over(column) {
            let words = self.text.parsed().text(&constraint).split_whitespace().collect::<Vec<_>>().join(" ");
            self.hazards.push(Hazard::TouchesUnmanaged(format!(
                "drops {words} of {}, which is over {column}; the downgrade makes it again",
                self.table.name
            )));
            self.edit(|text| text.drop_constraint_at(&constraint))?;
        }
        self.edit(|text| text.drop_column(column))
    }

    fn column_comes(&mut self, operation: &Operation) -> Result<(), Refusal> {
        match operation {
            Operation::AlterColumn { from, to, .. } => {
                let intent = &self.lowering.intent;
                let (from, to) = (intent.old_texts(&self.table.name, from), intent.old_texts(&self.table.name, to));
                let alteration = Alteration::of(self.table, &from, &to)?;
                let name = self.old_name(&to.name);
                self.edit(|text| alteration.apply(text, &name))
            }
            Operation::AddColumn { column, .. } => self.add_column(column),
            _ => Ok(()),
        }
    }

    fn add_column(&mut self, column: &Column) -> Result<(), Refusal> {
        let stays = |name: &Ident| !self.lowering.intent.drops_column(&self.table.name, name);
        if self.text.column_names().iter().any(|name| name.same(&column.name, SQLITE) && stays(name)) {
            return Err(Refusal::new(
                format!("add `{}.{}`", self.table.name, column.name),
                "the column of that name is only renamed in the same revision",
            )
            .hint("rename it in a revision of its own, before this one"));
        }
        let keys: Vec<ForeignKey> = keys_of(column, self.operations).into_iter().map(|key| self.old_key(key)).collect();
        let column = &self.lowering.intent.old_texts(&self.table.name, column);
        let definition = definition(self.table, column, &keys.iter().collect::<Vec<_>>())?;
        if let Some(sql) = column.default.as_ref().and_then(default_sql).filter(|sql| is_computed(sql)) {
            self.hazards.push(Hazard::FillsRows(format!(
                "gives {}.{} the value of {sql} in every row",
                self.table.name, column.name
            )));
        }
        self.edit(|text| text.add_column(&definition))
    }

    fn constraint_comes(&mut self, operation: &'a Operation) -> Result<(), Refusal> {
        let table = &self.table.name;
        match operation {
            Operation::AddPrimaryKey { key, .. } => {
                let columns: Vec<Ident> = key.columns.iter().map(|name| self.old_name(name)).collect();
                let words = self.key_words(&columns);
                let key = autogen_schema::PrimaryKey { columns, ..key.clone() };
                self.edit(|text| text.add_primary_key(&key, words))
            }
            Operation::AddCheck { check, .. } => {
                self.hazards.push(Hazard::FailsOnRows(format!(
                    "fails if a row of {table} does not satisfy {}",
                    check.expression
                )));
                let expression = self.lowering.intent.old_expression(table, &check.expression);
                let check = Check::new(check.name.clone(), expression);
                self.edit(|text| text.add_check(&check))
            }
            Operation::AddForeignKey { key, .. } if !comes_with_its_column(key, self.operations) => {
                let key = self.old_key(key);
                if self.replaces(&key) {
                    return Ok(());
                }
                self.hazards.push(orphans(&self.table.name, &key));
                self.edit(|text| text.add_foreign_key(&key))
            }
            Operation::RenameConstraint { from, to, .. } => self.edit(|text| text.rename_constraint(from, to)),
            _ => Ok(()),
        }
    }

    /// What a key over one column is called in it: the last definition of the column says whether it counts up.
    fn key_words(&self, columns: &[Ident]) -> &'static str {
        let [only] = columns else { return "PRIMARY KEY" };
        let defined = self.operations.iter().rev().find_map(|operation| match operation {
            Operation::AddColumn { column, .. } | Operation::AlterColumn { to: column, .. } => {
                self.old_name(&column.name).same(only, SQLITE).then_some(column)
            }
            _ => None,
        });
        defined.map_or("PRIMARY KEY", create::key_words)
    }
}

fn is_computed(sql: &str) -> bool {
    sql.starts_with('(') || sql.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("current_"))
}
