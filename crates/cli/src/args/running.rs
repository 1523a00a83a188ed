//! How revisions are run: the options that `upgrade` and `downgrade` share.

use std::time::Duration;

use autogen_revision::Limits;
use clap::Args;

use crate::config::Config;
use crate::error::Error;

/// How revisions are run.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "How to run")]
pub(crate) struct RunningArgs {
    /// Write a script for psql, sqlite3 or mariadb instead; no database is asked
    #[arg(long, conflicts_with_all = ["dry_run", "step"])]
    pub(crate) sql: bool,
    /// Show what would run, with `-v` its SQL, and change nothing
    #[arg(long, conflicts_with = "step")]
    pub(crate) dry_run: bool,
    /// Ask before each revision
    #[arg(long)]
    pub(crate) step: bool,
    /// Give up what waits longer for a lock: `500ms`, `10s`, `2min` (10s unless configured)
    #[arg(long, value_name = "TIME", value_parser = duration)]
    lock_timeout: Option<Duration>,
    /// Stop a statement that takes longer
    #[arg(long, value_name = "TIME", value_parser = duration)]
    statement_timeout: Option<Duration>,
    /// Try again so often what could not have a lock in time, each time after a longer pause
    #[arg(long, value_name = "N")]
    lock_retries: Option<u32>,
}

impl RunningArgs {
    /// Returns how long may be waited, by the command line or else by the configuration.
    pub(crate) fn limits(&self, config: &Config) -> Limits {
        let lock = self.lock_timeout.or(config.lock_timeout);
        let unsaid = Limits::default();
        Limits {
            lock: lock.unwrap_or(unsaid.lock),
            overrides_url: lock.is_some(),
            statement: self.statement_timeout.or(config.statement_timeout),
            lock_retries: self.lock_retries.or(config.lock_retries).unwrap_or(unsaid.lock_retries),
        }
    }
}

impl RunningArgs {
    /// What runs migrations is SeaORM's, and knows no such way.
    pub(crate) fn refuse_for_migrations(&self) -> Result<(), Error> {
        let said = [
            (self.step, "--step"),
            (self.statement_timeout.is_some(), "--statement-timeout"),
            (self.lock_retries.is_some(), "--lock-retries"),
        ];
        match said.into_iter().find(|(said, _)| *said) {
            Some((_, option)) => Err(autogen_engine::Error::OnlySql { what: option }.into()),
            None => Ok(()),
        }
    }
}

/// Reads a time that can be waited.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let parsed = text.trim().parse::<jiff::SignedDuration>().ok().and_then(|time| Duration::try_from(time).ok());
    parsed
        .filter(|time| time.as_millis() > 0)
        .ok_or_else(|| "a time is written `500ms`, `10s` or `2min`, and is more than none".to_owned())
}
