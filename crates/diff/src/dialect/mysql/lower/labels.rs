//! Labels of an enum that get another name, in the rows as well.
//!
//! The labels are part of a column's type, and a row has the number of one. So the column first gets the new labels beside the
//! old ones, then the rows get theirs, and at last the old ones go.

use autogen_schema::{Column, DataType, EnumName, Ident, Schema, SqlType, TableName};

use super::MYSQL;
use super::alter::{Alter, Clause, statement};
use super::column::Pair;
use super::online::Online;
use crate::dialect::mysql::create;
use crate::dialect::mysql::types::{enum_type, labels_of};
use crate::dialect::{Refusal, mentioned};
use crate::exact::Renames;
use crate::values::relabelled;
use crate::{Operation, Statement};

/// The labels that get another name in one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relabelled {
    table: TableName,
    column: Ident,
    /// The label before, the label after.
    pairs: Vec<(String, String)>,
}

/// Returns what an upgrade renames, by column.
pub(super) fn forth(operations: &[Operation]) -> Vec<Relabelled> {
    let of = |name: &EnumName, pairs: &[(String, String)]| -> Vec<Relabelled> {
        let columns = operations.iter().filter_map(|operation| match operation {
            Operation::AlterColumn { table, to, .. } if is_of(to, name) => Some((table, &to.name)),
            _ => None,
        });
        let relabelled = |(table, column): (&TableName, &Ident)| Relabelled {
            table: table.clone(),
            column: column.clone(),
            pairs: pairs.to_vec(),
        };
        columns.map(relabelled).collect()
    };
    let renames = operations.iter().filter_map(|operation| match operation {
        Operation::AlterEnum { to, renames, .. } if !renames.is_empty() => Some(of(&to.name, renames)),
        _ => None,
    });
    renames.flatten().collect()
}

/// Returns what takes that back; tables and columns have the names that they get by it.
pub(super) fn back(operations: &[Operation], renames: &Renames) -> Vec<Relabelled> {
    let inverted = forth(operations).into_iter().map(|forth| Relabelled {
        column: renames.column(&forth.table, &forth.column, MYSQL),
        table: renames.table(&forth.table, MYSQL),
        pairs: forth.pairs.into_iter().map(|(old, new)| (new, old)).collect(),
    });
    inverted.collect()
}

/// Fails where something that stays says a label that gets another name.
pub(super) fn check(operations: &[Operation], base: &Schema) -> Result<(), Refusal> {
    let undoing = Renames::undoing(operations);
    for Relabelled { table, column, pairs } in forth(operations) {
        let Some(found) = base.table(&undoing.table(&table, MYSQL), MYSQL) else { continue };
        for (label, _) in &pairs {
            if let Some(says) = mentioned::by(base, found, label, MYSQL) {
                return Err(mentioned::refusal(&table, &column, label, &says));
            }
        }
    }
    Ok(())
}

fn is_of(column: &Column, name: &EnumName) -> bool {
    matches!(column.data_type.column_type(), Some(autogen_schema::ColumnType::Enum(of)) if of == name)
}

impl Alter<'_> {
    /// Returns the labels of a column that get another name, and are there.
    pub(super) fn relabelled(&self, pair: &Pair<'_>) -> Vec<&(String, String)> {
        let Some(labels) = labels_of(&SqlType::parse(&self.type_of(pair.from))) else { return Vec::new() };
        let is_it = |of: &&Relabelled| {
            let table = of.table.same(&self.to.name, MYSQL) || of.table.same(&self.was, MYSQL);
            table && of.column.same(&pair.to.name, MYSQL)
        };
        let pairs = self.labels.iter().filter(is_it).flat_map(|of| &of.pairs);
        pairs.filter(|(old, _)| labels.contains(old)).collect()
    }

    /// Returns the statements that give the rows of a column their new labels.
    pub(super) fn relabel(&self, pair: &Pair<'_>) -> Result<Vec<Statement>, Refusal> {
        let mut labels = labels_of(&SqlType::parse(&self.type_of(pair.from))).unwrap_or_default();
        // Labels are told apart without case: one that differs in nothing else is the same to the rows.
        let pairs: Vec<&(String, String)> =
            self.relabelled(pair).into_iter().filter(|(old, new)| !old.eq_ignore_ascii_case(new)).collect();
        if pairs.is_empty() {
            return Ok(Vec::new());
        }
        let stands = |new: &str| labels.iter().any(|label| label.eq_ignore_ascii_case(new));
        let moves = |new: &str| pairs.iter().any(|(old, _)| old.eq_ignore_ascii_case(new));
        if pairs.iter().any(|(_, new)| stands(new) && !moves(new)) {
            let operation = format!("rename labels of `{}.{}`", self.to.name, pair.to.name);
            return Err(Refusal::new(operation, "one of them has the name of another")
                .hint("rename them over a third name, in two revisions"));
        }
        let is_chain = pairs.iter().any(|(_, new)| moves(new));
        let come: Vec<String> = pairs.iter().map(|(_, new)| new).filter(|new| !stands(new)).cloned().collect();
        labels.extend(come);
        let name = self.old_name(&pair.to.name);
        let ty = DataType::Reported(SqlType::parse(&enum_type(&labels)));
        let wide = Column { name: name.clone(), data_type: ty, ..pair.from.clone() };
        let definition = create::column(self.from, &wide, &[], self.enums)?;
        let widen = Clause::new(format!("MODIFY COLUMN {definition}")).with(Online::default());
        let mut statements = vec![statement(self.to, &[widen])];
        let (table, quoted) = (MYSQL.quote_table(&self.to.name), MYSQL.quote(name));
        let clock = self.clock_kept(pair);
        if is_chain {
            // One statement, in which no label is taken for the one before it.
            let pairs: Vec<(String, String)> = pairs.into_iter().cloned().collect();
            let old: Vec<String> = pairs.iter().map(|(old, _)| MYSQL.literal(old)).collect();
            let (value, old) = (relabelled(&quoted, &pairs, MYSQL), old.join(", "));
            let sql = format!("UPDATE {table} SET {quoted} = {value}{clock} WHERE {quoted} IN ({old})");
            statements.push(Statement::new(sql));
            return Ok(statements);
        }
        statements.extend(pairs.iter().map(|(old, new)| {
            let (old, new) = (MYSQL.literal(old), MYSQL.literal(new));
            Statement::new(format!("UPDATE {table} SET {quoted} = {new}{clock} WHERE {quoted} = {old}"))
        }));
        Ok(statements)
    }
}
