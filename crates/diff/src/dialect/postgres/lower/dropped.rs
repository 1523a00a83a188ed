//! Columns that go, and what the server would drop along with them.

use autogen_schema::sql::{Token, TokenKind, tokenize};
use autogen_schema::{AttachmentKind, Column, Ident, Index, IndexKey, Table, TableName};

use super::inheritance::children;
use super::{Lowering, POSTGRES};
use crate::dialect::Refusal;
use crate::dialect::postgres::warn;
use crate::{Operation, Statement};

impl Lowering<'_> {
    /// Drops a column. Indexes and constraints over it are dropped in plain sight before; what reads it and would stay behind
    /// broken stands in the way.
    pub(super) fn drop_column(&mut self, table: &TableName, column: &Column) -> Result<(), Refusal> {
        if self.drop_away(table, &column.name) {
            return Ok(());
        }
        let standing = self.table(table)?;
        let Some(column) = standing.column(&column.name, POSTGRES).cloned() else {
            let operation = format!("drop `{table}.{}`", column.name);
            return Err(Refusal::new(operation, "the database has no such column"));
        };
        self.release_column(table, &column.name)?;
        self.drop_over(&standing, &column.name)?;
        let (quoted, name) = (POSTGRES.quote_table(table), POSTGRES.quote(&column.name));
        let mut statement = Statement::new(format!("ALTER TABLE {quoted} DROP COLUMN {name}"));
        if column.generated.is_none() && !self.standing.is_added(table, &column.name) {
            statement.hazards.push(warn::values(table, &column.name));
            let children = children(&self.standing.schema, table).into_iter();
            statement.hazards.extend(children.map(|child| warn::values(&child, &column.name)));
        }
        self.push(table, statement);
        self.standing.apply(&Operation::DropColumn { table: table.clone(), column });
        Ok(())
    }

    fn drop_over(&mut self, table: &Table, column: &Ident) -> Result<(), Refusal> {
        let name = &table.name;
        let over = |columns: &[Ident]| columns.contains(column);
        for key in table.foreign_keys.iter().filter(|key| over(&key.columns)) {
            let what = format!("foreign key {}", named(key.name.as_ref()));
            self.aloud(name, column, &what, |lowering| lowering.drop_foreign_key(name, key))?;
        }
        for check in table.checks.iter().filter(|check| mentions(&check.expression, column)) {
            let what = format!("check {}", named(check.name.as_ref()));
            self.aloud(name, column, &what, |lowering| lowering.drop_check(name, check))?;
        }
        for unique in table.uniques.iter().filter(|unique| over(&unique.columns)) {
            let what = format!("unique {}", named(unique.name.as_ref()));
            self.aloud(name, column, &what, |lowering| lowering.drop_unique(name, unique))?;
        }
        for exclusion in table.exclusions.iter().filter(|exclusion| mentions(&exclusion.sql, column)) {
            let what = format!("exclusion {}", exclusion.name);
            self.aloud(name, column, &what, |lowering| {
                lowering.drop_exclusion(name, &exclusion.name);
                Ok(())
            })?;
            self.gone.insert((name.clone(), exclusion.name.clone()));
        }
        if let Some(key) = table.primary_key.as_ref().filter(|key| over(&key.columns)) {
            let what = format!("primary key {}", named(key.name.as_ref()));
            self.aloud(name, column, &what, |lowering| lowering.drop_primary_key(name, key))?;
        }
        for index in table.indexes.iter().filter(|index| is_over(index, column)) {
            let what = format!("index {}", named(index.name.as_ref()));
            self.aloud(name, column, &what, |lowering| lowering.drop_index(name, index))?;
        }
        let statistics = table.attachments.iter().filter(|a| a.kind == AttachmentKind::Statistics);
        for attachment in statistics.filter(|attachment| attachment.uses.contains(column)) {
            let what = format!("statistics {}", attachment.name);
            self.aloud(name, column, &what, |lowering| {
                lowering.drop_attachment(name, attachment);
                Ok(())
            })?;
            self.gone.insert((name.clone(), attachment.name.clone()));
        }
        Ok(())
    }

    /// Does something, and says above it that it goes with the column.
    fn aloud(
        &mut self,
        table: &TableName,
        column: &Ident,
        what: &str,
        work: impl FnOnce(&mut Self) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        work(self)?;
        if let (Some((_, statement)), super::Aim::Change) = (self.statements.last_mut(), self.aim) {
            statement.hazards.push(warn::goes_along(what, table, column));
        }
        Ok(())
    }
}

fn named(name: Option<&Ident>) -> &str {
    name.map_or("without a name", Ident::as_str)
}

/// Whether an index would go with a column.
pub(super) fn is_over(index: &Index, column: &Ident) -> bool {
    let part = |key: &IndexKey| match key {
        IndexKey::Column(name) => name == column,
        IndexKey::Expression(sql) => mentions(sql, column),
    };
    index.parts.iter().any(|p| part(&p.key))
        || index.include.contains(column)
        || index.predicate.as_deref().is_some_and(|sql| mentions(sql, column))
}

/// Whether an expression over a table names the column. A function of that name does not count.
pub(super) fn mentions(sql: &str, column: &Ident) -> bool {
    let tokens: Vec<Token<'_>> = tokenize(sql, POSTGRES).into_iter().filter(|token| !token.is_trivia()).collect();
    tokens.iter().enumerate().any(|(at, token)| {
        let called = tokens.get(at + 1).is_some_and(|next| next.is_punct("("));
        match token.kind {
            TokenKind::Word => !called && token.text.to_lowercase() == column.as_str(),
            TokenKind::QuotedIdent => token.ident().is_some_and(|name| name == *column),
            _ => false,
        }
    })
}
