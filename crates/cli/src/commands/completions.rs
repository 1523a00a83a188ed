//! `autogen completions`.

use clap::Args;
use clap_complete::Shell;

use super::Exit;
use crate::args;
use crate::context::Context;
use crate::error::Error;

/// Print what makes a shell complete autogen's commands and options
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
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut args::command(), "autogen", &mut script);
    context.output.data(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
