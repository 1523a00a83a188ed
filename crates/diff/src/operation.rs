//! Operations: one change between two schemas each.
//!
//! Every operation owns both sides of what it changes, so that [`Operation::invert`] is total and
//! `invert(invert(op)) == op`. What an operation does to rows is a [`crate::Hazard`], not a missing inverse. How a
//! database carries an operation out, and whether it can, is the dialect's lowering.

mod text;

use autogen_schema::{Check, Column, EnumType, ForeignKey, Ident, Index, PrimaryKey, Table, TableName, Unique};

use crate::Values;

/// One change between two schemas.
#[expect(clippy::large_enum_variant, reason = "a list of operations is short, and boxes in every match are not")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Operation {
    /// Makes a schema (a namespace).
    CreateSchema(Ident),
    /// Drops a schema (a namespace).
    DropSchema(Ident),
    /// Makes an enum type.
    CreateEnum(EnumType),
    /// Drops an enum type.
    DropEnum(EnumType),
    /// Changes the labels of an enum type. `renames` pairs old labels with new ones.
    AlterEnum { from: EnumType, to: EnumType, renames: Vec<(String, String)> },
    /// Gives an enum type another name.
    RenameEnum { from: Ident, to: Ident },
    /// Makes a table with its columns, keys and constraints. Its indexes are operations of their own.
    CreateTable(Table),
    /// Drops a table and all that belongs to it.
    DropTable(Table),
    /// Gives a table another name.
    RenameTable { from: TableName, to: TableName },
    /// Appends a column.
    AddColumn { table: TableName, column: Column },
    /// Drops a column.
    DropColumn { table: TableName, column: Column },
    /// Gives a column another name.
    RenameColumn { table: TableName, from: Ident, to: Ident },
    /// Changes the type, nullability, default, identity, generation, collation or comment of a column.
    AlterColumn { table: TableName, from: Column, to: Column },
    /// Says where the values of a column come from that comes or changes, by its name after the operations.
    SetValues { table: TableName, column: Ident, up: Values, down: Values },
    /// Adds a primary key to a table without one.
    AddPrimaryKey { table: TableName, key: PrimaryKey },
    /// Drops a primary key.
    DropPrimaryKey { table: TableName, key: PrimaryKey },
    /// Adds a unique, as a constraint or as an index by its kind.
    AddUnique { table: TableName, unique: Unique },
    /// Drops a unique.
    DropUnique { table: TableName, unique: Unique },
    /// Adds a foreign key.
    AddForeignKey { table: TableName, key: ForeignKey },
    /// Drops a foreign key.
    DropForeignKey { table: TableName, key: ForeignKey },
    /// Adds a check.
    AddCheck { table: TableName, check: Check },
    /// Drops a check.
    DropCheck { table: TableName, check: Check },
    /// Gives a constraint another name.
    RenameConstraint { table: TableName, from: Ident, to: Ident },
    /// Makes an index.
    CreateIndex { table: TableName, index: Index },
    /// Drops an index.
    DropIndex { table: TableName, index: Index },
    /// Gives an index another name.
    RenameIndex { table: TableName, from: Ident, to: Ident },
    /// Changes the comment of a table.
    SetTableComment { table: TableName, from: Option<String>, to: Option<String> },
    /// SQL that no other operation says, and what undoes it.
    RawSql { up: String, down: String },
}

impl Operation {
    /// Returns the operation that undoes this one.
    #[must_use]
    pub fn invert(self) -> Operation {
        use Operation as Op;
        match self {
            Op::CreateSchema(name) => Op::DropSchema(name),
            Op::DropSchema(name) => Op::CreateSchema(name),
            Op::CreateEnum(ty) => Op::DropEnum(ty),
            Op::DropEnum(ty) => Op::CreateEnum(ty),
            Op::AlterEnum { from, to, renames } => Op::AlterEnum {
                from: to,
                to: from,
                renames: renames.into_iter().map(|(old, new)| (new, old)).collect(),
            },
            Op::RenameEnum { from, to } => Op::RenameEnum { from: to, to: from },
            Op::CreateTable(table) => Op::DropTable(table),
            Op::DropTable(table) => Op::CreateTable(table),
            Op::RenameTable { from, to } => Op::RenameTable { from: to, to: from },
            Op::AddColumn { table, column } => Op::DropColumn { table, column },
            Op::DropColumn { table, column } => Op::AddColumn { table, column },
            Op::RenameColumn { table, from, to } => Op::RenameColumn { table, from: to, to: from },
            Op::AlterColumn { table, from, to } => Op::AlterColumn { table, from: to, to: from },
            Op::SetValues { table, column, up, down } => Op::SetValues { table, column, up: down, down: up },
            Op::AddPrimaryKey { table, key } => Op::DropPrimaryKey { table, key },
            Op::DropPrimaryKey { table, key } => Op::AddPrimaryKey { table, key },
            Op::AddUnique { table, unique } => Op::DropUnique { table, unique },
            Op::DropUnique { table, unique } => Op::AddUnique { table, unique },
            Op::AddForeignKey { table, key } => Op::DropForeignKey { table, key },
            Op::DropForeignKey { table, key } => Op::AddForeignKey { table, key },
            Op::AddCheck { table, check } => Op::DropCheck { table, check },
            Op::DropCheck { table, check } => Op::AddCheck { table, check },
            Op::RenameConstraint { table, from, to } => Op::RenameConstraint { table, from: to, to: from },
            Op::CreateIndex { table, index } => Op::DropIndex { table, index },
            Op::DropIndex { table, index } => Op::CreateIndex { table, index },
            Op::RenameIndex { table, from, to } => Op::RenameIndex { table, from: to, to: from },
            Op::SetTableComment { table, from, to } => Op::SetTableComment { table, from: to, to: from },
            Op::RawSql { up, down } => Op::RawSql { up: down, down: up },
        }
    }

    /// Returns the table that the operation is on, by its name before the operation.
    pub fn table(&self) -> Option<&TableName> {
        use Operation as Op;
        match self {
            Op::CreateTable(table) | Op::DropTable(table) => Some(&table.name),
            Op::RenameTable { from, .. } => Some(from),
            Op::AddColumn { table, .. }
            | Op::DropColumn { table, .. }
            | Op::RenameColumn { table, .. }
            | Op::AlterColumn { table, .. }
            | Op::SetValues { table, .. }
            | Op::AddPrimaryKey { table, .. }
            | Op::DropPrimaryKey { table, .. }
            | Op::AddUnique { table, .. }
            | Op::DropUnique { table, .. }
            | Op::AddForeignKey { table, .. }
            | Op::DropForeignKey { table, .. }
            | Op::AddCheck { table, .. }
            | Op::DropCheck { table, .. }
            | Op::RenameConstraint { table, .. }
            | Op::CreateIndex { table, .. }
            | Op::DropIndex { table, .. }
            | Op::RenameIndex { table, .. }
            | Op::SetTableComment { table, .. } => Some(table),
            Op::CreateSchema(_)
            | Op::DropSchema(_)
            | Op::CreateEnum(_)
            | Op::DropEnum(_)
            | Op::AlterEnum { .. }
            | Op::RenameEnum { .. }
            | Op::RawSql { .. } => None,
        }
    }
}

/// Inverts a sequence: each operation, in reverse order.
pub fn invert(operations: impl IntoIterator<Item = Operation>) -> Vec<Operation> {
    let mut inverted: Vec<Operation> = operations.into_iter().map(Operation::invert).collect();
    inverted.reverse();
    inverted
}
