//! Scripts: what a run does, as SQL for the database's own client, for whoever may not let a program near the database.
//!
//! A script asks the same of the version table before each revision as a run does, and stops where a run would refuse. It writes the
//! same rows, in the same transactions. No database is asked when it is made, so that what only a look at one could tell is
//! said in [`Script::unchecked`].

use std::collections::BTreeMap;

use autogen_schema::{Dialect, Ident, TableName};

use super::error::RunError;
use super::job::Job;
use super::{Jobs, by_id, downgrade_jobs, upgrade_jobs};
use crate::RevisionId;
use crate::connection::Limits;
use crate::file::Revision;
use crate::version_table::{Row, VersionTable};

mod check;
mod client;
mod lock;
mod record;
mod section;
mod step;
mod swap;

use client::Client;
use step::Step;

/// How a script runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptOptions {
    /// The version table.
    pub version_table: VersionTable,
    /// How long is waited.
    pub limits: Limits,
    /// Whether to run downgrades that say that they must not be run.
    pub force: bool,
}

/// SQL that `psql`, `sqlite3` or `mariadb` runs as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// The whole script; empty when there is nothing to do.
    pub text: String,
    /// What it restates without a look at what that is now.
    pub unchecked: Vec<Unchecked>,
}

/// A table or a column that a revision restates as a whole, and that nobody looks at before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchecked {
    /// The revision.
    pub revision: RevisionId,
    /// The table.
    pub table: TableName,
    /// The column, where it is not the whole table.
    pub column: Option<Ident>,
}

/// Writes the script that runs the upgrades of `plan`, in order.
pub fn upgrade_script(
    revisions: &[Revision],
    plan: &[RevisionId],
    dialect: Dialect,
    options: &ScriptOptions,
) -> Result<Script, RunError> {
    let files = by_id(revisions);
    let jobs = upgrade_jobs(&files, plan, dialect, 0)?;
    let steps = steps(&files, jobs);
    write(&files, &steps, Client::new(dialect, options))
}

/// Writes the script that runs the downgrades of `plan`, in order. Each must have a file.
pub fn downgrade_script(
    revisions: &[Revision],
    plan: &[RevisionId],
    dialect: Dialect,
    options: &ScriptOptions,
) -> Result<Script, RunError> {
    let files = by_id(revisions);
    let jobs = downgrade_jobs(&files, &[], plan, dialect, options.force)?;
    let steps = steps(&files, jobs);
    write(&files, &steps, Client::new(dialect, options))
}

fn steps<'a>(files: &BTreeMap<&RevisionId, &'a Revision>, jobs: Jobs) -> Vec<Step<'a>> {
    let step = |(job, row): (Job, Option<Row>)| Some(Step { revision: files.get(&job.id).copied()?, job, row });
    jobs.into_iter().filter_map(step).collect()
}

fn write(
    files: &BTreeMap<&RevisionId, &Revision>,
    steps: &[Step<'_>],
    mut client: Client<'_>,
) -> Result<Script, RunError> {
    if steps.is_empty() {
        return Ok(Script::default());
    }
    client.open(steps);
    for (at, step) in steps.iter().enumerate() {
        step.write(files, &mut client, at == 0).map_err(|stop| step.job.error(stop, false))?;
    }
    client.close();
    Ok(Script { text: client.text, unchecked: client.unchecked })
}
