//! `autogen man`.

use std::fs;
use std::path::PathBuf;

use clap::{Args, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::Exit;
use crate::args;
use crate::context::Context;
use crate::document::{Document, Pages};
use crate::error::Error;
use crate::output::Format;
use crate::theme::{self, paint};

/// Print the manual page, or write one for each command
///
/// To read it: `autogen man | man -l -`. To install all: `autogen man ~/.local/share/man/man1`, then `man autogen-upgrade`.
#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// The folder to write them to; without it autogen(1) is printed
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(context: &Context, args: &ManArgs) -> Result<Exit, Error> {
    let mut command = args::command();
    command.build();
    let output = context.output;
    let Some(folder) = &args.folder else {
        let text = page(&command, true)?;
        output.data(&text)?;
        return Ok(Exit::Done);
    };
    let folder = context.start().join(folder);
    fs::create_dir_all(&folder).map_err(|error| Error::file("cannot write", &folder, &error))?;
    let mut paths = Vec::new();
    for (command, is_whole) in std::iter::once((&command, true)).chain(commands(&command).map(|sub| (sub, false))) {
        let path = folder.join(format!("{}.1", name(command)));
        fs::write(&path, page(command, is_whole)?).map_err(|error| Error::file("cannot write", &path, &error))?;
        paths.push(path.display().to_string());
    }
    match output.format {
        Format::Json => output.json(&Document::new(Pages { paths }))?,
        Format::Short | Format::Github => paths.iter().try_for_each(|path| output.line(path))?,
        Format::Text => {
            let wrote = |path| output.line(&format!("Wrote {}", paint(theme::NAME, path)));
            paths.iter().try_for_each(wrote)?;
        }
    }
    Ok(Exit::Done)
}

fn commands(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|sub| !sub.is_hide_set())
}

/// Returns what a page is called: `autogen-upgrade`.
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

/// Returns the page of a command; of the whole program it lists the commands.
fn page(command: &Command, is_whole: bool) -> Result<String, Error> {
    let title = name(command).to_uppercase();
    let man =
        Man::new(command.clone()).title(title).source(concat!("autogen ", env!("CARGO_PKG_VERSION"))).manual("autogen");
    let mut text = Vec::new();
    let render = |text: &mut Vec<u8>| {
        man.render_title(text)?;
        man.render_name_section(text)?;
        man.render_synopsis_section(text)?;
        man.render_description_section(text)?;
        man.render_options_section(text)?;
        if is_whole {
            man.render_subcommands_section(text)?;
            sections().to_writer(text)?;
        }
        see_also(command, is_whole).to_writer(text)
    };
    render(&mut text).map_err(|error| Error::new(format!("cannot make a manual page: {error}")))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// What the help says elsewhere, and what a manual page has by custom.
fn sections() -> Roff {
    let mut roff = Roff::new();
    let lists: [(&str, &[(&str, &str)]); 3] = [
        (
            "EXIT STATUS",
            &[
                ("0", "Done, or nothing to do."),
                ("1", "There are findings: a revision would be written, a database has drifted, a proof failed."),
                ("2", "It could not be told, or could not be done."),
            ],
        ),
        (
            "ENVIRONMENT",
            &[
                ("DATABASE_URL", "The database, unless --database-url says it. It may stand in a file .env too."),
                ("EDITOR, VISUAL", "The program that autogen-edit(1) opens."),
                ("SOURCE_DATE_EPOCH", "The time that is written into files, so that they can be made again."),
                ("NO_COLOR", "When set, output has no colours."),
            ],
        ),
        ("FILES", &[("autogen.toml", "The configuration, in the folder of the project; it is looked for upwards.")]),
    ];
    for (title, entries) in lists {
        roff.control("SH", [title]);
        for (term, text) in entries {
            roff.control("TP", []);
            roff.text([bold(*term)]);
            roff.text([roman(*text)]);
        }
    }
    roff.control("SH", ["EXAMPLES"]);
    for (example, about) in args::examples() {
        roff.control("TP", []);
        roff.text([bold(*example)]);
        roff.text([roman(*about)]);
    }
    roff
}

fn see_also(command: &Command, is_whole: bool) -> Roff {
    let others: Vec<String> = if is_whole {
        commands(command).map(|sub| format!("{}(1)", name(sub))).collect()
    } else {
        vec!["autogen(1)".to_owned()]
    };
    let mut roff = Roff::new();
    roff.control("SH", ["SEE ALSO"]);
    roff.text([roman(others.join(", "))]);
    roff
}
