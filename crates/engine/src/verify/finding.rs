//! What a revision does wrong, and where its file says so.

use std::path::PathBuf;

use autogen_revision::{Direction, Revision, split};
use autogen_schema::change::{Change, FactKey};
use autogen_schema::{Dialect, TableName};

use crate::Error;
use crate::scratch::Scratch;

/// What a revision can do wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// It says nothing of a direction on the dialect.
    NoSection,
    /// Its change list is not what it does, or cannot be read.
    ChangeList,
    /// A statement fails.
    Fails,
    /// What it did is not undone, or not done again.
    NotRestored,
    /// Rows are lost or changed that no hazard speaks of.
    RowsLost,
    /// Something went along with what it dropped.
    DroppedAlong,
    /// A view can no longer be read.
    BrokenView,
}

/// Something that a revision does wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which kind of wrong it is.
    pub fault: Fault,
    /// The file.
    pub file: PathBuf,
    /// The line, where one is to blame.
    pub line: usize,
    /// What is wrong: a sentence without a full stop.
    pub text: String,
    /// What can be done about it.
    pub hint: Option<String>,
}

/// The findings in one file.
pub(super) struct Findings<'a> {
    revision: &'a Revision,
    dialect: Dialect,
    pub(super) list: Vec<Finding>,
    /// What is no finding, and still worth knowing.
    pub(super) notes: Vec<String>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(revision: &'a Revision, dialect: Dialect) -> Self {
        Self { revision, dialect, list: Vec::new(), notes: Vec::new() }
    }

    pub(super) fn at(&mut self, fault: Fault, line: usize, text: impl Into<String>, hint: Option<&str>) {
        let (file, hint) = (self.revision.file.clone(), hint.map(str::to_owned));
        let finding = Finding { fault, file, line, text: text.into(), hint };
        if !self.list.contains(&finding) {
            self.list.push(finding);
        }
    }

    /// Tells of a section; of the statement in it that names the table, where one does.
    pub(super) fn in_section(
        &mut self,
        fault: Fault,
        direction: Direction,
        table: Option<&TableName>,
        text: impl Into<String>,
        hint: Option<&str>,
    ) {
        let line = table.and_then(|table| self.statement_line(direction, table)).unwrap_or(self.marker(direction));
        self.at(fault, line, text, hint);
    }

    /// Tells of a line of the change list.
    pub(super) fn in_changes(&mut self, key: &FactKey, text: impl Into<String>) {
        let line = self.change_line(key).unwrap_or(self.marker(Direction::Upgrade));
        let hint =
            "mend the statements or the line: what the change list says is what later revisions are planned from";
        self.at(Fault::ChangeList, line, text, Some(hint));
    }

    /// Tells why a direction cannot be run at all.
    pub(super) fn failure(
        &mut self,
        scratch: &Scratch,
        direction: Direction,
        error: &Error,
        when: &str,
        hint: Option<&str>,
    ) {
        let line = match error {
            Error::Run(error) => error.line,
            _ => None,
        };
        let text = format!("the {direction} fails{when}: {}", problem(scratch, error));
        self.at(Fault::Fails, line.unwrap_or(self.marker(direction)), text, hint);
    }

    /// The line of the first section that way.
    fn marker(&self, direction: Direction) -> usize {
        let mut sections = self.revision.sections.iter().filter(|section| section.direction == direction);
        let served = sections.clone().find(|section| section.serves(self.dialect));
        served.or_else(|| sections.next()).map_or(1, |section| section.first_line.saturating_sub(1).max(1))
    }

    fn statement_line(&self, direction: Direction, table: &TableName) -> Option<usize> {
        let sections = self.revision.sections.iter().filter(|s| s.direction == direction && s.serves(self.dialect));
        let statements: Vec<_> = sections
            .flat_map(|section| split(&section.body, self.dialect, section.first_line))
            .filter(|statement| statement.sql.contains(table.name.as_str()))
            .collect();
        // Others name it too, in a key or a view.
        let takes = |sql: &str| {
            let word = sql.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
            ["DELETE", "UPDATE", "TRUNCATE", "REPLACE", "MERGE", "DROP"].contains(&word.as_str())
        };
        let blamed = statements.iter().find(|statement| takes(statement.sql)).or_else(|| statements.first());
        blamed.map(|statement| statement.line)
    }

    /// The line that is about a fact; else the one that is about its table.
    fn change_line(&self, key: &FactKey) -> Option<usize> {
        let lines = || {
            let parsed = self.revision.change_lines.iter();
            parsed.filter_map(|line| Some((line.line, Change::parse(&line.text).ok()?)))
        };
        let fold = |key: &FactKey| key.fold(self.dialect);
        let own = lines().find(|(_, change)| fold(change.key()) == fold(key));
        let of_table = || {
            let table = FactKey::Table(key.table()?.clone());
            lines().find(|(_, change)| fold(change.key()) == fold(&table))
        };
        own.or_else(of_table).map(|(line, _)| line)
    }
}

/// What was in the way of a run, in the words of the database.
pub(super) fn problem(scratch: &Scratch, error: &Error) -> String {
    scratch.anonymous(&match error {
        Error::Run(error) => error.problem.to_string(),
        error => error.to_string(),
    })
}
