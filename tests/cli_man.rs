//! The manual pages: one for each command, with all that its help says.

use std::collections::BTreeSet;
use std::fs;

use crate::support::Sandbox;

/// The words of a text: however its lines break, and whatever stands between them.
fn words(text: &str) -> String {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

/// Takes the markup of a page away, but for its titles.
fn plain(page: &str) -> String {
    let markup = ["\\fB", "\\fI", "\\fR", "\\&"];
    let lines = page.lines().filter(|line| !line.starts_with('.') || line.starts_with(".SH")).map(|line| {
        let line = line.replace("\\-", "-").replace("\\*(Aq", "'").replace("\\(aq", "'");
        markup.iter().fold(line, |line, sign| line.replace(sign, ""))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns what a page of help says of the command and of each option, each paragraph by itself.
fn paragraphs(help: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in help.lines().filter(|line| !line.starts_with("Usage:") && !line.ends_with(':')) {
        let line = line.trim();
        let is_option =
            line.starts_with(['-', '[', '<']) && !line.starts_with("[possible") && !line.starts_with("[default");
        // Beside an option stands its text, or nothing.
        let text = if is_option { line.split_once("  ").map_or("", |(_, text)| text) } else { line };
        if line.is_empty() || is_option {
            paragraphs.push(String::new());
        }
        if let Some(last) = paragraphs.last_mut() {
            last.push_str(text.split(" [default").next().unwrap());
            last.push('\n');
        }
    }
    // A default stands beside the name of its option.
    paragraphs.retain(|text| !text.starts_with("[default"));
    paragraphs.iter().map(|text| words(text)).filter(|text| !text.is_empty()).collect()
}

#[test]
fn every_command_has_a_page_that_says_what_its_help_says() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["man", "pages"]).exits(0).prints("Wrote pages/autogen.1\n").prints("Wrote pages/autogen-upgrade.1\n");
    let found: BTreeSet<String> = fs::read_dir(sandbox.path("pages"))
        .unwrap()
        .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let commands = crate::cli_json::commands();
    let expected = commands.iter().map(|name| format!("autogen-{name}.1")).chain(["autogen.1".to_owned()]).collect();
    assert_eq!(found, expected);
    for command in commands {
        let help = sandbox.run_with(&[&command, "--help"], &[("COLUMNS", "100")]).exits(0).stdout.clone();
        let page = words(&plain(&sandbox.read(&format!("pages/autogen-{command}.1"))));
        let said = paragraphs(&help);
        assert!(said.len() > 6, "{said:#?}");
        for paragraph in said {
            assert!(page.contains(&paragraph), "the page of {command} does not say: {paragraph}\n{page}");
        }
    }
}

#[test]
fn the_first_page_is_printed() {
    let page = Sandbox::empty().run(&["man"]);
    page.exits(0);
    let text = plain(&page.stdout);
    let titles =
        ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES", "SEE ALSO"];
    for title in titles {
        assert!(text.lines().any(|line| line.replace('"', "") == format!(".SH {title}")), "{title}: {text}");
    }
    for said in ["autogen-upgrade(1)", "Run the revisions that the database lacks", "autogen downgrade -1"] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn pages_go_where_the_line_says() {
    let sandbox = Sandbox::empty();
    fs::create_dir(sandbox.path("sub")).unwrap();
    sandbox.run(&["-C", "sub", "man", "a/b", "-q"]).exits(0);
    assert!(sandbox.read("sub/a/b/autogen.1").contains("\n.TH AUTOGEN 1"));
    sandbox.write("file", "").run(&["man", "file"]).exits(2).complains("cannot write `file`");
}
