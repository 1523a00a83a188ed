//! `autogen edit`.

use std::path::PathBuf;
use std::process::Command;

use autogen_revision::{RevisionId, Row};
use clap::Args;

use super::Exit;
use crate::context::Context;
use crate::environment;
use crate::error::Error;

/// Open a revision in an editor
///
/// That of `EDITOR` or `VISUAL`, else one that is found. Afterwards the revisions are read again, so that what is wrong is told at once.
#[derive(Debug, Args)]
pub(crate) struct EditArgs {
    /// Which: an id, the beginning of one, `head`, `heads`, or `current`
    #[arg(value_name = "REV", default_value = "head", allow_hyphen_values = true)]
    revision: String,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &EditArgs) -> Result<Exit, Error> {
    let workspace = context.project()?;
    let graph = workspace.graph()?;
    let asks_database = args.revision.contains("current") || args.revision.starts_with(['+', '-']);
    let rows = if asks_database { workspace.applied(&workspace.required_database()?).await? } else { Vec::new() };
    let applied: Vec<RevisionId> = rows.iter().map(|row| row.revision.clone()).collect();
    let graph = graph.including(rows.iter().map(Row::header))?;
    let found = graph.resolve(&args.revision, &applied)?;
    let files: Vec<PathBuf> = found.iter().filter_map(|id| graph.get(id)?.file.clone()).collect();
    if files.is_empty() {
        return Err(Error::new(format!("no revision files indicated by symbol `{}`", args.revision))
            .hint("`autogen history` lists the revisions"));
    }
    open(&files)?;
    workspace.history()?;
    Ok(Exit::Done)
}

/// Editors that are looked for where none is named.
const EDITORS: [&str; 6] = ["sensible-editor", "editor", "nano", "vim", "vi", "code"];

fn open(files: &[PathBuf]) -> Result<(), Error> {
    let named = environment::variable("EDITOR")?.or(environment::variable("VISUAL")?);
    let candidates: Vec<String> = match named {
        Some(editor) => vec![editor],
        None => EDITORS.map(str::to_owned).to_vec(),
    };
    for editor in &candidates {
        // An editor may be named with arguments: `code --wait`.
        let mut words = editor.split_whitespace();
        let Some(program) = words.next() else { continue };
        match Command::new(program).args(words).args(files).status() {
            Ok(status) if status.success() => return Ok(()),
            Ok(status) => return Err(Error::new(format!("error executing editor (`{editor}`: {status})"))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::new(format!("error executing editor (`{editor}`: {error})"))),
        }
    }
    Err(Error::new(format!("there is no editor `{}`", candidates.join("`, `"))).hint("name one: EDITOR=vim"))
}
