//! The first page of the help: commands by what they are for, then examples.

use clap::Command;
use clap::builder::StyledStr;

use crate::output::lines;
use crate::theme;

/// Commands by what they are for, in the order in which a project meets them.
const GROUPS: &[(&str, &[&str])] = &[
    ("Start", &["init", "adopt"]),
    ("Write revisions", &["migrate", "revision", "edit", "merge", "rebase", "squash", "extend", "verify"]),
    ("Run them", &["upgrade", "downgrade", "stamp", "backup", "repair"]),
    (
        "Look",
        &[
            "check",
            "review",
            "current",
            "history",
            "heads",
            "branches",
            "show",
            "diff",
            "graph",
            "doctor",
            "list-templates",
        ],
    ),
    ("Shell", &["completions", "man", "json-schema"]),
];

const ABOUT: &str = "Alembic's autogenerate for SeaORM: change an entity, get a revision file that can be trusted";

/// Examples, and what each is for.
pub(super) const EXAMPLES: &[(&str, &str)] = &[
    ("autogen init", "set up a project"),
    ("autogen -m \"Add phone number\"", "write a revision for what changed in the entities"),
    ("autogen upgrade", "run what the database lacks"),
    ("autogen downgrade -1", "undo the last revision"),
    ("autogen check", "fail when entities, revisions and database disagree"),
];

/// Gives the command its page.
pub(super) fn designed(command: Command) -> Command {
    let page = template(&command);
    let adapted = |arg: clap::Arg| match arg.get_id().as_str() {
        "message" => arg.required(false).display_order(0),
        "help" | "version" => arg,
        _ if arg.is_global_set() => arg,
        _ => arg.hide(true),
    };
    command
        .about(ABOUT)
        .long_about(None::<&str>)
        .override_usage("autogen -m <MESSAGE>\n       autogen <COMMAND> [OPTIONS]")
        .help_template(page)
        .mut_args(adapted)
        .styles(styles())
}

fn template(command: &Command) -> StyledStr {
    let (title, name) = (theme::TITLE, theme::NAME);
    let mut blocks = vec![format!("{{about}}\n\n{title}Usage:{title:#} {{usage}}\n")];
    for (heading, names) in GROUPS {
        let commands = names.iter().filter_map(|name| command.find_subcommand(name));
        let about = |command: &Command| command.get_about().map(ToString::to_string).unwrap_or_default();
        let entries = commands.map(|command| format!("  {name}{:<15}{name:#} {}", command.get_name(), about(command)));
        blocks.push(format!("{title}{heading}:{title:#}\n{}", lines(entries)));
    }
    let examples = EXAMPLES.iter().map(|(example, about)| format!("  {name}{example:<31}{name:#} {about}"));
    blocks.push(format!("{title}Options:{title:#}\n{{options}}\n"));
    blocks.push(format!("{title}Examples:{title:#}\n{}", lines(examples)));
    blocks.push(format!("`autogen {name}<COMMAND>{name:#} --help` tells more about a command"));
    StyledStr::from(blocks.join("\n"))
}

fn styles() -> clap::builder::Styles {
    clap::builder::Styles::styled()
        .header(theme::TITLE)
        .usage(theme::TITLE)
        .literal(theme::NAME)
        .placeholder(anstyle::Style::new())
        .error(theme::ERROR)
        .valid(theme::GOOD)
        .invalid(theme::WARNING)
}
