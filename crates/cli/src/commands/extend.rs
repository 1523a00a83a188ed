//! `autogen extend`.

use autogen_engine::{extend, write_extended};
use autogen_schema::Dialect;
use clap::Args;
use clap_complete::ArgValueCandidates;

use super::Exit;
use crate::completion;
use crate::context::Context;
use crate::describe;
use crate::document::{Document, ExtendedRevisions};
use crate::error::Error;
use crate::output::{Format, printable};
use crate::theme::{self, paint};

/// Make the revisions serve another dialect
///
/// For a project that gets a dialect later: name it under `dialects` in autogen.toml first. Each revision gets sections for it, which
/// do there what its change list says, and are proven: up, down, up. What revisions do to rows is not repeated, for there is no database
/// of that dialect yet. Sections that name no dialect are those of the other dialects from then on.
#[derive(Debug, Args)]
pub(crate) struct ExtendArgs {
    /// The new dialects: sqlite, postgres or mysql
    #[arg(value_name = "DIALECT", required = true, add = ArgValueCandidates::new(completion::dialects))]
    dialects: Vec<Dialect>,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: &ExtendArgs) -> Result<Exit, Error> {
    let workspace = context.sql_project("`autogen extend`")?;
    let databases = workspace.databases()?.known();
    let history = workspace.history()?;
    let extended = extend(workspace.project(), &history, &args.dialects, &databases).await?;
    write_extended(&extended)?;
    for one in &extended {
        workspace.run_hooks(&one.file)?;
    }
    let output = context.output;
    let names: Vec<&str> = args.dialects.iter().map(|dialect| dialect.name()).collect();
    let paths: Vec<String> = extended.iter().map(|one| one.file.display().to_string()).collect();
    for one in &extended {
        for note in &one.notes {
            output.note(&format!("{}: {}", one.revision, printable(note)));
        }
    }
    match output.format {
        Format::Json => output.json(&Document::new(ExtendedRevisions { dialects: names, paths }))?,
        Format::Short | Format::Github => paths.iter().try_for_each(|path| output.line(path))?,
        Format::Text if extended.is_empty() => {
            output.status(&format!("Nothing to do: every revision serves {}", names.join(", ")));
        }
        Format::Text => {
            for path in &paths {
                output.line(&format!("Extended {} (proven: up, down, up)", paint(theme::NAME, path)))?;
            }
            let revisions = describe::count(extended.len(), "revision");
            output.status(&format!("{revisions} serve {} too", names.join(", ")));
            output.hint("`autogen check` tells what the entities say beyond that");
        }
    }
    Ok(Exit::Done)
}
