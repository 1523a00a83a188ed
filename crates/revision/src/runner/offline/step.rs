//! One revision of a script: the transactions, what they begin with and what they end with.

use std::collections::BTreeMap;

use autogen_schema::Dialect;

use super::client::Client;
use super::section;
use super::swap;
use crate::RevisionId;
use crate::file::{Direction, Revision, render_message};
use crate::runner::error::Stop;
use crate::runner::job::{Job, is_atomic};
use crate::version_table::Row;

/// A revision, and what is recorded of an upgrade.
pub(super) struct Step<'a> {
    pub job: Job,
    pub revision: &'a Revision,
    pub row: Option<Row>,
}

impl Step<'_> {
    /// Writes the revision; `first` is whether it is the first one of the script.
    pub(super) fn write(
        &self,
        files: &BTreeMap<&RevisionId, &Revision>,
        client: &mut Client<'_>,
        first: bool,
    ) -> Result<(), Stop> {
        let begin = if client.dialect == Dialect::Sqlite { "BEGIN IMMEDIATE;" } else { "START TRANSACTION;" };
        client.line("");
        client.line(&self.title());
        if self.job.rebuilds() {
            client.line("PRAGMA foreign_keys = OFF;");
        }
        // Only who starts at the base may have no table yet.
        let makes_table = first && self.job.direction == Direction::Upgrade && self.job.requires.is_empty();
        if makes_table && client.dialect == Dialect::Mysql {
            client.built(&client.options.version_table.create_statement());
        }
        client.line(begin);
        if makes_table && client.dialect != Dialect::Mysql {
            client.built(&client.options.version_table.create_statement());
        }
        self.claim(files, client);
        if self.job.rebuilds() {
            swap::remember_violations(client);
        }
        let is_marked = self.sections(client, begin)?;
        if self.job.rebuilds() {
            swap::refuse_new_violations(self, client);
        }
        section::reset(self, client);
        self.record(client, is_marked)?;
        client.line("COMMIT;");
        if self.job.rebuilds() {
            client.line("PRAGMA foreign_keys = ON;");
        }
        Ok(())
    }

    /// Writes the sections, and leaves a transaction open. Returns whether the row says that the revision is running.
    fn sections(&self, client: &mut Client<'_>, begin: &str) -> Result<bool, Stop> {
        let phases = self.job.phases(client.dialect);
        let mut statements = 0;
        if is_atomic(&phases) {
            for section in &self.job.sections {
                section::write(self, section, client, &mut statements, false)?;
            }
            return Ok(false);
        }
        self.mark(client)?;
        client.line("COMMIT;");
        for phase in phases {
            if phase.transaction {
                client.line(begin);
            }
            for section in phase.sections {
                section::write(self, section, client, &mut statements, client.dialect != Dialect::Sqlite)?;
            }
            if phase.transaction {
                client.line("COMMIT;");
            }
        }
        client.line(begin);
        Ok(true)
    }

    /// Returns the comment above the revision.
    fn title(&self) -> String {
        let header = &self.revision.header;
        let parents: Vec<&str> = header.revises.iter().map(RevisionId::as_str).collect();
        let parents = if parents.is_empty() { "<base>".to_owned() } else { parents.join(", ") };
        let way = match self.job.direction {
            Direction::Upgrade => format!("Running upgrade {parents} -> {}", header.id),
            Direction::Downgrade => format!("Running downgrade {} -> {parents}", header.id),
        };
        match header.summary() {
            "" => format!("-- {way}"),
            summary => format!("-- {way}: {}", render_message(summary)),
        }
    }
}
