//! `autogen completions`.

use clap::Args;
use clap_complete::Shell;

use super::Exit;
use crate::completion::{VARIABLE, shells};
use crate::context::Context;
use crate::error::Error;

/// Print what makes a shell complete autogen's commands, options and values
///
/// Values are those of the project: revisions, branches, tables. They are read from its files; no database is asked.
///
/// For bash: `autogen completions bash > ~/.local/share/bash-completion/completions/autogen`
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

/// Runs the command.
pub(crate) fn run(context: &Context, args: &CompletionsArgs) -> Result<Exit, Error> {
    let name = args.shell.to_string();
    let shells = shells();
    let shell = shells.completer(&name).ok_or_else(|| Error::new(format!("`{name}` cannot be made to complete")))?;
    let mut script = Vec::new();
    // The program is found as the shell finds it, wherever it is by then.
    shell
        .write_registration(VARIABLE, "autogen", "autogen", "autogen", &mut script)
        .map_err(|error| Error::output(&error))?;
    context.output.data(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
