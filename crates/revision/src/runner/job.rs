//! One revision that is to run: what of it, and whether it may at all.

use std::path::PathBuf;

use autogen_schema::change::{Action, FactKey};
use autogen_schema::{Dialect, Ident, TableName};

use super::error::{RunError, RunProblem, Stop};
use crate::checksum::parse_downgrade_text;
use crate::file::{Direction, FileError, Problem, Revision, Section};
use crate::statement::parameter;
use crate::version_table::Row;
use crate::{Kind, RevisionId, kind, split};

/// A revision that was looked through: it can be read, and holds nothing that must not run.
pub(super) struct Job {
    pub id: RevisionId,
    pub direction: Direction,
    pub file: PathBuf,
    pub sections: Vec<Section>,
    /// What must be applied before it; empty for a downgrade.
    pub requires: Vec<RevisionId>,
    /// Columns that it means to change or drop, by table.
    pub intended: Vec<(TableName, Ident)>,
}

/// Sections that run one after the other.
pub(super) struct Phase<'a> {
    pub sections: &'a [Section],
    /// Whether they run in one transaction.
    pub transaction: bool,
}

/// Whether the phases of a revision are one transaction, which its row can be written in.
pub(super) fn is_atomic(phases: &[Phase<'_>]) -> bool {
    phases.len() < 2 && phases.iter().all(|phase| phase.transaction)
}

impl Job {
    pub(super) fn upgrade(revision: &Revision, dialect: Dialect) -> Result<Self, RunError> {
        let requires = revision.header.requires().cloned().collect();
        Self::of_file(revision, Direction::Upgrade, requires, dialect)?.looked_through(dialect, false)
    }

    /// `force` runs what says that it must not be run.
    pub(super) fn downgrade(revision: &Revision, dialect: Dialect, force: bool) -> Result<Self, RunError> {
        Self::of_file(revision, Direction::Downgrade, Vec::new(), dialect)?.looked_through(dialect, force)
    }

    /// Undoes a revision that has no file, by what the version table holds of it.
    pub(super) fn stored_downgrade(row: &Row, dialect: Dialect, force: bool) -> Result<Self, RunError> {
        let mut job = Self {
            id: row.revision.clone(),
            direction: Direction::Downgrade,
            file: format!("stored downgrade of {}", row.revision).into(),
            sections: Vec::new(),
            requires: Vec::new(),
            intended: Vec::new(),
        };
        match parse_downgrade_text(row.revision.as_str(), &row.downgrade) {
            Ok(sections) => job.sections = sections,
            Err(error) => return Err(job.error(in_file(error), false)),
        }
        job.looked_through(dialect, force)
    }

    /// Returns the sections in the order in which they run, those together that share a transaction.
    pub(super) fn phases(&self, dialect: Dialect) -> Vec<Phase<'_>> {
        // MySQL commits at nearly every statement of a revision, whatever is begun before.
        let in_transaction = |section: &Section| section.transaction && dialect != Dialect::Mysql;
        let chunks = self.sections.chunk_by(|a, b| in_transaction(a) && in_transaction(b));
        chunks.map(|sections| Phase { transaction: sections.iter().all(in_transaction), sections }).collect()
    }

    /// Whether a section makes tables anew.
    pub(super) fn rebuilds(&self) -> bool {
        self.sections.iter().any(|section| section.rebuild)
    }

    /// Whether it may let go of locks that the session holds: `pg_advisory_unlock_all()`, `DISCARD ALL`, `RELEASE_ALL_LOCKS()`.
    pub(super) fn may_let_go_of_locks(&self) -> bool {
        self.sections.iter().any(|section| {
            let body = section.body.to_ascii_lowercase();
            ["unlock", "discard", "release"].iter().any(|word| body.contains(word))
        })
    }

    /// Whether it may set how the client's text is read: `SET client_encoding`, `SET NAMES`.
    pub(super) fn may_encode(&self) -> bool {
        self.sections.iter().any(|section| {
            let body = section.body.to_ascii_lowercase();
            ["encoding", "names"].iter().any(|word| body.contains(word))
        })
    }

    pub(super) fn error(&self, stop: Stop, partly: bool) -> RunError {
        let Stop { line, statement, problem } = stop;
        let (revision, direction, file) = (self.id.clone(), self.direction, self.file.clone());
        RunError { revision, direction, file, line, statement, problem, partly, goes_on: false }
    }

    fn of_file(
        revision: &Revision,
        direction: Direction,
        requires: Vec<RevisionId>,
        dialect: Dialect,
    ) -> Result<Self, RunError> {
        let mut job = Self {
            id: revision.header.id.clone(),
            direction,
            file: revision.file.clone(),
            sections: Vec::new(),
            requires,
            intended: intended(revision, direction, dialect),
        };
        match revision.sections(direction, dialect) {
            Ok(sections) => job.sections = sections.into_iter().cloned().collect(),
            Err(error) => return Err(job.error(in_file(error), false)),
        }
        Ok(job)
    }

    fn looked_through(mut self, dialect: Dialect, force: bool) -> Result<Self, RunError> {
        for section in &mut self.sections {
            // Tables are made anew on SQLite alone.
            section.rebuild &= dialect == Dialect::Sqlite;
        }
        for section in &self.sections {
            if let Some((line, problem)) = misplaced_guard(section, dialect) {
                let error = FileError { file: self.file.clone(), line, problem };
                return Err(self.error(in_file(error), false));
            }
            if let Some(reason) = section.irreversible.as_ref().filter(|_| !force) {
                let stop = Stop::at(section.first_line, RunProblem::Irreversible(reason.clone()));
                return Err(self.error(stop, false));
            }
            if let Some((line, problem, sql)) = bad_statement(section, dialect) {
                let problem = RunProblem::File(FileError { file: self.file.clone(), line, problem });
                let stop = Stop { statement: Some(sql), ..Stop::at(line, problem) };
                return Err(self.error(stop, false));
            }
        }
        Ok(self)
    }
}

fn in_file(error: FileError) -> Stop {
    Stop::at(error.line, error.into())
}

/// Returns the first guard of what nothing restates on the dialect.
fn misplaced_guard(section: &Section, dialect: Dialect) -> Option<(usize, Problem)> {
    section.guards.iter().find_map(|guard| match dialect {
        Dialect::Postgres => Some((guard.line, Problem::GuardOnPostgres)),
        Dialect::Sqlite if guard.column.is_some() => Some((guard.line, Problem::ColumnGuardOnSqlite)),
        Dialect::Sqlite | Dialect::Mysql => None,
    })
}

/// Returns the first statement that cannot run as it is meant: its line, what is wrong, its text.
fn bad_statement(section: &Section, dialect: Dialect) -> Option<(usize, Problem, String)> {
    split(&section.body, dialect, section.first_line).into_iter().find_map(|statement| {
        let control = match kind(statement.sql, dialect) {
            Kind::TransactionControl(word) if section.transaction => Some(Problem::TransactionControl(word)),
            Kind::CopyFromStdin => Some(Problem::CopyFromStdin),
            _ => None,
        };
        let problem = control.or_else(|| parameter(statement.sql, dialect).map(Problem::Parameter))?;
        Some((statement.line, problem, statement.sql.to_owned()))
    })
}

/// What the change list says of columns that the upgrade changes or drops; the other way round for the downgrade. A list that
/// cannot be read says nothing.
fn intended(revision: &Revision, direction: Direction, dialect: Dialect) -> Vec<(TableName, Ident)> {
    let mut columns = Vec::new();
    for change in revision.changes().unwrap_or_default().into_iter().filter(|change| change.serves(dialect)) {
        let gone = match (&change.action, direction) {
            (Action::Unmade(fact), Direction::Upgrade) | (Action::Made(fact), Direction::Downgrade) => Some(&fact.key),
            (Action::Altered(key, _), _) => Some(key),
            _ => None,
        };
        if let Some(FactKey::Column(table, column)) = gone {
            columns.push((table.clone(), column.clone()));
        }
    }
    columns
}
