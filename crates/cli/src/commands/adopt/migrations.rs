//! `autogen adopt` in a project whose revisions are SeaORM migrations: they are the history already.

use autogen_engine::{History, LiveCheck, check};

use crate::commands::Exit;
use crate::context::Workspace;
use crate::database_url::DatabaseUrl;
use crate::describe;
use crate::document::Adopting;
use crate::error::Error;

/// Tells what there is to go on from. Nothing is changed.
pub(super) async fn run(
    workspace: &Workspace<'_>,
    url: &DatabaseUrl,
    history: &History,
    maps: bool,
) -> Result<Exit, Error> {
    if maps {
        return Err(autogen_engine::Error::OnlySql { what: "`--map`" }.into());
    }
    if history.revisions.is_empty() {
        return Err(Error::new("the migration crate has no migrations to go on from")
            .hint("`autogen -m Baseline --from history` writes one that makes what the entities say")
            .hint("`autogen stamp head` then records it for a database that is so already"));
    }
    let entities = workspace.entities()?;
    if workspace.tell_findings(&entities).errors > 0 {
        return Err(autogen_engine::Error::EntityErrors.into());
    }
    match check(workspace.target(url), &entities, history).await?.live {
        Some(live) if live.is_up_to_date() => {
            tell(workspace, &live, history);
            workspace.output().document(|| super::compared(&live.difference))?;
        }
        Some(live) => {
            return Err(Error::from(live.not_up_to_date()).hint(
                "`autogen stamp head` records all of them, where the database is what they make and nobody recorded it",
            ));
        }
        None => workspace.output().document(Adopting::default)?,
    }
    Ok(Exit::Done)
}

fn tell(workspace: &Workspace<'_>, live: &LiveCheck, history: &History) {
    let (output, difference) = (workspace.output(), &live.difference);
    let migrations = describe::count(history.revisions.len(), "migration");
    output.status(&format!("Nothing to adopt: the history is {migrations}, and the database has all of them"));
    if !difference.claims.is_empty() {
        let count = describe::count(difference.claims.len(), "fact");
        output.status(&format!("Managed from the next one on: {count} that the entities say"));
    }
    if !difference.unmanaged.is_empty() {
        let count = describe::count(difference.unmanaged.len(), "object");
        output.status(&format!("Left alone: {count} that no entity speaks of (`autogen check -v` lists them)"));
    }
    super::hint(output, difference);
}
