//! `autogen rebase`.

use autogen_engine::{Rebase, rebase, write_rebase};
use clap::Args;
use clap_complete::ArgValueCompleter;

use super::Exit;
use crate::completion;
use crate::context::{Context, Workspace};
use crate::document::{Document, Moved};
use crate::error::Error;
use crate::output::Format;
use crate::theme::{self, paint};

/// Move a revision that is not applied onto the head
///
/// For a branch that somebody else was faster than: its first revision then revises the other head, and all that follow it come
/// along. Each is proven there: up, down, up. What restates a whole table is made anew. A revision that the database has stays.
#[derive(Debug, Args)]
pub(crate) struct RebaseArgs {
    /// The first revision to move
    #[arg(value_name = "REV", add = ArgValueCompleter::new(completion::revision))]
    revision: String,
    /// Where to, if not onto the only other head
    #[arg(long, value_name = "REV", add = ArgValueCompleter::new(completion::revision))]
    onto: Option<String>,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &RebaseArgs) -> Result<Exit, Error> {
    let workspace = context.sql_project("`autogen rebase`")?;
    let databases = workspace.databases()?;
    let history = workspace.history()?;
    let revision = history.graph.resolve_one(&args.revision, &[])?;
    let onto = args.onto.as_deref().map(|text| history.graph.resolve_one(text, &[])).transpose()?;
    let moved = rebase(workspace.project(), &history, &revision, onto.as_ref(), &databases.known()).await?;
    if databases.meant.is_empty() {
        context.output.note("no database is named: whether one has the revision already is not known");
    }
    finish(context, &workspace, &moved)
}

/// Writes what is moved, and tells.
pub(super) fn finish(context: &Context, workspace: &Workspace<'_>, moved: &Rebase) -> Result<Exit, Error> {
    write_rebase(moved)?;
    for (path, _) in &moved.files {
        workspace.run_hooks(path)?;
    }
    let output = context.output;
    let paths: Vec<String> = moved.files.iter().map(|(path, _)| path.display().to_string()).collect();
    match output.format {
        Format::Json => output.json(&Document::new(Moved {
            revision: moved.revision.to_string(),
            from: moved.from.iter().map(ToString::to_string).collect(),
            onto: moved.onto.to_string(),
            anew: moved.anew.iter().map(ToString::to_string).collect(),
            paths,
        }))?,
        Format::Short | Format::Github => paths.iter().try_for_each(|path| output.line(path))?,
        Format::Text => {
            let (revision, onto) = (paint(theme::NAME, &moved.revision), paint(theme::NAME, &moved.onto));
            output.line(&format!("Moved {revision} onto {onto} (proven: up, down, up)"))?;
        }
    }
    for id in &moved.anew {
        output.status(&format!("Made {id} anew: it restates a table that is another there"));
    }
    output.hint("`autogen upgrade` runs what the database lacks");
    Ok(Exit::Done)
}
