//! Whatever a finding holds, an editor and GitHub take it apart into what it was made of.

use std::collections::BTreeMap;
use std::path::Path;

use autogen_engine::Spot;
use autogen_model::Severity;
use regex::Regex;
use serde_json::Value;

use super::{Code, Finding};
use crate::output::{Format, printable};

const TASKS: &str = include_str!("../../editor/vscode/tasks.json");

/// Paths as they are on the systems that autogen runs on.
const PATHS: &[&str] = &[
    "src/user.rs",
    "../entity/src/user.rs",
    "/home/me/my project/src/user.rs",
    "C:\\Users\\me\\src\\user.rs",
    "\\\\server\\share\\user.rs",
    "src/größe/ユーザー.rs",
    "src/a:1:2/b.rs",
    "src/a: b, c%.rs",
    "src/[error]: x/(y).rs",
    "src/line\nbreak.rs",
    ".",
];

const MESSAGES: &[&str] = &[
    "the column type of `users.name`, a `Money`, is not known",
    "a.rs:1:2: error[drift]: not this one",
    "colons: and, commas; 100 % and `ticks`",
    "größer als 😀 „quoted“",
    "two\nlines\r\nand a tab\there, \u{1b}[31mred\u{202e}",
    "trailing blank ",
    " leading blank",
    "[in brackets]: x",
    "\u{2028}\u{2029}",
    "",
];

/// What a pattern of VS Code makes of a line, by the fields that it names.
fn captured(pattern: &Value, line: &str) -> BTreeMap<String, String> {
    let regexp = Regex::new(pattern["regexp"].as_str().unwrap()).unwrap();
    let found = regexp.captures(line).unwrap_or_else(|| panic!("not matched: {line:?}"));
    let fields = pattern.as_object().unwrap().iter().filter(|(name, _)| *name != "regexp");
    let group = |index: &Value| found.get(usize::try_from(index.as_u64().unwrap()).unwrap());
    fields.filter_map(|(name, index)| Some((name.clone(), group(index)?.as_str().to_owned()))).collect()
}

fn matchers() -> Vec<Value> {
    let tasks: Value = serde_json::from_str(TASKS).unwrap();
    let matchers = tasks["tasks"].as_array().unwrap().iter().map(|task| task["problemMatcher"].clone());
    matchers.filter(Value::is_object).collect()
}

/// Every code that a finding can have, and none.
fn all_codes() -> Vec<(Option<&'static str>, Severity)> {
    let own = Code::ALL.iter().map(|code| (Some(code.as_str()), code.severity()));
    let of_entities = autogen_model::Code::ALL.iter().map(|code| (Some(code.as_str()), code.severity()));
    own.chain(of_entities).chain([(None, Severity::Error)]).collect()
}

/// A line and a column for each number, so that they are not the same ones everywhere.
fn findings() -> Vec<Finding> {
    let mut findings = Vec::new();
    for (code, severity) in all_codes() {
        for file in PATHS {
            for message in MESSAGES {
                let number = findings.len();
                let spot = Spot { file: file.into(), line: 1 + number * 7, column: 1 + number % 113 };
                let message = (*message).to_owned();
                findings.push(Finding {
                    spot,
                    severity,
                    code,
                    message,
                    hints: vec!["do, this: 100 %\nor that".into()],
                });
            }
        }
    }
    findings
}

#[test]
fn the_problem_matchers_of_vs_code_match_every_finding() {
    let matchers = matchers();
    assert_eq!(matchers.len(), 2);
    for finding in findings() {
        let line = finding.line(Format::Short);
        assert_eq!(line.lines().count(), 1, "{line:?}");
        for matcher in &matchers {
            let fields = captured(&matcher["pattern"], &line);
            let mut expected = BTreeMap::from([
                ("file".to_owned(), printable(&finding.spot.file.display().to_string())),
                ("line".to_owned(), finding.spot.line.to_string()),
                ("column".to_owned(), finding.spot.column.to_string()),
                ("severity".to_owned(), finding.severity.name().to_owned()),
                ("message".to_owned(), printable(&finding.message)),
            ]);
            expected.extend(finding.code.map(|code| ("code".to_owned(), code.to_owned())));
            assert_eq!(fields, expected, "{line:?}");
        }
    }
}

#[test]
fn what_a_terminal_shows_besides_is_no_finding() {
    for line in
        ["autogen: checking", "autogen: checked, 3 findings", "hint: `autogen upgrade` runs it", "note: a: b", ""]
    {
        for matcher in matchers() {
            let regexp = Regex::new(matcher["pattern"]["regexp"].as_str().unwrap()).unwrap();
            assert!(!regexp.is_match(line), "{line}");
        }
    }
}

/// Takes a workflow command apart as the runner does.
fn taken_apart(command: &str) -> (String, BTreeMap<String, String>, String) {
    let unescape = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let (head, message) = command.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (name, properties) = head.split_once(' ').unwrap();
    let pairs = properties.split(',').map(|pair| pair.split_once('=').unwrap());
    let property =
        |(name, value): (&str, &str)| (name.to_owned(), unescape(&value.replace("%3A", ":").replace("%2C", ",")));
    (name.to_owned(), pairs.map(property).collect(), unescape(message))
}

#[test]
fn github_reads_what_was_meant() {
    for finding in findings() {
        let command = finding.line(Format::Github);
        assert_eq!(command.lines().count(), 1, "{command:?}");
        let (name, properties, message) = taken_apart(&command);
        let expected = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        assert_eq!(name, expected);
        assert_eq!(properties["file"], finding.spot.file.display().to_string());
        assert_eq!(properties["line"], finding.spot.line.to_string());
        assert_eq!(properties["col"], finding.spot.column.to_string());
        assert!(properties["title"].ends_with(finding.code.unwrap_or("autogen")), "{command}");
        let lines: Vec<String> = finding.message.lines().map(printable).collect();
        assert_eq!(message, format!("{}\nhint: do, this: 100 %\nor that", lines.join("\n")));
    }
}

#[test]
fn codes_are_words_of_their_own() {
    let mut words: Vec<&str> = all_codes().into_iter().filter_map(|(code, _)| code).collect();
    assert!(words.iter().all(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    let count = words.len();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), count);
}

#[test]
fn every_code_is_documented_as_it_is_shown() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/diagnostics.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (_, page) = page.split_once("\n# Findings of check and verify\n").unwrap();
    let sections: Vec<(&str, &str)> = page.split("\n## `").skip(1).map(|text| text.split_once('`').unwrap()).collect();
    let codes: Vec<&str> = sections.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, Code::ALL.iter().map(|code| code.as_str()).collect::<Vec<_>>());
    let pattern = &matchers()[0]["pattern"];
    for ((code, text), of) in sections.iter().zip(Code::ALL) {
        let severity = text.trim_start().split(':').next().unwrap().to_lowercase();
        assert_eq!(severity, of.severity().name(), "{code}");
        let example = text.split("```text\n").nth(1).unwrap_or_else(|| panic!("no example of {code}"));
        let fields = captured(pattern, example.lines().next().unwrap());
        assert_eq!((fields["code"].as_str(), fields["severity"].as_str()), (*code, of.severity().name()));
    }
}
