//! The block that makes a table again: create, copy, drop, rename, and what was on the table.
//!
//! Steps 4 to 9 of <https://sqlite.org/lang_altertable.html#otheralter>. Turning foreign keys off, the transaction and the
//! final check are left to what runs the block.

use autogen_schema::sqlite::fingerprint;
use autogen_schema::{Dialect, Ident, TableName};

use super::copy::Copied;
use super::edit::TableText;
use super::gained;
use crate::dialect::Refusal;
use crate::{Block, Guard, Hazard, Others, Statement};

const SQLITE: Dialect = Dialect::Sqlite;

/// What the name of a table begins with until it replaces another.
pub(crate) const NEW_TABLE: &str = "_autogen_new_";

/// A table that is made again.
pub(super) struct Swap<'a> {
    /// The table.
    pub(super) table: &'a TableName,
    /// Its stored text as it stands.
    pub(super) old: &'a TableText,
    /// Its text afterwards, under the same name.
    pub(super) new: &'a TableText,
    /// The columns of the new table that are filled from the old one.
    pub(super) columns: Vec<Copied>,
    /// Whether something knows the rows by their rowid.
    pub(super) keep_rowid: bool,
    /// The texts of indexes and triggers that are on it afterwards.
    pub(super) dependents: Vec<String>,
    /// What is said above the block.
    pub(super) hazards: Vec<Hazard>,
}

impl Swap<'_> {
    /// Returns the name of the table until it replaces the old one.
    pub(super) fn new_name(&self) -> Ident {
        Ident::new(format!("{NEW_TABLE}{}", self.table.name))
    }

    /// Returns the block. What runs it takes a table that starts with `_autogen_new_` for the one that replaces another.
    pub(super) fn block(mut self) -> Result<Block, Refusal> {
        let operation = || format!("change table `{}`", self.table);
        let new_name = self.new_name();
        let (old, new) = (SQLITE.quote(&self.table.name), SQLITE.quote(&new_name));
        let mut text = self.new.clone();
        text.rename(&new_name).map_err(|error| Refusal::new(operation(), error.to_string()))?;
        check_own_name(self.table, &text)?;

        let mut create = Statement::new(text.sql());
        let gained = gained::hazards(self.table, self.old, self.new, &self.columns);
        for hazard in std::mem::take(&mut self.hazards).into_iter().chain(gained) {
            if !create.hazards.contains(&hazard) {
                create.hazards.push(hazard);
            }
        }
        create.hazards.push(Hazard::copies(self.table, Others::Unsaid));
        let mut statements = vec![create];
        statements.push(self.copy(&old, &new));
        if self.old.is_autoincrement() && self.new.is_autoincrement() {
            statements.extend(carry_counter(self.table, &new_name));
        }
        statements.push(Statement::new(format!("DROP TABLE {old}")));
        statements.push(Statement::new(format!("ALTER TABLE {new} RENAME TO {old}")));
        statements.extend(self.dependents.into_iter().map(Statement::new));
        let guard = Guard {
            table: self.table.clone(),
            column: None,
            fingerprint: fingerprint(self.old.sql()),
            columns: self.old.column_names(),
        };
        Ok(Block { guards: vec![guard], ..Block::new(statements) })
    }

    fn copy(&self, old: &str, new: &str) -> Statement {
        // A table that passes over rows in conflict would pass over them here too, without a word.
        let abort = if self.new.has_conflict_clause() { " OR ABORT" } else { "" };
        let made_up = self.made_up();
        let columns = if self.columns.is_empty() { &made_up } else { &self.columns };
        let mut names: Vec<String> = columns.iter().map(|column| SQLITE.quote(&column.name)).collect();
        let mut values: Vec<&str> = columns.iter().map(|column| column.value.as_str()).collect();
        if self.keep_rowid && self.old.has_hidden_rowid() && self.new.has_hidden_rowid() {
            names.insert(0, "rowid".to_owned());
            values.insert(0, "rowid");
        }
        let (names, values) = (names.join(", "), values.join(", "));
        Statement::new(format!("INSERT{abort} INTO {new} ({names})\nSELECT {values}\nFROM {old}"))
    }

    /// Where no column stays, there are as many rows as before all the same: what the first column holds without a value.
    fn made_up(&self) -> Vec<Copied> {
        let first = self.new.column_names().into_iter().find(|name| !self.new.is_generated(name));
        let filled = |name| Copied {
            value: self.new.default_of(&name).unwrap_or_else(|| "NULL".to_owned()),
            name,
            changes: false,
        };
        first.map(filled).into_iter().collect()
    }
}

/// The counter of an AUTOINCREMENT key is a row by the table's name. Renaming takes it along, dropping removes it.
/// <https://sqlite.org/autoinc.html>
fn carry_counter(table: &TableName, new_name: &Ident) -> [Statement; 2] {
    let (old, new) = (SQLITE.literal(table.name.as_str()), SQLITE.literal(new_name.as_str()));
    [
        Statement::new(format!("DELETE FROM sqlite_sequence WHERE name = {new}")),
        Statement::new(format!(
            "INSERT INTO sqlite_sequence (name, seq)\nSELECT {new}, seq FROM sqlite_sequence WHERE name = {old}"
        )),
    ]
}

/// While it is made, the table has another name; an expression that says its own would not be understood.
fn check_own_name(table: &TableName, text: &TableText) -> Result<(), Refusal> {
    match text.qualified_by(&table.name) {
        None => Ok(()),
        Some(expression) => Err(Refusal::new(
            format!("change table `{table}`"),
            format!("an expression in it names its columns through the table: {expression}"),
        )
        .hint(format!("write the columns without `{}.`", table.name))),
    }
}
