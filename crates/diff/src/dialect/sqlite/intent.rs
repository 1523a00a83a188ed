//! What a list of operations takes away and renames, looked up by name.

use std::collections::BTreeSet;

use autogen_schema::sql::{Token, tokenize};
use autogen_schema::{Column, Dialect, ForeignKey, Generated, Ident, TableName};

use crate::{Operation, Values};

const SQLITE: Dialect = Dialect::Sqlite;

/// The removals and renames among operations, by the names before them.
#[derive(Clone, Debug, Default)]
pub(super) struct Intent<'a> {
    tables: BTreeSet<TableName>,
    columns: BTreeSet<(TableName, Ident)>,
    keys: Vec<(TableName, &'a ForeignKey)>,
    /// Tables that get another name: old and new.
    pub(super) renamed_tables: Vec<(TableName, TableName)>,
    /// What is said of the values of columns, by table and column after the operations: there, and back.
    values: Vec<(TableName, Ident, &'a Values, &'a Values)>,
    /// Columns that get another name: their table's old name, old and new.
    pub(super) renamed_columns: Vec<(TableName, Ident, Ident)>,
}

impl<'a> Intent<'a> {
    pub(super) fn of(operations: &'a [Operation]) -> Self {
        let mut intent = Self::default();
        for operation in operations {
            let table = operation.table().map(|table| intent.old_table(table));
            let Some(table) = table else { continue };
            match operation {
                Operation::RenameTable { to, .. } => intent.renamed_tables.push((table, to.clone())),
                Operation::RenameColumn { from, to, .. } => {
                    let from = intent.old_column(&table, from);
                    intent.renamed_columns.push((table, from, to.clone()));
                }
                Operation::SetValues { table, column, up, down } => {
                    intent.values.push((table.clone(), column.clone(), up, down));
                }
                _ => intent.removal(operation, &table),
            }
        }
        intent
    }

    fn removal(&mut self, operation: &'a Operation, table: &TableName) {
        match operation {
            Operation::DropTable(_) => {
                self.tables.insert(table.key(SQLITE));
            }
            Operation::DropColumn { column, .. } => {
                let name = self.old_column(table, &column.name);
                self.columns.insert((table.key(SQLITE), name.key(SQLITE)));
            }
            Operation::DropForeignKey { key, .. } => self.keys.push((table.key(SQLITE), key)),
            _ => {}
        }
    }

    pub(super) fn drops_table(&self, table: &TableName) -> bool {
        self.tables.contains(&table.key(SQLITE))
    }

    pub(super) fn drops_column(&self, table: &TableName, column: &Ident) -> bool {
        self.columns.contains(&(table.key(SQLITE), column.key(SQLITE)))
    }

    /// Whether a foreign key of `table` goes: by itself, with its table, or with a column that it is on.
    pub(super) fn drops_key(&self, table: &TableName, key: &ForeignKey) -> bool {
        self.drops_table(table)
            || key.columns.iter().any(|column| self.drops_column(table, column))
            || self
                .keys
                .iter()
                .any(|(of, dropped)| *of == table.key(SQLITE) && self.old_key(table, dropped).same_columns(key, SQLITE))
    }

    pub(super) fn renames(&self) -> bool {
        !self.renamed_tables.is_empty() || !self.renamed_columns.is_empty()
    }

    /// Returns the name that a table has before the operations.
    pub(super) fn old_table(&self, table: &TableName) -> TableName {
        let found = self.renamed_tables.iter().find(|(_, new)| new.same(table, SQLITE));
        found.map_or_else(|| table.clone(), |(old, _)| old.clone())
    }

    /// Returns the name that a table has after the operations.
    pub(super) fn new_table(&self, table: &TableName) -> TableName {
        let old = self.old_table(table);
        let found = self.renamed_tables.iter().find(|(name, _)| name.same(&old, SQLITE));
        found.map_or(old, |(_, new)| new.clone())
    }

    /// Returns the name that a column of a table, by the table's old name, has before the operations.
    pub(super) fn old_column(&self, table: &TableName, column: &Ident) -> Ident {
        let found = self.renamed_columns.iter().find(|(of, _, new)| of.same(table, SQLITE) && new.same(column, SQLITE));
        found.map_or_else(|| column.clone(), |(_, old, _)| old.clone())
    }

    /// Returns where the values of a column come from, by its table's old name and its own new one, in the names before the
    /// operations.
    pub(super) fn values(&self, table: &TableName, column: &Ident) -> Values {
        let found = self.said(table, column).map(|(up, _)| up.clone()).unwrap_or_default();
        let names: Vec<(Ident, Ident)> = self.renames_of(table).map(|(old, new)| (new.clone(), old.clone())).collect();
        found.renamed(&names, SQLITE)
    }

    /// Returns where they come from on the way back, in the names after the operations.
    pub(super) fn values_back(&self, table: &TableName, column: &Ident) -> Values {
        self.said(table, column).map(|(_, down)| down.clone()).unwrap_or_default()
    }

    fn said(&self, table: &TableName, column: &Ident) -> Option<(&'a Values, &'a Values)> {
        let table = self.new_table(table);
        let found = self.values.iter().find(|(of, name, ..)| of.same(&table, SQLITE) && name.same(column, SQLITE));
        found.map(|(_, _, up, down)| (*up, *down))
    }

    fn renames_of(&self, table: &TableName) -> impl Iterator<Item = (&Ident, &Ident)> {
        let of = self.renamed_columns.iter().filter(move |(of, ..)| of.same(table, SQLITE));
        of.map(|(_, old, new)| (old, new))
    }

    /// Returns the name that a column of a table, by the table's old name, has after the operations.
    pub(super) fn new_column(&self, table: &TableName, column: &Ident) -> Ident {
        let found = self.renames_of(table).find(|(old, _)| old.same(column, SQLITE));
        found.map_or_else(|| column.clone(), |(_, new)| new.clone())
    }

    /// Returns an expression over a table, by the table's old name, in the names before the operations.
    pub(super) fn old_expression(&self, table: &TableName, sql: &str) -> String {
        if self.renamed_columns.is_empty() {
            return sql.to_owned();
        }
        let spelled = |token: &Token<'_>| {
            let name = token.ident()?;
            let old = self.old_column(table, &name);
            (!old.same(&name, SQLITE)).then(|| SQLITE.quote(&old))
        };
        tokenize(sql, SQLITE).iter().map(|token| spelled(token).unwrap_or_else(|| token.text.to_owned())).collect()
    }

    /// Returns a column of a table, by the table's old name, with what it computes and appends in the names before the
    /// operations.
    pub(super) fn old_texts(&self, table: &TableName, column: &Column) -> Column {
        let mut column = column.clone();
        column.extra = column.extra.map(|sql| self.old_expression(table, &sql));
        column.generated = column
            .generated
            .map(|generated| Generated { expression: self.old_expression(table, &generated.expression), ..generated });
        column
    }

    /// Returns a foreign key of a table, by the table's old name, in the names before the operations.
    pub(super) fn old_key(&self, table: &TableName, key: &ForeignKey) -> ForeignKey {
        let target = self.old_table(&key.references);
        ForeignKey {
            columns: key.columns.iter().map(|column| self.old_column(table, column)).collect(),
            referenced_columns: key.referenced_columns.iter().map(|column| self.old_column(&target, column)).collect(),
            references: target,
            ..key.clone()
        }
    }
}
