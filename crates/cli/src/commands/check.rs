//! `autogen check`.

use autogen_engine::{Databases, Entities, History, Looked};
use clap::Args;

use super::Exit;
use crate::context::{Context, Workspace};
use crate::error::Error;
use crate::finding;

mod document;
mod findings;
mod lines;
mod text;
mod watch;

use findings::{Findings, Side};

/// Check that entities, revisions and database agree
///
/// Changes nothing. Without a database, the entities are compared with what the revisions build. With `-v`, also lists what is in
/// the database alone and stays unmanaged.
///
/// That nothing was found is remembered in Cargo's `target/autogen`: while entities, revisions, configuration and database are to the
/// letter what they were, the next check reads them and compares nothing, unless with `-v`.
///
/// `--format short` writes a line for each finding, `file:line:column: severity[code]: message`, for editors; `--format github`
/// writes them as annotations of a pull request.
///
/// Exits with 0 when they agree, with 1 when a revision would be written or the database has drifted, with 2 when that could
/// not be told.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Fail when the file of an applied revision was edited since, rather than warn
    #[arg(long)]
    strict: bool,
    /// Check again whenever an entity, a revision or autogen.toml changes, until Ctrl-C
    #[arg(long)]
    watch: bool,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &CheckArgs) -> Result<Exit, Error> {
    if args.watch {
        return watch::run(context, args.strict).await;
    }
    if context.output.format.is_lines() {
        let (mut found, exit) = lines::of(context, &context.config_file()?, args.strict).await;
        finding::write(&mut found, context.output)?;
        return Ok(exit);
    }
    let (exit, read) = once(&context.project()?, args.strict).await?;
    // The program ends, and what it holds with it: to give it back in small pieces takes long.
    std::mem::forget(read);
    Ok(exit)
}

/// Checks, and tells what was found. Returns also what was read for it, where it was.
async fn once(workspace: &Workspace<'_>, strict: bool) -> Result<(Exit, Option<(Entities, History)>), Error> {
    let (looked, databases) = look(workspace).await;
    let reading = match looked {
        Looked::Read(reading) => reading,
        Looked::Unchanged(unchanged) => return Ok((Findings::unchanged(workspace, unchanged).tell()?, None)),
    };
    let entities = workspace.entities_of(reading.entities)?;
    let errors = workspace.tell_findings(&entities).errors;
    let history = workspace.history_of(reading.history)?;
    let databases = (databases?, reading.databases.opened().await);
    let findings = Findings::gather(workspace, &entities, errors, &history, databases, strict).await?;
    let exit = findings.tell()?;
    findings.remember();
    Ok((exit, Some((entities, history))))
}

/// Looks whether anything has changed since nothing was found, and reads everything that a check is about where something has. What could
/// not be read is told in its turn. Who asks for more is told all of it.
async fn look(workspace: &Workspace<'_>) -> (Looked, Result<Databases, Error>) {
    let databases = workspace.databases().map(|databases| databases.looked_at());
    let none = Databases::default();
    let (project, known) = (workspace.project(), databases.as_ref().unwrap_or(&none));
    if workspace.is_verbose() {
        return (Looked::anew(project, known).await, databases);
    }
    (Looked::at(project, known).await, databases)
}
