//! Running revisions while others want to do the same: what is locked is tried again.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::noting::Noting;
use super::{Database, Error, Revisions};
use crate::file::Direction;
use crate::runner::{Observer, Options, Report, downgrade, upgrade};
use crate::version_table::{Row, restate, whole};
use crate::{ConnectError, Connection, Mode, RevisionId};

/// The pause between two attempts. Each of them waits in the database, as long as a statement may.
const PAUSE: Duration = Duration::from_millis(100);

/// What is to be done.
#[derive(Clone, Copy)]
pub(super) struct Task<'a> {
    pub database: Database<'a>,
    pub direction: Direction,
    pub target: &'a str,
}

impl Revisions {
    /// Runs until it is done, fails, or others have been waited for long enough.
    pub(super) async fn run(&self, task: Task<'_>, observer: &mut dyn Observer) -> Result<Report, Error> {
        let begun = Instant::now();
        let mut noting = Noting { observer, report: Report::default() };
        // `+1` and `-1` are counted from where the database was at first.
        let mut plan = None;
        while let Err(error) = self.attempt(task, &mut plan, &mut noting).await {
            if !error.is_locked() || begun.elapsed() >= self.patience {
                return Err(error);
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(noting.report)
    }

    async fn attempt(
        &self,
        task: Task<'_>,
        plan: &mut Option<Vec<RevisionId>>,
        noting: &mut Noting<'_>,
    ) -> Result<(), Error> {
        let opened = match task.database.open(Mode::ReadWrite, self.limits).await {
            // A file is made for something that will be put in, not for a mistake.
            Err(Error::Connect(ConnectError::Missing { .. })) if self.would_fill(task)? => {
                task.database.open(Mode::Create, self.limits).await?
            }
            opened => opened?,
        };
        let ran = self.run_on(opened.connection(), task, plan, noting).await;
        let closed = opened.close().await;
        ran.and(closed)
    }

    fn would_fill(&self, task: Task<'_>) -> Result<bool, Error> {
        let nothing = || self.graph.plan_upgrade(task.target, &[]).map(|plan| plan.is_empty());
        Ok(task.direction == Direction::Upgrade && !nothing()?)
    }

    async fn run_on(
        &self,
        connection: &Connection,
        task: Task<'_>,
        plan: &mut Option<Vec<RevisionId>>,
        noting: &mut Noting<'_>,
    ) -> Result<(), Error> {
        let version_table = self.table(connection.dialect());
        restate(connection, &version_table, &self.graph, &self.files).await?;
        let plan = match plan {
            Some(plan) => plan,
            None => plan.insert(self.plan(task, &version_table.read(connection.database()).await?)?),
        };
        let rest: Vec<RevisionId> = plan.iter().filter(|id| !noting.is_settled(id)).cloned().collect();
        let options = Options { version_table, now: now()?, force: false };
        match task.direction {
            Direction::Upgrade => upgrade(connection, &self.files, &rest, &options, noting).await?,
            Direction::Downgrade => downgrade(connection, &self.files, &rest, &options, noting).await?,
        };
        Ok(())
    }

    fn plan(&self, task: Task<'_>, rows: &[Row]) -> Result<Vec<RevisionId>, Error> {
        match task.direction {
            Direction::Upgrade => Ok(self.graph.plan_upgrade(task.target, &whole(rows))?),
            Direction::Downgrade => {
                let graph = self.graph.including(rows.iter().map(Row::header))?;
                let applied: Vec<RevisionId> = rows.iter().map(|row| row.revision.clone()).collect();
                Ok(graph.plan_downgrade(task.target, &applied)?)
            }
        }
    }
}

fn now() -> Result<i64, Error> {
    #[expect(clippy::disallowed_methods, reason = "a program that runs its own revisions has no command line to ask")]
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| Error::Clock)?;
    i64::try_from(since.as_secs()).map_err(|_| Error::Clock)
}
