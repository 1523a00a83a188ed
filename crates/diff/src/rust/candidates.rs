//! What a statement in SQL does not tell, and operations do: what SeaORM calls a type, whose index it is.

use std::collections::{BTreeMap, BTreeSet};

use autogen_schema::{
    Column as SchemaColumn, ColumnType, DataType, Dialect, EnumName, EnumType, ForeignKey, Ident, ReferentialAction,
    Schema, Table, TableName,
};

use super::builder::alter::Change;
use super::builder::column::Column;
use super::builder::kind::Kind;
use super::builder::reference::Reference;
use super::builder::{Builder, Statement};
use super::matching::Target;
use super::read;
use crate::Operation;

/// What is known of the things that statements are about, by name.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// What the types of columns are called.
    kinds: BTreeMap<(TableName, Ident), Vec<Kind>>,
    /// Where indexes are.
    indexes: BTreeMap<Ident, BTreeSet<TableName>>,
    /// The names of foreign keys.
    keys: BTreeSet<(TableName, Ident)>,
    /// Keys that are told to do nothing: when rows are deleted, and when they change.
    idle: BTreeMap<(TableName, Vec<Ident>), (bool, bool)>,
}

impl Candidates {
    /// Learns from the operations that a script is lowered from, and the schema that it starts from. `enums` are those of the entities.
    pub fn of(operations: &[Operation], schema: &Schema, enums: &BTreeMap<EnumName, EnumType>) -> Self {
        let mut learnt = Self::default();
        let mut types: BTreeMap<EnumName, EnumType> = schema.enums.clone();
        types.extend(enums.iter().map(|(name, ty)| (name.clone(), ty.clone())));
        types.extend(operations.iter().filter_map(|operation| match operation {
            Operation::CreateEnum(ty) | Operation::AlterEnum { to: ty, .. } => Some((ty.name.clone(), ty.clone())),
            _ => None,
        }));
        schema.tables.values().for_each(|table| learnt.table(table, &types));
        for operation in operations {
            learnt.operation(operation, &types);
        }
        learnt
    }

    fn operation(&mut self, operation: &Operation, enums: &BTreeMap<EnumName, EnumType>) {
        use Operation as Op;
        match operation {
            Op::CreateTable(table) | Op::DropTable(table) => self.table(table, enums),
            Op::AddColumn { table, column } | Op::DropColumn { table, column } => self.column(table, column, enums),
            Op::AlterColumn { table, from, to } => {
                self.column(table, from, enums);
                self.column(table, to, enums);
            }
            Op::AddForeignKey { table, key } | Op::DropForeignKey { table, key } => self.key(table, key),
            Op::DropIndex { table, index } => self.index(table, index.name.as_ref()),
            Op::DropUnique { table, unique } => self.index(table, unique.name.as_ref()),
            _ => {}
        }
    }

    fn table(&mut self, table: &Table, enums: &BTreeMap<EnumName, EnumType>) {
        table.columns.iter().for_each(|column| self.column(&table.name, column, enums));
        table.foreign_keys.iter().for_each(|key| self.key(&table.name, key));
        let names = table.indexes.iter().map(|index| index.name.as_ref());
        names.chain(table.uniques.iter().map(|unique| unique.name.as_ref())).for_each(|name| {
            self.index(&table.name, name);
        });
    }

    fn column(&mut self, table: &TableName, column: &SchemaColumn, enums: &BTreeMap<EnumName, EnumType>) {
        let kind = match &column.data_type {
            DataType::Exact(ColumnType::Enum(name)) | DataType::Implied(ColumnType::Enum(name)) => {
                let Some(ty) = enums.get(name) else { return };
                Kind::Enum(name.clone(), ty.labels.clone())
            }
            DataType::Exact(ColumnType::Custom(sql)) | DataType::Implied(ColumnType::Custom(sql)) => {
                Kind::Custom(sql.clone())
            }
            DataType::Exact(ty) | DataType::Implied(ty) => Kind::Known(ty.clone()),
            DataType::Reported(_) | DataType::Unknown(_) => return,
        };
        self.kinds.entry((table.clone(), column.name.clone())).or_default().push(kind);
    }

    fn key(&mut self, table: &TableName, key: &ForeignKey) {
        self.keys.extend(key.name.clone().map(|name| (table.clone(), name)));
        let is_idle = |action: Option<ReferentialAction>| action == Some(ReferentialAction::NoAction);
        let idle = (is_idle(key.on_delete), is_idle(key.on_update));
        if key.definition.as_deref().is_none() && idle != (false, false) {
            self.idle.insert((table.clone(), key.columns.clone()), idle);
        }
    }

    fn index(&mut self, table: &TableName, name: Option<&Ident>) {
        if let Some(name) = name {
            self.indexes.entry(name.clone()).or_default().insert(table.clone());
        }
    }

    /// Says a statement in the words that are known. `None` where the statement is not what the builder would say that it is.
    pub(super) fn said(&self, mut builder: Builder, target: Target<'_>) -> Option<Builder> {
        let dialect = target.dialect;
        match &mut builder.0 {
            Statement::CreateTable(table) => {
                for column in &mut table.columns {
                    self.name_type(&table.name, column, dialect);
                    say_null(column, target);
                }
                let keys = table.references.iter_mut().filter(|_| target.is_shared());
                keys.for_each(|key| self.say_idle(&table.name, key));
            }
            Statement::AlterTable(alter) => {
                for change in &mut alter.changes {
                    match change {
                        Change::Add(column) => {
                            self.name_type(&alter.table, column, dialect);
                            say_null(column, target);
                        }
                        Change::Modify(column) => self.name_type(&alter.table, column, dialect),
                        Change::Rename(..) | Change::Drop(_) => {}
                    }
                }
            }
            Statement::CreateForeignKey(table, key) if target.is_shared() => self.say_idle(table, key),
            Statement::DropIndex(index) if index.table.is_none() => {
                let tables = self.indexes.get(&index.name).filter(|tables| tables.len() == 1);
                let table = tables.into_iter().flatten().find(|table| table.schema == index.schema);
                index.table = table.cloned();
            }
            // PostgreSQL drops every constraint in the same way.
            Statement::DropForeignKey(table, name) if dialect == Dialect::Postgres => {
                self.keys.contains(&(table.clone(), name.clone())).then_some(())?;
            }
            _ => {}
        }
        Some(builder)
    }

    /// Puts what SeaORM calls a type before what it could be called as well.
    fn name_type(&self, table: &TableName, column: &mut Column, dialect: Dialect) {
        let Some(ty) = &mut column.ty else { return };
        let known = self.kinds.get(&(table.clone(), column.name.clone())).into_iter().flatten();
        let known: Vec<Kind> = known.filter(|kind| read::is(kind, ty, dialect)).cloned().collect();
        ty.kinds = known.into_iter().chain(std::mem::take(&mut ty.kinds)).collect();
        if column.auto_increment && dialect == Dialect::Postgres {
            ty.keep_what_counts();
        }
        read::keep_what_is_written_alike(&mut ty.kinds, dialect);
    }

    /// Says that a key does nothing where an entity says so, as other dialects do.
    fn say_idle(&self, table: &TableName, key: &mut Reference) {
        let idle = self.idle.get(&(table.clone(), key.columns.clone())).copied().unwrap_or_default();
        for (action, is_idle) in [(&mut key.on_delete, idle.0), (&mut key.on_update, idle.1)] {
            if is_idle && action.said.is_none() {
                action.said = Some(ReferentialAction::NoAction);
            }
        }
    }
}

/// Says that a timestamp may be NULL, where MySQL has to be told and has the same line.
fn say_null(column: &mut Column, target: Target<'_>) {
    use ColumnType::{Timestamp, TimestampWithTimeZone};
    let is_told = target.is_shared() && target.project.contains(&Dialect::Mysql) && !target.restores_text();
    let kind = column.ty.as_ref().and_then(|ty| ty.kinds.first());
    if is_told && matches!(kind, Some(Kind::Known(Timestamp | TimestampWithTimeZone))) {
        column.null.said = column.null.said.or(Some(true));
    }
}
