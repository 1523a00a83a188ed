//! The statements that lead from one schema to another.
//!
//! Each commits by itself, so there are as few as can be: one `ALTER TABLE` for each table, one statement for all renames, and
//! around them the foreign keys that cannot be part of it.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::show_create::column_fingerprint;
use autogen_schema::{EnumName, EnumType, ForeignKey, Ident, Schema, Table, TableName};

use super::alter::{Alter, Clause, statement};
use super::clauses::{is_nothing, loses_partitions, with_own_collations};
use super::foreign_keys::{Keyed, Plan, kept, plan};
use super::labels::Relabelled;
use super::valued::Valued;
use super::{MYSQL, renamed};
use crate::dialect::Refusal;
use crate::dialect::mysql::keys::is_served;
use crate::exact::Renames;
use crate::{Block, Guard, Hazard, Statement};

/// Where a script goes.
pub(super) enum Way<'a> {
    /// Forth: what goes although nobody said so, by table.
    Up(&'a BTreeMap<TableName, Vec<Hazard>>),
    /// Back.
    Down,
}

/// A way between two schemas.
pub(super) struct Transition<'a> {
    pub(super) from: &'a Schema,
    pub(super) to: &'a Schema,
    /// What is called otherwise in `to`.
    pub(super) renames: &'a Renames,
    /// What labels are called otherwise in `to`, by column.
    pub(super) labels: &'a [Relabelled],
    /// What is said of values, by column.
    pub(super) values: &'a [Valued],
    /// The labels of the enums that columns of `to` may be of.
    pub(super) enums: &'a BTreeMap<EnumName, EnumType>,
    pub(super) way: Way<'a>,
}

/// What is done to one kept table.
pub(super) struct Change<'a> {
    pub(super) table: &'a Table,
    /// Columns that get another name by a statement of their own.
    renames: Vec<Clause>,
    before: Vec<Statement>,
    pub(super) clauses: Vec<Clause>,
    after: Vec<Statement>,
}

impl Change<'_> {
    fn is_nothing(&self) -> bool {
        self.clauses.is_empty() && self.renames.is_empty() && is_nothing(&self.before) && is_nothing(&self.after)
    }

    /// Whether something of the table changes before the rest.
    pub(super) fn is_stepwise(&self) -> bool {
        self.before.iter().any(|statement| statement.sql.starts_with("ALTER TABLE"))
    }
}

impl Transition<'_> {
    pub(super) fn blocks(&self) -> Result<Vec<Block>, Refusal> {
        let mut start = renamed::schema(self.from, self.renames);
        if let Way::Down = self.way {
            for table in start.tables.values_mut() {
                if let Some(target) = self.to.table(&table.name, MYSQL) {
                    *table = with_own_collations(table.clone(), target);
                }
            }
        }
        let Plan { gone, come } = plan(&start, self.to);
        let mut changes = Vec::new();
        for (before, after) in kept(&start, self.to) {
            changes.push(self.change(before, after, &start, &come)?);
        }
        let still: BTreeSet<TableName> =
            changes.iter().filter(|change| !change.is_nothing()).map(|change| change.table.name.clone()).collect();
        let waits = |on: &TableName, target: &TableName| target != on && still.contains(target);
        let place: BTreeMap<TableName, usize> =
            changes.iter().enumerate().map(|(at, change)| (change.table.name.clone(), at)).collect();

        // A key to a table that changes goes before, by a statement of its own, and so does one of a table that changes in several
        // steps; others go along with their table.
        let both = |name: &TableName| start.tables.get(name).zip(self.to.tables.get(name));
        let stepwise: BTreeSet<TableName> =
            changes.iter().filter(|change| change.is_stepwise()).map(|change| change.table.name.clone()).collect();
        let (early, along): (Vec<Keyed<'_>>, Vec<Keyed<'_>>) = gone.into_iter().partition(|keyed| {
            keyed.returns || stepwise.contains(keyed.table) || waits(keyed.table, &keyed.key.references)
        });
        let names = |keys: &[Keyed<'_>]| -> BTreeSet<Ident> {
            keys.iter().filter_map(|keyed| keyed.key.name.as_ref()).map(|name| name.key(MYSQL)).collect()
        };
        let taken = names(&along);
        let dropped: BTreeSet<Ident> = names(&early).into_iter().chain(taken.iter().cloned()).collect();
        for keyed in &along {
            if let Some(change) = place.get(keyed.table).and_then(|at| changes.get_mut(*at)) {
                change.clauses.insert(0, keyed.drop());
            }
        }
        // One to its own table waits for the key and the columns of that, which come by the same statement.
        let waits_for_own = |keyed: &Keyed<'_>| {
            keyed.key.references == *keyed.table
                && still.contains(keyed.table)
                && both(keyed.table).is_some_and(|(old, new)| {
                    let changes = |name: &Ident| old.column(name, MYSQL) != new.column(name, MYSQL);
                    old.primary_key != new.primary_key
                        || !is_served(old, &keyed.key.referenced_columns)
                        || keyed.key.columns.iter().chain(&keyed.key.referenced_columns).any(changes)
                })
        };
        // No key is over a table while that is partitioned.
        let waits_for_partitions =
            |keyed: &Keyed<'_>| both(keyed.table).is_some_and(|(old, new)| loses_partitions(old, new));
        let is_free = |keyed: &Keyed<'_>| {
            !waits_for_own(keyed)
                && !waits_for_partitions(keyed)
                && keyed.key.name.as_ref().is_none_or(|name| !dropped.contains(&name.key(MYSQL)))
                && !waits(keyed.table, &keyed.key.references)
        };
        let (with_table, late): (Vec<Keyed<'_>>, Vec<Keyed<'_>>) = come.into_iter().partition(is_free);
        for keyed in &with_table {
            if let Some(change) = place.get(keyed.table).and_then(|at| changes.get_mut(*at)) {
                change.clauses.push(keyed.add());
            }
        }
        let (created, closing) = self.created(&start, &still, &taken)?;
        let (doomed, gone) = self.dropped(&start, &changes);

        let mut blocks: Vec<Block> = self.rename_tables()?.into_iter().map(|sql| block(vec![sql])).collect();
        blocks.extend(by_table(self.to, &early, Keyed::drop).into_iter().map(|(_, block)| block));
        blocks.extend(doomed);
        blocks.extend(created);
        blocks.extend(changes.into_iter().filter(|change| !change.is_nothing()).map(|change| {
            let guards = self.guards(&change);
            Block { guards, ..change.block() }
        }));
        let late: Vec<Keyed<'_>> = late.into_iter().chain(closing).collect();
        blocks.extend(by_table(self.to, &late, Keyed::add).into_iter().map(|(_, block)| block));
        blocks.extend(gone);
        Ok(blocks)
    }

    fn change<'t>(
        &self,
        old: &'t Table,
        new: &'t Table,
        start: &Schema,
        come: &[Keyed<'t>],
    ) -> Result<Change<'t>, Refusal> {
        let before = self.old_name(&new.name);
        let columns = self.from.table(&before, MYSQL).map(|table| table.columns.as_slice()).unwrap_or_default();
        let names = columns.iter().filter_map(|column| {
            let name = self.renames.column(&before, &column.name, MYSQL);
            (name != column.name).then(|| (column.name.clone(), name))
        });
        // A server renames a column that a foreign key is over only where nothing else takes a copy of the table.
        let (apart, names): (Vec<_>, Vec<_>) = names.partition(|(_, name)| is_in_key(start, &new.name, name));
        let again = |key: &&ForeignKey| old.foreign_keys.iter().any(|other| other.name == key.name);
        let of_table = come.iter().filter(|keyed| keyed.table == &new.name).map(|keyed| keyed.key);
        let coming: Vec<&ForeignKey> = of_table.collect();
        let remade = coming.iter().copied().filter(again).collect();
        let alter = Alter {
            from: old,
            to: new,
            was: before.clone(),
            names,
            apart: apart.clone(),
            labels: self.labels,
            values: self.values,
            referenced: referenced(start, &new.name),
            enums: self.enums,
            remade,
            coming,
            restores: matches!(self.way, Way::Down),
        };
        let mut clauses = alter.clauses()?;
        if let Way::Up(taken) = self.way
            && let Some(first) = clauses.first_mut()
            && let Some(said) = taken.get(&new.name)
        {
            first.hazards.splice(0..0, said.iter().cloned());
        }
        let renames = apart
            .iter()
            .map(|(old, new)| Clause::new(format!("RENAME COLUMN {} TO {}", MYSQL.quote(old), MYSQL.quote(new))))
            .collect();
        Ok(Change { table: new, renames, before: alter.fills()?, clauses, after: alter.afterwards() })
    }

    /// What the columns must be that are said again, which would undo what was done to them since; under their names from
    /// before, since all are looked at before anything is done.
    fn guards(&self, change: &Change<'_>) -> Vec<Guard> {
        let before = self.old_name(&change.table.name);
        let Some(table) = self.from.tables.get(&before) else { return Vec::new() };
        let guard = |name: &Ident| {
            let is_it = |old: &Ident| self.renames.column(&before, old, MYSQL).same(name, MYSQL);
            let column = table.columns.iter().map(|column| &column.name).find(|old| is_it(old))?;
            let fingerprint = column_fingerprint(table.definition.as_deref()?, column)?;
            Some(Guard { table: before.clone(), column: Some(column.clone()), fingerprint, columns: Vec::new() })
        };
        change.clauses.iter().filter_map(|clause| clause.restates.as_ref()).filter_map(guard).collect()
    }

    /// The name that a table has in `from`.
    fn old_name(&self, name: &TableName) -> TableName {
        let renamed = self.renames.tables.iter().find(|(_, new)| new.same(name, MYSQL));
        renamed.map_or_else(|| name.clone(), |(old, _)| old.clone())
    }

    /// One statement renames all tables, from left to right.
    fn rename_tables(&self) -> Result<Option<Statement>, Refusal> {
        let mut waiting: Vec<&(TableName, TableName)> =
            self.renames.tables.iter().filter(|(old, _)| self.from.table(old, MYSQL).is_some()).collect();
        let mut words = Vec::new();
        while !waiting.is_empty() {
            let free = |(_, to): &(TableName, TableName)| !waiting.iter().any(|(from, _)| from.same(to, MYSQL));
            let Some(at) = waiting.iter().position(|renamed| free(renamed)) else {
                return Err(Refusal::new("rename tables", "they change names with each other")
                    .hint("rename one of them to something else in a revision before this one"));
            };
            let (from, to) = waiting.remove(at);
            words.push(format!("{} TO {}", MYSQL.quote_table(from), MYSQL.quote_table(to)));
        }
        Ok((!words.is_empty()).then(|| Statement::new(format!("RENAME TABLE {}", words.join(", ")))))
    }
}

impl Change<'_> {
    fn block(self) -> Block {
        let mut statements = Vec::new();
        statements.extend((!self.renames.is_empty()).then(|| statement(self.table, &self.renames)));
        statements.extend(self.before);
        statements.extend((!self.clauses.is_empty()).then(|| statement(self.table, &self.clauses)));
        statements.extend(self.after);
        block(statements)
    }
}

/// The columns of a table that foreign keys refer to.
fn referenced(schema: &Schema, table: &TableName) -> BTreeSet<Ident> {
    let keys = schema.tables.values().flat_map(|other| &other.foreign_keys).filter(|key| key.references == *table);
    keys.flat_map(|key| &key.referenced_columns).map(|column| column.key(MYSQL)).collect()
}

/// Whether a foreign key is over the column, on either side.
fn is_in_key(schema: &Schema, table: &TableName, column: &Ident) -> bool {
    schema.tables.values().any(|other| {
        other.foreign_keys.iter().any(|key| {
            let has = |columns: &[Ident]| columns.iter().any(|name| name.same(column, MYSQL));
            (other.name == *table && has(&key.columns)) || (key.references == *table && has(&key.referenced_columns))
        })
    })
}

pub(super) fn block(statements: Vec<Statement>) -> Block {
    Block::new(statements)
}

/// Groups clauses of foreign keys by their table.
fn by_table<'a>(
    schema: &Schema,
    keys: &[Keyed<'a>],
    clause: impl Fn(&Keyed<'a>) -> Clause,
) -> Vec<(&'a TableName, Block)> {
    let mut tables = BTreeMap::<&TableName, Vec<Clause>>::new();
    for keyed in keys {
        tables.entry(keyed.table).or_default().push(clause(keyed));
    }
    let blocks = tables.into_iter().filter_map(|(name, clauses)| {
        let table = schema.tables.get(name)?;
        Some((name, block(vec![statement(table, &clauses)])))
    });
    blocks.collect()
}
