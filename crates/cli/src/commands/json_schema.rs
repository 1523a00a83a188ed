//! `autogen json-schema`.

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::Exit;
use crate::context::Context;
use crate::document::schema;
use crate::error::Error;

/// Print the JSON Schema of what a command writes with `--format json`
///
/// The same schemas are in `docs/schemas` of the project's repository. Fields may be added to a document; when one goes or changes
/// its meaning, its `version` is another one.
#[derive(Debug, Args)]
pub(crate) struct JsonSchemaArgs {
    /// The command
    #[arg(value_name = "COMMAND", value_parser = PossibleValuesParser::new(schema::commands()))]
    command: String,
}

/// Runs the command.
pub(crate) fn run(context: &Context, args: &JsonSchemaArgs) -> Result<Exit, Error> {
    // The parser knows the names.
    if let Some(schema) = schema::of(&args.command) {
        context.output.json(&schema)?;
    }
    Ok(Exit::Done)
}
