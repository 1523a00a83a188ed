//! The text of a script, as the client of each database takes it.

use autogen_schema::Dialect;
use sea_orm::{DatabaseBackend, StatementBuilder};

use super::step::Step;
use super::{ScriptOptions, Unchecked, lock};
use crate::file::Direction;
use crate::runner::job::is_atomic;
use crate::version_table::Reached;
use crate::{RevisionId, Statement};

/// The script so far.
pub(super) struct Client<'a> {
    pub text: String,
    pub unchecked: Vec<Unchecked>,
    pub dialect: Dialect,
    pub options: &'a ScriptOptions,
}

impl<'a> Client<'a> {
    pub(super) fn new(dialect: Dialect, options: &'a ScriptOptions) -> Self {
        Self { text: String::new(), unchecked: Vec::new(), dialect, options }
    }

    /// Says what the script is and how it is run, and has the client stop at the first error.
    pub(super) fn open(&mut self, steps: &[Step<'_>]) {
        let direction = steps.first().map_or(Direction::Upgrade, |step| step.job.direction);
        let count = steps.len();
        let (name, command, stop) = match self.dialect {
            Dialect::Sqlite => ("SQLite", "sqlite3 FILE < SCRIPT", ".bail on"),
            Dialect::Postgres => (
                "PostgreSQL",
                "psql -X -f SCRIPT DATABASE",
                "\\set ON_ERROR_STOP on\n\\set ON_ERROR_ROLLBACK off\n\\set AUTOCOMMIT on",
            ),
            Dialect::Mysql => ("MySQL and MariaDB", "mariadb --comments DATABASE < SCRIPT", ""),
        };
        let plural = if count == 1 { "" } else { "s" };
        self.line(&format!("-- The {direction} of {count} revision{plural}, for {name}: {command}"));
        self.line("-- It stops at the first error. Revisions before that one stay as they are then.\n");
        if !stop.is_empty() {
            self.line(stop);
        }
        for setting in self.options.limits.client_settings(self.dialect) {
            self.line(&setting);
        }
        let notes = |step: &Step<'_>| !is_atomic(&step.job.phases(self.dialect));
        if self.dialect == Dialect::Postgres && steps.iter().any(notes) {
            self.line("SELECT pg_catalog.current_schema() AS autogen_schema \\gset");
        }
        lock::take(self);
    }

    pub(super) fn close(&mut self) {
        self.line("");
        lock::release(self);
        while self.text.ends_with("\n\n") {
            self.text.pop();
        }
    }

    /// Writes a line as it is.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Writes a statement of our own.
    pub(super) fn built(&mut self, statement: &impl StatementBuilder) {
        let statement = self.spell(statement);
        self.line(&statement);
    }

    /// Notes that a statement of a revision runs. One before it may have set another `search_path`.
    pub(super) fn note(&mut self, revision: &RevisionId, begun: usize) {
        let table = &self.options.version_table;
        let statement = self.spell(&table.progress_statement(revision, Reached::Begun(begun)));
        let located = match self.dialect {
            Dialect::Postgres => {
                statement.replacen(&table.spelled(), &format!(":\"autogen_schema\".{}", table.spelled()), 1)
            }
            _ => statement,
        };
        self.line(&located);
    }

    fn spell(&self, statement: &impl StatementBuilder) -> String {
        let backend = match self.dialect {
            Dialect::Sqlite => DatabaseBackend::Sqlite,
            Dialect::Postgres => DatabaseBackend::Postgres,
            Dialect::Mysql => DatabaseBackend::MySql,
        };
        format!("{};", backend.build(statement))
    }

    /// Writes a statement of a revision, with the comments above it. What the client would take for an end of it is none.
    pub(super) fn statement(&mut self, statement: &Statement<'_>) {
        self.comments(statement);
        let sql = statement.sql;
        if self.dialect == Dialect::Mysql && sql.contains(';') {
            let delimiter = delimiter(sql);
            self.line(&format!("DELIMITER {delimiter}\n{sql}\n{delimiter}\nDELIMITER ;"));
        } else {
            self.line(&format!("{sql};"));
        }
    }

    /// Writes what stands above a statement, or after the last one.
    pub(super) fn comments(&mut self, statement: &Statement<'_>) {
        for comment in statement.comments(self.dialect) {
            self.line(comment.trim_end());
        }
    }

    pub(super) fn literal(&self, text: &str) -> String {
        self.dialect.literal(text)
    }
}

/// Returns what stands nowhere in a statement.
fn delimiter(sql: &str) -> String {
    let mut delimiter = "//".to_owned();
    while sql.contains(&delimiter) {
        delimiter.push('/');
    }
    delimiter
}
