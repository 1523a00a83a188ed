//! What a shell completes: beside commands and options, the revisions, branches and tables of the project.
//!
//! A shell runs the program with [`VARIABLE`] set and what is typed behind `--`. Values come from files alone: no database is asked. What
//! cannot be read gives none, and nothing is told: a person is in the middle of a line.

use std::path::PathBuf;

use clap_complete::CompleteEnv;
use clap_complete::env::{self, Shells};

use crate::args;
use crate::config::{Config, find};

mod bash;
mod ranges;
mod revisions;
mod schema;

use bash::Bash;
pub(crate) use ranges::{map, range};
pub(crate) use revisions::{heads, revision};
pub(crate) use schema::{column_value, dialects, gone, rename, side, table};

/// The variable by which a shell asks.
pub(crate) const VARIABLE: &str = "AUTOGEN_COMPLETE";

/// Answers a shell that asks what can stand here. Returns whether one did.
pub(crate) fn answered() -> Result<bool, clap::Error> {
    let here = std::env::current_dir().ok();
    let complete = CompleteEnv::with_factory(args::command).var(VARIABLE).shells(shells());
    complete.try_complete(std::env::args_os(), here.as_deref())
}

/// The shells that can ask.
pub(crate) fn shells() -> Shells<'static> {
    Shells(&[&Bash, &env::Elvish, &env::Fish, &env::Powershell, &env::Zsh])
}

/// Finds the project of what is typed, which may name a folder or a configuration.
fn project() -> Option<Config> {
    let typed = std::env::args_os().skip_while(|word| word != "--").skip(1);
    let globals = args::globals_of(typed);
    let start: PathBuf = globals.directory.unwrap_or_default();
    Config::read(&find(&start, globals.config.as_deref()).ok()?).ok()
}
