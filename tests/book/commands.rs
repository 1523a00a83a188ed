//! The page of the commands is what they say of themselves.

use std::fs;

use super::{is_blessed, root};
use crate::support::Sandbox;

const PAGE: &str = "docs/commands.md";

#[test]
fn the_page_of_the_commands_is_their_help() {
    let made = page();
    if is_blessed() {
        fs::write(root().join(PAGE), &made).unwrap();
    }
    let found = fs::read_to_string(root().join(PAGE)).unwrap();
    assert!(found == made, "{PAGE} is not what `autogen --help` says: UPDATE_EXPECT=1 writes it anew");
    assert!(found.contains("\n## `autogen migrate`\n") && found.contains("  --rev-id <ID>"), "{found}");
}

fn page() -> String {
    let sandbox = Sandbox::empty();
    let help = |args: &[&str]| {
        let outcome = sandbox.run(args);
        outcome.exits(0);
        outcome.stdout
    };
    let first = help(&["--help"]);
    let mut page = String::from(
        "# Every command\n\n<!-- Made of what the commands say of themselves: UPDATE_EXPECT=1 cargo test writes it anew. -->\n\n\
         What `autogen COMMAND --help` says. `autogen -m MESSAGE` is `autogen migrate -m MESSAGE`. Exit codes are 0 when all is done, or there is \
         nothing to do; 1\nwhen there are findings; 2 when something failed, or could not be told.\n",
    );
    page += &list(&first);
    let globals = help(&["check", "--help"]);
    let globals = globals.split("Global options:\n").nth(1).unwrap().trim_end().to_owned();
    page += &format!("\n## Options of every command\n\n```text\n{globals}\n```\n");
    for (_, names) in groups(&first) {
        for (name, _) in names {
            let help = help(&[&name, "--help"]);
            let (about, usage) = help.split_once("\nUsage:").unwrap_or_else(|| panic!("{help}"));
            let usage = usage.split("\nGlobal options:").next().unwrap().trim();
            page += &format!("\n## `autogen {name}`\n\n{}\n\n```text\nUsage: {usage}\n```\n", about.trim());
        }
    }
    page
}

/// The commands by what they are for, each with a link to what it says.
fn list(first: &str) -> String {
    let mut list = String::new();
    for (title, names) in groups(first) {
        list += &format!("\n**{title}**\n\n");
        for (name, about) in names {
            list += &format!("- [`{name}`](#autogen-{name}): {about}\n");
        }
    }
    list
}

type Group = (String, Vec<(String, String)>);

/// Takes the first page apart, up to its options.
fn groups(first: &str) -> Vec<Group> {
    let commands = first.split("\nOptions:").next().unwrap();
    let mut groups: Vec<Group> = Vec::new();
    for line in commands.lines() {
        match (line.strip_prefix("  "), groups.last_mut()) {
            (Some(entry), Some((_, names))) if !entry.starts_with(' ') => {
                let (name, about) = entry.split_once(' ').unwrap();
                names.push((name.to_owned(), about.trim().to_owned()));
            }
            (None, _) if line.ends_with(':') => groups.push((line.trim_end_matches(':').to_owned(), Vec::new())),
            _ => {}
        }
    }
    groups
}
