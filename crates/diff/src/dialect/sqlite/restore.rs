//! What brings a schema back to the texts that it had, as exactly as the database stores them.

mod columns;
mod objects;
mod renames;
mod tables;
mod treatment;

use std::collections::BTreeSet;

use autogen_schema::{Dialect, Ident, Schema, Table};

use super::intent::Intent;
use crate::dialect::Refusal;
use crate::{Block, Operation, Script, Statement};
use renames::Renames;
use treatment::Treatment;

const SQLITE: Dialect = Dialect::Sqlite;

/// Lowers what undoes an upgrade.
///
/// `from` is the schema after the upgrade has run, `to` the one before it, both with the definitions that the database
/// stores; `operations` are the upgrade's and tell what was renamed. Where a table's text differs, it is altered in place if
/// that brings back its text, and made again from that text otherwise; indexes, triggers and views that differ are made
/// again from theirs. What raw SQL did to the schema is undone with the rest; its own way back is not run.
///
/// What an upgrade has destroyed does not come back: a column that must not be NULL is filled, and the script says so.
pub fn downgrade(from: &Schema, to: &Schema, operations: &[Operation]) -> Result<Script, Refusal> {
    let intent = Intent::of(operations);
    let (renames, pairs) = treatment::settle(from, to, &intent)?;
    let mut restoring =
        Restoring { from, to, intent: &intent, renames: &renames, pairs: &pairs, blocks: Vec::new(), rebuild: false };
    restoring.take_objects_away();
    restoring.restore_tables()?;
    restoring.rename();
    restoring.add_by_new_names();
    restoring.drop_tables();
    restoring.create_tables()?;
    restoring.bring_objects_back();
    Ok(Script { blocks: restoring.blocks, rebuild: restoring.rebuild })
}

/// A table on both sides, and what is to be done about it.
struct Paired<'a> {
    from: &'a Table,
    to: &'a Table,
    treatment: Treatment,
}

impl Paired<'_> {
    fn is_rebuilt(&self) -> bool {
        matches!(self.treatment, Treatment::Rebuild)
    }
}

struct Restoring<'a> {
    from: &'a Schema,
    to: &'a Schema,
    intent: &'a Intent<'a>,
    renames: &'a Renames,
    pairs: &'a [Paired<'a>],
    blocks: Vec<Block>,
    rebuild: bool,
}

impl<'a> Restoring<'a> {
    fn push(&mut self, statements: Vec<Statement>) {
        if !statements.is_empty() {
            self.blocks.push(Block::new(statements));
        }
    }

    /// The tables that only the upgrade's schema has.
    fn made(&self) -> Vec<&'a Table> {
        let kept: BTreeSet<Ident> = self.pairs.iter().map(|pair| pair.from.name.name.key(SQLITE)).collect();
        self.from.tables.values().filter(|table| !kept.contains(&table.name.name.key(SQLITE))).collect()
    }

    /// The tables that only the schema before the upgrade has.
    fn missing(&self) -> Vec<&'a Table> {
        let kept: BTreeSet<Ident> = self.pairs.iter().map(|pair| pair.to.name.name.key(SQLITE)).collect();
        self.to.tables.values().filter(|table| !kept.contains(&table.name.name.key(SQLITE))).collect()
    }

    /// Takes the renames of tables and columns back, of those that were not made again under their old columns.
    fn rename(&mut self) {
        let mut statements = Vec::new();
        for (old, new) in &self.renames.tables {
            let (old, new) = (SQLITE.quote(&old.name), SQLITE.quote(&new.name));
            statements.push(Statement::new(format!("ALTER TABLE {new} RENAME TO {old}")));
        }
        for (table, old, new) in &self.renames.columns {
            let (table, old, new) = (SQLITE.quote(&table.name), SQLITE.quote(old), SQLITE.quote(new));
            statements.push(Statement::new(format!("ALTER TABLE {table} RENAME COLUMN {new} TO {old}")));
        }
        self.push(statements);
    }
}
