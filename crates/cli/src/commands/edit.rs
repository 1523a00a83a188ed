//! `autogen edit`.

use std::io;
use std::path::PathBuf;
use std::process::Command;

use autogen_revision::{RevisionId, Row};
use clap::Args;
use clap_complete::ArgValueCompleter;

use super::Exit;
use crate::completion;
use crate::context::Context;
use crate::document::Edited;
use crate::environment;
use crate::error::Error;
use crate::memory::as_usual;
use crate::output::Format;

/// Open a revision in an editor
///
/// That of `EDITOR` or `VISUAL`, else one that is found. Afterwards the revisions are read again, so that what is wrong is told at once.
#[derive(Debug, Args)]
pub(crate) struct EditArgs {
    /// Which: an id, the beginning of one, `head`, `heads`, or `current`
    #[arg(value_name = "REV", default_value = "head", allow_hyphen_values = true, add = ArgValueCompleter::new(completion::revision))]
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
    let with_file = found.iter().filter_map(|id| Some((id.to_string(), graph.get(id)?.file.clone()?)));
    let (ids, files): (Vec<String>, Vec<PathBuf>) = with_file.unzip();
    if files.is_empty() {
        return Err(Error::new(format!("no revision files indicated by symbol `{}`", args.revision))
            .hint("`autogen history` lists the revisions"));
    }
    open(&files, context.output.format)?;
    workspace.history()?;
    let paths = || files.iter().map(|file| file.display().to_string()).collect();
    context.output.document(|| Edited { revisions: ids, paths: paths() })?;
    Ok(Exit::Done)
}

/// Editors that are looked for where none is named.
const EDITORS: [&str; 6] = ["sensible-editor", "editor", "nano", "vim", "vi", "code"];

fn open(files: &[PathBuf], format: Format) -> Result<(), Error> {
    let named = environment::variable("EDITOR")?.or(environment::variable("VISUAL")?);
    let candidates: Vec<String> = match named {
        Some(editor) => vec![editor],
        None => EDITORS.map(str::to_owned).to_vec(),
    };
    for editor in &candidates {
        // An editor may be named with arguments: `code --wait`.
        let mut words = editor.split_whitespace();
        let Some(program) = words.next() else { continue };
        let mut command = Command::new(program);
        command.args(words).args(files);
        if format == Format::Json {
            // There stands the document alone.
            command.stdout(io::stderr());
        }
        match as_usual(|| command.status()) {
            Ok(status) if status.success() => return Ok(()),
            Ok(status) => return Err(Error::new(format!("error executing editor (`{editor}`: {status})"))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::new(format!("error executing editor (`{editor}`: {error})"))),
        }
    }
    Err(Error::new(format!("there is no editor `{}`", candidates.join("`, `"))).hint("name one: EDITOR=vim"))
}
