//! Trying a revision on a scratch database: up, down and up again.

use autogen_revision::{Direction, Revision};
use autogen_schema::Dialect;

use crate::dump::{self, Entry};
use crate::scratch::Scratch;
use crate::{Error, Project};

/// What a try showed.
pub(crate) struct Trial {
    /// What the database holds afterwards.
    pub(crate) after: Vec<Entry>,
    /// What was not as before.
    pub(crate) findings: Vec<String>,
}

/// Runs a revision up, down and up again on a scratch database that stands before it. An error when it does not run up at all.
pub(crate) async fn there_and_back(
    scratch: &Scratch,
    project: &Project,
    revision: &Revision,
    dialect: Dialect,
) -> Result<Trial, Error> {
    let before = scratch.dump(project).await?;
    scratch.run(revision, Direction::Upgrade).await?;
    back_and_there(scratch, project, revision, &before, dialect).await
}

/// Runs a revision down and up again on a scratch database that has it. `before` is what was there without it.
pub(crate) async fn back_and_there(
    scratch: &Scratch,
    project: &Project,
    revision: &Revision,
    before: &[Entry],
    dialect: Dialect,
) -> Result<Trial, Error> {
    let after = scratch.dump(project).await?;
    let id = &revision.header.id;
    if let Err(error) = scratch.run(revision, Direction::Downgrade).await {
        return Ok(Trial { after, findings: vec![format!("the downgrade of `{id}` fails: {error}")] });
    }
    let restored = scratch.dump(project).await?;
    let differences = dump::differences(before, &restored, dialect);
    let mut findings: Vec<String> =
        differences.into_iter().map(|found| format!("after the downgrade of `{id}`, {found}")).collect();
    if let Err(error) = scratch.run(revision, Direction::Upgrade).await {
        findings.push(format!("the second upgrade of `{id}` fails: {error}"));
        return Ok(Trial { after, findings });
    }
    let again = scratch.dump(project).await?;
    let differences = dump::differences(&after, &again, dialect);
    findings.extend(differences.into_iter().map(|found| format!("after the second upgrade of `{id}`, {found}")));
    Ok(Trial { after, findings })
}
