//! Indexes of an existing table: those that go, and those that come.

use autogen_schema::sqlite::CreateIndex;
use autogen_schema::{Column, Ident, Index, Table, TableName, Unique, UniqueKind};

use super::{Lowering, SQLITE};
use crate::dialect::Refusal;
use crate::dialect::sqlite::dependents::{Use, check_counted, check_incoming, check_readers, index_use};
use crate::dialect::sqlite::gained;
use crate::{Hazard, Operation, Statement};

impl<'a> Lowering<'a> {
    /// Returns the statements that drop indexes: those that the operations name, and those over a column that goes, which
    /// nobody asked to drop and which are said aloud.
    pub(super) fn dropped_indexes(
        &mut self,
        table: &Table,
        operations: &[&'a Operation],
    ) -> Result<Vec<Statement>, Refusal> {
        let mut dropped: Vec<(&Index, Option<Hazard>)> = Vec::new();
        for operation in operations {
            let index = match operation {
                Operation::DropIndex { index, .. } => find_index(table, index),
                Operation::DropUnique { unique, .. } if unique.kind == UniqueKind::Index => find_unique(table, unique),
                Operation::RenameIndex { from, .. } => by_name(table, from),
                _ => continue,
            };
            let index = index.ok_or_else(|| {
                Refusal::new(format!("drop an index of `{}`", table.name), "the database has no such index")
            })?;
            if !dropped.iter().any(|(found, _)| found.name == index.name) {
                dropped.push((index, None));
            }
        }
        if operations.iter().any(|op| matches!(op, Operation::AddColumn { .. } | Operation::DropColumn { .. })) {
            check_counted(self.base, &table.name)?;
        }
        for operation in operations {
            let Operation::DropColumn { column, .. } = operation else { continue };
            let column = self.intent.old_column(&table.name, &column.name);
            check_readers(self.base, &table.name, &column)?;
            check_incoming(self.base, &table.name, &column, &self.intent)?;
            for index in &table.indexes {
                if dropped.iter().any(|(found, _)| found.name == index.name) {
                    continue;
                }
                match index_use(index, &column) {
                    Use::None => {}
                    Use::Key => dropped.push((index, Some(unmanaged(index, &table.name, &column)))),
                    Use::Predicate => return Err(in_predicate(index, &table.name, &column)),
                }
            }
        }
        let mut statements = Vec::new();
        for (index, hazard) in dropped {
            let Some(name) = &index.name else { continue };
            self.names.release(name);
            let mut statement = Statement::new(format!("DROP INDEX {}", SQLITE.quote(name)));
            statement.hazards.extend(hazard);
            statements.push(statement);
        }
        Ok(statements)
    }

    /// Returns the statements that make indexes, by the names that the table and its columns have by then.
    pub(super) fn made_indexes(
        &mut self,
        table: &Table,
        operations: &[&'a Operation],
    ) -> Result<Vec<Statement>, Refusal> {
        let mut statements = Vec::new();
        let name = &self.intent.new_table(&table.name);
        for operation in operations {
            match operation {
                Operation::AddUnique { unique, .. } => {
                    let mut statement = Statement::new(self.unique_index(name, unique));
                    statement.hazards.extend(duplicates(table, &unique.columns, operations));
                    statements.push(statement);
                }
                Operation::CreateIndex { index, .. } => {
                    let mut statement = Statement::new(self.index(name, index));
                    if index.unique {
                        let columns: Vec<Ident> =
                            index.plain_columns().unwrap_or_default().into_iter().cloned().collect();
                        statement.hazards.extend(duplicates(table, &columns, operations));
                    }
                    statements.push(statement);
                }
                Operation::RenameIndex { from, to, .. } => {
                    statements.push(Statement::new(renamed(table, from, to)?));
                    self.names.take(to);
                }
                _ => {}
            }
        }
        Ok(statements)
    }
}

/// Returns the texts of the indexes that stay while the table is made again, then of its triggers.
pub(super) fn surviving(table: &Table, gone: impl Fn(&Ident) -> bool) -> Vec<String> {
    let stays = |index: &&Index| index.name.as_ref().is_none_or(|name| !gone(name));
    let indexes = table.indexes.iter().filter(stays).filter_map(|index| {
        let name = index.name.as_ref()?;
        Some(crate::dialect::sqlite::create::index(&table.name, name, index))
    });
    indexes.chain(table.triggers.iter().map(|trigger| trigger.sql.clone())).collect()
}

fn by_name<'t>(table: &'t Table, name: &Ident) -> Option<&'t Index> {
    table.indexes.iter().find(|index| index.name.as_ref().is_some_and(|found| found.same(name, SQLITE)))
}

fn find_index<'t>(table: &'t Table, wanted: &Index) -> Option<&'t Index> {
    match &wanted.name {
        Some(name) => by_name(table, name),
        None => table.indexes.iter().find(|index| index.parts == wanted.parts && index.unique == wanted.unique),
    }
}

fn find_unique<'t>(table: &'t Table, wanted: &Unique) -> Option<&'t Index> {
    if let Some(name) = &wanted.name {
        return by_name(table, name);
    }
    let sorted = |mut names: Vec<Ident>| {
        names.sort();
        names
    };
    let columns = sorted(wanted.columns.iter().map(|name| name.key(SQLITE)).collect());
    table.indexes.iter().filter(|index| index.unique).find(|index| {
        index
            .plain_columns()
            .is_some_and(|plain| sorted(plain.into_iter().map(|name| name.key(SQLITE)).collect()) == columns)
    })
}

/// Rows that are there get NULL in a column that is added without a default, and NULLs are never the same.
fn duplicates(table: &Table, columns: &[Ident], operations: &[&Operation]) -> Option<Hazard> {
    let added = |name: &Ident| {
        operations.iter().find_map(|operation| match operation {
            Operation::AddColumn { column, .. } if column.name.same(name, SQLITE) => Some(column),
            _ => None,
        })
    };
    let fills =
        |column: &Column| column.default.as_ref().is_some_and(|default| !crate::dialect::is_null_default(default));
    if columns.iter().filter_map(added).any(|column| column.generated.is_none() && !fills(column)) {
        return None;
    }
    (columns.is_empty() || !gained::is_unique(table, columns)).then(|| gained::duplicates(&table.name, columns))
}

fn unmanaged(index: &Index, table: &TableName, column: &Ident) -> Hazard {
    let name = index.name.as_ref().map_or("", Ident::as_str);
    Hazard::TouchesUnmanaged(format!(
        "drops index {name}, which is over {table}.{column}; the downgrade makes it again"
    ))
}

fn in_predicate(index: &Index, table: &TableName, column: &Ident) -> Refusal {
    let name = index.name.as_ref().map_or("", Ident::as_str);
    let predicate = index.predicate.as_deref().unwrap_or_default();
    Refusal::new(format!("drop `{table}.{column}`"), format!("index `{name}` uses it in its predicate: {predicate}"))
        .hint(format!("drop index `{name}` in a revision before this one, or in this one by hand"))
}

/// The text of an index under another name.
fn renamed(table: &Table, from: &Ident, to: &Ident) -> Result<String, Refusal> {
    let refuse = |reason: String| Refusal::new(format!("rename index `{from}`"), reason);
    let index = by_name(table, from).ok_or_else(|| refuse("the database has no such index".to_owned()))?;
    let Some(sql) = index.definition.as_deref() else {
        return Ok(crate::dialect::sqlite::create::index(&table.name, to, index));
    };
    let span = CreateIndex::parse(sql).map_err(|error| refuse(error.to_string()))?.name.name.span;
    let (before, after) = (sql.get(..span.start).unwrap_or_default(), sql.get(span.end..).unwrap_or_default());
    Ok(format!("{before}{}{after}", SQLITE.quote(to)))
}
