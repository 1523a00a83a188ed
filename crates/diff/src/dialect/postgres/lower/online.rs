//! How what makes others wait is done while they read and write, for a script that is to run so.
//!
//! - An index is built, and dropped, `CONCURRENTLY` (<https://www.postgresql.org/docs/current/sql-createindex.html>).
//! - A constraint holds for new rows at once (`NOT VALID`), and for those that are there once they are looked at, which `VALIDATE` does
//!   under a lock that keeps nobody from reading and writing (<https://www.postgresql.org/docs/current/sql-altertable.html>).
//! - A unique takes an index that was built so (`USING INDEX`).
//! - `SET NOT NULL` looks at no row where a check that is valid says the same.
//! - Rows are filled by themselves, and not under the lock that made their column.

use autogen_schema::{Ident, TableName, Unique};

use super::{Lowering, POSTGRES};
use crate::dialect::postgres::create;
use crate::{Hazard, Statement, Steps};

impl Lowering<'_> {
    /// Whether others can wait for a table, and the server has a way around that: it has none where a table is partitioned.
    fn can_be_online(&self, table: &TableName) -> bool {
        let is_partitioned =
            |clauses: &[String]| clauses.iter().any(|clause| clause.trim_start().starts_with("PARTITION BY"));
        !self.standing.is_made(table)
            && self.standing.table(table).is_some_and(|standing| !is_partitioned(&standing.clauses))
    }

    /// How an index is built, which `statement` does at once.
    pub(super) fn index_online(&self, table: &TableName, name: &Ident, statement: &Statement) -> Option<Box<Steps>> {
        let starts = [
            ("CREATE INDEX ", "CREATE INDEX CONCURRENTLY "),
            ("CREATE UNIQUE INDEX ", "CREATE UNIQUE INDEX CONCURRENTLY "),
        ];
        let sql =
            starts.iter().find_map(|(start, other)| Some(format!("{other}{}", statement.sql.strip_prefix(start)?)))?;
        let beside = vec![Statement { hazards: lasting(&statement.hazards), ..Statement::new(sql) }];
        self.can_be_online(table).then(|| Box::new(Steps { beside, names: vec![name.clone()], ..Steps::default() }))
    }

    /// How an index is dropped, of which `names` are what goes by it.
    pub(super) fn index_dropped_online(
        &self,
        table: &TableName,
        names: impl IntoIterator<Item = Ident>,
        statement: &Statement,
    ) -> Option<Box<Steps>> {
        let name = statement.sql.strip_prefix("DROP INDEX ")?;
        let beside = vec![Statement::new(format!("DROP INDEX CONCURRENTLY {name}"))];
        let names = names.into_iter().collect();
        self.can_be_online(table).then(|| Box::new(Steps { beside, names, ..Steps::default() }))
    }

    /// How a unique is made. One that is deferred, or has more to it than columns, cannot be told of its index.
    pub(super) fn unique_online(
        &mut self,
        table: &TableName,
        unique: &Unique,
        statement: &Statement,
    ) -> Option<Box<Steps>> {
        let has_more = |text: &str| ["DEFERRABLE", "INCLUDE", "OVERLAPS"].iter().any(|word| text.contains(word));
        if !self.can_be_online(table) || unique.definition.as_deref().is_some_and(has_more) {
            return None;
        }
        // As the server would call it.
        let columns: Vec<&str> = unique.columns.iter().map(Ident::as_str).collect();
        let wanted = format!("{}_{}_key", table.name, columns.join("_"));
        let name = unique.name.clone().unwrap_or_else(|| self.names.distinct(table, &wanted));
        let plain = Unique { definition: autogen_schema::Definition::default(), ..unique.clone() };
        let index = Statement {
            hazards: lasting(&statement.hazards),
            ..Statement::new(create::unique_index(table, &name, &plain))
        };
        let mut steps = self.index_online(table, &name, &index)?;
        let (table, quoted) = (POSTGRES.quote_table(table), POSTGRES.quote(&name));
        steps
            .after
            .push(Statement::new(format!("ALTER TABLE {table} ADD CONSTRAINT {quoted} UNIQUE USING INDEX {quoted}")));
        steps.names.extend(unique.columns.iter().cloned());
        Some(steps)
    }

    /// How a check with a name comes to hold. Rows that are filled are filled before it is there.
    pub(super) fn check_online(
        &self,
        table: &TableName,
        name: Option<&Ident>,
        statement: &Statement,
    ) -> Option<Box<Steps>> {
        let mut steps = self.key_online(table, name, statement)?;
        steps.beside.splice(0..0, std::mem::take(&mut steps.before));
        Some(steps)
    }

    /// How a foreign key comes to hold, which `statement` looks at every row for.
    pub(super) fn key_online(
        &self,
        table: &TableName,
        name: Option<&Ident>,
        statement: &Statement,
    ) -> Option<Box<Steps>> {
        let name = name.filter(|_| self.can_be_online(table))?;
        let before = vec![Statement::new(format!("{} NOT VALID", statement.sql))];
        let beside = vec![validate(table, name, &statement.hazards)];
        Some(Box::new(Steps { before, beside, names: vec![name.clone()], ..Steps::default() }))
    }

    /// How a column comes to be NOT NULL, which `statement` looks at every row for.
    pub(super) fn not_null_online(
        &mut self,
        table: &TableName,
        column: &Ident,
        statement: &Statement,
    ) -> Option<Box<Steps>> {
        if !self.can_be_online(table) {
            return None;
        }
        let name = self.names.distinct(table, &format!("{}_{column}_is_not_null", table.name));
        let (quoted, check, column) = (POSTGRES.quote_table(table), POSTGRES.quote(&name), POSTGRES.quote(column));
        let alter = |what: String| Statement::new(format!("ALTER TABLE {quoted} {what}"));
        // A row that is changed must satisfy the check at once: what is filled, before it is there.
        let add = alter(format!("ADD CONSTRAINT {check} CHECK ({column} IS NOT NULL) NOT VALID"));
        Some(Box::new(Steps {
            before: Vec::new(),
            beside: vec![add, validate(table, &name, &statement.hazards)],
            after: vec![Statement::new(statement.sql.as_str()), alter(format!("DROP CONSTRAINT {check}"))],
            names: vec![name],
        }))
    }

    /// Rows are changed by themselves: `statement`, where it is one.
    pub(super) fn rows_online(&self, table: &TableName, statement: Option<&Statement>) -> Option<Box<Steps>> {
        let beside = statement.into_iter().cloned().collect();
        self.can_be_online(table).then(|| Box::new(Steps { beside, ..Steps::default() }))
    }
}

fn validate(table: &TableName, name: &Ident, hazards: &[Hazard]) -> Statement {
    let sql = format!("ALTER TABLE {} VALIDATE CONSTRAINT {}", POSTGRES.quote_table(table), POSTGRES.quote(name));
    Statement { hazards: lasting(hazards), ..Statement::new(sql) }
}

/// What is still so where nobody waits.
fn lasting(hazards: &[Hazard]) -> Vec<Hazard> {
    hazards.iter().filter(|hazard| !matches!(hazard, Hazard::Blocks(_))).cloned().collect()
}
