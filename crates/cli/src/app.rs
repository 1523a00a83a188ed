//! One run of the program, from the command line to the exit code.

use std::process::ExitCode;

use crate::args;
use crate::commands::{self, Exit};
use crate::context::Context;
use crate::error::Error;
use crate::output::Output;

/// Something could not be told, or could not be done.
const FAILED: u8 = 2;
/// There are findings.
const FINDINGS: u8 = 1;

/// Runs the program.
pub(crate) fn run() -> ExitCode {
    let (globals, command) = match args::parse() {
        Ok(parsed) => parsed,
        Err(error) => return told_by_clap(&error),
    };
    globals.color.apply();
    let output = Output { format: globals.format.of_results(), verbose: globals.verbose, quiet: globals.quiet };
    let context = Context { output, globals };
    match runtime().and_then(|runtime| runtime.block_on(commands::run(&context, command))) {
        Ok(Exit::Done) => ExitCode::SUCCESS,
        Ok(Exit::Findings) => ExitCode::from(FINDINGS),
        Ok(Exit::Failed) => ExitCode::from(FAILED),
        Err(error) if error.report().is_broken_pipe => ExitCode::SUCCESS,
        Err(error) => {
            output.error(error.report());
            ExitCode::from(FAILED)
        }
    }
}

/// Help and the version are asked for; everything else is a mistake.
fn told_by_clap(error: &clap::Error) -> ExitCode {
    // Whoever asked has closed the pipe.
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(FAILED) } else { ExitCode::SUCCESS }
}

fn runtime() -> Result<tokio::runtime::Runtime, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| Error::new(format!("cannot start: {error}")))
}
