//! Commands that stand in a sentence, a table or the file of a pipeline are ones that there are, with options that they have.

use std::collections::BTreeMap;

use tempfile::TempDir;

use super::markdown::Page;
use super::pages;
use super::shell::Shell;

#[test]
fn commands_within_sentences_are_understood() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (name, text) in pages() {
        let page = Page::parse(&name, &text);
        let spans = spans(&page).into_iter().chain(steps(&page));
        seen.extend(spans.filter(|span| span.starts_with("autogen ")).map(|span| (span, name.clone())));
    }
    let wrong = seen.iter().filter_map(|(span, page)| Some(format!("{page}: `{span}`: {}", mistake(span)?)));
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen.len() >= 70, "only {} were found", seen.len());
}

#[test]
fn a_mistake_is_told() {
    assert_eq!(mistake("autogen -m MESSAGE --rename a.b=c"), None);
    assert_eq!(mistake("autogen -m"), None);
    assert_eq!(mistake("autogen adopt && autogen upgrade --sql 8f3c:head > up.sql"), None);
    assert!(mistake("autogen upgrad").is_some());
    assert!(mistake("autogen upgrade --sqlite").is_some());
    assert!(mistake("autogen history 8f3c:head").is_some());
    assert!(mistake("autogen upgrade --lock-timeout soon").is_some());
}

/// Types a command where there is no project, so that nothing comes of it but what is wrong with its words. What leaves out a value that
/// it takes is a mention.
fn mistake(command: &str) -> Option<String> {
    // Any command is meant.
    if command.starts_with("autogen COMMAND") {
        return None;
    }
    // What comes behind a pipe is another program's.
    let command = command.split(" | ").next().unwrap().split(" \\| ").next().unwrap();
    let folder = TempDir::new().unwrap();
    let said =
        Shell::start(folder.path()).run(command).map_or_else(|| "the shell has ended".to_owned(), |ended| ended.output);
    let wrong = ["unexpected argument", "unrecognized subcommand", "invalid value", "the shell has ended", "not found"];
    let line = said.lines().find(|line| wrong.iter().any(|words| line.contains(words)));
    line.map(str::to_owned)
}

/// Returns what a pipeline runs.
fn steps(page: &Page) -> Vec<String> {
    let blocks = page.blocks().filter(|block| block.language == "yaml");
    let lines = blocks.flat_map(|block| block.lines.iter().map(|line| line.trim_start_matches([' ', '-'])));
    lines.map(|line| line.trim_start_matches("run: ").trim().to_owned()).collect()
}

/// Returns what stands between backticks, paragraph by paragraph.
fn spans(page: &Page) -> Vec<String> {
    let prose: String = page.prose().map(|line| format!("{line}\n")).collect();
    let paragraphs = prose.split("\n\n");
    let spans = paragraphs.flat_map(|paragraph| paragraph.split('`').skip(1).step_by(2));
    spans.map(|span| span.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}
