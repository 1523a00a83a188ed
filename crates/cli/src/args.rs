//! What can be written on the command line. Each command says what it takes in its own file.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, ValueHint};

use crate::commands::Command;
use crate::commands::migrate::MigrateArgs;
use crate::output::{Color, FormatArg};

mod help;
pub(crate) mod place;
pub(crate) mod running;
pub(crate) mod values;

/// Alembic's autogenerate for SeaORM
#[derive(Debug, Parser)]
#[command(
    name = "autogen",
    version,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(flatten)]
    migrate: Option<MigrateArgs>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What can be said for every command.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Globals {
    /// Run as if started in this folder
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true, value_hint = ValueHint::DirPath)]
    pub(crate) directory: Option<PathBuf>,
    /// Read this file instead of the nearest autogen.toml
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) config: Option<PathBuf>,
    /// Use this database, rather than that of `DATABASE_URL` or of autogen.toml
    #[arg(long, value_name = "URL", global = true)]
    pub(crate) database_url: Option<String>,
    /// Write results as text, json, short or github
    #[arg(
        long,
        value_name = "FORMAT",
        value_enum,
        default_value_t,
        global = true,
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) format: FormatArg,
    /// Colour the output: auto, always or never
    #[arg(
        long,
        value_name = "WHEN",
        value_enum,
        default_value_t,
        global = true,
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) color: Color,
    /// Say more
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// Say only results and problems
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
}

/// Takes the command line apart. `autogen -m MESSAGE` is `autogen migrate -m MESSAGE`.
pub(crate) fn parse() -> Result<(Globals, Command), clap::Error> {
    let mut command = command();
    let matches = command.try_get_matches_from_mut(std::env::args_os())?;
    let cli = Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
    match (cli.command, cli.migrate) {
        (Some(given), None) => Ok((cli.globals, given)),
        (None, Some(migrate)) => Ok((cli.globals, Command::Migrate(migrate))),
        (None, None) => Err(command.error(ErrorKind::MissingSubcommand, "a command is missing, or `-m MESSAGE`")),
        (Some(_), Some(_)) => {
            let message =
                "options of `migrate` cannot stand before a command; `-m MESSAGE` alone is `migrate -m MESSAGE`";
            Err(command.error(ErrorKind::ArgumentConflict, message))
        }
    }
}

/// Returns what was said for every command, of a line that may not be whole.
pub(crate) fn globals_of(words: impl IntoIterator<Item = OsString>) -> Globals {
    let matches = command().ignore_errors(true).try_get_matches_from(words);
    matches.ok().and_then(|matches| Globals::from_arg_matches(&matches).ok()).unwrap_or_default()
}

/// Whether JSON is asked for on a line that is not understood.
pub(crate) fn asks_for_json(words: impl IntoIterator<Item = OsString>) -> bool {
    let words: Vec<OsString> = words.into_iter().take_while(|word| word != "--").collect();
    let is_said = |pair: &[OsString]| {
        pair.first().is_some_and(|name| name == "--format") && pair.last().is_some_and(|value| value == "json")
    };
    words.iter().any(|word| word == "--format=json") || words.windows(2).any(is_said)
}

/// Returns the examples of the help: each with what it is for.
pub(crate) fn examples() -> &'static [(&'static str, &'static str)] {
    help::EXAMPLES
}

/// Returns the whole command line, for its parser, its help and its completions.
pub(crate) fn command() -> clap::Command {
    help::designed(Cli::command())
}
