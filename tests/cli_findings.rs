//! What `check` and `verify` find, each in a line at its place: for editors and for GitHub.

mod large;
mod locating;
mod places;

use regex::Regex;

use crate::support::{Outcome, Sandbox};

/// The matcher of the file that `autogen init` writes for VS Code, on lines of a project in the folder of `sandbox`.
#[track_caller]
fn assert_matched(sandbox: &Sandbox, outcome: &Outcome) {
    let written = Sandbox::empty();
    written.run(&["init", "--editor", "vscode"]).exits(0);
    let tasks: serde_json::Value = serde_json::from_str(&written.read(".vscode/tasks.json")).unwrap();
    let tasks = tasks["tasks"].as_array().unwrap();
    let regexp = tasks.iter().find_map(|task| task["problemMatcher"]["pattern"]["regexp"].as_str()).unwrap();
    let regexp = Regex::new(regexp).unwrap();
    let mut count = 0;
    for line in outcome.stdout.lines() {
        let found = regexp.captures(line).unwrap_or_else(|| panic!("not matched: {line}\n{outcome}"));
        // Always a file that is there, and a place in it.
        let (file, line, column) = (&found[1], found[2].parse::<usize>().unwrap(), found[3].parse::<usize>().unwrap());
        let text = sandbox.read(&file.replace("$DIR/", ""));
        let place = text.lines().nth(line - 1).unwrap_or_else(|| panic!("{file} has no line {line}"));
        assert!((1..=place.chars().count() + 1).contains(&column), "{file}:{line} has no column {column}");
        count += 1;
    }
    assert!(count > 0, "nothing was found:\n{outcome}");
}

/// Checks in both formats: `expected` is the first, after which GitHub's has as many lines.
#[track_caller]
fn found(sandbox: &Sandbox, args: &[&str], code: i32, expected: &str) -> Outcome {
    let short = sandbox.run(&[args, &["--format", "short"]].concat());
    short.exits(code);
    let lines: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let told: Vec<&str> = short.stdout.lines().collect();
    assert_eq!(told, lines, "{short}");
    assert_matched(sandbox, &short);
    let github = sandbox.run(&[args, &["--format", "github"]].concat());
    github.exits(code);
    for (annotation, line) in github.stdout.lines().zip(&lines) {
        let (_, rest) = annotation.split_once("file=").unwrap_or_else(|| panic!("{github}"));
        let (file, rest) = rest.split_once(",line=").unwrap();
        let (number, rest) = rest.split_once(",col=").unwrap();
        let column = rest.split(',').next().unwrap();
        assert!(line.starts_with(&format!("{file}:{number}:{column}: ")), "{line}\n{annotation}");
    }
    assert_eq!(github.stdout.lines().count(), lines.len(), "{github}");
    github
}

#[test]
fn a_finding_says_where_it_is_from_where_autogen_was_run() {
    let sandbox = Sandbox::upgraded();
    sandbox.edit("src/users.rs", "    pub name: String,", "    pub name: String,\n    pub nick: Option<String>,");
    let finding = "src/users.rs:9:9: warning[pending-change]: added column `users.nick`: string null\n";
    let inside = sandbox.run(&["check", "--format", "short"]);
    assert_eq!(inside.exits(1).stdout, finding);
    let folder = sandbox.path("").parent().unwrap().to_owned();
    let name = sandbox.path("").file_name().unwrap().to_string_lossy().into_owned();
    let mut above = sandbox.command();
    let above = above.current_dir(folder).args(["-C", &name, "check", "--format"]);
    let short = String::from_utf8(above.arg("short").output().unwrap().stdout).unwrap();
    assert_eq!(short, format!("{name}/{finding}"));
    let mut below = sandbox.command();
    let below = below.current_dir(sandbox.path("src")).args(["check", "--format", "github"]).output().unwrap();
    let below = String::from_utf8(below.stdout).unwrap();
    assert!(below.starts_with("::warning file=../src/users.rs,line=9,col=9,title=autogen pending-change::"), "{below}");
}

#[test]
fn an_error_that_ends_a_command_has_its_place() {
    let sandbox = Sandbox::upgraded();
    sandbox.edit("autogen.toml", "entities", "entitties");
    let outcome = sandbox.run(&["current", "--format", "short"]);
    assert!(outcome.exits(2).stderr.starts_with("autogen.toml:1:1: error: unknown key `entitties`"), "{outcome}");
    found(&sandbox, &["check"], 2, "autogen.toml:1:1: error[not-checked]: unknown key `entitties`");
    sandbox.edit("autogen.toml", "entitties", "entities");
    sandbox.run(&["current", "--format", "github"]).says(
        r"
        exit 2
        --- stderr
        ::error title=autogen::only `check`, `verify` and `review` find what is annotated: github is a format of theirs alone
    ",
    );
    // What it says of the entities goes to standard error, so that what is written stays alone.
    sandbox.write("src/users.rs", "pub struct");
    let outcome = sandbox.run(&["-m", "x", "--format", "short"]);
    assert!(outcome.exits(2).stdout.is_empty() && outcome.stderr.starts_with("src/users.rs:1:"), "{outcome}");
    assert!(outcome.stderr.contains(": error[syntax]: "), "{outcome}");
}
