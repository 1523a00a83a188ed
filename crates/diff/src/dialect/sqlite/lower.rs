//! What operations run as on SQLite: in place where SQLite can, otherwise by making the table again.

mod altered;
mod created;
mod dropped;
mod indexes;
mod labels;
mod native;
mod rebuilt;
mod unique;

pub(super) use native::{can_add_text, can_drop, relabel};

use std::collections::BTreeMap;

use autogen_schema::{Dialect, Schema, Table, TableName};
use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};

use super::dependents::any_is_broken;
use super::edit::TableText;
use super::intent::Intent;
use super::names::Names;
use super::unrenamed::fails_to_be_renamed;
use crate::dialect::Refusal;
use crate::{Block, Operation, Script, Statement};

const SQLITE: Dialect = Dialect::Sqlite;

/// Lowers the operations of an upgrade, in their order: each existing table's are taken together, at the first of them.
///
/// `base` is the schema that the upgrade starts from, with the definitions that the database stores. Operations on enums
/// and comments come to nothing: SQLite has neither. Fails where something that stays would break, or a type has no
/// spelling.
pub fn upgrade(operations: &[Operation], base: &Schema) -> Result<Script, Refusal> {
    let mut lowering = Lowering::new(operations, base)?;
    let items = items(operations, &lowering.intent);
    let texts: Vec<_> = items.par_iter().with_min_len(FEW).map(Item::text).collect();
    for (item, text) in items.into_iter().zip(texts) {
        match item {
            Item::Create(table, operations) => lowering.create(table, &operations, text?)?,
            Item::Change(name, operations) => lowering.change(&name, &operations)?,
            Item::Drop(table) => lowering.drop(table)?,
            Item::Raw(sql) => {
                lowering.push(Phase::Alter, Block::new(vec![Statement::new(sql)]));
            }
        }
    }
    Ok(lowering.script())
}

/// How many tables are written before another thread has heard of them.
const FEW: usize = 8;

/// What belongs together, at the place of its first operation.
enum Item<'a> {
    /// A new table, with what is done to it afterwards.
    Create(&'a Table, Vec<&'a Operation>),
    /// An existing table, by the name it has before the operations.
    Change(TableName, Vec<&'a Operation>),
    Drop(&'a Table),
    Raw(&'a str),
}

impl Item<'_> {
    /// Returns the statement that makes a new table, which depends on nothing else; empty for all others.
    fn text(&self) -> Result<String, Refusal> {
        match self {
            Item::Create(table, operations) => created::text(table, operations),
            Item::Change(..) | Item::Drop(_) | Item::Raw(_) => Ok(String::new()),
        }
    }
}

fn items<'a>(operations: &'a [Operation], intent: &Intent<'_>) -> Vec<Item<'a>> {
    let mut items: Vec<Item<'a>> = Vec::new();
    // Where the item of a new table is, by its name, and that of an existing one, by its old name: the first of each.
    let (mut created, mut changed) = (BTreeMap::new(), BTreeMap::new());
    for operation in operations {
        match operation {
            Operation::CreateTable(table) => {
                created.entry(table.name.key(SQLITE)).or_insert(items.len());
                items.push(Item::Create(table, Vec::new()));
            }
            Operation::DropTable(table) => items.push(Item::Drop(table)),
            Operation::RawSql { up, .. } => items.push(Item::Raw(up)),
            _ => {
                let Some(table) = operation.table() else { continue };
                let old = intent.old_table(table);
                let found =
                    [created.get(&table.key(SQLITE)), changed.get(&old.key(SQLITE))].into_iter().flatten().min();
                match found.and_then(|at| items.get_mut(*at)) {
                    Some(Item::Create(_, group) | Item::Change(_, group)) => group.push(operation),
                    _ => {
                        changed.insert(old.key(SQLITE), items.len());
                        items.push(Item::Change(old, vec![operation]));
                    }
                }
            }
        }
    }
    items
}

/// When a block runs, where tables or columns are renamed: everything that restates a table by its old names first, then the
/// renames, which SQLite carries into every text itself, then what uses the new names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Create,
    Restate,
    Rename,
    Alter,
    Drop,
}

struct Lowering<'a> {
    base: &'a Schema,
    intent: Intent<'a>,
    names: Names,
    blocks: Vec<(Phase, Block)>,
    rebuild: bool,
    /// Tables that have been dropped so far.
    gone: Vec<TableName>,
}

impl<'a> Lowering<'a> {
    fn new(operations: &'a [Operation], base: &'a Schema) -> Result<Self, Refusal> {
        let intent = Intent::of(operations);
        let mut names = Names::of(base);
        for operation in operations {
            match operation {
                Operation::CreateTable(table) => {
                    if intent.renamed_tables.iter().any(|(old, _)| old.same(&table.name, SQLITE)) {
                        let operation = format!("create table `{}`", table.name);
                        return Err(Refusal::new(
                            operation,
                            "the table of that name is only renamed in the same revision",
                        )
                        .hint("rename it in a revision of its own, before this one"));
                    }
                    check_new_name(table, &names)?;
                    names.take(&table.name.name);
                }
                Operation::CreateSchema(name) | Operation::DropSchema(name) => {
                    return Err(Refusal::new(format!("create or drop schema `{name}`"), "SQLite has no schemas"));
                }
                _ => {}
            }
        }
        Ok(Self { base, intent, names, blocks: Vec::new(), rebuild: false, gone: Vec::new() })
    }

    fn push(&mut self, phase: Phase, block: Block) {
        if !block.statements.is_empty() {
            self.blocks.push((phase, block));
        }
    }

    fn push_statements(&mut self, phase: Phase, statements: Vec<Statement>) {
        self.push(phase, Block::new(statements));
    }

    fn script(mut self) -> Script {
        if self.intent.renames() {
            self.blocks.sort_by_key(|(phase, _)| *phase);
        }
        Script { blocks: self.blocks.into_iter().map(|(_, block)| block).collect(), rebuild: self.rebuild }
    }

    /// Lowers the operations on one existing table.
    fn change(&mut self, name: &TableName, operations: &[&'a Operation]) -> Result<(), Refusal> {
        let refuse = |reason: &str| Refusal::new(format!("change table `{name}`"), reason);
        let base = self.base;
        let table = base.table(name, SQLITE).ok_or_else(|| refuse("the database has no such table"))?;
        let text = stored_text(table)?;
        refuse_renames(table, operations)?;
        labels::check(base, table, operations, &self.intent)?;
        self.check_uniques(table, operations)?;
        let freed = self.dropped_indexes(table, operations)?;
        let drops = operations.iter().any(|operation| matches!(operation, Operation::DropColumn { .. }));
        let in_place = !(drops && any_is_broken(base));
        if in_place && native::is_native(table, operations, &text, &self.intent)? {
            self.alter(table, operations, freed)
        } else {
            self.rebuild(table, operations, &text, freed)
        }
    }
}

/// Renames are SQLite's own to do, and of some columns it fails.
fn refuse_renames(table: &Table, operations: &[&Operation]) -> Result<(), Refusal> {
    let renamed = operations.iter().find_map(|operation| match operation {
        Operation::RenameColumn { from, .. } if fails_to_be_renamed(table, from) => Some(from),
        _ => None,
    });
    let Some(column) = renamed else { return Ok(()) };
    let operation = format!("rename column `{}.{column}`", table.name);
    let reason =
        "SQLite fails to rename a column of the key of a WITHOUT ROWID table that a unique constraint names too";
    Err(Refusal::new(operation, reason)
        .hint("drop the constraint in a revision before this one, and add it again in one behind it"))
}

/// Returns the text that the database stores of a table; of one that does not come from a database, what it would be.
fn stored_text(table: &Table) -> Result<TableText, Refusal> {
    let sql = super::create::table(table)?;
    TableText::parse(&sql).map_err(|error| Refusal::new(format!("change table `{}`", table.name), error.to_string()))
}

/// Tables, views and indexes have their names in one place, and that place is the only schema.
fn check_new_name(table: &Table, names: &Names) -> Result<(), Refusal> {
    let operation = || format!("create table `{}`", table.name);
    if let Some(schema) = &table.name.schema {
        return Err(Refusal::new(operation(), format!("SQLite has no schema `{schema}`")));
    }
    if names.holds(&table.name.name) {
        return Err(Refusal::new(operation(), "something else in the database has that name")
            .hint("rename or drop that in a revision before this one"));
    }
    Ok(())
}
