//! What operations lower to: the server's own statements, in the order of the operations.
//!
//! Each operation is lowered against the schema as it stands when its turn has come, and then carried out on that. What stands
//! in the way of one (a view of a column that gets another type) is dropped right before it; at the end, whatever the goal has
//! and the schema lacks by then is made again from its text.

mod added;
mod clauses;
mod column;
mod computed;
mod dependents;
mod dropped;
mod enums;
mod finish;
mod follow;
mod index;
mod inheritance;
mod keys;
mod logged;
mod objects;
mod online;
mod retype;
mod source;
mod table;

use std::borrow::Cow;
use std::collections::BTreeSet;

use autogen_schema::{EnumName, ForeignKey, Ident, Schema, Table, TableName};

use super::POSTGRES;
use super::enum_names::EnumNames;
use super::names::Names;
use super::standing::Standing;
use crate::dialect::Refusal;
use crate::{Block, Operation, Script, Statement};

/// Lowers the operations of an upgrade, in their order.
///
/// `base` is the schema that the upgrade starts from, as the server tells it. Fails where something that nobody manages would
/// break, or a type has no spelling.
pub fn upgrade(operations: &[Operation], base: &Schema) -> Result<Script, Refusal> {
    lowered(operations, base, base, Aim::Change).map(|(script, _)| script)
}

/// What the statements are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    /// To change what the operations say, and to keep what nobody manages.
    Change,
    /// To bring a schema back to exactly what it was, unmanaged things included.
    Restore,
}

/// Lowers operations that start from the schema `from`. What nobody manages is as in `goal` afterwards. Returns the statements,
/// and the tables as they leave them, with their columns in the order in which they stand then.
pub(super) fn lowered(
    operations: &[Operation],
    from: &Schema,
    goal: &Schema,
    aim: Aim,
) -> Result<(Script, Schema), Refusal> {
    let mut swapped = BTreeSet::new();
    loop {
        let mut lowering = Lowering::new(operations, from, goal, aim, &swapped);
        if aim == Aim::Restore {
            lowering.follow_renames(operations);
            lowering.put_away_what_differs(operations);
            lowering.release_clauses();
            lowering.make_room()?;
            lowering.make_objects()?;
        }
        lowering.reserve(operations);
        let first_key = logged::first_key(operations);
        for (at, operation) in operations.iter().enumerate() {
            if at == first_key {
                lowering.set_logged();
            }
            let later = operations.get(at + 1..).unwrap_or_default();
            lowering.lower(&under_its_name(operation, later))?;
            lowering.bring_back_in_time(later)?;
        }
        if first_key == operations.len() {
            lowering.set_logged();
        }
        lowering.set_clauses();
        lowering.make_late_objects();
        lowering.finish()?;
        lowering.drop_objects();
        let early = lowering.used_too_early();
        let end = lowering.end();
        match early {
            Some(name) if swapped.insert(name.clone()) => {}
            _ => return Ok(end),
        }
    }
}

/// What goes before tables get their new names is on a table that has its old one.
fn under_its_name<'o>(operation: &'o Operation, later: &[Operation]) -> Cow<'o, Operation> {
    let Operation::DropForeignKey { table, key } = operation else { return Cow::Borrowed(operation) };
    let old = later.iter().find_map(|operation| match operation {
        Operation::RenameTable { from, to } if to == table => Some(from.clone()),
        _ => None,
    });
    old.map_or(Cow::Borrowed(operation), |table| Cow::Owned(Operation::DropForeignKey { table, key: key.clone() }))
}

pub(super) use clauses::Clause;
use computed::Computed;
pub(super) use dependents::undone;
pub(super) use inheritance::{with_children, without_children};

struct Lowering<'a> {
    /// All of them, which say what becomes of values.
    operations: &'a [Operation],
    /// What it starts from.
    from: &'a Schema,
    goal: &'a Schema,
    aim: Aim,
    /// Enum types that are made anew although labels are only added.
    swapped: &'a BTreeSet<EnumName>,
    standing: Standing,
    names: Names,
    /// Statements, each with the table that it is about.
    statements: Vec<(Option<TableName>, Statement)>,
    /// Keys that come back when everything else is done.
    late_keys: Vec<(TableName, ForeignKey)>,
    /// Computed columns that come back when the columns that they are computed from are as they are to be.
    away: Vec<(TableName, Computed)>,
    /// Labels that cannot be used before the transaction ends.
    new_labels: Vec<(EnumName, String)>,
    /// Enums and labels that have another name by now.
    enum_names: EnumNames,
    /// Tables of which something has been put away that comes back, and the names of what went with a column for good.
    disturbed: BTreeSet<TableName>,
    gone: BTreeSet<(TableName, Ident)>,
    /// Enums that have gone before their time, since something else is to have their names.
    made_room: BTreeSet<EnumName>,
}

impl<'a> Lowering<'a> {
    fn new(
        operations: &'a [Operation],
        from: &'a Schema,
        goal: &'a Schema,
        aim: Aim,
        swapped: &'a BTreeSet<EnumName>,
    ) -> Self {
        Self {
            operations,
            from,
            goal,
            aim,
            swapped,
            standing: Standing::new(from.clone()),
            names: Names::of(from),
            statements: Vec::new(),
            late_keys: Vec::new(),
            away: Vec::new(),
            new_labels: Vec::new(),
            enum_names: EnumNames::default(),
            disturbed: BTreeSet::new(),
            gone: BTreeSet::new(),
            made_room: BTreeSet::new(),
        }
    }

    /// What is made up for an index must not be the name of a table that is still to come.
    fn reserve(&mut self, operations: &[Operation]) {
        for operation in operations {
            match operation {
                Operation::CreateTable(table) => self.names.take(&table.name, &table.name.name),
                Operation::RenameTable { to, .. } => self.names.take(to, &to.name),
                _ => {}
            }
        }
    }

    fn push(&mut self, table: &TableName, statement: Statement) {
        let statement = self.in_names_of_now(statement);
        self.statements.push((Some(table.clone()), statement));
    }

    /// What the server wrote before a change has the names of enums and labels from before it.
    fn in_names_of_now(&self, statement: Statement) -> Statement {
        match self.aim {
            Aim::Change => statement.said_otherwise(&|sql| self.enum_names.text(sql)),
            Aim::Restore => statement,
        }
    }

    fn push_sql(&mut self, table: &TableName, sql: impl Into<String>) {
        self.push(table, Statement::new(sql));
    }

    fn push_apart(&mut self, statement: Statement) {
        let statement = self.in_names_of_now(statement);
        self.statements.push((None, statement));
    }

    /// Statements about one table stand together.
    fn end(self) -> (Script, Schema) {
        let mut script = Script::default();
        let mut last = None;
        for (table, statement) in self.statements {
            if last.as_ref() == Some(&table)
                && let Some(block) = script.blocks.last_mut()
            {
                block.statements.push(statement);
            } else {
                script.blocks.push(Block::new(vec![statement]));
                last = Some(table);
            }
        }
        (script, self.standing.schema)
    }

    fn lower(&mut self, operation: &Operation) -> Result<(), Refusal> {
        use Operation as Op;
        self.refuse_inherited(operation)?;
        self.refuse_row_type(operation)?;
        match operation {
            Op::CreateSchema(name) => {
                self.push_apart(Statement::new(format!("CREATE SCHEMA {}", POSTGRES.quote(name))));
            }
            Op::DropSchema(name) => self.push_apart(Statement::new(format!("DROP SCHEMA {}", POSTGRES.quote(name)))),
            Op::CreateEnum(ty) => self.create_enum(ty),
            Op::DropEnum(ty) => self.drop_enum(ty)?,
            Op::AlterEnum { from, to, renames } => self.alter_enum(from, to, renames)?,
            Op::RenameEnum { from, to } => self.rename_enum(from, to)?,
            Op::CreateTable(table) => self.create_table(table)?,
            Op::DropTable(table) => self.drop_table(&table.name)?,
            Op::RenameTable { from, to } => self.rename_table(from, to),
            Op::AddColumn { table, column } => self.add_column(table, column)?,
            Op::DropColumn { table, column } => self.drop_column(table, column)?,
            Op::RenameColumn { table, from, to } => self.rename_column(table, from, to),
            Op::AlterColumn { table, from, to } => self.alter_column(table, from, to)?,
            // What comes or changes looks for it.
            Op::SetValues { .. } => {}
            Op::AddPrimaryKey { table, key } => self.add_primary_key(table, key)?,
            Op::DropPrimaryKey { table, key } => self.drop_primary_key(table, key)?,
            Op::AddUnique { table, unique } => self.add_unique(table, unique)?,
            Op::DropUnique { table, unique } => self.drop_unique(table, unique)?,
            Op::AddForeignKey { table, key } => self.add_foreign_key(table, key),
            Op::DropForeignKey { table, key } => self.drop_foreign_key(table, key)?,
            Op::AddCheck { table, check } => self.add_check(table, check),
            Op::DropCheck { table, check } => self.drop_check(table, check)?,
            Op::RenameConstraint { table, from, to } => self.rename_constraint(table, from, to),
            Op::CreateIndex { table, index } => self.create_index(table, index),
            Op::DropIndex { table, index } => self.drop_index(table, index)?,
            Op::RenameIndex { table, from, to } => self.rename_index(table, from, to),
            Op::SetTableComment { table, to, .. } => {
                self.push_sql(table, super::create::comment(table, to.as_ref()));
                self.standing.apply(operation);
            }
            Op::RawSql { up, .. } => self.push_apart(Statement::new(up.as_str())),
        }
        Ok(())
    }

    /// Returns a table as it stands.
    fn table(&self, name: &TableName) -> Result<Table, Refusal> {
        let missing = || Refusal::new(format!("change table `{name}`"), "the database has no such table");
        self.standing.table(name).cloned().ok_or_else(missing)
    }
}

/// Returns the statement that drops a constraint, which is found by its name.
fn drop_constraint(table: &TableName, name: Option<&Ident>, what: &str) -> Result<Statement, Refusal> {
    let unnamed = || Refusal::new(format!("drop a {what} of `{table}`"), "the database does not tell its name");
    let name = name.ok_or_else(unnamed)?;
    let (quoted, name) = (POSTGRES.quote_table(table), POSTGRES.quote(name));
    Ok(Statement::new(format!("ALTER TABLE {quoted} DROP CONSTRAINT {name}")))
}
