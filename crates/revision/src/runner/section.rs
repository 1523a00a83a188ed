//! Running the statements of a section.

use sea_orm::ConnectionTrait;

use super::error::{RunProblem, Stop};
use super::guard::Guards;
use super::job::Job;
use super::observer::{Event, Observer};
use super::rebuild::{Swapping, renamed, swaps};
use crate::file::Section;
use crate::statement::is_undone_whole;
use crate::version_table::VersionTable;
use crate::{Connection, Kind, Statement, kind, split};

/// What running has done so far.
pub(super) struct Progress<'a> {
    pub connection: &'a Connection,
    pub job: &'a Job,
    pub observer: &'a mut dyn Observer,
    /// How many statements have run.
    pub statements: usize,
    /// Tables that were renamed, in order.
    pub renamed: Vec<(String, String)>,
    /// Whether something is committed that is not the whole revision.
    pub partly: bool,
    /// How many statements are passed over, which have run before.
    pub skipped: usize,
    /// Where is noted which statement runs, once the row says that the revision is running.
    pub journal: Option<VersionTable>,
}

impl<'a> Progress<'a> {
    pub(super) fn new(connection: &'a Connection, job: &'a Job, observer: &'a mut dyn Observer) -> Self {
        let (statements, renamed, partly, skipped, journal) = (0, Vec::new(), false, 0, None);
        Self { connection, job, observer, statements, renamed, partly, skipped, journal }
    }

    /// Runs a section; `transaction` is whether it does in one.
    pub(super) async fn run(&mut self, section: &Section, transaction: bool) -> Result<(), Stop> {
        let dialect = self.connection.dialect();
        let statements: Vec<Statement<'_>> =
            split(&section.body, dialect, section.first_line).into_iter().filter(|s| !s.is_empty()).collect();
        let kinds: Vec<Kind> = statements.iter().map(|statement| kind(statement.sql, dialect)).collect();
        // What ran of the section before has changed what it restates.
        let is_begun = self.statements < self.skipped;
        let mut guards = Guards::new(self.connection, section, &self.job.intended, is_begun).await?;
        let swaps = if section.rebuild { swaps(&kinds) } else { Vec::new() };
        let mut swapping = Swapping::new(self.connection, &kinds, swaps);
        for (index, statement) in statements.iter().enumerate() {
            guards.before(statement.line).await?;
            swapping.before(index, statement.line).await?;
            self.execute(statement, transaction).await?;
            self.partly |= !transaction;
            swapping.after(index).await?;
        }
        guards.before(usize::MAX).await?;
        self.renamed.extend(renamed(&kinds));
        Ok(())
    }

    async fn execute(&mut self, statement: &Statement<'_>, transaction: bool) -> Result<(), Stop> {
        let (revision, index) = (&self.job.id, self.statements);
        if index < self.skipped {
            self.statements += 1;
            return Ok(());
        }
        if let Some(table) = &self.journal {
            let begun = i64::try_from(index + 1).unwrap_or(i64::MAX);
            table.set_progress(self.connection.database(), revision, begun).await?;
        }
        self.observer.observe(Event::Running { revision, index, statement });
        let limited = self.connection.limited();
        let executed = self.connection.database().execute_unprepared(statement.sql).await;
        drop(limited);
        if let Err(error) = executed {
            self.partly |= !transaction && !is_undone_whole(statement.sql, self.connection.dialect());
            let problem = RunProblem::Statement(error.into());
            return Err(Stop { statement: Some(statement.sql.to_owned()), ..Stop::at(statement.line, problem) });
        }
        self.observer.observe(Event::Ran { revision, index });
        self.statements += 1;
        Ok(())
    }
}
