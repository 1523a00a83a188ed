//! Tables and columns that a section restates as a whole: they must be what they were when it was made, or what was added since is lost.

use std::collections::BTreeSet;

use autogen_schema::sql::normalize_statement;
use autogen_schema::sqlite::{ColumnDef, CreateTable, fingerprint};
use autogen_schema::{Dialect, Ident, TableName, show_create};

use super::catalog;
use super::error::{RunProblem, Stop};
use super::rebuild::NEW_TABLE_PREFIX;
use crate::file::{Guard, Section};
use crate::{Connection, Kind, kind, split};

/// The guards of a section that are still to be looked at.
pub(super) struct Guards<'a> {
    connection: &'a Connection,
    section: &'a Section,
    open: Vec<&'a Guard>,
    intended: &'a [(TableName, Ident)],
}

impl<'a> Guards<'a> {
    /// Looks at everything before the first statement runs. A table that does not fit yet may be about to be renamed by the
    /// section itself, and is looked at again where its guard stands. A column must fit at once: where each statement commits,
    /// nothing may have been done when one does not. What has `passed` before is not looked at.
    pub(super) async fn new(
        connection: &'a Connection,
        section: &'a Section,
        intended: &'a [(TableName, Ident)],
        passed: bool,
    ) -> Result<Self, Stop> {
        let mut guards = Self { connection, section, open: Vec::new(), intended };
        if passed {
            return Ok(guards);
        }
        for guard in &section.guards {
            if let Some(column) = &guard.column {
                let stop = |problem| Stop { line: Some(guard.line), ..problem };
                guards.check_column(guard, column).await.map_err(stop)?;
            } else if guards.live(guard).await?.is_none_or(|sql| guards.fingerprint(&sql) != guard.fingerprint) {
                guards.open.push(guard);
            }
        }
        Ok(guards)
    }

    /// Fails when a guard above `line` does not hold.
    pub(super) async fn before(&mut self, line: usize) -> Result<(), Stop> {
        while let Some(at) = self.open.iter().position(|guard| guard.line < line) {
            let guard = self.open.remove(at);
            self.check(guard).await.map_err(|problem| Stop { line: Some(guard.line), ..problem })?;
        }
        Ok(())
    }

    async fn check(&self, guard: &Guard) -> Result<(), Stop> {
        let table = guard.table.clone();
        let live = self.live(guard).await?.ok_or_else(|| RunProblem::MissingTable { table: table.clone() })?;
        let found = self.fingerprint(&live);
        if found == guard.fingerprint {
            return Ok(());
        }
        let lost = self.new_table(guard).map_or_else(Vec::new, |new| self.lost(guard, &live, &new));
        Err(RunProblem::ChangedTable { table, expected: guard.fingerprint.clone(), found, lost }.into())
    }

    async fn check_column(&self, guard: &Guard, column: &Ident) -> Result<(), Stop> {
        let table = guard.table.clone();
        let live = self.live(guard).await?.ok_or_else(|| RunProblem::MissingTable { table: table.clone() })?;
        if show_create::column_fingerprints(&live, column).contains(&guard.fingerprint) {
            return Ok(());
        }
        let found = show_create::column_text(&live, column).map(str::to_owned);
        Err(RunProblem::ChangedColumn { table, column: column.clone(), found }.into())
    }

    async fn live(&self, guard: &Guard) -> Result<Option<String>, Stop> {
        let sql = match self.connection.dialect() {
            Dialect::Mysql => catalog::show_create_table(self.connection, &guard.table).await,
            _ => catalog::table_sql(self.connection, guard.table.name.as_str()).await,
        };
        sql.map_err(Stop::database("reading the text of a table"))
    }

    fn fingerprint(&self, sql: &str) -> String {
        match self.connection.dialect() {
            Dialect::Mysql => show_create::fingerprint(sql),
            _ => fingerprint(sql),
        }
    }

    /// Returns the statement that makes the table anew.
    fn new_table(&self, guard: &Guard) -> Option<String> {
        let wanted = format!("{NEW_TABLE_PREFIX}{}", guard.table.name);
        let dialect = self.connection.dialect();
        let makes = |sql: &str| match kind(sql, dialect) {
            Kind::CreateTable(name) => name.as_str().eq_ignore_ascii_case(&wanted),
            _ => false,
        };
        let statements = split(&self.section.body, dialect, self.section.first_line);
        statements.into_iter().map(|statement| statement.sql).find(|sql| makes(sql)).map(str::to_owned)
    }

    /// Says what the table has and the new one does not. What the revision means to drop or change is not lost by accident.
    fn lost(&self, guard: &Guard, live: &str, new: &str) -> Vec<String> {
        let (Ok(live), Ok(new)) = (CreateTable::parse(live), CreateTable::parse(new)) else { return Vec::new() };
        let intended = |column: &ColumnDef| {
            let same = |(table, name): &(TableName, Ident)| {
                table.same(&guard.table, Dialect::Sqlite) && name.same(&column.name.ident, Dialect::Sqlite)
            };
            self.intended.iter().any(same)
        };
        let (mut lost, mut changed) = (Vec::new(), Vec::new());
        for (at, column) in live.columns().filter(|(_, column)| !intended(column)) {
            let name = column.name.ident.as_str();
            match new.columns().find(|(_, other)| other.name.ident.as_str().eq_ignore_ascii_case(name)) {
                None => lost.push(format!("column `{name}`")),
                Some((other, _)) if item(&live, at) != item(&new, other) => {
                    changed.push(format!("the definition of column `{name}`"));
                }
                Some(_) => {}
            }
        }
        lost.append(&mut changed);
        let kept: BTreeSet<String> = new.constraints().map(|(at, _)| item(&new, at)).collect();
        let gone = live.constraints().map(|(at, _)| item(&live, at)).filter(|text| !kept.contains(text));
        lost.extend(gone.map(|text| format!("constraint `{text}`")));
        lost
    }
}

/// The normal form of a column or constraint.
fn item(table: &CreateTable, at: usize) -> String {
    let text = table.items.get(at).map(|item| table.text(&item.span)).unwrap_or_default();
    normalize_statement(text, Dialect::Sqlite)
}
