//! `autogen list-templates`.

use clap::Args;

use super::Exit;
use crate::context::Context;
use crate::document::{Document, Template, Templates};
use crate::error::Error;
use crate::output::Format;
use crate::theme::{self, paint};

/// List the templates that a project can have
#[derive(Debug, Args)]
pub(crate) struct ListTemplatesArgs {}

/// Templates with what they make.
const TEMPLATES: &[Template] = &[
    Template { name: "sql", about: "Revisions are SQL: one file each, that runs at once" },
    Template { name: "rust", about: "Revisions are SeaORM migrations, in the crate that `directory` names" },
];

/// Runs the command.
pub(crate) fn run(context: &Context, _: &ListTemplatesArgs) -> Result<Exit, Error> {
    let output = context.output;
    match output.format {
        Format::Json => output.json(&Document::new(Templates { templates: TEMPLATES }))?,
        Format::Short | Format::Github => TEMPLATES.iter().try_for_each(|template| output.line(template.name))?,
        Format::Text => TEMPLATES.iter().try_for_each(|template| {
            output.line(&format!("{}  {}", paint(theme::NAME, format!("{:<4}", template.name)), template.about))
        })?,
    }
    output.hint("`template` in autogen.toml names one; `autogen init` copies that of `sql`, and the copy is yours");
    Ok(Exit::Done)
}
