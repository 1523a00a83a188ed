//! Running the statements of a section.

use sea_orm::ConnectionTrait;

use super::concurrent::drop_leftover;
use super::error::{RunProblem, Stop};
use super::guard::Guards;
use super::job::Job;
use super::observer::{Event, Observer};
use super::rebuild::{Swapping, renamed, swaps};
use super::retry::Retries;
use crate::connection::Held;
use crate::file::Section;
use crate::statement::{is_for_session, is_undone_whole};
use crate::version_table::{Reached, VersionTable};
use crate::{Connection, Failure, Kind, Statement, kind, split};

/// What running has done so far.
pub(super) struct Progress<'a> {
    pub connection: &'a Connection,
    pub job: &'a Job,
    pub retries: &'a mut Retries,
    pub observer: &'a mut dyn Observer,
    /// How many statements have run.
    pub statements: usize,
    /// Tables that were renamed, in order.
    pub renamed: Vec<(String, String)>,
    /// Whether something is committed that is not the whole revision.
    pub partly: bool,
    /// Whether nobody knows what the last statement, or the commit behind it, has left.
    pub in_doubt: bool,
    /// How many statements are passed over, which have run before.
    pub skipped: usize,
    /// Where is noted which statement runs, once the row says that the revision is running.
    pub journal: Option<VersionTable>,
    /// The connection, while nothing but statements of the revision is sent.
    held: Option<Held>,
}

impl<'a> Progress<'a> {
    pub(super) fn new(
        connection: &'a Connection,
        job: &'a Job,
        retries: &'a mut Retries,
        observer: &'a mut dyn Observer,
    ) -> Self {
        let (statements, renamed, partly, in_doubt, skipped, journal) = (0, Vec::new(), false, false, 0, None);
        let held = None;
        Self { connection, job, retries, observer, statements, renamed, partly, in_doubt, skipped, journal, held }
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
        if transaction && self.journal.is_none() && !is_begun && section.guards.is_empty() && swaps.is_empty() {
            // What it takes to send statements so need not be kept in all that waits for it.
            Box::pin(self.run_alone(&statements)).await?;
        } else {
            let mut swapping = Swapping::new(self.connection, &kinds, swaps);
            for (index, statement) in statements.iter().enumerate() {
                guards.before(statement.line).await?;
                swapping.before(index, statement.line).await?;
                self.execute(statement, transaction).await?;
                self.partly |= !transaction;
                swapping.after(index).await?;
            }
            guards.before(usize::MAX).await?;
        }
        self.renamed.extend(renamed(&kinds));
        Ok(())
    }

    /// Runs statements in a transaction, between which nothing is asked.
    async fn run_alone(&mut self, statements: &[Statement<'_>]) -> Result<(), Stop> {
        let Some(first) = statements.first() else { return Ok(()) };
        let lost = |failure| Stop {
            statement: Some(first.sql.to_owned()),
            ..Stop::at(first.line, RunProblem::Statement(failure))
        };
        self.held = Some(self.connection.hold().await.map_err(lost)?);
        let mut ran = Ok(());
        for statement in statements {
            ran = self.execute(statement, true).await;
            if ran.is_err() {
                break;
            }
        }
        self.held = None;
        ran
    }

    async fn execute(&mut self, statement: &Statement<'_>, transaction: bool) -> Result<(), Stop> {
        let (revision, index) = (&self.job.id, self.statements);
        if index < self.skipped {
            self.statements += 1;
            return self.set_again(statement).await;
        }
        if let Some(table) = &self.journal {
            table.set_progress(self.connection.database(), revision, Reached::Begun(index + 1)).await?;
        }
        while let Err(failure) = self.attempt(statement, transaction).await {
            let in_doubt = !failure.is_an_answer() || !is_undone_whole(statement.sql, self.connection.dialect());
            let problem = RunProblem::Statement(failure);
            let stop = Stop { statement: Some(statement.sql.to_owned()), ..Stop::at(statement.line, problem) };
            // A transaction is rolled back as a whole, and tried again as one.
            if transaction || !self.again(&stop).await {
                self.in_doubt = !transaction && in_doubt;
                self.partly |= self.in_doubt;
                return Err(stop);
            }
        }
        self.observer.observe(Event::Ran { revision, index });
        self.statements += 1;
        Ok(())
    }

    /// What has run before in a session that is gone, and was meant for that one alone.
    async fn set_again(&self, statement: &Statement<'_>) -> Result<(), Stop> {
        if !is_for_session(statement.sql, self.connection.dialect()) {
            return Ok(());
        }
        let set = self.connection.database().execute_unprepared(statement.sql).await;
        set.map(drop).map_err(|error| Stop::at(statement.line, RunProblem::Statement(error.into())))
    }

    async fn attempt(&mut self, statement: &Statement<'_>, transaction: bool) -> Result<(), Failure> {
        let (revision, index) = (&self.job.id, self.statements);
        self.observer.observe(Event::Running { revision, index, statement });
        if !transaction {
            drop_leftover(self.connection, statement.sql).await?;
        }
        let limited = self.connection.limited();
        let executed = match &mut self.held {
            Some(held) => held.execute(statement.sql).await,
            None => {
                let executed = self.connection.database().execute_unprepared(statement.sql).await;
                executed.map(drop).map_err(Failure::from)
            }
        };
        drop(limited);
        executed
    }

    /// Whether to try again what stopped, after a pause that is over by then.
    pub(super) async fn again(&mut self, stop: &Stop) -> bool {
        self.retries.again(&stop.problem, &self.job.id, self.observer).await
    }

    /// Where a transaction begins.
    pub(super) fn mark(&self) -> (usize, usize) {
        (self.statements, self.renamed.len())
    }

    /// Forgets what a transaction did that was rolled back.
    pub(super) fn back_to(&mut self, (statements, renamed): (usize, usize)) {
        self.statements = statements;
        self.renamed.truncate(renamed);
    }
}
