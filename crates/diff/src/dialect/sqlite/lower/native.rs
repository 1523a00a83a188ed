//! What SQLite alters in place (<https://sqlite.org/lang_altertable.html>).

use autogen_schema::sql::{TokenKind, normalize_statement, tokenize};
use autogen_schema::sqlite::{ColumnConstraintKind as Kind, CreateTable, TableConstraintKind};
use autogen_schema::{Column, ForeignKey, Ident, Storage, Table, UniqueKind};

use super::altered::Alteration;
use super::dropped::is_nothing;
use super::{Lowering, Phase, SQLITE};
use crate::dialect::Refusal;
use crate::dialect::sqlite::create;
use crate::dialect::sqlite::dependents::check_text;
use crate::dialect::sqlite::edit::TableText;
use crate::dialect::sqlite::intent::Intent;
use crate::values::relabelled;
use crate::{Hazard, Operation, Statement};

/// Whether SQLite can do all of it in place.
pub(super) fn is_native(
    table: &Table,
    operations: &[&Operation],
    text: &TableText,
    intent: &Intent<'_>,
) -> Result<bool, Refusal> {
    for operation in operations {
        let native = match operation {
            Operation::AddUnique { .. }
            | Operation::CreateIndex { .. }
            | Operation::DropIndex { .. }
            | Operation::RenameIndex { .. }
            | Operation::RenameTable { .. }
            | Operation::RenameColumn { .. } => true,
            Operation::DropUnique { unique, .. } => unique.kind == UniqueKind::Index,
            Operation::AlterColumn { from, to, .. } => Alteration::of(table, from, to)?.is_empty(),
            Operation::AddColumn { column, .. } => can_add(table, column, &keys_of(column, operations))?,
            Operation::AddForeignKey { key, .. } => comes_with_its_column(key, operations),
            Operation::DropColumn { column, .. } => can_drop(text, &intent.old_column(&table.name, &column.name)),
            Operation::DropForeignKey { key, .. } => {
                let key = intent.old_key(&table.name, key);
                text.is_inline(&key) && key.columns.iter().all(|column| intent.drops_column(&table.name, column))
            }
            Operation::SetValues { up, .. } => up.using.is_none() && up.fill.is_none(),
            operation => is_nothing(operation),
        };
        if !native {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The foreign keys over nothing but a column that is added along with them.
pub(super) fn keys_of<'a>(column: &Column, operations: &[&'a Operation]) -> Vec<&'a ForeignKey> {
    operations
        .iter()
        .filter_map(|operation| match operation {
            Operation::AddForeignKey { key, .. } => {
                matches!(key.columns.as_slice(), [only] if only.same(&column.name, SQLITE)).then_some(key)
            }
            _ => None,
        })
        .collect()
}

/// Whether a foreign key is over nothing but a column that is added along with it.
pub(super) fn comes_with_its_column(key: &ForeignKey, operations: &[&Operation]) -> bool {
    let [only] = key.columns.as_slice() else { return false };
    operations.iter().any(|operation| match operation {
        Operation::AddColumn { column, .. } => column.name.same(only, SQLITE),
        _ => false,
    })
}

/// Whether `ADD COLUMN` takes the column: no key, no unique, nothing stored, no default that is computed, and none at all
/// where it refers to another table.
fn can_add(table: &Table, column: &Column, keys: &[&ForeignKey]) -> Result<bool, Refusal> {
    let definition = definition(table, column, keys)?;
    Ok(can_add_text(&definition))
}

/// As [`can_add`], for a definition in SQL.
pub(crate) fn can_add_text(definition: &str) -> bool {
    let Ok(parsed) = CreateTable::parse(&format!("CREATE TABLE t ({definition})")) else { return false };
    let constraints = || parsed.columns().flat_map(|(_, column)| &column.constraints);
    let refers = constraints().any(|constraint| matches!(constraint.kind, Kind::References(_)));
    constraints().all(|constraint| match &constraint.kind {
        Kind::PrimaryKey { .. } | Kind::Unique { .. } => false,
        Kind::Generated { storage, .. } => *storage == Storage::Virtual,
        Kind::Default { expr, parenthesised } => {
            let text = parsed.text(expr);
            let null = text.eq_ignore_ascii_case("null");
            null || !refers && !parenthesised && !is_clock(text)
        }
        _ => true,
    })
}

fn is_clock(text: &str) -> bool {
    tokenize(text, SQLITE).iter().any(|token| {
        token.kind == TokenKind::Word && token.text.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("current_"))
    })
}

/// Whether `DROP COLUMN` takes the column: it is not in a key, a unique, a foreign key or a check of the table, and no other
/// column uses it.
pub(crate) fn can_drop(text: &TableText, column: &Ident) -> bool {
    let parsed = text.parsed();
    let Some(definition) = parsed.column(column.as_str()) else { return false };
    let inline = definition.constraints.iter().any(|c| matches!(c.kind, Kind::PrimaryKey { .. } | Kind::Unique { .. }));
    let apart = parsed.constraints().any(|(_, constraint)| match &constraint.kind {
        TableConstraintKind::Unique { parts, .. } | TableConstraintKind::PrimaryKey { parts, .. } => {
            parts.iter().filter_map(|part| part.column()).any(|name| name.ident.same(column, SQLITE))
        }
        TableConstraintKind::ForeignKey { columns, .. } => columns.iter().any(|name| name.ident.same(column, SQLITE)),
        _ => false,
    });
    let used = check_text(&"t".into(), text, column).is_err();
    !inline && !apart && !used && parsed.columns().count() > 1 && is_cut_right(text, column)
}

/// SQLite takes any comma before the last column for the one to cut at, also one within a comment.
fn is_cut_right(text: &TableText, column: &Ident) -> bool {
    let (mut actual, mut wanted) = (text.clone(), text.clone());
    actual.after_drop_column(column).is_ok()
        && wanted.drop_column(column).is_ok()
        && normalize_statement(actual.sql(), SQLITE) == normalize_statement(wanted.sql(), SQLITE)
}

/// Returns the definition of a column that is added to an existing table. A key is added by itself.
pub(super) fn definition(table: &Table, column: &Column, keys: &[&ForeignKey]) -> Result<String, Refusal> {
    let mut bare = Table::new(table.name.clone());
    bare.options = table.options;
    create::column(&bare, column, keys)
}

impl<'a> Lowering<'a> {
    /// Lowers operations that SQLite does in place.
    pub(super) fn alter(
        &mut self,
        table: &Table,
        operations: &[&'a Operation],
        freed: Vec<Statement>,
    ) -> Result<(), Refusal> {
        let (mut renames, mut statements) = (Vec::new(), Vec::new());
        let name = SQLITE.quote_table(&self.intent.new_table(&table.name));
        let split = self.intent.renames();
        for operation in operations {
            match operation {
                Operation::AddColumn { column, .. } => {
                    let definition = definition(table, column, &keys_of(column, operations))?;
                    let mut statement = Statement::new(format!("ALTER TABLE {name} ADD COLUMN {definition}"));
                    statement.hazards.extend(fails_on_rows(table, column));
                    statements.push(statement);
                }
                Operation::DropColumn { column, .. } => {
                    let mut statement =
                        Statement::new(format!("ALTER TABLE {} DROP COLUMN {}", name, SQLITE.quote(&column.name)));
                    if column.generated.is_none() {
                        statement
                            .hazards
                            .push(Hazard::LosesData(format!("the values of {}.{}", table.name, column.name)));
                    }
                    statements.push(statement);
                }
                Operation::SetValues { column, up, .. } => statements.extend(relabel(&name, column, &up.labels)),
                _ => renames.extend(rename(operation)),
            }
        }
        let made = self.made_indexes(table, operations)?;
        if split {
            self.push_statements(Phase::Restate, freed);
            self.push_statements(Phase::Rename, renames);
            statements.extend(made);
            self.push_statements(Phase::Alter, statements);
        } else {
            let all = freed.into_iter().chain(statements).chain(made).collect();
            self.push_statements(Phase::Alter, all);
        }
        Ok(())
    }
}

/// Returns the statement that gives rows their new labels; `table` is quoted.
pub(in crate::dialect::sqlite) fn relabel(
    table: &str,
    column: &Ident,
    labels: &[(String, String)],
) -> Option<Statement> {
    let name = SQLITE.quote(column);
    let old: Vec<String> = labels.iter().map(|(old, _)| SQLITE.literal(old)).collect();
    let value = relabelled(&name, labels, SQLITE);
    (!labels.is_empty())
        .then(|| Statement::new(format!("UPDATE {table} SET {name} = {value} WHERE {name} IN ({})", old.join(", "))))
}

/// Returns the statement that renames, if the operation does.
pub(super) fn rename(operation: &Operation) -> Option<Statement> {
    match operation {
        Operation::RenameTable { from, to } => Some(Statement::new(format!(
            "ALTER TABLE {} RENAME TO {}",
            SQLITE.quote_table(from),
            SQLITE.quote(&to.name)
        ))),
        Operation::RenameColumn { table, from, to } => Some(Statement::new(format!(
            "ALTER TABLE {} RENAME COLUMN {} TO {}",
            SQLITE.quote_table(table),
            SQLITE.quote(from),
            SQLITE.quote(to)
        ))),
        _ => None,
    }
}

/// A column that must not be NULL and has no default cannot be added to rows that are there.
fn fails_on_rows(table: &Table, column: &Column) -> Option<Hazard> {
    let fills = column.default.as_ref().is_some_and(|default| !crate::dialect::is_null_default(default));
    (!column.nullable && !fills && column.generated.is_none() && !column.auto_increment)
        .then(|| Hazard::empty_column(&table.name, &column.name))
}
