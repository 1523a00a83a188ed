//! One run of the program, from the command line to the exit code.

use crate::args;
use crate::commands::{self, Exit};
use crate::completion;
use crate::context::Context;
use crate::document::Failed;
use crate::error::Error;
use crate::output::{Format, Output};

/// Everything is as it should be.
const DONE: u8 = 0;
/// Something could not be told, or could not be done.
const FAILED: u8 = 2;
/// There are findings.
const FINDINGS: u8 = 1;

/// Runs the program, and returns the exit code.
pub(crate) fn run() -> u8 {
    match completion::answered() {
        Ok(false) => {}
        Ok(true) => return DONE,
        Err(error) => return told_by_clap(&error),
    }
    let (globals, command) = match args::parse() {
        Ok(parsed) => parsed,
        Err(error) => return told_by_clap(&error),
    };
    globals.color.apply();
    let output = Output { format: globals.format.of_results(), verbose: globals.verbose, quiet: globals.quiet };
    let context = Context { output, globals };
    match runtime().and_then(|runtime| runtime.block_on(commands::run(&context, command))) {
        Ok(Exit::Done) => DONE,
        Ok(Exit::Findings) => FINDINGS,
        Ok(Exit::Failed) => FAILED,
        Err(error) if error.report().is_broken_pipe => DONE,
        Err(error) => {
            output.failure(error.report());
            FAILED
        }
    }
}

/// Help and the version are asked for; everything else is a mistake.
fn told_by_clap(error: &clap::Error) -> u8 {
    // Whoever asked has closed the pipe.
    let _ = error.print();
    if !error.use_stderr() {
        return DONE;
    }
    let format = if args::asks_for_json(std::env::args_os()) { Format::Json } else { Format::Text };
    let _ = Output { format, ..Output::default() }.document(|| Failed::of(mistake(error).report()));
    FAILED
}

/// Takes the parser's message apart: what is wrong, then tips; how to write it is for people.
fn mistake(error: &clap::Error) -> Error {
    let text = error.to_string();
    let mut lines = text.lines();
    let message: Vec<&str> = lines.by_ref().take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    let message = message.join(" ");
    let tips = lines.filter_map(|line| line.trim_start().strip_prefix("tip: ")).map(str::to_owned);
    Error::new(message.strip_prefix("error: ").unwrap_or(&message)).hints(tips.collect::<Vec<_>>())
}

fn runtime() -> Result<tokio::runtime::Runtime, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| Error::new(format!("cannot start: {error}")))
}
