//! Scripts that run a project's revisions by the database's own client. No database is asked.

use autogen_revision::{Limits, RevisionId, Script, ScriptOptions, downgrade_script, upgrade_script};
use autogen_schema::Dialect;

use crate::{Error, History, Project};

/// What scripts are made of.
pub struct Scripts<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its history.
    pub history: &'a History,
    /// The database that the script is for.
    pub dialect: Dialect,
    /// How long it waits.
    pub limits: Limits,
}

impl Scripts<'_> {
    /// Returns the script of an upgrade of `range`, `to` or `from:to`, and what it runs.
    pub fn upgrade(&self, range: &str) -> Result<(Script, Vec<RevisionId>), Error> {
        let plan = self.history.graph.plan_upgrade_script(range)?;
        let script = upgrade_script(&self.history.revisions, &plan, self.dialect, &self.options(false))?;
        Ok((script, plan))
    }

    /// Returns the script of a downgrade of `range`, `from:to`, and what it runs. `force` runs what says that it must not be run.
    pub fn downgrade(&self, range: &str, force: bool) -> Result<(Script, Vec<RevisionId>), Error> {
        let plan = self.history.graph.plan_downgrade_script(range)?;
        let script = downgrade_script(&self.history.revisions, &plan, self.dialect, &self.options(force))?;
        Ok((script, plan))
    }

    fn options(&self, force: bool) -> ScriptOptions {
        let version_table = self.project.version_table(self.dialect);
        ScriptOptions { version_table, limits: self.limits, force }
    }
}
