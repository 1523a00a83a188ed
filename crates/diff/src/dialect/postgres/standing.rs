//! The schema as it stands between two operations.

use std::collections::BTreeSet;

use autogen_schema::sql::{Token, TokenKind, normalize, tokenize};
use autogen_schema::{Check, Definition, EnumName, ForeignKey, Ident, IndexKey, Schema, SqlType, Table, TableName};

use super::POSTGRES;
use super::types::spelled;
use crate::Operation;

/// A schema that operations are carried out on, as the server carries them out: what refers to something that is renamed
/// follows.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) schema: Schema,
    /// Tables that have been made.
    made: BTreeSet<TableName>,
    /// Columns that have been added, by their table.
    added: BTreeSet<(TableName, Ident)>,
    /// Tables, and columns of tables, whose name is another one by now.
    pub(super) renamed_tables: BTreeSet<TableName>,
    pub(super) renamed_columns: BTreeSet<(TableName, Ident)>,
}

impl Standing {
    pub(super) fn new(schema: Schema) -> Self {
        Self {
            schema,
            made: BTreeSet::new(),
            added: BTreeSet::new(),
            renamed_tables: BTreeSet::new(),
            renamed_columns: BTreeSet::new(),
        }
    }

    pub(super) fn table(&self, name: &TableName) -> Option<&Table> {
        self.schema.table(name, POSTGRES)
    }

    /// Whether the table has been made by the operations, and has no rows.
    pub(super) fn is_made(&self, table: &TableName) -> bool {
        self.made.contains(table)
    }

    /// Whether the column has been added by the operations.
    pub(super) fn is_added(&self, table: &TableName, column: &Ident) -> bool {
        self.is_made(table) || self.added.contains(&(table.clone(), column.clone()))
    }

    /// Whether a check of the table has kept NULL out of the column, so that the server takes its word for it
    /// (<https://www.postgresql.org/docs/current/sql-altertable.html>: `SET NOT NULL`).
    pub(super) fn is_never_null(&self, table: &TableName, column: &Ident) -> bool {
        let wanted = normalize(&format!("{} IS NOT NULL", POSTGRES.quote(column)), POSTGRES);
        let says =
            |check: &Check| !is_for_new_rows(&check.definition) && normalize(&check.expression, POSTGRES) == wanted;
        self.table(table).is_some_and(|table| table.checks.iter().any(says))
    }

    /// Returns the columns whose type is the enum, or an array of it.
    pub(super) fn columns_of(&self, name: &EnumName) -> Vec<(TableName, Ident)> {
        let quoted = SqlType::parse(&POSTGRES.quote(name));
        let wanted = super::types::canonical(&quoted).name;
        let mut found = Vec::new();
        for table in self.schema.tables.values() {
            let of = table.columns.iter().filter(|column| super::types::canonical(&spelled(column)).name == wanted);
            found.extend(of.map(|column| (table.name.clone(), column.name.clone())));
        }
        found
    }

    /// Returns the foreign keys that refer to a table, each with the table that it is on.
    pub(super) fn keys_to(&self, target: &TableName) -> Vec<(TableName, ForeignKey)> {
        let of = |table: &Table| {
            let keys = table.foreign_keys.iter().filter(|key| key.references == *target).cloned();
            keys.map(|key| (table.name.clone(), key)).collect::<Vec<_>>()
        };
        self.schema.tables.values().flat_map(of).collect()
    }

    fn table_mut(&mut self, name: &TableName) -> Option<&mut Table> {
        self.schema.table_mut(name, POSTGRES)
    }

    /// Carries an operation out. One on something that is not there does nothing.
    pub(super) fn apply(&mut self, operation: &Operation) {
        use Operation as Op;
        match operation {
            Op::CreateSchema(_) | Op::DropSchema(_) | Op::RawSql { .. } => {}
            Op::CreateEnum(ty) | Op::AlterEnum { to: ty, .. } => {
                self.schema.enums.insert(ty.name.clone(), ty.clone());
            }
            Op::DropEnum(ty) => {
                self.schema.enums.remove(&ty.name);
            }
            Op::RenameEnum { from, to } => self.schema.rename_enum(from, to),
            Op::CreateTable(table) => {
                self.made.insert(table.name.clone());
                self.schema.add(table.clone());
            }
            Op::DropTable(table) => {
                self.schema.tables.remove(&table.name);
            }
            Op::RenameTable { from, to } => self.rename_table(from, to),
            Op::RenameColumn { table, from, to } => self.rename_column(table, from, to),
            operation => {
                if let Op::AddColumn { table, column } = operation {
                    self.added.insert((table.clone(), column.name.clone()));
                }
                if let Some(table) = operation.table().cloned()
                    && let Some(table) = self.table_mut(&table)
                {
                    alter(table, operation);
                }
            }
        }
    }

    fn rename_table(&mut self, from: &TableName, to: &TableName) {
        let Some(mut table) = self.schema.tables.remove(from) else { return };
        table.name = to.clone();
        self.schema.add(table);
        for table in self.schema.tables.values_mut() {
            table
                .foreign_keys
                .iter_mut()
                .filter(|key| key.references == *from)
                .for_each(|key| key.references = to.clone());
        }
        for view in self.schema.views.values_mut() {
            if let Some(columns) = view.uses.remove(from) {
                view.uses.insert(to.clone(), columns);
            }
        }
        let moved = |(table, column): (TableName, Ident)| (if table == *from { to.clone() } else { table }, column);
        self.added = std::mem::take(&mut self.added).into_iter().map(moved).collect();
        self.renamed_columns = std::mem::take(&mut self.renamed_columns).into_iter().map(moved).collect();
        self.renamed_tables.insert(to.clone());
    }

    fn rename_column(&mut self, name: &TableName, from: &Ident, to: &Ident) {
        let rename = |columns: &mut Vec<Ident>| columns.iter_mut().filter(|c| *c == from).for_each(|c| *c = to.clone());
        let rename_in = |columns: &mut BTreeSet<Ident>| {
            if columns.remove(from) {
                columns.insert(to.clone());
            }
        };
        for table in self.schema.tables.values_mut() {
            let keys = table.foreign_keys.iter_mut().filter(|key| key.references == *name);
            keys.for_each(|key| rename(&mut key.referenced_columns));
            if table.name != *name {
                continue;
            }
            table.columns.iter_mut().filter(|column| column.name == *from).for_each(|column| column.name = to.clone());
            table.primary_key.iter_mut().for_each(|key| rename(&mut key.columns));
            table.uniques.iter_mut().for_each(|unique| rename(&mut unique.columns));
            table.foreign_keys.iter_mut().for_each(|key| rename(&mut key.columns));
            for index in &mut table.indexes {
                rename(&mut index.include);
                for part in &mut index.parts {
                    if matches!(&part.key, IndexKey::Column(column) if column == from) {
                        part.key = IndexKey::Column(to.clone());
                    }
                }
            }
            let computed = table.columns.iter_mut().filter_map(|column| column.generated.as_mut());
            computed.for_each(|made| made.expression = renamed(&made.expression, from, to));
            table.checks.iter_mut().for_each(|check| check.expression = renamed(&check.expression, from, to));
            for index in &mut table.indexes {
                index.predicate = index.predicate.as_deref().map(|sql| renamed(sql, from, to));
                for part in &mut index.parts {
                    if let IndexKey::Expression(sql) = &mut part.key {
                        *sql = renamed(sql, from, to);
                    }
                }
            }
            table.triggers.iter_mut().for_each(|trigger| rename_in(&mut trigger.uses));
            table.attachments.iter_mut().for_each(|attachment| rename_in(&mut attachment.uses));
        }
        for view in self.schema.views.values_mut() {
            view.uses.get_mut(name).into_iter().for_each(&rename_in);
        }
        self.renamed_columns.insert((name.clone(), to.clone()));
    }
}

/// Returns an expression over a table in which a column has another name.
fn renamed(sql: &str, from: &Ident, to: &Ident) -> String {
    let tokens = tokenize(sql, POSTGRES);
    let spelled = |(at, token): (usize, &Token<'_>)| {
        let called = tokens.get(at + 1).is_some_and(|next| next.is_punct("("));
        let name = match token.kind {
            TokenKind::Word if !called => Some(Ident::new(token.text.to_lowercase())),
            TokenKind::QuotedIdent => token.ident(),
            _ => None,
        };
        if name.as_ref() == Some(from) { POSTGRES.quote(to) } else { token.text.to_owned() }
    };
    tokens.iter().enumerate().map(spelled).collect()
}

/// Whether a constraint is not asked of the rows that are there.
pub(super) fn is_for_new_rows(definition: &Definition) -> bool {
    definition.as_deref().is_some_and(|text| text.trim_end().ends_with("NOT VALID"))
}

/// Carries out an operation on one table and what belongs to it.
fn alter(table: &mut Table, operation: &Operation) {
    use Operation as Op;
    match operation {
        Op::AddColumn { column, .. } => table.columns.push(column.clone()),
        Op::DropColumn { column, .. } => {
            table.columns.retain(|other| other.name != column.name);
            table.attachments.retain(|attachment| !attachment.uses.contains(&column.name));
        }
        Op::AlterColumn { to, .. } => {
            if let Some(column) = table.column_mut(&to.name, POSTGRES) {
                column.clone_from(to);
            }
        }
        Op::AddPrimaryKey { key, .. } => {
            // Its columns hold no NULL from now on, and go on so without it.
            for column in table.columns.iter_mut().filter(|column| key.columns.contains(&column.name)) {
                column.nullable = false;
            }
            table.primary_key = Some(key.clone());
        }
        Op::DropPrimaryKey { key, .. } => {
            table.primary_key = None;
            forget(table, key.name.as_ref());
        }
        Op::AddUnique { unique, .. } => table.uniques.push(unique.clone()),
        Op::DropUnique { unique, .. } => {
            table.uniques.retain(|other| other.name != unique.name);
            table.indexes.retain(|other| unique.name.is_none() || other.name != unique.name);
            forget(table, unique.name.as_ref());
        }
        Op::AddForeignKey { key, .. } => table.foreign_keys.push(key.clone()),
        Op::DropForeignKey { key, .. } => {
            table.foreign_keys.retain(|other| other.name != key.name);
            forget(table, key.name.as_ref());
        }
        Op::AddCheck { check, .. } => table.checks.push(check.clone()),
        Op::DropCheck { check, .. } => {
            table.checks.retain(|other| other.name != check.name);
            forget(table, check.name.as_ref());
        }
        Op::CreateIndex { index, .. } => table.indexes.push(index.clone()),
        Op::DropIndex { index, .. } => {
            table.indexes.retain(|other| other.name != index.name);
            forget(table, index.name.as_ref());
        }
        Op::RenameIndex { from, to, .. } => {
            let named = table.indexes.iter_mut().filter(|index| index.name.as_ref() == Some(from));
            named.for_each(|index| index.name = Some(to.clone()));
            let uniques = table.uniques.iter_mut().filter(|unique| unique.name.as_ref() == Some(from));
            uniques.for_each(|unique| unique.name = Some(to.clone()));
        }
        Op::RenameConstraint { from, to, .. } => rename_constraint(table, from, to),
        Op::SetTableComment { to, .. } => table.comment.clone_from(to),
        _ => {}
    }
}

/// What is about something goes along with it.
fn forget(table: &mut Table, name: Option<&Ident>) {
    table.attachments.retain(|attachment| attachment.of.is_none() || attachment.of.as_ref() != name);
}

fn rename_constraint(table: &mut Table, from: &Ident, to: &Ident) {
    let names = table.primary_key.iter_mut().map(|key| &mut key.name);
    let names = names.chain(table.uniques.iter_mut().map(|unique| &mut unique.name));
    let names = names.chain(table.foreign_keys.iter_mut().map(|key| &mut key.name));
    let names = names.chain(table.checks.iter_mut().map(|check| &mut check.name));
    names.filter(|name| name.as_ref() == Some(from)).for_each(|name| *name = Some(to.clone()));
}
