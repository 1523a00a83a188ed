//! The manual pages: one for each command, with all that its help says.

use std::collections::BTreeSet;
use std::fs;

use crate::support::Sandbox;

/// The words of a text, as far as they are letters: however lines break and markup stands.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Takes the markup of a page away.
fn plain(page: &str) -> String {
    let mut text = String::new();
    for line in page.lines() {
        // `.IP \(bu 2` says how something is shown, `.SH NAME` what it is called.
        let line = if line.starts_with(".IP") { "" } else { line };
        let line =
            line.strip_prefix(".SH ").unwrap_or(line).replace("\\fB", "").replace("\\fI", "").replace("\\fR", "");
        text.push_str(&line.replace("\\-", "-").replace("\\&", "").replace("\\(aq", "'").replace("\\*(Aq", "'"));
        text.push('\n');
    }
    text
}

/// Returns the paragraphs of a help page whose words a manual page must have, in their order.
fn paragraphs(help: &str) -> Vec<Vec<String>> {
    let blocks = help.split("\n\n").flat_map(|block| block.split("\n      -").map(str::to_owned).collect::<Vec<_>>());
    blocks
        .filter(|block| !block.contains("Usage:"))
        .map(|block| words(&block))
        .filter(|words| words.len() > 3)
        .collect()
}

#[test]
fn every_command_has_a_page_that_says_what_its_help_says() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["man", "pages"]).exits(0).prints("Wrote pages/autogen.1\n").prints("Wrote pages/autogen-upgrade.1\n");
    let pages: BTreeSet<String> = fs::read_dir(sandbox.path("pages"))
        .unwrap()
        .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let whole = sandbox.run(&["--help"]).stdout;
    assert!(pages.len() > 25, "{pages:?}");
    for page in pages {
        let Some(command) = page.strip_prefix("autogen-").and_then(|name| name.strip_suffix(".1")) else { continue };
        assert!(whole.contains(&format!("\n  {command} ")), "{command}");
        let help = sandbox.run_with(&[command, "--help"], &[("COLUMNS", "100")]).exits(0).stdout.clone();
        let text = words(&plain(&sandbox.read(&format!("pages/{page}")))).join(" ");
        for paragraph in paragraphs(&help) {
            // An option's names stand above its text: both are there, each by itself.
            let said = paragraph.join(" ");
            let is_said = text.contains(&said) || sentences(&help, &paragraph).iter().all(|part| text.contains(part));
            assert!(is_said, "{page} does not say: {said}\n{text}");
        }
    }
    for line in
        whole.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| line.starts_with(char::is_lowercase))
    {
        let command = line.split(' ').next().unwrap();
        if !line.contains("autogen ") {
            assert!(sandbox.path(format!("pages/autogen-{command}.1")).exists(), "{command} has no page");
        }
    }
}

/// The lines of a paragraph by themselves.
fn sentences(help: &str, paragraph: &[String]) -> Vec<String> {
    let block = help.split("\n\n").find(|block| {
        let all = words(block).join(" ");
        all.contains(&paragraph.join(" "))
    });
    block.unwrap_or(help).lines().map(|line| words(line).join(" ")).collect()
}

#[test]
fn the_first_page_is_printed() {
    let page = Sandbox::empty().run(&["man"]);
    page.exits(0);
    for title in
        ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES", "SEE ALSO"]
    {
        let heading = if title.contains(' ') { format!(".SH \"{title}\"\n") } else { format!(".SH {title}\n") };
        assert!(page.stdout.contains(&heading), "{title}: {page}");
    }
    page.prints("autogen\\-upgrade(1)").prints("Run the revisions that the database lacks");
}

#[test]
fn pages_go_where_the_line_says() {
    let sandbox = Sandbox::empty();
    fs::create_dir(sandbox.path("sub")).unwrap();
    sandbox.run(&["-C", "sub", "man", "a/b", "-q"]).exits(0);
    assert!(sandbox.read("sub/a/b/autogen.1").starts_with(".ie"), "it starts as a page does");
    sandbox.write("file", "").run(&["man", "file"]).exits(2).complains("cannot write `file`");
}
